"""The form of a poll: what it is for, who or what is rated in which rows,
and how it is cut into cards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.people import with_branch

PER_CARD = 3  # questions; what the platforms' cards hold
BLANK = 0


class Purpose(StrEnum):
    """The on-site evaluation of secretaries (S28),
    or the satisfaction of a branch's people with its rectification (S8).
    """

    EVALUATION = "evaluation"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True)
class Subject:
    """A secretary who is rated.

    Where satisfaction is asked, `name` is the branch's too, and `person` its secretary, 0 for none.
    """

    person: int
    name: str
    branch: str
    namesake: bool = False  # another on the roster is called the same

    @property
    def title(self) -> str:
        """The name as people read it."""
        if self.namesake and self.branch:
            return with_branch(self.name, self.branch)
        return self.name


@dataclass(frozen=True)
class Item:
    """One line of the form: a subject in a row. `position` is its place in a ballot's choices.

    `steps` is what can be chosen there, best first.
    """

    position: int
    subject: Subject
    row: str
    steps: tuple[str, ...] = ()

    def choice_of(self, option: str) -> int | None:
        """The choice that an option of a card or page stands for; None where it offers no such."""
        if option.isascii() and option.isdigit() and 0 < int(option[:4]) <= len(self.steps):
            return int(option[:4])
        return None


@dataclass(frozen=True)
class Form:
    """A ballot holds one choice per item: 0 for blank, n for the n-th step of the scale."""

    subjects: tuple[Subject, ...]
    rows: tuple[str, ...]
    steps: tuple[str, ...]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        pairs = [(subject, row) for subject in self.subjects for row in self.rows]
        return tuple(
            Item(position, subject, row, self.steps)
            for position, (subject, row) in enumerate(pairs)
        )

    @cached_property
    def all_steps(self) -> tuple[str, ...]:
        """The steps of all rows, each once: the columns of a table of several rows."""
        return tuple(dict.fromkeys(step for item in self.items for step in item.steps))

    @cached_property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items card by card; each card is about one secretary,
        or about several in a single row.
        """
        if len(self.rows) == 1:
            return _cut(self.items)
        pages: list[tuple[Item, ...]] = []
        for subject in self.subjects:
            pages += _cut([item for item in self.items if item.subject == subject])
        return tuple(pages)

    @cached_property
    def page_of(self) -> tuple[int, ...]:
        """The number of the card on which each item stands."""
        return tuple(number for number, page in enumerate(self.pages) for _ in page)

    def pages_for(self, person: int) -> tuple[int, ...]:
        """The numbers of the cards on which this person has somebody to rate:
        all but those about himself alone.
        """
        return tuple(
            number
            for number, page in enumerate(self.pages)
            if any(item.subject.person != person for item in page)
        )


def _cut(items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    return tuple(tuple(items[start : start + PER_CARD]) for start in range(0, len(items), PER_CARD))
