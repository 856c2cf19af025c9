"""What the control words of RTF mean: which begin a text of their own, which stand for a sign."""

from enum import StrEnum

# Groups whose words no reader of the page sees.
SKIPPED = frozenset({
    "annotation", "atnauthor", "atnid", "atrfend", "atrfstart", "author", "background", "bkmkend",
    "bkmkstart", "colorschememapping", "colortbl", "comment", "datastore", "docvar", "falt",
    "filetbl", "footer", "footerf", "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "aftncn",
    "aftnsep", "aftnsepc", "generator", "header", "headerf", "headerl", "headerr", "info",
    "latentstyles", "listoverridetable", "listpicture", "listtable", "nonshppict", "objdata",
    "objclass", "pict", "pn", "pnseclvl", "pntxta", "pntxtb", "private", "revtbl", "rsidtbl",
    "rxe", "shprslt", "sp", "tc", "template", "themedata", "title", "upr", "userprops",
    "wgrffmtfilter", "xe", "xmlnstbl",
})  # fmt: skip


class Destination(StrEnum):
    """Where the text of a group goes."""

    BODY = "body"
    NUMBER = "number"
    FOOTNOTE = "footnote"
    BOX = "box"
    FONTS = "fonts"
    STYLES = "styles"
    INSTRUCTION = "instruction"
    NOTHING = "nothing"


DESTINATIONS = {
    "fldinst": Destination.INSTRUCTION,
    "footnote": Destination.FOOTNOTE,
    "listtext": Destination.NUMBER,
    "pntext": Destination.NUMBER,
    "shptxt": Destination.BOX,
    "dptxbxtext": Destination.BOX,
    "fonttbl": Destination.FONTS,
    "stylesheet": Destination.STYLES,
}
UNICODE_HALF = "ud"  # of a pair whose other half is skipped
TEXT = frozenset({Destination.BODY, Destination.FOOTNOTE, Destination.BOX})
VISIBLE = frozenset(Destination) - {Destination.NOTHING}
OWN_STORIES = frozenset({Destination.FOOTNOTE, Destination.BOX})

WRAPPERS = frozenset({"shpinst", "do", "cs"})  # marked as skippable, yet there is text inside
SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
SIGN_CHARACTERS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
PARAGRAPH_ENDS = frozenset({"par", "cell", "nestcell", "sect", "row", "nestrow"})
