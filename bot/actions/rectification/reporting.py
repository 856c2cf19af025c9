"""What an owner says about his items: under way, progress, help wanted, done, with a proof or not."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.actions.files import NO_FILE, Incoming
from bot.actions.rectification import verifying
from bot.actions.rectification.ledger import lock_open
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, State
from bot.domain.values import dataclass
from bot.storage.rectification import events, items

PROOF_FOLLOWS = timedelta(minutes=30)  # how long after 完成 or 进展 a picture belongs to it


@dataclass(frozen=True)
class Completed:
    """`waiting_for` are the branches that answer for the item and have not done their part."""

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
    """Notes progress (进展) or, without words and file, that the item is under way (推进中).

    An item that was said to be done is open again. Raises ItemClosed.
    """
    current = lock_open(work, branch, item)
    kind = EventKind.UNDER_WAY
    if text or file:
        kind = EventKind.PROGRESS
    _record(work, actor, branch, item, kind, text, file)
    # Whoever goes on working says that it is not done yet.
    if current.state is State.PROPOSED:
        items.reopen(work.session, item.id)
    work.audit(cycle.department, actor, "rectification.progress", f"item:{item.id}")


def note_help(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, item: Item, text: str
) -> None:
    """Notes that help is wanted (需要帮助); an item that was said to be done is open again.

    Raises ItemClosed.
    """
    current = lock_open(work, branch, item)
    _record(work, actor, branch, item, EventKind.HELP, text)
    # Whoever still needs help is not done.
    if current.state is State.PROPOSED:
        items.reopen(work.session, item.id)
    work.audit(cycle.department, actor, "rectification.help_wanted", f"item:{item.id}")


def complete(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    branch: Branch,
    item: Item,
    text: str = "",
    file: Incoming | None = None,
) -> Completed:
    """Notes that a branch has done its part (完成).

    Once all who answer for the item have, its closure is proposed, and those who may verify are
    told. Raises ItemClosed.
    """
    current = lock_open(work, branch, item)
    _record(work, actor, branch, item, EventKind.DONE, text, file)
    waiting_for = items.mark_done(work.session, item.id, branch.id, work.now)
    # Said once more while it waits to be verified, it is not proposed anew.
    if not waiting_for and current.state is State.OPEN:
        items.propose(work.session, item.id, actor.id)
        work.audit(cycle.department, actor, "rectification.proposed", f"item:{item.id}")
        verifying.ask(work, cycle, items.item(work.session, item.id))
    return Completed(items.item(work.session, item.id), waiting_for)


def add_proof(
    work: UnitOfWork, cycle: Cycle, actor: Person, places: Sequence[Branch], file: Incoming
) -> tuple[Branch, Item] | None:
    """Lays a picture beside the item that was just reported on: phones send it after the words.

    Returns the item and which of the places answers for it; None where nothing was just said, or
    the item is closed.
    """
    item_id = events.last_reported_by(work.session, actor.id, since=work.now - PROOF_FOLLOWS)
    if item_id is None:
        return None
    item = items.item(work.session, item_id)
    owning = [place for place in places if item.is_owned_by(place.id)]
    if item.state is State.CLOSED or not owning:
        return None
    _record(work, actor, owning[0], item, EventKind.PROOF, file=file)
    work.audit(
        cycle.department, actor, "rectification.proof_added", f"item:{item.id}", sha256=file.sha256
    )
    return owning[0], item


def set_due(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, item: Item, day: date
) -> None:
    """Changes the date of an item (时限); the same date changes nothing. Raises ItemClosed."""
    if lock_open(work, branch, item).due == day:
        return
    items.set_due(work.session, item.id, day)
    _record(work, actor, branch, item, EventKind.DUE_SET, day.isoformat())
    work.audit(
        cycle.department, actor, "rectification.due_set", f"item:{item.id}", due=day.isoformat()
    )


def _record(
    work: UnitOfWork,
    actor: Person,
    branch: Branch,
    item: Item,
    kind: EventKind,
    text: str = "",
    file: Incoming | None = None,
) -> None:
    """Adds an event to the item's history, with the file that came along."""
    attached = file or NO_FILE
    events.add(
        work.session,
        item.id,
        kind,
        at=work.now,
        branch_id=branch.id,
        person_id=actor.id,
        text=text,
        sha256=attached.sha256,
        name=attached.name,
        size=attached.size,
    )
