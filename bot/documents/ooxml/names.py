"""Qualified names. Strict documents are rewritten to these transitional ones before they are
parsed.
"""

W_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_SPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W_SPACE.encode()),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
STRICT_MARK = b"http://purl.oclc.org/ooxml/"

W = f"{{{W_SPACE}}}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"

P = W + "p"
R = W + "r"
T = W + "t"
TBL = W + "tbl"
P_PR = W + "pPr"
R_PR = W + "rPr"
R_STYLE = W + "rStyle"
P_STYLE = W + "pStyle"
NUM_PR = W + "numPr"
NUM_ID = W + "numId"
ILVL = W + "ilvl"
OUTLINE_LVL = W + "outlineLvl"
VANISH = W + "vanish"
BOLD = W + "b"
DEL = W + "del"
INS = W + "ins"
MOVE_FROM = W + "moveFrom"
MOVE_TO = W + "moveTo"
VAL = W + "val"
ID = W + "id"
STYLE_ID = W + "styleId"
TYPE = W + "type"
