"""The tally sheet (统计表) that comes back filled in: what would be typed for each class.

Numbers are written as figures or counted by 正; a class without any number was not counted.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.domain.manuscript import Manuscript, Paragraph, Place
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

RETURNED = "收回"
EVERY_MARK = "各张分数"  # the column of a row of marks: the mark of each ballot
_STROKES: Mapping[str, int] = {"正": 5, "止": 4, "下": 3, "丅": 2, "丁": 2, "一": 1}
_FIGURE = pattern(r"\d{1,5}")
_TALLIED = pattern(f"[{''.join(_STROKES)}\\s]+")
_HEADS = ("发出", "收回", "有效", "废票")

Grid = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class _Table:
    """`before` is the paragraph in front of it, or of the table before it where none is between."""

    before: str
    grid: Grid

    def row(self, number: int) -> list[str]:
        columns = 1 + max((column for _, column in self.grid), default=-1)
        return [self.grid.get((number, column), "") for column in range(columns)]

    @property
    def rows(self) -> int:
        return 1 + max((row for row, _ in self.grid), default=-1)

    def lines(self) -> Iterator[str]:
        """Yields what each row says: a name, and how many chose each step."""
        _, *steps = self.row(0)
        for row in range(1, self.rows):
            name, *fields = self.row(row)
            chosen = []
            for step, words in zip(steps, fields, strict=False):
                if step == EVERY_MARK:
                    chosen += [f"{mark}分1" for mark in _FIGURE.findall(words)]
                    continue
                number = counted(words)
                if number is not None:
                    chosen.append(f"{step}{number}")
            if name.strip():
                if not chosen and steps:
                    chosen = [f"{steps[0]}0"]
                yield f"{name.replace('：', ' ')} {' '.join(chosen)}"


def read_tally_sheet(manuscript: Manuscript) -> tuple[str, ...]:
    """What could be typed behind 纸质票, a text for each class that was counted."""
    batches: list[str] = []
    # For each class there are two tables: how many ballots there were, and what they say.
    for head, counts in pairwise(_tables(manuscript.paragraphs)):
        if not any(RETURNED in words for words in head.row(0)):
            continue
        numbers: dict[str, int] = {}
        for title, words in zip(head.row(0), head.row(1), strict=False):
            number = counted(words)
            word = next((word for word in _HEADS if word in title), None)
            if word is not None and number is not None:
                numbers[word] = number
        if RETURNED in numbers:
            voters = re.split(r"[(（]", head.before)[0].strip()
            ballots = " ".join(f"{word}{number}" for word, number in numbers.items())
            batches.append(f"{voters} {ballots}：{'；'.join(counts.lines())}")
    return tuple(batches)


def _tables(paragraphs: Sequence[Paragraph]) -> Iterator[_Table]:
    """The tables in their order, each with the first line that stands after the one before it."""
    grids: dict[int, dict[tuple[int, int], str]] = {}
    before: dict[int, str] = {}
    words = ""
    for paragraph in paragraphs:
        cell = paragraph.cell
        if cell is None:
            names_voters = paragraph.place is Place.BODY and "票" in paragraph.text
            if names_voters or not words:
                words = paragraph.text
            continue
        grid = grids.setdefault(cell.table, {})
        before.setdefault(cell.table, words)
        place = (cell.row, cell.column)
        grid[place] = f"{grid.get(place, '')}\n{paragraph.text}".strip()
    for number in sorted(grids):
        yield _Table(before[number], grids[number])


def counted(words: str) -> int | None:
    """A number written as a figure, or by 正 of five strokes; None where there is none."""
    plain = unicodedata.normalize("NFKC", words).strip()
    figures = _FIGURE.findall(plain)
    if figures:
        return int(figures[-1])
    if plain and _TALLIED.fullmatch(plain):
        return sum(_STROKES.get(stroke, 0) for stroke in plain)
    return None
