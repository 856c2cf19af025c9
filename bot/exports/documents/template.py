"""The empty papers that every file begins with, one for each layout.

The one of python-docx carries eight hundred kilobytes that no paper shows: two hundred looks of
tables, the same again for another version of Word, the picture of an empty page. Each file would
read them, keep them and write them. They are taken out, and the layout is put in, once in a
process. A paper has a text of its own; the other parts of its file it shares with all papers of its
layout.
"""

import io
from datetime import date, datetime
from functools import cache

import docx
from docx import shared
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import serialize_part_xml
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.coreprops import CT_CoreProperties
from docx.oxml.document import CT_Document
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle

from bot.exports.documents.dates import dated
from bot.exports.documents.layouts import Layout
from bot.exports.documents.lengths import Length
from bot.exports.documents.packing import Package
from bot.exports.documents.paragraphs import indent
from bot.exports.documents.runs import dress, write_run
from bot.exports.documents.typefaces import (
    BODY,
    NUMBERS,
    name_fallbacks,
    set_fonts,
    speak_chinese,
)

UNSEEN_PARTS = ("/stylesWithEffects", "/customXml", "/thumbnail")
TABLES_LOOK = ("TableNormal", "TableGrid")  # of a table without lines, and of one with lines
TEXT, PROPERTIES = "word/document.xml", "docProps/core.xml"  # the parts that tell papers apart
ZIP_DAY = date(2000, 1, 1)  # a fixed day: the same values give the same bytes
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day: the same values give the same bytes


class Template:
    """An empty paper. Papers are written in several threads, which change nothing of it."""

    def __init__(self, document: Document) -> None:
        saved = io.BytesIO()
        document.save(saved)
        self._package = Package(dated(saved.getvalue(), ZIP_DAY))
        self._part = document.part

    def empty_paper(self) -> Document:
        """Returns a document without text, which is its receiver's to fill."""
        element = parse_xml(self._package.content(TEXT))
        assert isinstance(element, CT_Document)
        return Document(element, self._part)

    def saved(self, paper: Document, title: str) -> bytes:
        """Returns the file of a document that was empty once, under this title."""
        properties = parse_xml(self._package.content(PROPERTIES))
        assert isinstance(properties, CT_CoreProperties)
        CoreProperties(properties).title = title
        parts = {TEXT: paper.element, PROPERTIES: properties}
        return self._package.with_parts(
            {name: serialize_part_xml(element) for name, element in parts.items()}
        )


@cache
def template(layout: Layout, *, numbered: bool) -> Template:
    """Returns the empty paper of this layout."""
    document = docx.Document()
    _leave_unseen_out(document.part.rels)
    _leave_unseen_out(document.part.package.rels)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        is_of_tables = style.get(qn("w:type")) == "table"
        if is_of_tables and style.get(qn("w:styleId")) not in TABLES_LOOK:
            styles.remove(style)
    _lay_out(document, layout)
    if numbered:
        _number_pages(document, layout.page_number)
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.created = properties.modified = MADE
    name_fallbacks(document)
    # Read once more, so that all papers are those of one file.
    saved = io.BytesIO()
    document.save(saved)
    return Template(docx.Document(saved))


def _leave_unseen_out(relationships: Relationships) -> None:
    """Drops the ways to parts that show nothing; a part to which none leads is not saved."""
    for name, relationship in list(relationships.items()):
        if relationship.reltype.endswith(UNSEEN_PARTS):
            del relationships[name]


def _lay_out(document: Document, layout: Layout) -> None:
    """Sets the page, and how text looks of which nothing else is said."""
    section = document.sections[0]
    section.page_width, section.page_height = map(shared.Length, layout.page)
    if layout.across:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.top_margin = shared.Length(layout.top)
    section.bottom_margin = shared.Length(layout.bottom)
    section.left_margin = shared.Length(layout.left)
    section.right_margin = shared.Length(layout.right)
    # The number stands seven millimetres below the text.
    below_number = layout.bottom - shared.Mm(7) - round(layout.page_number * 1.2)
    section.footer_distance = shared.Length(max(below_number, shared.Mm(5)))
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    set_fonts(normal.element.get_or_add_rPr(), BODY)
    speak_chinese(normal.element.get_or_add_rPr())
    normal.font.size = shared.Length(layout.body)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = shared.Pt(0)


def _number_pages(document: Document, size: Length) -> None:
    """Numbers the pages, odd ones right, even ones left, as for printing on both sides."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        indent(paragraph.paragraph_format, **{"w:rightChars": 100, "w:leftChars": 100})
        write_run(paragraph, "— ", NUMBERS, size, latin=NUMBERS.name)
        page = OxmlElement("w:fldSimple")
        page.set(qn("w:instr"), "PAGE")
        paragraph._p.append(page)  # noqa: SLF001 - python-docx has no fields
        shown = paragraph.add_run("1")._r  # noqa: SLF001 - until a program has counted
        dress(shown, NUMBERS, size, latin=NUMBERS.name)
        page.append(shown)
        write_run(paragraph, " —", NUMBERS, size, latin=NUMBERS.name)
