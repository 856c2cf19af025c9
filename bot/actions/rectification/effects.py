"""跟踪问效: some months after an item was closed, whoever verified it is asked once whether it held."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.rectification import asking, questions
from bot.actions.rectification.ledger import is_owner, name_of, organisers, secretaries_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person, Roster
from bot.domain.permissions import OVERSIGHT
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, State, months_later
from bot.domain.rectification.refusals import OwnersMayNotVerify
from bot.domain.rectification.rhythm import Window
from bot.messages import Option
from bot.storage.rectification import events, items
from bot.texts import verification as texts

CHECK = "effect_check"
HELD, RELAPSED = "held", "relapsed"
SHOWN = 6


@dataclass(frozen=True)
class Answered:
    """The items' names, as people say them."""

    held: tuple[str, ...]
    relapsed: tuple[str, ...]


def ask(
    work: UnitOfWork, cycle: Cycle, roster: Roster, unproven: Sequence[Item], window: Window
) -> int:
    """Asks about the closed items that are to be looked at again this month.

    Returns the number of messages.

    Each is asked about once per closing: one that relapsed and was closed again is asked about
    again.
    """
    months = cycle.plan.rectification.effect_check_months
    asked = {
        (reminder.item, reminder.window)
        for reminder in asking.reminders_of(work, asking.EFFECT, unproven)
    }
    due: dict[int, list[Item]] = defaultdict(list)
    for item in unproven:
        closed_on = _closed_on(work, item)
        if (asking.key(asking.EFFECT, item), closed_on.isoformat()) in asked:
            continue
        if months_later(closed_on, months) > window.at.date():
            continue
        person = _judge_of(roster, item)
        if person is not None:
            due[person.id].append(item)
    for person_id, items_of_person in due.items():
        _ask(work, roster, person_id, items_of_person)
    return len(due)


def form(card: OpenCard) -> dict[str, frozenset[str]]:
    return questions.form(card, (HELD, RELAPSED))


def answer(work: UnitOfWork, cycle: Cycle, actor: Person, chosen: questions.Answers) -> Answered:
    """Takes the answers of the card. Raises OwnersMayNotVerify."""
    roster = people.roster(work, cycle.department)
    names: dict[str, list[str]] = {HELD: [], RELAPSED: []}
    for option, ids in chosen.items():
        for item_id in ids:
            item = items.item(work.session, item_id)
            if judge(work, cycle, actor, item, held=option == HELD):
                names[option].append(name_of(roster, item))
    return Answered(tuple(names[HELD]), tuple(names[RELAPSED]))


def judge(
    work: UnitOfWork, cycle: Cycle, actor: Person, item: Item, *, held: bool, text: str = ""
) -> bool:
    """Notes whether a closed item held. One that did not is open again, and its owners are told.

    Returns False, and does nothing, where the item is not closed or was found to hold before.
    Raises OwnersMayNotVerify.
    """
    current = items.locked(work.session, item.id)
    if current.state is not State.CLOSED or (held and current.held_at):
        return False
    if is_owner(people.roster(work, cycle.department), item, actor):
        raise OwnersMayNotVerify
    if held:
        kind = EventKind.HELD
        items.mark_held(work.session, item.id, work.now)
    else:
        kind = EventKind.RELAPSED
        # Its old date has passed: it is as if it had been promised today without a date.
        months = cycle.plan.rectification.undated_due_months
        items.reopen(work.session, item.id, due=months_later(work.today, months))
    events.add(work.session, item.id, kind, at=work.now, person_id=actor.id, text=text)
    work.audit(cycle.department, actor, f"rectification.{kind}", f"item:{item.id}")
    if not held:
        _tell_owners(work, cycle, item)
    return True


def _tell_owners(work: UnitOfWork, cycle: Cycle, item: Item) -> None:
    roster = people.roster(work, cycle.department)
    for owner, secretary in secretaries_of(roster, item):
        text = texts.relapsed_notice(owner.number, item.problem, cycle.plan.help_contact)
        part = Part(f"relapsed:{item.id}:{work.now.isoformat()}", text)
        digests.tell(work, roster.department, secretary, part)


def _closed_on(work: UnitOfWork, item: Item) -> date:
    assert item.closed_at is not None, "only closed items are asked about"
    return work.day_of(item.closed_at)


def _judge_of(roster: Roster, item: Item) -> Person | None:
    """Returns who verified the item, if he still may and can be told; else an organiser."""
    verifier = roster.person(item.closed_by) if item.closed_by else None
    candidates = organisers(roster)
    if verifier is not None and verifier.account and OVERSIGHT.allows(verifier):
        candidates.insert(0, verifier)
    return next((person for person in candidates if not is_owner(roster, item, person)), None)


def _ask(work: UnitOfWork, roster: Roster, person_id: int, due: Sequence[Item]) -> None:
    person = roster.person(person_id)
    assert person is not None, "taken from the roster"
    lines = [texts.effect_line(name_of(roster, item), item.problem) for item in due[:SHOWN]]
    card = questions.card(
        work,
        person,
        CHECK,
        [(item.id, name_of(roster, item)) for item in due],
        (Option(HELD, texts.HELD), Option(RELAPSED, texts.RELAPSED)),
        title=texts.EFFECT_TITLE,
    )
    text = texts.effect_notice(lines, len(due) - len(lines))
    part = Part(f"effect:{person.id}:{card.id}", text, card=card)
    outbox = digests.tell(work, roster.department, person, part)
    for item in due:
        asking.record(
            work,
            asking.EFFECT,
            [item],
            target=str(person.id),
            window=_closed_on(work, item).isoformat(),
            outbox=outbox,
        )
