"""How paragraphs are set."""

from functools import cache

from docx import shared
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.text.parfmt import ParagraphFormat
from lxml import etree

from bot.exports.documents.layouts import Layout
from bot.exports.documents.lengths import Length


@cache
def form_of(layout: Layout, line: Length, *, indented: bool) -> bytes:
    """Returns how a paragraph is set, as text: papers are written in several threads, which must
    not share an element.
    """
    paragraph = OxmlElement("w:p")
    assert isinstance(paragraph, CT_P)
    form = ParagraphFormat(paragraph)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = shared.Length(line)
    if indented:
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        twips = round(layout.indent * layout.body.pt * 20)
        indent(form, **{"w:firstLineChars": layout.indent * 100, "w:firstLine": twips})
    return etree.tostring(paragraph.get_or_add_pPr())


def indent(form: ParagraphFormat, **measures: int) -> None:
    """Indents in hundredths of a character for Word and WPS, in twips for programs without them."""
    element = form.element.get_or_add_pPr().get_or_add_ind()
    for name, value in measures.items():
        element.set(qn(name), str(value))
