"""Tables that set problems, causes and measures side by side (S19): known by their header row, read column by column.

As they stand, row by row, they would be neither parts nor lists. Read down its columns each part is one passage, and
every row says what belongs together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, groupby, pairwise

from bot.domain.manuscript import Cell, Manuscript
from bot.domain.report.items import Item
from bot.domain.report.parts import Part, naming

_COLUMNS = frozenset({Part.PROBLEMS, Part.CAUSES, Part.MEASURES})
_REVIEW = frozenset(
    {Part.ACHIEVEMENTS, Part.LAST_YEAR}
)  # a column of results: what was done about earlier problems
_MAX_HEADER = 20
_HEADER_WITHIN = 4  # rows; a title and a date may stand above it
_SYMPTOMS = re.compile("(?:主要|具体|问题)?(?:表现|描述)(?:形式)?$")
_NUMBER = re.compile(r"[\s\d一二三四五六七八九十()（）.．、]*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Row:
    """One problem and what stands beside it; None for an empty cell, and for a part without a column of its own."""

    problem: Item | None
    cause: Item | None
    measure: Item | None


_EMPTY = Row(None, None, None)


@dataclass(frozen=True)
class Table:
    parts: frozenset[Part]  # with a column of their own
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Layout:
    """A manuscript in which such tables are read by column; all others stay as they are.

    `headers` and `cells` are indices of paragraphs: of the first of each column, and of all in such tables.
    """

    manuscript: Manuscript
    headers: Mapping[int, tuple[Part, ...]] = field(default_factory=dict)
    cells: frozenset[int] = frozenset()
    tables: tuple[Table, ...] = ()


def laid_out(manuscript: Manuscript) -> Layout:
    grids = [grid for grid in _grids(manuscript) if grid.columns]
    if not grids:
        return Layout(manuscript)
    order = list(_order(manuscript, grids))
    place = {index: at for at, index in enumerate(order)}
    laid = replace(manuscript, paragraphs=tuple(manuscript.paragraphs[index] for index in order))
    starts = [0, *accumulate(len(paragraph.text) + 1 for paragraph in laid.paragraphs)]
    texts = {
        index: Item(manuscript.paragraphs[index].text, starts[at]) for index, at in place.items()
    }
    return Layout(
        laid,
        {place[grid.read(column)[0]]: column.parts for grid in grids for column in grid.columns},
        frozenset(
            place[index] for grid in grids for indices in grid.cells.values() for index in indices
        ),
        tuple(Table(grid.parts, tuple(_rows(grid, texts))) for grid in grids),
    )


def _order(manuscript: Manuscript, grids: Iterable["_Grid"]) -> Iterator[int]:
    """The paragraphs with each table's columns where its first paragraph stands."""
    by_number = {grid.number: grid for grid in grids}
    for index, paragraph in enumerate(manuscript.paragraphs):
        number = -1 if paragraph.cell is None else paragraph.cell.table
        if number not in by_number:
            yield index
        elif index == by_number[number].first:
            for column in by_number[number].columns:
                yield from by_number[number].read(column)


@dataclass(frozen=True)
class _Column:
    """Grid columns of one part. `own` stand under its header; number, date and the like beside them are read with it."""

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
        """The cells of the first row that names problems and, in another cell, causes or measures; none for other tables."""
        top = min(cell.row for cell in self.cells)
        for row in range(top, top + _HEADER_WITHIN):
            named = {cell: _named(self.texts[cell]) for cell in self.cells if cell.row == row}
            parts = {part for each in named.values() for part in each}
            if parts & _REVIEW:
                return {}
            header = {cell: each for cell, each in named.items() if each and set(each) <= _COLUMNS}
            distinct = len({cell.column for cell in header}) == len(header)
            if distinct and len(set(header.values())) > 1 and Part.PROBLEMS in parts:
                return header
        return {}

    @cached_property
    def columns(self) -> tuple[_Column, ...]:
        """From left to right over the whole grid; neighbours of one part are one. Empty for all other tables."""
        if not self._header:
            return ()
        heads = sorted(self._header.items(), key=lambda head: head[0].column)
        alike = [list(run) for _, run in groupby(heads, key=lambda head: head[1])]
        width = max(cell.column + cell.columns for cell in self.cells)
        borders = [0, *(run[0][0].column for run in alike[1:]), width]
        return tuple(
            _Column(
                run[0][1],
                range(run[0][0].column, run[-1][0].column + run[-1][0].columns),
                range(begin, end),
            )
            for run, (begin, end) in zip(alike, pairwise(borders), strict=True)
        )

    @cached_property
    def parts(self) -> frozenset[Part]:
        return frozenset(column.parts[0] for column in self.columns)

    @property
    def body(self) -> range:
        """The rows under the header."""
        return range(
            max(cell.row + cell.rows for cell in self._header),
            max(cell.row + cell.rows for cell in self.cells),
        )

    def read(self, column: _Column) -> list[int]:
        """The paragraphs of a column from its header down."""
        inside = [cell for cell in self.cells if cell.column in column.all]
        inside.sort(key=lambda cell: (cell not in self._header, cell.row, cell.column))
        return [index for cell in inside for index in self.cells[cell]]

    @cached_property
    def _told(self) -> dict[int, list[Cell]]:
        """Row -> the cells that stand in it or reach into it and say something: neither numbers nor a repeated header."""
        heads = {self.texts[cell] for cell in self._header}
        told: dict[int, list[Cell]] = {}
        for cell, text in self.texts.items():
            if text not in heads and not _NUMBER.fullmatch(text):
                for row in range(cell.row, cell.row + cell.rows):
                    told.setdefault(row, []).append(cell)
        return told

    def across(self, row: int, part: Part) -> tuple[Cell, ...]:
        """What a row says in the columns of a part."""
        own = [column.own for column in self.columns if column.parts[0] is part]
        return tuple(
            cell
            for cell in self._told.get(row, ())
            if any(_overlap(cell, columns) for columns in own)
        )


def _overlap(cell: Cell, columns: range) -> bool:
    return cell.column < columns.stop and columns.start < cell.column + cell.columns


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


def _named(text: str) -> tuple[Part, ...]:
    title = _SPACES.sub("", text)
    if len(title) > _MAX_HEADER:
        return ()
    return naming(title).parts or ((Part.PROBLEMS,) if _SYMPTOMS.fullmatch(title) else ())


def _rows(grid: _Grid, texts: Mapping[int, Item]) -> Iterator[Row]:
    """One for each problem. Cells merged downwards, or left empty under one, belong to the problem above."""
    told: list[tuple[tuple[Cell, ...], list[int]]] = []
    for row in grid.body:
        problem = grid.across(row, Part.PROBLEMS)
        if told and problem in {(), told[-1][0]}:
            told[-1][1].append(row)
        else:
            told.append((problem, [row]))
    for _, rows in told:
        found = Row(
            *(
                _item(grid, rows, part, texts)
                for part in (Part.PROBLEMS, Part.CAUSES, Part.MEASURES)
            )
        )
        if found != _EMPTY:
            yield found


def _item(grid: _Grid, rows: Iterable[int], part: Part, texts: Mapping[int, Item]) -> Item | None:
    cells = dict.fromkeys(cell for row in rows for cell in grid.across(row, part))
    found = [texts[index] for cell in cells for index in grid.cells[cell]]
    return Item("\n".join(item.text for item in found), found[0].start) if found else None
