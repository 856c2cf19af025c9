"""The form of a poll: what it is for, who or what is rated in which rows,
and how it is cut into cards.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from bot.domain.people import Person, with_branch
from bot.domain.plan import BallotRules, Plan, Row
from bot.domain.values import dataclass

PER_CARD = 3  # questions; what the platforms' cards hold
BLANK = 0
FULL_MARKS = 100  # where the plan gives a row of marks no full mark of its own
FEW_MARKS = 10  # below it five bands would hold hardly two marks each
# The lowest marks of the bands that a card offers in a row of marks, as shares of the full mark.
_BANDS = (90, 80, 70, 60, 0)


class Purpose(StrEnum):
    """The on-site evaluation of secretaries (S28),
    or the satisfaction of a branch's people with its rectification (S8).
    """

    EVALUATION = "evaluation"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True)
class Subject:
    """Whoever is rated.

    Where satisfaction is asked, `name` is the branch's too, and `person` its secretary, 0 for none.
    """

    person: int
    name: str
    branch: str
    namesake: bool = False  # another on the roster is called the same
    rows: tuple[int, ...] = ()  # the numbers of the rows that he is rated in; all where empty

    @classmethod
    def of(cls, person: Person) -> "Subject":
        return cls(person.id, person.name, person.branch_name, namesake=person.namesake)

    @property
    def title(self) -> str:
        """The name as people read it."""
        if self.namesake and self.branch:
            return with_branch(self.name, self.branch)
        return self.name


@dataclass(frozen=True)
class Rater:
    """Whoever fills in the sheet. What of it is his depends on his class and on whom he may rate.

    `rates` has one character a subject, 1 for those whom he rates; empty, he rates all but himself.
    """

    person: int
    category: str = ""
    rates: str = ""


@dataclass(frozen=True)
class Item:
    """One line of the form: a subject in a row. `position` is its place in a ballot's choices.

    `steps` is what a card offers there, best first; of a row of marks these are bands.
    """

    position: int
    subject: Subject
    row: str
    steps: tuple[str, ...] = ()
    rules: Row | None = None  # where the row has rules of its own

    @property
    def full(self) -> int | None:
        """The most that can be given in a row of marks; None in a row of steps."""
        if self.rules is None or not self.rules.marks:
            return None
        return self.rules.full or FULL_MARKS

    @property
    def columns(self) -> int:
        """How many different choices there are: the steps, or the marks from nought on."""
        if self.full is None:
            return len(self.steps)
        return self.full + 1

    @property
    def floors(self) -> tuple[int, ...]:
        """The lowest mark of each band."""
        return floors_of(self.full or FULL_MARKS)

    def options(self) -> tuple[tuple[str, str], ...]:
        """What a card or page offers: id and words of each.

        A band stands for the mark in its middle; the id is that mark.
        """
        if self.full is None:
            return tuple((str(number), step) for number, step in enumerate(self.steps, 1))
        ceilings = (self.full, *(floor - 1 for floor in self.floors[:-1]))
        middles = [
            (floor + ceiling) // 2 for floor, ceiling in zip(self.floors, ceilings, strict=True)
        ]
        return tuple((str(mark), band) for mark, band in zip(middles, self.steps, strict=True))

    def choice_of(self, option: str) -> int | None:
        """The choice that an option of a card or page, or a mark as it is written, stands for;
        None where there is no such.
        """
        if not option.isascii() or not option.isdigit() or len(option) > len("0000"):
            return None
        choice = int(option)
        if self.full is not None:
            choice += 1  # a mark of nought is a choice, and 0 is blank
        if not 0 < choice <= self.columns:
            return None
        return choice

    def option_of(self, choice: int) -> str:
        """What a page sends for a choice that is not blank; `choice_of` reads it."""
        if self.full is None:
            return str(choice)
        return str(choice - 1)

    def words_of(self, choice: int) -> str:
        """What a choice, which is not blank, reads like: the step, or the mark."""
        if self.full is None:
            return self.steps[choice - 1]
        return f"{choice - 1}分"

    def folded(self, line: Sequence[int]) -> tuple[int, ...]:
        """A line of counts by the steps that are shown: marks are gathered in their bands."""
        if self.full is None:
            return tuple(line)
        ends = (self.full + 1, *self.floors[:-1])
        return tuple(sum(line[floor:end]) for floor, end in zip(self.floors, ends, strict=True))

    def is_shown_to(self, category: str) -> bool:
        """Whether this row is on the sheet of a class, or of one of those merged in it."""
        if self.rules is None or not self.rules.classes:
            return True
        return not set(self.rules.classes).isdisjoint(category.split("+"))


def floors_of(full: int) -> tuple[int, ...]:
    """The lowest mark of each band of a row with this full mark; few marks are each a band."""
    if full < FEW_MARKS:
        return tuple(range(full, -1, -1))
    # Rounded up: 60 of a full mark of 15 begin with 9.
    return tuple(-(-full * share // FULL_MARKS) for share in _BANDS)


def bands_of(full: int) -> tuple[str, ...]:
    """The bands of a row of marks in words, the best first."""
    floors = floors_of(full)
    ceilings = (full, *(floor - 1 for floor in floors[:-1]))
    bands = []
    for floor, ceiling in zip(floors, ceilings, strict=True):
        if floor == ceiling:
            bands.append(f"{floor}分")
        else:
            bands.append(f"{floor}—{ceiling}分")
    return tuple(bands)


@dataclass(frozen=True)
class Form:
    """A ballot holds one choice per item: 0 for blank, n for the n-th step of the scale,
    and in a row of marks one more than the mark.

    `row_rules` holds the rules of each row, and is empty where no row has rules of its own. Of the
    best step at most `limit` may be given in one row. A `turning` form (测评表) is filled on one
    card that goes from subject to subject; what is left empty on it is an abstention. Other forms
    are cut into cards that are submitted one by one.
    """

    subjects: tuple[Subject, ...]
    rows: tuple[str, ...]
    steps: tuple[str, ...]
    row_rules: tuple[Row, ...] = ()
    limit: int | None = None
    turning: bool = False

    @cached_property
    def items(self) -> tuple[Item, ...]:
        items: list[Item] = []
        for subject in self.subjects:
            for number in subject.rows or range(len(self.rows)):
                row = self.rows[number]
                rules = None
                if self.row_rules:
                    rules = self.row_rules[number]
                steps = self.steps
                if rules is not None and rules.marks:
                    steps = bands_of(rules.full or FULL_MARKS)
                elif rules is not None and rules.scale:
                    steps = tuple(step.title for step in rules.scale)
                items.append(Item(len(items), subject, row, steps, rules))
        return tuple(items)

    @cached_property
    def all_steps(self) -> tuple[str, ...]:
        """The steps of all rows, each once: the columns of a table of several rows."""
        return tuple(dict.fromkeys(step for item in self.items for step in item.steps))

    @cached_property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items card by card; each card is about one secretary,
        or about several in a single row of a form that does not turn.
        """
        if len(self.rows) == 1 and not self.turning:
            return _cut(self.items)
        pages: list[tuple[Item, ...]] = []
        for subject in self.subjects:
            pages += _cut([item for item in self.items if item.subject == subject])
        return tuple(pages)

    @cached_property
    def page_of(self) -> tuple[int, ...]:
        """The number of the card on which each item stands."""
        return tuple(number for number, page in enumerate(self.pages) for _ in page)

    def asks(self, item: Item, rater: Rater) -> bool:
        """Whether this item is on this person's sheet. Nobody rates himself, unless his class is
        asked to.
        """
        if not item.is_shown_to(rater.category):
            return False
        if not rater.rates:
            return item.subject.person != rater.person
        return rater.rates[self.subjects.index(item.subject)] == "1"

    def items_for(self, rater: Rater) -> tuple[Item, ...]:
        """What is on this person's sheet."""
        return tuple(item for item in self.items if self.asks(item, rater))

    def items_about(self, person: int) -> tuple[Item, ...]:
        """The rows in which this person is rated."""
        return tuple(item for item in self.items if item.subject.person == person)

    def pages_for(self, rater: Rater) -> tuple[int, ...]:
        """The numbers of the cards on which this person has somebody to rate."""
        return tuple(
            number
            for number, page in enumerate(self.pages)
            if any(self.asks(item, rater) for item in page)
        )

    def is_about(self, name: str) -> bool:
        """Whether a name that stands before a vote, of a person or a branch, is that of the one
        secretary whom this form is about; none names no other.
        """
        if not name:
            return True
        if len(self.subjects) > 1:
            return False
        subject = self.subjects[0]
        return name in (
            subject.name,
            f"{subject.name}书记",
            f"{subject.name[0]}书记",
            subject.branch,
            f"{subject.branch}{subject.name}",
        )

    def beyond_limit(self, choices: Sequence[int], new: Collection[int]) -> tuple[Item, ...]:
        """Which of the new choices (by position) are the best step once more than may be.

        Those that stood before come first, then the new ones in the order of the sheet.
        """
        if self.limit is None:
            return ()
        beyond: list[Item] = []
        for row in dict.fromkeys(self.rows):
            of_row = [item for item in self.items if item.row == row and item.full is None]
            best = [item for item in of_row if choices[item.position] == 1]
            added = [item for item in best if item.position in new]
            left = self.limit - (len(best) - len(added))
            beyond += added[max(left, 0) :]
        return tuple(beyond)

    @property
    def takes_marks(self) -> bool:
        return any(item.full is not None for item in self.items)

    @property
    def is_read_as_sentence(self) -> bool:
        """Whether it is filled in words as a whole; other forms take steps alone, in their order."""
        return self.turning or self.takes_marks

    @property
    def marks(self) -> int:
        """How many characters tell on the roll that somebody has voted.

        A card that turns has one: whom its voter left out is nobody's to know.
        """
        if self.turning:
            return 1
        return len(self.pages)


def make_form(
    subjects: tuple[Subject, ...],
    rules: BallotRules,
    own_rows: Mapping[int, tuple[Row, ...]] = MappingProxyType({}),
) -> Form:
    """The sheet that the plan asks for, about these subjects.

    `own_rows` are, by person, the rows of a group that has rows of its own.
    """
    rows: list[Row] = []
    placed: list[Subject] = []
    for subject in subjects:
        asked = own_rows.get(subject.person) or rules.rows
        rows += [row for row in asked if row not in rows]
        placed.append(replace(subject, rows=tuple(rows.index(row) for row in asked)))
    # What every subject or row has in common stands nowhere in the form: older digests were made so.
    if all(len(subject.rows) == len(rows) for subject in placed):
        placed = list(subjects)
    row_rules = tuple(rows)
    if all(row == Row(row.title) for row in rows):
        row_rules = ()
    return Form(
        tuple(placed),
        rows=tuple(row.title for row in rows),
        steps=tuple(step.title for step in rules.scale),
        row_rules=row_rules,
        limit=rules.best_at_most,
    )


def form_about(plan: Plan, persons: Sequence[Person]) -> Form:
    """The sheet of this plan about these people, each in the rows of his group."""
    subjects = tuple(Subject.of(person) for person in persons)
    own_rows = {person.id: plan.rows_of(person) for person in persons}
    return make_form(subjects, plan.ballot, own_rows)


def _cut(items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    return tuple(tuple(items[start : start + PER_CARD]) for start in range(0, len(items), PER_CARD))
