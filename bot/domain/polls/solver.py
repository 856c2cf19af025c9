"""What follows about single people from everything that was shown of the same question.

A table tells of known people how many chose each step: who voted is public, and so is what the organiser saw on paper.
People who stand in the same tables and the same class cannot be told apart: they are one *cell* of this reckoning. What
a cell chose follows in two ways:

- by adding and subtracting tables, whatever people chose, and whether or not somebody changed his mind between two of them;
- because only one count fits all tables, where some count fits them at all.

Neither may give the choices of fewer people than `least`, nor may a larger cell be seen to be of one mind. One thing is no
secret: that all people of a table are of one mind where they are enough, and so is every class among them; the organiser is
warned of it. What followed before does not follow anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from math import gcd

from bot.domain.values import dataclass

STEPS = 200  # of the search; what needs more is not shown, for then nobody knows what it tells

Counts = tuple[int, ...]
Vectors = list[list[int]]  # per cell, per step


@dataclass(frozen=True)
class Table:
    """`counts` per step, blank answers last;
    empty where they cannot be compared and only the people are.
    """

    people: frozenset[int]
    counts: Counts = ()

    def of_steps(self, steps: Sequence[int]) -> "Table":
        return Table(self.people, tuple(self.counts[step] for step in steps))

    @property
    def unanimous(self) -> bool:
        return len(self.people) in self.counts


Poll = Sequence[Table]
Cell = frozenset[int]


def tells(new: Poll, earlier: Sequence[Poll], classes: Sequence[Cell], least: int) -> bool:
    """Whether the new tables, together with those of earlier polls,
    give away what could not be known before.
    """
    if not new:
        return False
    if any(0 < len(table.people) < least for table in new):
        return True
    before = [table for poll in earlier for table in poll]
    # Sums and differences of tables may give a small cell alone that they did not give before.
    tables = [*before, *new]
    if _left_over(tables, least) - _left_over(before, least):
        return True
    cells = cells_of(tables, ())
    told, told_before = Span(cells, tables), Span(cells, before)
    small = [cell for cell in cells if len(cell) < least]
    if any(told.holds(cell) and not told_before.holds(cell) for cell in small):
        return True
    # Alone, beside each earlier poll, and beside all: whoever changed his mind between two polls
    # makes them contradict each other, and then the others may still tell something together.
    one_by_one = [list(poll) for poll in earlier]
    return any(_fixes(new, beside, classes, least) for beside in ([], *one_by_one, before))


def _left_over(tables: Poll, least: int) -> set[Cell]:
    """The few people by whom one table is larger than another, though of several cells."""
    peoples = {table.people for table in tables}
    return {
        larger - smaller
        for larger in peoples
        for smaller in peoples
        if smaller < larger and len(larger - smaller) < least
    }


def cells_of(tables: Sequence[Table], classes: Iterable[Cell]) -> list[Cell]:
    """People apart by the tables and classes in which they stand."""
    sets = [*(table.people for table in tables), *classes]
    signatures: dict[tuple[bool, ...], set[int]] = {}
    for person in frozenset[int]().union(*sets):
        signature = tuple(person in people for people in sets)
        signatures.setdefault(signature, set()).add(person)
    return [frozenset(people) for people in signatures.values()]


class Span:
    """What sums and differences of tables give.

    The tables as rows over the cells, by Gaussian elimination in whole numbers: nothing is rounded.
    """

    def __init__(self, cells: Sequence[Cell], tables: Poll) -> None:
        self._cells = cells
        # with the column in which all later rows have nought
        self._rows: list[tuple[int, list[int]]] = []
        for table in tables:
            row = self._reduced([int(cell <= table.people) for cell in cells])
            column = next((column for column, value in enumerate(row) if value), None)
            if column is not None:
                self._rows.append((column, row))

    def holds(self, wanted: Cell) -> bool:
        """Tells whether they give this cell alone."""
        return not any(self._reduced([int(cell == wanted) for cell in self._cells]))

    def _reduced(self, row: list[int]) -> list[int]:
        """Takes away as much of the rows as is in it: what is left is not given by them."""
        for column, pivot in self._rows:
            factor = row[column]
            if factor:
                row = [
                    value * pivot[column] - factor * other
                    for value, other in zip(row, pivot, strict=True)
                ]
                # The numbers would grow with every row.
                common = gcd(*row) or 1
                row = [value // common for value in row]
        return row


def _fixes(new: Poll, before: Poll, classes: Sequence[Cell], least: int) -> bool:
    """Whether only one count fits a cell that others would have fitted before."""
    width = len(new[0].counts)
    comparable = [table for table in before if len(table.counts) == width]
    # What nobody chose in any table, nobody chose at all: of a hundred marks few are left.
    chosen = [
        step for step in range(width) if any(table.counts[step] for table in (*comparable, *new))
    ]
    width = len(chosen)
    comparable = [table.of_steps(chosen) for table in comparable]
    tables = [*comparable, *(table.of_steps(chosen) for table in new)]
    voters = frozenset[int]().union(*(table.people for table in tables))
    cells = cells_of(tables, [people & voters for people in classes])
    of_one_mind = [table.people for table in tables if table.unanimous]
    enough = [people for people in of_one_mind if len(people) >= least]
    few = [people for people in classes if len(people) < least]
    open_secret = {
        cell
        for cell in cells
        if any(cell <= people for people in enough) and not any(cell <= people for people in few)
    }
    try:
        fixed = set(_fixed(cells, tables, width, least)) - open_secret
    except TooLong:
        return True  # what cannot be ruled out counts as told
    fixed_before: set[Cell] = set()
    if comparable:
        # Where the search takes too long nothing counts as known before, and all of it as new.
        with suppress(TooLong):
            fixed_before = set(_fixed(cells, comparable, width, least))
    return bool(fixed - fixed_before)


class TooLong(Exception):
    """The search took more steps than it may."""


def _fixed(cells: Sequence[Cell], tables: Poll, width: int, least: int) -> Iterator[Cell]:
    """Cells of few people or of one mind with a single count that fits; none where nothing fits.

    Raises TooLong.
    """
    puzzle = Puzzle(cells, tables, width)
    first = puzzle.solve()
    if first is None:
        return
    varied: set[int] = set()
    for number, cell in enumerate(cells):
        of_several_minds = max(first[number]) < len(cell)
        if number in varied or (len(cell) >= least and of_several_minds):
            continue
        other = puzzle.differing(number, first[number])
        if other is None:
            yield cell
        else:
            varied |= {place for place, counts in enumerate(other) if counts != first[place]}


class Puzzle:
    """How many of each cell chose each step: bounds that are narrowed by the sums,
    and a search where that is not enough.
    """

    def __init__(self, cells: Sequence[Cell], tables: Poll, width: int) -> None:
        self._high = [[len(cell)] * width for cell in cells]
        self._sums = [
            ([(number, step) for step in range(width)], len(cell))
            for number, cell in enumerate(cells)
        ]
        for table in tables:
            inside = [number for number, cell in enumerate(cells) if cell <= table.people]
            for step, total in enumerate(table.counts):
                self._sums.append(([(number, step) for number in inside], total))
        self._left = STEPS

    def solve(self) -> Vectors | None:
        """One count of all cells that fits; None where none does. Raises TooLong."""
        low = [[0] * len(row) for row in self._high]
        return self._narrowed(low, [list(row) for row in self._high])

    def differing(self, cell: int, known: Sequence[int]) -> Vectors | None:
        """One that fits and differs from the known count of this cell. Raises TooLong.

        The counts of a cell add up to its people: another one is lower in some step.
        """
        for step, number in enumerate(known):
            low = [[0] * len(row) for row in self._high]
            high = [list(row) for row in self._high]
            high[cell][step] = number - 1
            counts = self._narrowed(low, high)
            if counts is not None:
                return counts
        return None

    def _narrowed(self, low: Vectors, high: Vectors) -> Vectors | None:
        self._left -= 1
        if self._left < 0:
            raise TooLong
        if not self._narrow(low, high):
            return None
        open_places = [
            (high[cell][step] - row[step], cell, step)
            for cell, row in enumerate(low)
            for step in range(len(row))
            if low[cell][step] < high[cell][step]
        ]
        if not open_places:
            return low
        _, cell, step = min(open_places)
        for value in range(low[cell][step], high[cell][step] + 1):
            lower = [list(row) for row in low]
            upper = [list(row) for row in high]
            lower[cell][step] = upper[cell][step] = value
            counts = self._narrowed(lower, upper)
            if counts is not None:
                return counts
        return None

    def _narrow(self, low: Vectors, high: Vectors) -> bool:
        """Tightens the bounds until nothing moves; False where they contradict each other."""
        moved = True
        while moved:
            moved = False
            for places, total in self._sums:
                least = sum(low[cell][step] for cell, step in places)
                most = sum(high[cell][step] for cell, step in places)
                if not least <= total <= most:
                    return False
                for cell, step in places:
                    floor = total - (most - high[cell][step])
                    ceiling = total - (least - low[cell][step])
                    if floor > low[cell][step]:
                        least += floor - low[cell][step]
                        low[cell][step], moved = floor, True
                    if ceiling < high[cell][step]:
                        most -= high[cell][step] - ceiling
                        high[cell][step], moved = ceiling, True
                    if low[cell][step] > high[cell][step]:
                        return False
        return True
