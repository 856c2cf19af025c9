"""Word's XML format (docx, docm, dotx; also as WPS writes it). Source: ECMA-376 part 1."""
