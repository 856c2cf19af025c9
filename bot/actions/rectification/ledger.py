"""Reading the ledger: whose items there are, which one is meant, and what happened to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from bot.actions import cycles
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.history import Entry
from bot.domain.rectification.items import Item, Owner, Standing, State
from bot.domain.rectification.refusals import (
    ItemArchived,
    ItemClosed,
    NoItems,
    NoSuchItem,
    WhichItem,
)
from bot.storage.rectification import events
from bot.storage.rectification import items as store
from bot.texts import rectification as texts
from bot.texts import verification as verification_texts


def of_department(work: UnitOfWork, department_id: str, *, archived: bool = False) -> list[Item]:
    """Returns the items of all running cycles; with `archived` of all."""
    return store.of_department(work.session, department_id, archived=archived)


def of_branch(
    work: UnitOfWork, department_id: str, branch: Branch, *, archived: bool = False
) -> list[Item]:
    items = of_department(work, department_id, archived=archived)
    return [item for item in items if item.is_owned_by(branch.id)]


def of_year(work: UnitOfWork, cycle: Cycle) -> list[Item]:
    """Returns the items of one year, also once it is archived."""
    items = of_department(work, cycle.department, archived=True)
    return [item for item in items if item.cycle == cycle.id]


def unfinished(work: UnitOfWork, department_id: str) -> list[Item]:
    """Returns what is not closed, of all years that are not archived."""
    items = of_department(work, department_id)
    return [item for item in items if item.state is not State.CLOSED]


def of_report(work: UnitOfWork, cycle: Cycle, branch: Branch) -> list[Item]:
    """Returns the items that came out of a branch's report, in its order."""
    by_position = store.of_report(work.session, cycle.id, branch.id)
    return [by_position[position] for position in sorted(by_position)]


def by_id(work: UnitOfWork, item_id: int) -> Item:
    return store.item(work.session, item_id)


def find(work: UnitOfWork, department_id: str, branch: Branch, number: int) -> Item:
    """Returns a branch's item of this number. Raises ItemArchived, NoItems, NoSuchItem."""
    items = {item.number(branch.id): item for item in of_branch(work, department_id, branch)}
    if number in items:
        return items[number]
    years = {cycle.id: cycle.year for cycle in cycles.every(work, department_id)}
    # The sheet of preparation shows earlier years' items, under these numbers.
    for item in of_branch(work, department_id, branch, archived=True):
        if item.number(branch.id) == number:
            raise ItemArchived(number, years[item.cycle])
    if not items:
        raise NoItems
    raise NoSuchItem(number, tuple(items))


def unfinished_of(work: UnitOfWork, department_id: str, branch: Branch) -> list[Item]:
    """Returns what a branch has not finished. Raises NoItems where there is nothing."""
    items = [
        item for item in of_branch(work, department_id, branch) if item.state is not State.CLOSED
    ]
    if not items:
        raise NoItems
    return items


def meant(work: UnitOfWork, department_id: str, branch: Branch, number: int | None) -> Item:
    """Returns the item of this number, or without one the only one that is not finished.

    Raises ItemArchived, NoItems, NoSuchItem, WhichItem.
    """
    if number is not None:
        return find(work, department_id, branch, number)
    items = unfinished_of(work, department_id, branch)
    if len(items) > 1:
        raise WhichItem(tuple(str(item.number(branch.id)) for item in items))
    return items[0]


def lock_open(work: UnitOfWork, branch: Branch, item: Item) -> Item:
    """Returns the item as it stands now, locked. Raises ItemClosed."""
    current = store.locked(work.session, item.id)
    if current.state is State.CLOSED:
        raise ItemClosed(item.number(branch.id))
    return current


def entries(work: UnitOfWork, items: Sequence[Item]) -> list[Entry]:
    """Returns each item with its history, in the same order."""
    histories = events.of_items(work.session, [item.id for item in items])
    return [Entry(item, tuple(histories.get(item.id, ()))) for item in items]


def due_days(work: UnitOfWork, cycle: Cycle, items: Sequence[Item]) -> Mapping[int, date]:
    """Returns the day on which each is due under the plan in force, by the item's id."""
    return {item.id: item.due_day(cycle.plan.rectification, work.zone) for item in items}


def standings(work: UnitOfWork, cycle: Cycle, items: Sequence[Item]) -> dict[Standing, int]:
    """Returns how many stand where; every standing has its number."""
    numbers = Counter(standing_of(work, cycle, item) for item in items)
    return {standing: numbers[standing] for standing in Standing}


def standing_of(work: UnitOfWork, cycle: Cycle, item: Item) -> Standing:
    """Returns where an item stands today, under the plan in force."""
    return item.standing(work.today, cycle.plan.rectification, work.zone)


def plan_cycle(work: UnitOfWork, department_id: str) -> Cycle:
    """Returns the cycle whose plan sets the rhythm: the latest."""
    cycle = cycles.current(work, department_id)
    assert cycle is not None, "a department with items has a cycle"
    return cycle


def branch_of(roster: Roster, branch_id: int) -> Branch:
    """Returns the branch; one that is no longer on the roster keeps its id."""
    return roster.place(branch_id) or Branch(branch_id, texts.GONE)


def name_of(roster: Roster, item: Item) -> str:
    """Returns the name by which people speak of an item: 「第三支部 2」."""
    owner = item.owners[0]
    return verification_texts.item_name(branch_of(roster, owner.branch).name, owner.number)


def secretaries_of(roster: Roster, item: Item) -> list[tuple[Owner, Person]]:
    """Returns the owners of an item that have a secretary, each with him."""
    secretaries = []
    for owner in item.owners:
        secretary = roster.responsible_for(branch_of(roster, owner.branch))
        if secretary is not None:
            secretaries.append((owner, secretary))
    return secretaries


def owners_now(roster: Roster, branches: Sequence[Branch]) -> list[tuple[int, int | None]]:
    """Returns the ids of branches, each with that of who answers for it now.

    A vacant branch owns its items all the same; whoever follows there takes them over.
    """
    owners: list[tuple[int, int | None]] = []
    for branch in branches:
        responsible_id = None
        responsible = roster.responsible_for(branch)
        if responsible is not None:
            responsible_id = responsible.id
        owners.append((branch.id, responsible_id))
    return owners


def is_owner(roster: Roster, item: Item, person: Person) -> bool:
    """Tells whether an item is this person's own case."""
    answering: list[Person] = []
    for owner in item.owners:
        answering += conflicts.answering(roster, branch_of(roster, owner.branch))
    return conflicts.concerns(person, answering)
