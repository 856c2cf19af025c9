"""Tables. A row is a copy of a model in which its words are set: python-docx takes a millisecond for
each cell that it is told anew how it looks, and a report has hundreds.
"""

from collections.abc import Sequence
from copy import deepcopy
from functools import cache

from docx import shared
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.text.parfmt import ParagraphFormat
from lxml import etree

from bot.domain.values import dataclass
from bot.exports.characters import printable, width
from bot.exports.documents.content import Table
from bot.exports.documents.layouts import Layout
from bot.exports.documents.runs import dress, say
from bot.exports.documents.typefaces import BODY, FIRST, Typeface

LINED = "TableGrid"  # the look of a table with lines
SHORT = 16  # half-width characters; a column of such entries is centred


def add_table(document: Document, table: Table, layout: Layout) -> None:
    """Adds a table as wide as the text, the heads of its columns repeated on every page."""
    grid = document.add_table(rows=1, cols=len(table.columns))._tbl  # noqa: SLF001 - python-docx does not copy rows
    # Its own ways to these look through all styles, and through all cells of the table for each row.
    grid.tblStyle_val = LINED
    grid.tblPr.alignment, grid.tblPr.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    shares = table.widths or (1.0,) * len(table.columns)
    for column, share in zip(grid.tblGrid.gridCol_lst, shares, strict=True):
        column.w = shared.Length(round(layout.width * share / sum(shares)))
    [first] = grid.tr_lst
    for cell in first.tc_lst:
        cell.get_or_add_tcPr().vAlign_val = WD_ALIGN_VERTICAL.CENTER
    model = _model(grid, table, layout)
    # Heads have a look of their own, and may take several lines.
    head = _line(_Column(FIRST, WD_ALIGN_PARAGRAPH.CENTER), layout)
    for cell, text in zip(first.tc_lst, table.columns, strict=True):
        _fill(cell, text, head)
    _mark_row(first, "w:tblHeader")
    for texts in table.rows:
        grid.append(model.row_of(texts))


@dataclass(frozen=True)
class _Column:
    """How the entries of a column are set."""

    face: Typeface
    alignment: WD_ALIGN_PARAGRAPH


def _line(column: _Column, layout: Layout, *, low: bool = False) -> CT_P:
    """Returns a line without words; a `low` one does not make its row higher."""
    line = parse_xml(_look(column, layout, low=low))
    assert isinstance(line, CT_P)
    return line


@cache
def _look(column: _Column, layout: Layout, *, low: bool) -> bytes:
    """Returns how a line is set, as text: papers are written in several threads, which must not
    share an element.
    """
    line = OxmlElement("w:p")
    assert isinstance(line, CT_P)
    form = ParagraphFormat(line)
    form.alignment = column.alignment
    form.space_before = form.space_after = shared.Length(layout.cell)
    if low:
        _keep_low(form, layout)
    dress(line.add_r(), column.face, layout.table)
    return etree.tostring(line)


def _keep_low(form: ParagraphFormat, layout: Layout) -> None:
    """Keeps a line, also an empty one, from making its row higher than the row ought to be."""
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = shared.Pt(round(layout.table.pt * 1.3, 1))


def _fill(cell: CT_Tc, text: str, model: CT_P) -> None:
    """Writes each line of a text into an empty cell as a copy of the model."""
    (empty,) = cell.p_lst
    for line in text.splitlines():
        paragraph = deepcopy(model)
        say(paragraph.r_lst[0], printable(line))
        empty.addprevious(paragraph)
    if text:
        cell.remove(empty)


@dataclass(frozen=True)
class _Model:
    """A row whose cells are empty, and for each of its columns a line without words."""

    row: CT_Row
    lines: Sequence[CT_P]

    def row_of(self, texts: Sequence[str]) -> CT_Row:
        """Returns a new row that says this, one text a cell."""
        row = deepcopy(self.row)
        for cell, text, model in zip(row.tc_lst, texts, self.lines, strict=True):
            _fill(cell, text, model)
        return row


def _model(grid: CT_Tbl, table: Table, layout: Layout) -> _Model:
    """Returns how the rows of this table look that follow its first, which is empty yet."""
    row = deepcopy(grid.tr_lst[0])
    _mark_row(row, "w:cantSplit")
    if table.row_height is not None:
        row.trHeight_val = shared.Length(table.row_height)
        row.trHeight_hRule = WD_ROW_HEIGHT_RULE.AT_LEAST
    is_low = table.row_height is not None
    lines = []
    for number, (cell, column) in enumerate(zip(row.tc_lst, grid.tblGrid.gridCol_lst, strict=True)):
        assert column.w is not None
        cell.width = column.w
        if is_low:
            _keep_low(ParagraphFormat(cell.p_lst[0]), layout)
        # Short entries stand in the middle, sentences to the left; a column keeps to one of both.
        alignment = WD_ALIGN_PARAGRAPH.LEFT
        written = [part for texts in table.rows for part in texts[number].splitlines()]
        if all(width(part) <= SHORT for part in written):
            alignment = WD_ALIGN_PARAGRAPH.CENTER
        lines.append(_line(_Column(BODY, alignment), layout, low=is_low))
    return _Model(row, lines)


def _mark_row(row: CT_Row, mark: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(mark))
