"""The closure gate: somebody other than the owner looks, and only then an item is closed (销号)."""

from collections.abc import Sequence

from bot.actions import conditions, digests, open_cards, people
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.rectification.ledger import (
    branch_of,
    entries,
    is_owner,
    name_of,
    of_department,
    plan_cycle,
    secretaries_of,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import NothingToVerify, OwnersMayNotVerify, WhichItem
from bot.domain.values import dataclass
from bot.messages import Card, Message, Option, button_card
from bot.storage.rectification import events, items
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

    @property
    def number(self) -> int:
        return self.item.number(self.branch.id)


def ask(work: UnitOfWork, cycle: Cycle, item: Item) -> None:
    """Lets those who may verify know that something waits.

    They are shown one card a day at most, and the next when they have decided it.
    """
    roster = people.roster(work, cycle.department)
    for person in _verifiers(roster, item):
        condition = {"kind": NOTICE, "person": person.id}
        # The card is made when it goes out: until then more may have been reported.
        digests.tell(work, roster.department, person, Part(NOTICE, "", condition))


@digests.makes(NOTICE)
def _notice(work: UnitOfWork, condition: Condition) -> Message:
    """Returns the items of the branches that have waited longest for this person."""
    person = people.known(work, condition["person"])
    waiting = waiting_for(work, plan_cycle(work, person.department), person)
    return Message(text=texts.VERIFY_NOTICE, card=card(work, person, first_card(work, waiting)))


def of_branch(waiting: Sequence[Pending], branch: Branch) -> list[Pending]:
    """Returns those of one branch, by their numbers."""
    ours = [pending for pending in waiting if pending.branch == branch]
    return sorted(ours, key=lambda pending: pending.number)


def first_card(work: UnitOfWork, waiting: Sequence[Pending]) -> list[Pending]:
    """Returns what stands on one card: whole branches, the one that waits longest first, as many as
    somebody reads through before he presses.
    """
    shown: list[Pending] = []
    length = 0
    for branch in dict.fromkeys(pending.branch for pending in waiting):
        pendings = of_branch(waiting, branch)
        length += sum(len(line) for line in _lines(work, pendings))
        # The first branch stands there whole, however much it has reported.
        if shown and length > texts.LONGEST_CARD:
            break
        shown += pendings
    return shown


def waiting_for(work: UnitOfWork, cycle: Cycle, person: Person) -> list[Pending]:
    """Returns what this person may verify, oldest first."""
    roster = people.roster(work, cycle.department)
    return [
        Pending(item, branch_of(roster, item.owners[0].branch), name_of(roster, item))
        for item in of_department(work, cycle.department)
        if item.state is State.PROPOSED and _may_verify(roster, item, person)
    ]


@conditions.checks(NOTICE)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """A notice goes out while something still waits for this person."""
    person = people.by_id(work, condition["person"])
    if person and waiting_for(work, plan_cycle(work, person.department), person):
        return ""
    return texts.VERIFIED_MEANWHILE


def which(waiting: Sequence[Pending], branch: Branch | None, number: int | None) -> Pending:
    """Returns the one that is meant. Raises NothingToVerify, WhichItem."""
    if not waiting:
        raise NothingToVerify
    branch_id = None
    if branch is not None:
        branch_id = branch.id
    fitting = [pending for pending in waiting if pending.item.is_meant(branch_id, number)]
    if len(fitting) != 1:
        raise WhichItem(tuple(pending.name for pending in fitting or waiting))
    return fitting[0]


def card(work: UnitOfWork, person: Person, pendings: Sequence[Pending]) -> Card:
    """Returns a card with these items, branch by branch: what was promised, what is said to be
    done, since when. Pressing passes all of them.
    """
    ids = [pending.item.id for pending in pendings]
    for earlier in open_cards.waiting_of_kind(work, person, VERIFY):
        # A card with anything that the new one lacks is still needed for that.
        if set(item_ids(earlier)) <= set(ids):
            open_cards.withdraw(work, earlier, person)
    card_id = open_cards.ask(work, person, VERIFY, {"items": ids})
    lines: list[str] = []
    for branch in dict.fromkeys(pending.branch for pending in pendings):
        lines.append(texts.branch_heading(branch.name))
        lines += _lines(work, of_branch(pendings, branch))
    lines.append(texts.how_to_return(*example(pendings)))
    buttons = Option(PASS, texts.VERIFY_ACCEPT), Option(RETURN, texts.VERIFY_LATER)
    return button_card(card_id, texts.VERIFY_TITLE, "\n".join(lines), *buttons)


def example(pendings: Sequence[Pending]) -> tuple[int, str]:
    """Returns the first number of a card and its branch; no branch where there is one alone."""
    first = pendings[0]
    if all(pending.branch == first.branch for pending in pendings):
        return first.number, ""
    return first.number, first.branch.name


def _lines(work: UnitOfWork, pendings: Sequence[Pending]) -> list[str]:
    lines: list[str] = []
    items_shown = [pending.item for pending in pendings]
    for pending, entry in zip(pendings, entries(work, items_shown), strict=True):
        since, proof = None, ""
        done = entry.last(EventKind.DONE)
        if done is not None:
            since = work.day_of(done.at)
        if entry.proof is not None:
            proof = entry.proof.name
        lines += texts.verify_lines(
            pending.number,
            name=pending.name,
            problem=pending.item.problem,
            measure=pending.item.measure,
            said=entry.deed,
            since=since,
            proof=proof,
        )
    return lines


def shown_to(work: UnitOfWork, person: Person, waiting: Sequence[Pending]) -> list[Pending]:
    """Returns what stands on the newest card of this person and still waits."""
    asked = open_cards.newest(work, person, VERIFY)
    if asked is None:
        return []
    ids = item_ids(asked)
    return [pending for pending in waiting if pending.item.id in ids]


def item_ids(open_card: OpenCard) -> list[int]:
    """Returns which items a card is about; earlier cards were about one."""
    if "items" in open_card.subject:
        return list(open_card.subject["items"])
    return [open_card.subject["item"]]


def close(work: UnitOfWork, cycle: Cycle, actor: Person, pendings: Sequence[Pending]) -> None:
    """Closes items (核验通过) and tells each owner once.

    Raises OwnersMayNotVerify, NothingToVerify.
    """
    for pending in pendings:
        item = pending.item
        _check_may_decide(work, actor, item)
        items.close(work.session, item.id, actor.id, work.now)
        _record(work, cycle, actor, item, EventKind.VERIFIED)
    _settle_cards(work, cycle, actor, {pending.item.id for pending in pendings})
    roster = people.roster(work, cycle.department)
    numbers: dict[Person, list[int]] = {}
    for pending in pendings:
        for owner, secretary in secretaries_of(roster, pending.item):
            numbers.setdefault(secretary, []).append(owner.number)
    for secretary, his in numbers.items():
        key = f"verified:{pendings[0].item.id}:{secretary.id}:{work.now.isoformat()}"
        message = Message(text=texts.verified_notice(his))
        # Not with the day's message: he has asked for this by saying that he was done.
        work.message_person(roster.department, secretary, message, key=key, answers=True)


def send_back(work: UnitOfWork, cycle: Cycle, actor: Person, pending: Pending, reason: str) -> None:
    """Opens an item again (核验退回) and tells its owners the reason, which helps them.

    Raises OwnersMayNotVerify, NothingToVerify.
    """
    item = pending.item
    _check_may_decide(work, actor, item)
    items.reopen(work.session, item.id)
    _record(work, cycle, actor, item, EventKind.RETURNED, reason)
    _settle_cards(work, cycle, actor, {item.id})
    roster = people.roster(work, cycle.department)
    for owner, secretary in secretaries_of(roster, item):
        key = f"verified:{item.id}:{owner.branch}:{work.now.isoformat()}"
        notice = texts.returned_notice(owner.number, item.problem, reason, cycle.plan.help_contact)
        # At once: he has asked for it by saying that he was done.
        work.message_person(
            roster.department, secretary, Message(text=notice), key=key, answers=True
        )


def _check_may_decide(work: UnitOfWork, actor: Person, item: Item) -> None:
    """Locks the item. Raises NothingToVerify where it is decided, OwnersMayNotVerify for owners."""
    # Locked, for its owner may report on it, or somebody else decide, in the same moment.
    if items.locked(work.session, item.id).state is not State.PROPOSED:
        raise NothingToVerify
    if not _may_verify(people.roster(work, actor.department), item, actor):
        raise OwnersMayNotVerify


def _may_verify(roster: Roster, item: Item, person: Person) -> bool:
    # Whoever reported it for its owner is no second pair of eyes either.
    return not is_owner(roster, item, person) and item.proposed_by != person.id


def _verifiers(roster: Roster, item: Item) -> list[Person]:
    """Returns the organisers; where each of them has a part in the item, the leaders."""
    for role in (Role.ORGANISER, Role.LEADER):
        persons = roster.with_account(role)
        verifiers = [person for person in persons if _may_verify(roster, item, person)]
        if verifiers:
            return verifiers
    return []


def asked_of(roster: Roster, item: Item) -> tuple[int, ...]:
    """Returns who is asked to verify an item, by id."""
    return tuple(person.id for person in _verifiers(roster, item))


def _record(
    work: UnitOfWork, cycle: Cycle, actor: Person, item: Item, kind: EventKind, text: str = ""
) -> None:
    """Writes a decision down."""
    events.add(work.session, item.id, kind, at=work.now, person_id=actor.id, text=text)
    work.audit(cycle.department, actor, f"rectification.{kind}", f"item:{item.id}")


def _settle_cards(work: UnitOfWork, cycle: Cycle, actor: Person, decided: set[int]) -> None:
    """Closes the cards on which nothing waits any more.

    Others were shown the same: a second press would decide what is decided.
    """
    ledger = of_department(work, cycle.department)
    waiting = {item.id for item in ledger if item.state is State.PROPOSED}
    for open_card in open_cards.of_kind(work, cycle.department, VERIFY):
        ids = set(item_ids(open_card))
        if ids & decided and not ids & waiting:
            open_cards.decide(work, open_card, actor, accepted=False)
