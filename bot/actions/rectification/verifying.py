"""The closure gate: somebody other than the owner looks, and only then an item is closed (销号)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.actions import conditions, digests, open_cards, people
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.rectification.ledger import (
    branch_of,
    entries,
    is_owner,
    of_department,
    organisers,
    plan_cycle,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import NothingToVerify, OwnersMayNotVerify, WhichItem
from bot.messages import Card, Message, Option, button_card
from bot.storage.rectification import events, items
from bot.storage.rectification.events import EventRow
from bot.texts import verification as texts

VERIFY = "verify_item"
PASS, RETURN = "pass", "return"
NOTICE = "verify"


@dataclass(frozen=True)
class Pending:
    """An item that waits, under the name by which people speak of it: 「第三支部 2」."""

    item: Item
    branch: Branch
    name: str


def ask(work: UnitOfWork, cycle: Cycle, item: Item) -> None:
    """Lets those who may verify know that something waits: one card a day at most, the rest by 「核验」."""
    roster = people.roster(work, cycle.department)
    for person in _verifiers(roster, item):
        pending = next(one for one in waiting_for(work, cycle, person) if one.item.id == item.id)
        part = Part(
            NOTICE,
            texts.VERIFY_NOTICE,
            {"kind": NOTICE, "person": person.id},
            card(work, person, pending),
        )
        digests.tell(work, roster.department, person, part)


def waiting_for(work: UnitOfWork, cycle: Cycle, person: Person) -> list[Pending]:
    """What this person may verify, oldest first."""
    roster = people.roster(work, cycle.department)
    found = of_department(work, cycle.department)
    return [
        _pending(roster, item)
        for item in found
        if item.state is State.PROPOSED and _may(roster, item, person)
    ]


@conditions.checks(NOTICE)
def _is_verified(work: UnitOfWork, condition: Condition) -> str:
    """A notice goes out while something still waits for this person."""
    person = people.by_id(work, condition["person"])
    waiting = waiting_for(work, plan_cycle(work, person.department), person) if person else []
    return "" if waiting else texts.VERIFIED_MEANWHILE


def which(waiting: Sequence[Pending], branch: Branch | None, number: int | None) -> Pending:
    """The one that is meant. Raises NothingToVerify, WhichItem."""
    if not waiting:
        raise NothingToVerify
    fitting = [one for one in waiting if _fits(one.item, branch, number)]
    if len(fitting) != 1:
        raise WhichItem(tuple(one.name for one in fitting or waiting))
    return fitting[0]


def _fits(item: Item, branch: Branch | None, number: int | None) -> bool:
    owners = [owner for owner in item.owners if branch is None or owner.branch == branch.id]
    return any(number is None or owner.number == number for owner in owners)


def card(work: UnitOfWork, person: Person, pending: Pending) -> Card:
    """One item with what its owner said; pressing passes it."""
    request_id = open_cards.ask(work, person, VERIFY, {"item": pending.item.id})
    (entry,) = entries(work, [pending.item])
    done, proof = entry.last("done"), entry.proof
    text = texts.verify_card(
        pending.name,
        problem=pending.item.problem,
        measure=pending.item.measure,
        said=done.text if done else "",
        proof=proof.name if proof else "",
    )
    buttons = Option(PASS, texts.VERIFY_ACCEPT), Option(RETURN, texts.VERIFY_LATER)
    return button_card(request_id, texts.VERIFY_TITLE, text, *buttons)


def close(work: UnitOfWork, cycle: Cycle, actor: Person, pending: Pending) -> None:
    """核验通过. Raises OwnersMayNotVerify, NothingToVerify."""
    row = _to_decide(work, actor, pending.item)
    row.state, row.closed_by, row.closed_at = State.CLOSED, actor.id, work.now
    _decided(work, cycle, actor, pending.item, "verified", "")
    _tell(
        work,
        cycle,
        pending.item,
        lambda number: texts.verified_notice(number, pending.item.problem),
    )


def send_back(work: UnitOfWork, cycle: Cycle, actor: Person, pending: Pending, reason: str) -> None:
    """核验退回, with the reason that helps. Raises OwnersMayNotVerify, NothingToVerify."""
    row = _to_decide(work, actor, pending.item)
    row.state, row.proposed_by = State.OPEN, None
    for owner in items.owner_rows(work.session, pending.item.id):
        owner.done_at = None
    _decided(work, cycle, actor, pending.item, "returned", reason)
    contact = cycle.plan.help_contact
    _tell(
        work,
        cycle,
        pending.item,
        lambda number: texts.returned_notice(number, pending.item.problem, reason, contact),
    )


def _to_decide(work: UnitOfWork, actor: Person, item: Item) -> items.ItemRow:
    row = items.row(work.session, item.id)
    if row.state != State.PROPOSED:
        raise NothingToVerify
    if not _may(people.roster(work, actor.department), item, actor):
        raise OwnersMayNotVerify
    return row


def _may(roster: Roster, item: Item, person: Person) -> bool:
    return not is_owner(roster, item, person) and item.proposed_by != person.id


def _verifiers(roster: Roster, item: Item) -> list[Person]:
    """The organisers; where each of them has a part in the item, the leaders."""
    found = [person for person in organisers(roster) if _may(roster, item, person)]
    return found or [
        person
        for person in roster.with_role(Role.LEADER)
        if person.account and _may(roster, item, person)
    ]


def _pending(roster: Roster, item: Item) -> Pending:
    owner = item.owners[0]
    branch = branch_of(roster, owner.branch)
    return Pending(item, branch, texts.item_name(branch.name, owner.number))


def _decided(
    work: UnitOfWork, cycle: Cycle, actor: Person, item: Item, kind: str, text: str
) -> None:
    events.add(
        work.session,
        EventRow(item_id=item.id, person_id=actor.id, at=work.now, kind=kind, text=text),
    )
    work.audit(cycle.department, actor, f"rectification.{kind}", f"item:{item.id}")
    _close_cards(work, cycle, actor, item)


def _close_cards(work: UnitOfWork, cycle: Cycle, actor: Person, item: Item) -> None:
    """What others, or he himself, were shown about the item has been decided."""
    for known in open_cards.of_kind(work, cycle.department, VERIFY):
        if known.subject["item"] == item.id:
            open_cards.decide(work, known, actor, accepted=False)


def _tell(work: UnitOfWork, cycle: Cycle, item: Item, sentence: Callable[[int], str]) -> None:
    """The owners, who asked for it by saying that they were done."""
    roster = people.roster(work, cycle.department)
    for owner in item.owners:
        secretary = roster.secretary_of(branch_of(roster, owner.branch))
        if secretary is not None:
            key = f"verified:{item.id}:{owner.branch}:{work.now.isoformat()}"
            work.message_person(
                roster.department, secretary, Message(text=sentence(owner.number)), key=key
            )
