"""What an owner says about his items: under way, progress, help wanted, done with or without a proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.files import Incoming
from bot.actions.rectification import verifying
from bot.actions.rectification.ledger import organisers
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import ItemClosed
from bot.storage.rectification import events, items
from bot.storage.rectification.events import EventRow
from bot.texts import rectification as texts

PROOF_FOLLOWS = timedelta(minutes=30)  # how long after 完成 or 进展 a picture belongs to it


@dataclass(frozen=True)
class Completed:
    """`waiting_for` are the other branches that answer for the item and have not said that they are done."""

    item: Item
    waiting_for: tuple[int, ...]


def note_progress(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    branch: Branch,
    item: Item,
    text: str = "",
    file: Incoming | None = None,
) -> None:
    """进展 or, without words, 推进中. An item that was said to be done is under way again. Raises ItemClosed."""
    row = _open_row(work, branch, item)
    _record(work, actor, branch, item, "progress" if text or file else "under_way", text, file)
    if row.state == State.PROPOSED:
        _take_back(work, item)
    work.audit(cycle.department, actor, "rectification.progress", f"item:{item.id}")


def want_help(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    branch: Branch,
    found: Sequence[Item],
    text: str = "",
) -> None:
    """需要帮助: whoever can help hears of it once for all these items. Raises ItemClosed."""
    if not found:
        return
    for item in found:
        _open_row(work, branch, item)
        _record(work, actor, branch, item, "help", text)
        work.audit(cycle.department, actor, "rectification.help_wanted", f"item:{item.id}")
    roster = people.roster(work, cycle.department)
    lines = [f"{item.number(branch.id)}. {texts.head(item.problem)}" for item in found] + (
        [text] if text else []
    )
    part = Part(
        f"help:{found[0].id}:{work.now.isoformat()}",
        texts.help_wanted(branch.name, actor.name, lines),
    )
    for organiser in organisers(roster):
        digests.tell(work, roster.department, organiser, part)


def complete(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    branch: Branch,
    item: Item,
    text: str = "",
    file: Incoming | None = None,
) -> Completed:
    """完成: proposes the closure once all who answer for the item have said so. Raises ItemClosed."""
    row = _open_row(work, branch, item)
    _record(work, actor, branch, item, "done", text, file)
    owners = items.owner_rows(work.session, item.id)
    for owner in owners:
        if owner.branch_id == branch.id and owner.done_at is None:
            owner.done_at = work.now
    waiting = tuple(owner.branch_id for owner in owners if owner.done_at is None)
    if not waiting and row.state == State.OPEN:
        row.state, row.proposed_by = State.PROPOSED, actor.id
        work.audit(cycle.department, actor, "rectification.proposed", f"item:{item.id}")
        work.session.flush()
        verifying.ask(work, cycle, items.item(work.session, item.id))
    work.session.flush()
    return Completed(items.item(work.session, item.id), waiting)


def add_proof(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, file: Incoming
) -> Item | None:
    """A picture sent right after the words, as phones do; the item that it was laid beside, None where nothing was just said."""
    item_id = events.last_spoken_of(work.session, actor.id, since=work.now - PROOF_FOLLOWS)
    item = items.item(work.session, item_id) if item_id else None
    if item is None or item.state is State.CLOSED:
        return None
    _record(work, actor, branch, item, "proof", file=file)
    work.audit(
        cycle.department, actor, "rectification.proof_added", f"item:{item.id}", sha256=file.sha256
    )
    return item


def set_due(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, item: Item, day: date
) -> None:
    """时限: changes the date. Raises ItemClosed."""
    row = _open_row(work, branch, item)
    if row.due == day:
        return
    row.due = day
    _record(work, actor, branch, item, "due_set", day.isoformat())
    work.audit(
        cycle.department, actor, "rectification.due_set", f"item:{item.id}", due=day.isoformat()
    )


def _open_row(work: UnitOfWork, branch: Branch, item: Item) -> items.ItemRow:
    row = items.row(work.session, item.id)
    if row.state == State.CLOSED:
        raise ItemClosed(item.number(branch.id))
    return row


def _take_back(work: UnitOfWork, item: Item) -> None:
    row = items.row(work.session, item.id)
    row.state, row.proposed_by = State.OPEN, None
    for owner in items.owner_rows(work.session, item.id):
        owner.done_at = None
    work.session.flush()


def _record(
    work: UnitOfWork,
    actor: Person,
    branch: Branch,
    item: Item,
    kind: str,
    text: str = "",
    file: Incoming | None = None,
) -> None:
    row = EventRow(
        item_id=item.id, branch_id=branch.id, person_id=actor.id, at=work.now, kind=kind, text=text
    )
    if file is not None:
        row.sha256, row.name, row.size = file.sha256, file.name, file.size
    events.add(work.session, row)
