"""Tables that set problems, causes and measures side by side (S19).

They are known by their header row and read column by column. As they stand, row by row, they
would be neither parts nor lists. Read down its columns each part is one passage, and every row
says what belongs together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from itertools import accumulate, groupby, pairwise

from bot.domain.manuscript import Cell, Manuscript
from bot.domain.patterns import pattern
from bot.domain.report.partition import Part
from bot.domain.report.parts import naming
from bot.domain.report.points import Point
from bot.domain.values import dataclass

_COLUMNS = frozenset({Part.PROBLEMS, Part.CAUSES, Part.MEASURES})
# A column of results: what was done about earlier problems.
_REVIEW = frozenset({Part.ACHIEVEMENTS, Part.LAST_YEAR})
_MAX_HEADER = 20  # characters of a cell that names its column
_HEADER_WITHIN = 4  # rows; a title and a date may stand above it
_SYMPTOMS = pattern("(?:主要|具体|问题)?(?:表现|描述)(?:形式)?$")
_NUMBER = pattern(r"[\s\d一二三四五六七八九十()（）.．、]*")
_SPACES = pattern(r"\s+")


@dataclass(frozen=True)
class Row:
    """One problem and what stands beside it.

    None for an empty cell, and for a part without a column of its own.
    """

    problem: Point | None
    cause: Point | None
    measure: Point | None


_EMPTY = Row(None, None, None)


@dataclass(frozen=True)
class Table:
    parts: frozenset[Part]  # with a column of their own
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Layout:
    """A manuscript in which such tables are read by column; all others stay as they are.

    `headers` and `cells` are indices of paragraphs: of the first of each column, and of all in
    such tables.
    """

    manuscript: Manuscript
    headers: Mapping[int, tuple[Part, ...]] = field(default_factory=dict)
    cells: frozenset[int] = frozenset()
    tables: tuple[Table, ...] = ()


def lay_out(manuscript: Manuscript) -> Layout:
    """Puts each table's columns where its first paragraph stands, one under the other."""
    grids = [grid for grid in _grids(manuscript) if grid.columns]
    if not grids:
        return Layout(manuscript)
    by_number = {grid.number: grid for grid in grids}
    order: list[int] = []  # paragraphs by their old index
    for index, paragraph in enumerate(manuscript.paragraphs):
        grid = None
        if paragraph.cell is not None:
            grid = by_number.get(paragraph.cell.table)
        if grid is None:
            order.append(index)
        elif index == grid.first:
            order += grid.in_columns()
    place = {index: at for at, index in enumerate(order)}
    paragraphs = tuple(manuscript.paragraphs[index] for index in order)
    starts = [0, *accumulate(len(paragraph.text) + 1 for paragraph in paragraphs)]
    points = {
        index: Point(manuscript.paragraphs[index].text, starts[at]) for index, at in place.items()
    }
    headers: dict[int, tuple[Part, ...]] = {}
    cells: set[int] = set()
    for grid in grids:
        for column in grid.columns:
            headers[place[grid.read(column)[0]]] = column.parts
        for indices in grid.cells.values():
            cells.update(place[index] for index in indices)
    tables = tuple(Table(grid.parts, tuple(grid.rows(points))) for grid in grids)
    return Layout(replace(manuscript, paragraphs=paragraphs), headers, frozenset(cells), tables)


@dataclass(frozen=True)
class _Column:
    """Grid columns of one part.

    `own` stand under its header; number, date and the like beside them are read with it.
    """

    parts: tuple[Part, ...]
    own: range
    all: range


@dataclass(frozen=True)
class _Grid:
    """A table's cells with the indices of their paragraphs, in reading order."""

    number: int
    cells: Mapping[Cell, Sequence[int]]
    texts: Mapping[Cell, str]

    @cached_property
    def first(self) -> int:
        return min(indices[0] for indices in self.cells.values())

    @cached_property
    def _header(self) -> dict[Cell, tuple[Part, ...]]:
        """The cells of the first row that names problems and, in another cell, the rest.

        None for tables that are not of this kind.
        """
        top = min(cell.row for cell in self.cells)
        for row in range(top, top + _HEADER_WITHIN):
            named = {cell: _parts_named(self.texts[cell]) for cell in self.cells if cell.row == row}
            parts = {part for cell_parts in named.values() for part in cell_parts}
            if parts & _REVIEW:
                return {}
            header = {
                cell: cell_parts
                for cell, cell_parts in named.items()
                if cell_parts and set(cell_parts) <= _COLUMNS
            }
            distinct = len({cell.column for cell in header}) == len(header)
            if distinct and len(set(header.values())) > 1 and Part.PROBLEMS in parts:
                return header
        return {}

    @cached_property
    def columns(self) -> tuple[_Column, ...]:
        """From left to right over the whole grid; neighbours of one part are one.

        Empty for all other tables.
        """
        if not self._header:
            return ()
        heads = sorted(self._header.items(), key=lambda head: head[0].column)
        runs = [list(run) for _, run in groupby(heads, key=lambda head: head[1])]
        width = max(cell.column + cell.columns for cell in self.cells)
        borders = [0, *(run[0][0].column for run in runs[1:]), width]
        columns = []
        for run, (begin, end) in zip(runs, pairwise(borders), strict=True):
            (first, parts), (last, _) = run[0], run[-1]
            own = range(first.column, last.column + last.columns)
            columns.append(_Column(parts, own, range(begin, end)))
        return tuple(columns)

    @cached_property
    def parts(self) -> frozenset[Part]:
        return frozenset(column.parts[0] for column in self.columns)

    def read(self, column: _Column) -> list[int]:
        """Returns the paragraphs of a column from its header down."""
        inside = [cell for cell in self.cells if cell.column in column.all]
        inside.sort(key=lambda cell: (cell not in self._header, cell.row, cell.column))
        return [index for cell in inside for index in self.cells[cell]]

    def in_columns(self) -> list[int]:
        return [index for column in self.columns for index in self.read(column)]

    @cached_property
    def _telling(self) -> dict[int, list[Cell]]:
        """Row -> the cells that stand in it or reach into it and say something.

        Numbers and a repeated header say nothing.
        """
        heads = {self.texts[cell] for cell in self._header}
        telling: dict[int, list[Cell]] = {}
        for cell, text in self.texts.items():
            if text in heads or _NUMBER.fullmatch(text):
                continue
            for row in range(cell.row, cell.row + cell.rows):
                telling.setdefault(row, []).append(cell)
        return telling

    def across(self, row: int, part: Part) -> tuple[Cell, ...]:
        """Returns the cells of a row that stand in the columns of a part."""
        cells = []
        own = [column.own for column in self.columns if column.parts[0] is part]
        for cell in self._telling.get(row, ()):
            end = cell.column + cell.columns
            if any(cell.column < columns.stop and columns.start < end for columns in own):
                cells.append(cell)
        return tuple(cells)

    def rows(self, points: Mapping[int, Point]) -> Iterator[Row]:
        """Yields a row for each problem; `points` are the paragraphs by their index.

        Cells merged downwards, or left empty under one, belong to the problem above.
        """
        groups: list[tuple[tuple[Cell, ...], list[int]]] = []
        below_header = max(cell.row + cell.rows for cell in self._header)
        for number in range(below_header, max(cell.row + cell.rows for cell in self.cells)):
            problem = self.across(number, Part.PROBLEMS)
            if groups and problem in {(), groups[-1][0]}:
                groups[-1][1].append(number)
            else:
                groups.append((problem, [number]))
        for _, numbers in groups:
            row = Row(
                self._point(numbers, Part.PROBLEMS, points),
                self._point(numbers, Part.CAUSES, points),
                self._point(numbers, Part.MEASURES, points),
            )
            if row != _EMPTY:
                yield row

    def _point(self, rows: Iterable[int], part: Part, points: Mapping[int, Point]) -> Point | None:
        cells = dict.fromkeys(cell for row in rows for cell in self.across(row, part))
        paragraphs = [points[index] for cell in cells for index in self.cells[cell]]
        if not paragraphs:
            return None
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        return Point(text, paragraphs[0].start)


def _grids(manuscript: Manuscript) -> Iterator[_Grid]:
    tables: dict[int, dict[Cell, list[int]]] = {}
    for index, paragraph in enumerate(manuscript.paragraphs):
        if paragraph.cell is not None:
            tables.setdefault(paragraph.cell.table, {}).setdefault(paragraph.cell, []).append(index)
    for number, cells in tables.items():
        texts = {
            cell: "\n".join(manuscript.paragraphs[index].text for index in indices)
            for cell, indices in cells.items()
        }
        yield _Grid(number, cells, texts)


def _parts_named(text: str) -> tuple[Part, ...]:
    """Returns the parts that a header cell names."""
    title = _SPACES.sub("", text)
    if len(title) > _MAX_HEADER:
        return ()
    parts = naming(title).parts
    if not parts and _SYMPTOMS.fullmatch(title):
        return (Part.PROBLEMS,)
    return parts
