"""回访: some months after an item was closed, whoever verified it hears once that it may be looked at
again; whoever was there says in a sentence what he saw.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from bot.actions import conditions, digests, people
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.rectification import asking
from bot.actions.rectification.ledger import (
    branch_of,
    is_owner,
    of_department,
    secretaries_of,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person, Role, Roster
from bot.domain.permissions import OVERSIGHT
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, Revisit, State, months_later
from bot.domain.rectification.refusals import OwnersMayNotVerify
from bot.domain.rectification.rhythm import Window
from bot.storage.rectification import events, items
from bot.texts import verification as texts

NOTICE = "to_revisit"
LATELY = timedelta(days=30)  # so long it stands among the to-dos


def ask(
    work: UnitOfWork, cycle: Cycle, roster: Roster, unvisited: Sequence[Item], window: Window
) -> int:
    """Tells of closed items that may be looked at again from this month on.

    Returns the number of messages.

    Each is spoken of once per closing: one that relapsed and was closed again is spoken of again.
    """
    asked = {
        (reminder.item, reminder.window)
        for reminder in asking.reminders_of(work, asking.EFFECT, unvisited)
    }
    ripe: dict[int, list[Item]] = defaultdict(list)
    for item in unvisited:
        closed_on = _closed_on(work, item)
        if (asking.key(asking.EFFECT, item), closed_on.isoformat()) in asked:
            continue
        if not _is_ripe(work, cycle, item, window.at.date()):
            continue
        visitor = _visitor_of(roster, item)
        if visitor is not None:
            ripe[visitor.id].append(item)
    # Each hears of all of his in one part, and each item has its line in the reminder ledger.
    for person_id, items_of_person in ripe.items():
        person = roster.person(person_id)
        assert person is not None, "taken from the roster"
        numbers = numbers_by_branch(roster, items_of_person)
        condition = {"kind": NOTICE, "items": [item.id for item in items_of_person]}
        key = f"effect:{person.id}:{window.name}"
        part = Part(key, texts.revisit_notice(numbers), condition)
        outbox = digests.tell(work, roster.department, person, part)
        for item in items_of_person:
            asking.record(
                work,
                asking.EFFECT,
                [item],
                target=str(person.id),
                window=_closed_on(work, item).isoformat(),
                outbox=outbox,
            )
    return len(ripe)


def to_revisit(work: UnitOfWork, cycle: Cycle) -> list[Item]:
    """Returns the closed items that nobody has looked at again for so long that somebody might."""
    return [
        item
        for item in of_department(work, cycle.department)
        if item.state is State.CLOSED
        and item.revisit is None
        and _is_ripe(work, cycle, item, work.today)
    ]


def lately_ripe(work: UnitOfWork, cycle: Cycle, person: Person) -> list[Item]:
    """Returns those of them that this person may look at and that became so within a month."""
    roster = people.roster(work, cycle.department)
    return [
        item
        for item in to_revisit(work, cycle)
        if not _is_ripe(work, cycle, item, work.today - LATELY)
        and not is_owner(roster, item, person)
    ]


def numbers_by_branch(roster: Roster, items_to_tell: Sequence[Item]) -> dict[str, list[int]]:
    """Returns the numbers by which people speak of these items, by their branches' names."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for item in items_to_tell:
        owner = item.owners[0]
        numbers[branch_of(roster, owner.branch).name].append(owner.number)
    return numbers


def note(
    work: UnitOfWork, cycle: Cycle, actor: Person, item: Item, seen: str, *, held: bool
) -> bool:
    """Notes what somebody saw who looked again. An item that did not hold is open again, and its
    owners are told.

    Returns False, and does nothing, where the item is not closed. Raises OwnersMayNotVerify.
    """
    current = items.locked(work.session, item.id)
    if current.state is not State.CLOSED:
        return False
    roster = people.roster(work, cycle.department)
    if is_owner(roster, item, actor):
        raise OwnersMayNotVerify
    if held:
        kind = EventKind.HELD
        items.mark_held(work.session, item.id, Revisit(work.now, actor.id, seen))
    else:
        kind = EventKind.RELAPSED
        # Its old date has passed: it is as if it had been promised today without a date.
        months = cycle.plan.rectification.undated_due_months
        items.reopen(work.session, item.id, due=months_later(work.today, months))
    events.add(work.session, item.id, kind, at=work.now, person_id=actor.id, text=seen)
    work.audit(cycle.department, actor, f"rectification.{kind}", f"item:{item.id}")
    if held:
        return True
    for owner, secretary in secretaries_of(roster, item):
        text = texts.relapsed_notice(owner.number, item.problem, seen, cycle.plan.help_contact)
        part = Part(f"relapsed:{item.id}:{work.now.isoformat()}", text)
        digests.tell(work, roster.department, secretary, part)
    return True


def _is_ripe(work: UnitOfWork, cycle: Cycle, item: Item, on: date) -> bool:
    months = cycle.plan.rectification.effect_check_months
    return months_later(_closed_on(work, item), months) <= on


def _closed_on(work: UnitOfWork, item: Item) -> date:
    assert item.closed_at is not None, "only closed items are looked at again"
    return work.day_of(item.closed_at)


def _visitor_of(roster: Roster, item: Item) -> Person | None:
    """Returns who verified the item, if he still may and can be told; else an organiser."""
    verifier = None
    if item.closed_by:
        verifier = roster.person(item.closed_by)
    candidates = roster.with_account(Role.ORGANISER)
    if verifier is not None and verifier.account and OVERSIGHT.allows(verifier):
        candidates = (verifier, *candidates)
    return next((person for person in candidates if not is_owner(roster, item, person)), None)


@conditions.checks(NOTICE)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """The notice goes out while one of its items has not been looked at."""
    for item_id in condition["items"]:
        item = items.item(work.session, item_id)
        if item.state is State.CLOSED and item.revisit is None:
            return ""
    return texts.REVISITED_MEANWHILE
