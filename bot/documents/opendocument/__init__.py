"""OpenDocument text (odt, ott). Source: OpenDocument 1.3 part 3."""
