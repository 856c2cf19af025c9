"""What characters do in files and pictures: which ones XML can hold, how wide they are."""

import unicodedata

from bot.domain.patterns import pattern

# XML 1.0 has no way to write these, not even as a number; a file with one of them does not open.
_UNPRINTABLE = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# Half of a character: UTF-8 cannot write it.
_SURROGATE = pattern(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    """Returns a text without characters that no XML file can hold."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text))


def width(text: str) -> int:
    """Returns the width of one line in half-width characters; a Chinese character takes two."""
    # "A" too: “”, · and — are of either width, and wide in every Chinese typeface.
    wide = [character for character in text if unicodedata.east_asian_width(character) in "WFA"]
    return len(text) + len(wide)
