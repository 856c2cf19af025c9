"""A report as others may have it: written anew from its text, so that nothing comes along that its author did not mean to show.

A file carries more than is read on it: who wrote and saved it, deleted and hidden words, comments, a template
that is fetched from elsewhere, macros, earlier states. Whoever takes such things out must know all of them, in every format;
whoever writes only what was read needs to know none. Word and WPS open the result; the same text gives the same bytes.
"""

import io
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.patterns import pattern
from bot.domain.people_text import in_order
from bot.domain.values import dataclass
from bot.exports.characters import printable

DAY = (2000, 1, 1, 0, 0, 0)  # of every part: the file does not tell when it was made
# A report has tables of a dozen rows; a file may claim that one has a million.
LARGEST_GRID = 20_000  # places of a table; one that pretends to have more is written line by line
LONGEST_TITLE = 60  # characters; a first line that is longer is text
TITLE, HEADINGS, BODY = "宋体", ("黑体", "楷体", "仿宋"), "仿宋"
SIZES = {TITLE: 44}  # half points; all else is 32
SIZE = 32
WIDTH = 8844  # of a table, in twentieths of a point: A4 between the margins of official papers
NUMBERED = pattern(r"[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]")
SENTENCE_ENDS = tuple("。；：，！？.;:,!?")
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def clean_copy(report: Manuscript) -> bytes:
    """A .docx file of its paragraphs, headings, tables and notes. Pictures are not among what is read, and stay out."""
    body = "".join(_written(report))
    document = f'<w:document xmlns:w="{_SPACE}"><w:body>{body}{_PAGE}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name, DAY), _HEAD + content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _written(report: Manuscript) -> Iterator[str]:
    """Yields the markup; paragraphs of one table follow each other in what a reader gives."""
    for table, group in groupby(
        report.paragraphs, key=lambda paragraph: paragraph.cell and paragraph.cell.table
    ):
        paragraphs = list(group)
        if table is not None:
            yield _table(paragraphs)
            continue
        for paragraph in paragraphs:
            if paragraph is report.paragraphs[0] and _is_title(paragraph):
                form = _run_form(TITLE, bold=True)
                yield _paragraph(paragraph.text, '<w:jc w:val="center"/>', form)
            else:
                yield _text(paragraph)
    for note in report.footnotes:
        yield _text(Paragraph(f"注：{note}"))


def _is_title(first: Paragraph) -> bool:
    """Tells whether a first line is the title: short, no sentence, and no numbered heading."""
    text = first.text.strip()
    if len(text) > LONGEST_TITLE or NUMBERED.match(text):
        return False
    return not text.endswith(SENTENCE_ENDS)


def _text(paragraph: Paragraph) -> str:
    form = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    if not paragraph.outline:
        return _paragraph(paragraph.text, form, _run_form(BODY, bold=paragraph.bold))
    level = min(paragraph.outline, 9)
    font = HEADINGS[min(level, len(HEADINGS)) - 1]
    form = f'<w:keepNext/>{form}<w:outlineLvl w:val="{level - 1}"/>'
    return _paragraph(paragraph.text, form, _run_form(font, bold=paragraph.bold))


def _paragraph(text: str, form: str, run: str) -> str:
    lines = in_order(printable(text)).split("\n")
    written = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:p><w:pPr>{form}</w:pPr><w:r>{run}{written}</w:r></w:p>"


def _run_form(font: str, *, bold: bool) -> str:
    size = SIZES.get(font, SIZE)
    weight = ""
    if bold:
        weight = "<w:b/>"
    fonts = f'<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    return f'<w:rPr>{fonts}{weight}<w:sz w:val="{size}"/></w:rPr>'


# --- tables -------------------------------------------------------------------------------------------------------


@dataclass
class _Box:
    """A cell with all its paragraphs, and how many rows and columns of the written table it takes."""

    row: int
    column: int
    height: int
    width: int
    paragraphs: list[Paragraph]


Grid = dict[tuple[int, int], _Box]


def _table(paragraphs: Sequence[Paragraph]) -> str:
    """Returns the table with its merged cells.

    Rows and columns in which no cell begins are not among those that are written.
    """
    cells = [paragraph.cell for paragraph in paragraphs if paragraph.cell is not None]
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    if len(rows) * len(columns) > LARGEST_GRID:
        return "".join(_text(paragraph) for paragraph in paragraphs)
    grid = _laid_out(paragraphs, rows, columns)
    shares = "".join(f'<w:gridCol w:w="{WIDTH // len(columns)}"/>' for _ in columns)
    lines = "".join(_row(grid, row, len(columns)) for row in range(len(rows)))
    form = f'<w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{form}<w:tblGrid>{shares}</w:tblGrid>{lines}</w:tbl>{_paragraph('', '', '')}"


def _laid_out(paragraphs: Sequence[Paragraph], rows: Sequence[int], columns: Sequence[int]) -> Grid:
    """Returns every place of the grid that a cell covers.

    Where two claim a place, it is whose cell begins there, then the first's.
    """
    boxes: Grid = {}
    for paragraph in paragraphs:
        cell = paragraph.cell
        assert cell is not None, "grouped by it"
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        height = bisect_left(rows, cell.row + cell.rows) - row
        width = bisect_left(columns, cell.column + cell.columns) - column
        boxes.setdefault(
            (row, column), _Box(row, column, max(height, 1), max(width, 1), [])
        ).paragraphs.append(paragraph)
    grid: Grid = dict(boxes)
    for place in sorted(boxes):
        _spread(grid, boxes[place])
    return grid


def _spread(grid: Grid, box: _Box) -> None:
    """Lets a merged cell reach as far as nobody else stands, and no further."""
    width = 1
    while width < box.width and (box.row, box.column + width) not in grid:
        width += 1
    reach = range(box.column, box.column + width)
    height = 1
    while height < box.height and not any((box.row + height, column) in grid for column in reach):
        height += 1
    box.width, box.height = width, height
    grid.update(
        {(row, column): box for row in range(box.row, box.row + height) for column in reach}
    )


def _row(grid: Grid, row: int, columns: int) -> str:
    cells = []
    column = 0
    while column < columns:
        box = grid.get((row, column), _Box(row, column, 1, 1, []))
        is_first = box.row == row
        form = ""
        if box.width > 1:
            form += f'<w:gridSpan w:val="{box.width}"/>'
        if box.height > 1 and is_first:
            form += '<w:vMerge w:val="restart"/>'
        elif box.height > 1:
            form += '<w:vMerge w:val="continue"/>'
        text = ""
        if is_first:
            for paragraph in box.paragraphs:
                text += _paragraph(paragraph.text, "", _run_form(BODY, bold=paragraph.bold))
        text = text or _paragraph("", "", "")  # Word calls a file with an empty cell damaged
        cells.append(f"<w:tc><w:tcPr>{form}</w:tcPr>{text}</w:tc>")
        column += box.width
    return f"<w:tr>{''.join(cells)}</w:tr>"
