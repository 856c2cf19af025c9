"""Word documents in the layout of official papers (党政机关公文格式, GB/T 9704): what is written is a value, how it looks is here."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.text.font import CT_RPr
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.domain.words import STANDARD, Words, filled
from bot.exports.characters import printable, width

LATIN = "Times New Roman"
BODY, TITLE, HEADINGS, TABLE = "仿宋", "宋体", ("黑体", "楷体", "仿宋"), "仿宋"
PAPER = (Mm(210), Mm(297))
TITLE_WIDTH = 36  # in half-width characters, with room for the gaps beside digits
SHORT = 10  # likewise: entries of a table that are centred
_TITLE_WORDS = re.compile(
    r"(?<=关于)|抓基层党建|述职|公示|情况|综合评价意见|整改|(?<=的)通知|工作方案"
)
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day: the same values give the same bytes
ZIP_DAY = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Layout:
    """Margins, sizes of letters, and what is between lines. `indent` is that of headings and paragraphs, in characters."""

    top: Length
    bottom: Length
    left: Length
    right: Length
    title: Length
    body: Length
    table: Length
    line: Length
    cell: Length  # above and below a line of a table
    after_title: Length
    gap: Length  # after a table
    page_number: Length
    indent: int = 2

    @property
    def width(self) -> int:
        return PAPER[0] - self.left - self.right


OFFICIAL = Layout(
    Mm(37), Mm(35), Mm(28), Mm(26), Pt(22), Pt(16), Pt(12),
    line=Pt(28), cell=Pt(3), after_title=Pt(28), gap=Pt(14), page_number=Pt(14),
)  # fmt: skip
SHEET = Layout(
    Mm(12), Mm(12), Mm(18), Mm(18), Pt(16), Pt(10.5), Pt(9),
    line=Pt(16), cell=Pt(0), after_title=Pt(4), gap=Pt(4), page_number=Pt(9), indent=0,
)  # fmt: skip  # a form that ought to fit one page


@dataclass(frozen=True)
class Heading:
    """Level 1 is 一、 in 黑体, level 2 （一） in 楷体, level 3 1. in bold; the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph with the first line indented; each line of the text becomes one."""

    text: str


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the page; equal without them. Rows are at least `row_height` high."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    row_height: Length | None = None


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page of its own, under its own title."""

    title: str


Block: TypeAlias = Heading | Text | Table | NewPage


@dataclass(frozen=True)
class OfficialDocument:
    """`addressee` stands flush left above the text, signature and date stand at its end; empty ones are left out."""

    title: str
    blocks: tuple[Block, ...]
    addressee: str = ""
    signature: str = ""
    dated: date | None = None
    layout: Layout = OFFICIAL
    numbered: bool = True  # pages
    words: Words = STANDARD


def official_document(content: OfficialDocument) -> bytes:
    """The .docx file, in the words of its unit. The same content gives the same bytes."""
    content = filled(content, content.words)
    paper = _Paper(content.layout, content.title, numbered=content.numbered)
    paper.title(content.title)
    if content.addressee:
        paper.write(paper.paragraph(indented=False), content.addressee)
    for block in content.blocks:
        paper.block(block)
    # A page with nothing but the signature is against the rules.
    paper.document.paragraphs[-1].paragraph_format.keep_with_next = bool(
        content.signature or content.dated
    )
    paper.sign(content.signature, content.dated)
    return _saved(paper.document)


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def title_lines(title: str) -> list[str]:
    """The lines as given; one that is too long for the page is broken near its middle, before a word if one begins there."""
    lines = []
    for line in title.splitlines():
        if width(line) <= TITLE_WIDTH:
            lines.append(line)
        else:
            words = {found.start() for found in _TITLE_WORDS.finditer(line)} - {0}
            # Weighing by width, since digits and Latin letters take half a square.
            middle = min(
                words or range(1, len(line)),
                key=lambda place: abs(width(line[:place]) - width(line) / 2),
            )
            lines += title_lines(f"{line[:middle]}\n{line[middle:]}")
    return lines


class _Paper:
    """One document while it is written, in one layout."""

    def __init__(self, layout: Layout, title: str, *, numbered: bool) -> None:
        self.layout = layout
        self.document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = PAPER
        section.top_margin, section.bottom_margin = layout.top, layout.bottom
        section.left_margin, section.right_margin = layout.left, layout.right
        section.footer_distance = Length(layout.bottom - Mm(7))
        normal = self.document.styles["Normal"]
        assert isinstance(normal, ParagraphStyle)
        _set_fonts(normal.element.get_or_add_rPr(), BODY)
        _speak_chinese(normal.element.get_or_add_rPr())
        normal.font.size = layout.body
        normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = printable(title)[:255], "", ""
        properties.created = properties.modified = MADE
        if numbered:
            _number_pages(self.document, layout.page_number)

    def title(self, title: str, *, on_new_page: bool = False) -> None:
        for number, line in enumerate(title_lines(title)):
            paragraph = self.paragraph(indented=False, line=Pt(round(self.layout.title.pt * 1.55)))
            paragraph.paragraph_format.page_break_before = on_new_page and number == 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(paragraph, line, TITLE, self.layout.title, bold=True)
        self.paragraph(indented=False, line=self.layout.after_title)

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, NewPage):
            self.title(block.title, on_new_page=True)
        else:
            for line in block.text.splitlines():
                self.write(self.paragraph(), line)

    def sign(self, signature: str, dated: date | None) -> None:
        """Without a seal: the signature two characters from the margin, the date two characters further in than it."""
        day = chinese_date(dated) if dated else ""
        signed, written = width(signature) / 2, width(day) / 2
        day_space = max(signed - written, 2)
        signature_space = 2 if signed - written >= 2 or not day else max(4 + written - signed, 2)
        lines = [(signature, signature_space), (day, day_space)]
        if signature or day:
            self.paragraph(line=self.layout.after_title).paragraph_format.keep_with_next = True
        for text, space in lines:
            if text:
                paragraph = self.paragraph(indented=False)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.keep_with_next = text != day
                twips = round(space * self.layout.body.pt * 20)
                _indent(paragraph, **{"w:rightChars": round(space * 100), "w:right": twips})
                self.write(paragraph, text)

    def paragraph(self, *, indented: bool = True, line: Length | None = None) -> Paragraph:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = (
            WD_LINE_SPACING.EXACTLY,
            line or self.layout.line,
        )
        if indented:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            twips = round(self.layout.indent * self.layout.body.pt * 20)
            _indent(
                paragraph, **{"w:firstLineChars": self.layout.indent * 100, "w:firstLine": twips}
            )
        return paragraph

    def write(self, paragraph: Paragraph, text: str) -> None:
        _run(paragraph, text, BODY, self.layout.body)

    def _heading(self, heading: Heading) -> None:
        paragraph = self.paragraph()
        paragraph.paragraph_format.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(heading.level - 1))
        paragraph._p.get_or_add_pPr().append(outline)  # noqa: SLF001 - python-docx knows outline levels of styles only
        font = HEADINGS[heading.level - 1]
        _run(paragraph, heading.text, font, self.layout.body, bold=heading.level == len(HEADINGS))

    def _table(self, table: Table) -> None:
        grid = self.document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        shares = table.widths or (1.0,) * len(table.columns)
        for column, share in zip(grid.columns, shares, strict=True):
            column.width = Length(round(self.layout.width * share / sum(shares)))
        self._fill_row(grid.rows[0].cells, table.columns, bold=True)
        _mark_row(grid.rows[0]._tr, "w:tblHeader")  # noqa: SLF001 - python-docx cannot repeat header rows
        for row in table.rows:
            added = grid.add_row()
            _mark_row(added._tr, "w:cantSplit")  # noqa: SLF001 - nor keep rows together
            self._fill_row(added.cells, row, bold=False)
            if table.row_height is not None:
                added.height, added.height_rule = table.row_height, WD_ROW_HEIGHT_RULE.AT_LEAST
                _keep_low(added.cells, self.layout.table)
        self.paragraph(line=self.layout.gap)

    def _fill_row(self, cells: Sequence[_Cell], texts: Sequence[str], *, bold: bool) -> None:
        """Short entries stand in the middle, sentences to the left."""
        for cell, text in zip(cells, texts, strict=True):
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            for number, line in enumerate(text.splitlines()):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                short = bold or width(text) <= SHORT
                paragraph.alignment = (
                    WD_ALIGN_PARAGRAPH.CENTER if short else WD_ALIGN_PARAGRAPH.LEFT
                )
                form = paragraph.paragraph_format
                form.space_before = form.space_after = self.layout.cell
                _run(paragraph, line, HEADINGS[0] if bold else TABLE, self.layout.table)


def _keep_low(cells: Sequence[_Cell], size: Length) -> None:
    """Keeps an empty cell from making its row higher than the row ought to be."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            form = paragraph.paragraph_format
            form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            form.line_spacing = Pt(round(size.pt * 1.3, 1))


def _set_fonts(properties: CT_RPr, east_asian: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")


def _speak_chinese(properties: CT_RPr) -> None:
    """Without it programs set the full stop in the middle of its square, as in Taipei."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _number_pages(document: Document, size: Length) -> None:
    """Odd pages right, even pages left, as for printing on both sides."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        _indent(paragraph, **{"w:rightChars": 100, "w:leftChars": 100})
        _page_number(paragraph, size)


def _page_number(paragraph: Paragraph, size: Length) -> None:
    _run(paragraph, "— ", TITLE, size)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
    shown = paragraph.add_run("1")
    _dress(shown, TITLE, size)
    field.append(shown._r)  # noqa: SLF001 - as above
    _run(paragraph, " —", TITLE, size)


def _mark_row(row: CT_Row, mark: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(mark))


def _indent(paragraph: Paragraph, **measures: int) -> None:
    """In hundredths of a character for Word and WPS, in twips for programs that do not know characters."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - python-docx has no character units
    for name, value in measures.items():
        indent.set(qn(name), str(value))


def _run(paragraph: Paragraph, text: str, font: str, size: Length, *, bold: bool = False) -> None:
    _dress(paragraph.add_run(printable(text)), font, size, bold=bold)


def _dress(run: Run, font: str, size: Length, *, bold: bool = False) -> None:
    run.font.size, run.font.bold = size, bold
    _set_fonts(run._r.get_or_add_rPr(), font)  # noqa: SLF001 - python-docx sets no East Asian font


def _saved(document: Document) -> bytes:
    """Packed anew with one fixed day, since python-docx stamps the parts with the time of saving."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with (
        zipfile.ZipFile(saved) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_DAY), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
