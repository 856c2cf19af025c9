"""What people wrote, fit to stand among other text:
nothing in it may look like the program's own words.
"""

import unicodedata

from bot.domain.patterns import pattern

# They turn around what is read: a name that ends with one could make a number beside it another one.
_REORDERING = pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANKS = pattern(r"\s+")
MOST_MARKS = 4  # accents on one character; towers of them cover the lines above


def in_order(text: str) -> str:
    """Returns a text without characters that make what is around them be read in another order than
    it is written.
    """
    return _REORDERING.sub("", text)


def single_line(text: str, longest: int) -> str:
    """One line of at most `longest` characters that shows every character it has.

    "…" stands for what was cut off.
    """
    line = ""
    marks = 0
    for character in _BLANKS.sub(" ", in_order(text)):
        if not character.isprintable():
            continue
        if unicodedata.combining(character):
            marks += 1
        else:
            marks = 0
        if marks <= MOST_MARKS:
            line += character
    line = _BLANKS.sub(" ", line).strip()  # what was dropped may have kept two blanks apart
    if len(line) <= longest:
        return line
    return line[: longest - 1].rstrip() + "…"
