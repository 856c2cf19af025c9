"""Reading the ledger: whose items there are, which one is meant, and what happened to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions import cycles
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.rectification.items import Item, Standing, State
from bot.domain.rectification.refusals import NoItems, NoSuchItem
from bot.storage.rectification import events, items
from bot.storage.rectification.events import EventRow
from bot.texts import rectification as texts


@dataclass(frozen=True)
class Event:
    """`kind` is one of the keys of `texts.rectification.EVENTS`; a proof is named by its hash."""

    at: datetime
    kind: str
    branch: int | None
    person: int | None
    text: str
    sha256: str
    name: str
    size: int


@dataclass(frozen=True)
class Entry:
    """An item with all that happened to it, in order of time."""

    item: Item
    events: tuple[Event, ...]

    def last(self, *kinds: str) -> Event | None:
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    @property
    def proof(self) -> Event | None:
        """The newest file that an owner laid beside it."""
        return next((event for event in reversed(self.events) if event.sha256), None)

    @property
    def wants_help(self) -> bool:
        """The owner's last word was that he needs help."""
        last = self.last("under_way", "progress", "help", "done")
        return self.item.state is State.OPEN and last is not None and last.kind == "help"


def of_department(work: UnitOfWork, department_id: str, *, archived: bool = False) -> list[Item]:
    """The items of all running cycles; with `archived` of all."""
    return items.of_department(work.session, department_id, archived=archived)


def of_branch(
    work: UnitOfWork, department_id: str, branch: Branch, *, archived: bool = False
) -> list[Item]:
    found = of_department(work, department_id, archived=archived)
    return [item for item in found if any(owner.branch == branch.id for owner in item.owners)]


def find(work: UnitOfWork, department_id: str, branch: Branch, number: int) -> Item:
    """Raises NoItems, NoSuchItem."""
    found = {item.number(branch.id): item for item in of_branch(work, department_id, branch)}
    if not found:
        raise NoItems
    if number not in found:
        raise NoSuchItem(number, tuple(found))
    return found[number]


def entries(work: UnitOfWork, found: Sequence[Item]) -> list[Entry]:
    by_item = events.of_items(work.session, [item.id for item in found])
    return [Entry(item, tuple(_event(row) for row in by_item.get(item.id, ()))) for item in found]


def due_days(work: UnitOfWork, cycle: Cycle, found: Sequence[Item]) -> Mapping[int, date]:
    """By item id; under the plan in force."""
    return {item.id: item.due_day(cycle.plan.rectification, work.zone) for item in found}


def standings(work: UnitOfWork, cycle: Cycle, found: Sequence[Item]) -> dict[Standing, int]:
    """How many stand where; every standing has its number."""
    counted = Counter(
        item.standing(work.today, cycle.plan.rectification, work.zone) for item in found
    )
    return {standing: counted[standing] for standing in Standing}


def plan_cycle(work: UnitOfWork, department_id: str) -> Cycle:
    """The cycle whose plan sets the rhythm: the latest."""
    cycle = cycles.current(work, department_id)
    assert cycle is not None, "a department with items has a cycle"
    return cycle


def organisers(roster: Roster) -> list[Person]:
    return [person for person in roster.with_role(Role.ORGANISER) if person.account]


def branch_of(roster: Roster, branch_id: int) -> Branch:
    """The branch; one that is no longer on the roster keeps its id."""
    gone = Branch(branch_id, texts.GONE)
    return next((branch for branch in roster.branches if branch.id == branch_id), gone)


def is_owner(roster: Roster, item: Item, person: Person) -> bool:
    """Whether an item is this person's own case."""
    owners = [
        owner
        for one in item.owners
        for owner in conflicts.answering(roster, branch_of(roster, one.branch))
    ]
    return conflicts.concerns(person, owners)


def _event(row: EventRow) -> Event:
    return Event(
        row.at, row.kind, row.branch_id, row.person_id, row.text, row.sha256, row.name, row.size
    )
