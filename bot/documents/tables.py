"""Where the walk through a document stands in its tables, for the formats that tell it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lxml import etree

from bot.domain.manuscript import Cell

Cells = dict[etree._Element, Cell]  # noqa: SLF001 - the name lxml gives its element type
CellsOf = Callable[[etree._Element, int], Cells]  # noqa: SLF001


class Tables:
    """`cells_of` gives the cells of a table element and its number; rows of one cell alone have
    none.

    So a table in a cell beside others is content of that cell, and one in a cell that fills its row
    stands for itself.
    """

    def __init__(self, cells_of: CellsOf) -> None:
        self.cell: Cell | None = None
        self._cells_of = cells_of
        self._cells: Cells = {}
        self._number = 0

    @contextmanager
    def table(self, element: etree._Element) -> Iterator[None]:
        outer = self._cells
        if self.cell is None:
            self._cells = self._cells_of(element, self._number)
            self._number += 1
        yield
        self._cells = outer

    @contextmanager
    def inside(self, element: etree._Element) -> Iterator[None]:
        """In the cell of this element."""
        outer = self.cell
        self.cell = self._cells.get(element, outer)
        yield
        self.cell = outer
