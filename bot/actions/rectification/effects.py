"""跟踪问效: some months after an item was closed, whoever verified it is asked once whether it held."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.rectification import asking, questions
from bot.actions.rectification.ledger import branch_of, is_owner, organisers
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person, Roster
from bot.domain.permissions import OVERSIGHT
from bot.domain.rectification.items import Item, State, months_later
from bot.domain.rectification.refusals import OwnersMayNotVerify
from bot.domain.rectification.rhythm import Window
from bot.messages import Option
from bot.storage.rectification import events, items
from bot.storage.rectification.events import EventRow
from bot.texts import verification as texts

CHECK = "effect_check"
HELD, RELAPSED = "held", "relapsed"
SHOWN = 8


@dataclass(frozen=True)
class Answered:
    """Names as people say them."""

    held: tuple[str, ...]
    relapsed: tuple[str, ...]


def ask(
    work: UnitOfWork, cycle: Cycle, roster: Roster, closed: Sequence[Item], window: Window
) -> int:
    """Asks what is due in this month's window; how many messages."""
    due: dict[int, list[Item]] = defaultdict(list)
    known = {(row.item, row.window) for row in asking.rows(work, asking.EFFECT, closed)}
    for item in closed:
        if (asking.key(asking.EFFECT, item), _window(work, item)) not in known and _is_due(
            work, cycle, item, window
        ):
            person = _whom(roster, item)
            if person is not None:
                due[person.id].append(item)
    return sum(_ask(work, roster, person_id, found) for person_id, found in due.items())


def form(card: OpenCard) -> dict[str, frozenset[str]]:
    return questions.form(card, (HELD, RELAPSED))


def answer(work: UnitOfWork, cycle: Cycle, actor: Person, found: questions.Answers) -> Answered:
    """Takes the answers of the card. Raises OwnersMayNotVerify."""
    roster = people.roster(work, cycle.department)
    told: dict[str, list[str]] = {HELD: [], RELAPSED: []}
    for kind, ids in found.items():
        for item_id in ids:
            item = items.item(work.session, item_id)
            if judge(work, cycle, actor, item, held=kind == HELD):
                told[kind].append(name_of(roster, item))
    return Answered(tuple(told[HELD]), tuple(told[RELAPSED]))


def judge(
    work: UnitOfWork, cycle: Cycle, actor: Person, item: Item, *, held: bool, text: str = ""
) -> bool:
    """Says whether a closed item held; one that did not is open again. False where nothing changes. Raises OwnersMayNotVerify."""
    row = items.row(work.session, item.id)
    if row.state != State.CLOSED or (held and row.held_at):
        return False
    if is_owner(people.roster(work, cycle.department), item, actor):
        raise OwnersMayNotVerify
    kind = HELD if held else RELAPSED
    if held:
        row.held_at = work.now
    else:
        _reopen(work, cycle, row)
    events.add(
        work.session,
        EventRow(item_id=item.id, person_id=actor.id, at=work.now, kind=kind, text=text),
    )
    work.audit(cycle.department, actor, f"rectification.{kind}", f"item:{item.id}")
    if not held:
        _tell_owners(work, cycle, item)
    return True


def name_of(roster: Roster, item: Item) -> str:
    owner = item.owners[0]
    return texts.item_name(branch_of(roster, owner.branch).name, owner.number)


def _reopen(work: UnitOfWork, cycle: Cycle, row: items.ItemRow) -> None:
    """Its old date has passed: it is due as many months from now as a promise without a date."""
    assert row.id is not None
    row.state, row.held_at = State.OPEN, None
    row.due = months_later(work.today, cycle.plan.rectification.undated_due_months)
    row.proposed_by = row.closed_by = row.closed_at = None
    for owner in items.owner_rows(work.session, row.id):
        owner.done_at = None
    work.session.flush()


def _tell_owners(work: UnitOfWork, cycle: Cycle, item: Item) -> None:
    roster = people.roster(work, cycle.department)
    for owner in item.owners:
        secretary = roster.secretary_of(branch_of(roster, owner.branch))
        if secretary is not None:
            text = texts.relapsed_notice(owner.number, item.problem, cycle.plan.help_contact)
            digests.tell(
                work,
                roster.department,
                secretary,
                Part(f"relapsed:{item.id}:{work.now.isoformat()}", text),
            )


def _is_due(work: UnitOfWork, cycle: Cycle, item: Item, window: Window) -> bool:
    assert item.closed_at is not None, "only closed items are asked about"
    closed = item.closed_at.astimezone(work.zone).date()
    return months_later(closed, cycle.plan.rectification.effect_check_months) <= window.at.date()


def _window(work: UnitOfWork, item: Item) -> str:
    """One question per closing: an item that relapsed and was closed again is asked about again."""
    assert item.closed_at is not None, "only closed items are asked about"
    return f"{item.closed_at.astimezone(work.zone).date():%Y-%m-%d}"


def _whom(roster: Roster, item: Item) -> Person | None:
    """Who verified it, if he still may and can be told; else an organiser."""
    verifier = roster.person(item.closed_by) if item.closed_by else None
    if (
        verifier is not None
        and OVERSIGHT.allows(verifier)
        and verifier.account
        and not is_owner(roster, item, verifier)
    ):
        return verifier
    return next(
        (person for person in organisers(roster) if not is_owner(roster, item, person)), None
    )


def _ask(work: UnitOfWork, roster: Roster, person_id: int, found: Sequence[Item]) -> int:
    person = roster.person(person_id)
    assert person is not None, "taken from the roster"
    lines = [texts.effect_line(name_of(roster, item), item.problem) for item in found[:SHOWN]]
    options = (Option(HELD, texts.HELD), Option(RELAPSED, texts.RELAPSED))
    named = [(item.id, name_of(roster, item)) for item in found]
    card = questions.card(work, person, CHECK, named, options, title=texts.EFFECT_TITLE)
    part = Part(
        f"effect:{person.id}:{card.id}",
        texts.effect_notice(lines, len(found) - len(lines)),
        card=card,
    )
    outbox = digests.tell(work, roster.department, person, part)
    for item in found:
        asking.record(
            work,
            asking.EFFECT,
            [item],
            target=str(person.id),
            window=_window(work, item),
            outbox=outbox,
        )
    return 1
