"""What a source of to-dos looks at, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property

from bot.actions import people, submissions
from bot.actions.evaluation.overview import Evaluated, overview
from bot.actions.evaluation.rated import of_year
from bot.actions.help_requests import calls
from bot.actions.help_requests.calls import Call
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.plan import Plan
from bot.domain.polls.poll import Poll
from bot.domain.rectification.items import Item
from bot.domain.submissions import Submission
from bot.domain.values import dataclass
from bot.storage.polls import polls

ALL = "全部"  # what a request says instead of names


@dataclass(frozen=True)
class Request:
    """What a button does: the command of this word, with these arguments by their slots."""

    word: str
    args: Mapping[str, Branch | Person | str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Todo:
    """One thing that waits for one person.

    `key` tells it from others, also tomorrow. `due` is its day, None where it has none. `request`
    is what its button does; without one `card` is the open card that waits for his answer; without
    both there is no button. `told_on` is the day whose morning tells of it, where it has no day
    itself.
    """

    key: str
    text: str
    due: date | None = None
    request: Request | None = None
    button: str = ""
    card: str = ""
    told_on: date | None = None


class Facts:
    """The state of a year, read once for everybody."""

    def __init__(self, work: UnitOfWork, cycle: Cycle) -> None:
        self.work = work
        self.cycle = cycle

    @cached_property
    def roster(self) -> Roster:
        return people.roster(self.work, self.cycle.department)

    @cached_property
    def reports(self) -> Mapping[int, Submission]:
        """The newest report per place."""
        return submissions.newest_of_all(self.work, self.cycle)

    @cached_property
    def evaluated(self) -> Sequence[tuple[Person, Evaluated]]:
        """How each subject's inputs and grade stand."""
        standings = overview(self.work, self.cycle, self.roster)
        return tuple(zip(of_year(self.work, self.cycle, self.roster), standings, strict=True))

    @cached_property
    def polls(self) -> Sequence[Poll]:
        return polls.of_cycle(self.work.session, self.cycle.id)

    @cached_property
    def items(self) -> Sequence[Item]:
        return ledger.of_department(self.work, self.cycle.department)

    @cached_property
    def calls(self) -> Sequence[Call]:
        """The calls for help that are not settled."""
        return calls.unsettled(self.work, self.cycle.department)


@dataclass(frozen=True)
class Desk:
    """One person, before the facts."""

    facts: Facts
    person: Person

    @property
    def work(self) -> UnitOfWork:
        return self.facts.work

    @property
    def cycle(self) -> Cycle:
        return self.facts.cycle

    @property
    def plan(self) -> Plan:
        return self.facts.cycle.plan

    @property
    def roster(self) -> Roster:
        return self.facts.roster

    @property
    def is_organiser(self) -> bool:
        return self.person.has(Role.ORGANISER)

    @property
    def place(self) -> Branch | None:
        """What this person is evaluated for; None where he is not."""
        return self.roster.place_of(self.person)

    def is_ones_own(self, place: Branch) -> bool:
        """Tells whether this person has no say about a place, because it is his own case."""
        return conflicts.concerns(self.person, conflicts.answering(self.roster, place))

    def others(self) -> list[tuple[Person, Evaluated]]:
        """Returns how those stand about whom this person has a say."""
        return [
            (subject, standing)
            for subject, standing in self.facts.evaluated
            if not conflicts.concerns(self.person, [subject])
        ]
