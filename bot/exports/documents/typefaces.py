"""The typefaces of official papers, and what stands in for one that a machine does not have."""

from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr

from bot.domain.values import dataclass

LATIN = "Times New Roman"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Typeface:
    """`fallbacks` stand in the table of typefaces of each file, in the order in which they are to be tried."""

    name: str
    fallbacks: tuple[str, ...]


TITLE = Typeface("方正小标宋简体", ("小标宋", "宋体", "SimSun", "Noto Serif CJK SC"))
BODY = Typeface("仿宋_GB2312", ("仿宋", "FangSong", "Noto Serif CJK SC"))
FIRST = Typeface("黑体", ("SimHei", "Noto Sans CJK SC"))  # headings 一、
SECOND = Typeface("楷体_GB2312", ("楷体", "KaiTi", "Noto Serif CJK SC"))  # headings （一）
NUMBERS = Typeface("宋体", ("SimSun", "Noto Serif CJK SC"))  # of pages
HEADINGS = (FIRST, SECOND, BODY, BODY)
ALL = (TITLE, BODY, FIRST, SECOND, NUMBERS)


def set_fonts(properties: CT_RPr, face: Typeface, *, latin: str = LATIN) -> None:
    fonts = properties.get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), latin)
    fonts.set(qn("w:eastAsia"), face.name)
    fonts.set(qn("w:hint"), "eastAsia")


def speak_chinese(properties: CT_RPr) -> None:
    """Says that the text is Chinese of the mainland.

    Without it programs set the full stop in the middle of its square, as in Taipei.
    """
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def name_fallbacks(document: Document) -> None:
    """Puts the table of typefaces into the file, each with its fallbacks."""
    entries = "".join(
        f"<w:font w:name={quoteattr(face.name)}>"
        f"<w:altName w:val={quoteattr(','.join(face.fallbacks))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face in ALL
    )
    table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{_SPACE}">{entries}</w:fonts>'
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml" and isinstance(part, Part):
            part._blob = table.encode()  # noqa: SLF001 - python-docx does not know this part
