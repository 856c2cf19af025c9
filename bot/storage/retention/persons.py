"""Taking away of one person what no record of a year needs."""

from collections.abc import Collection

from sqlmodel import Session, col, delete, select, update

from bot.domain.polls.poll import OVER
from bot.messages import ChatKind
from bot.storage.choices import ChosenDepartmentRow
from bot.storage.cycles import ARCHIVED, CycleRow
from bot.storage.inbox import InboxRow
from bot.storage.outbox.rows import OutboxRow, OutboxState
from bot.storage.people import PersonRow
from bot.storage.polls.meeting import LeaveRow
from bot.storage.polls.polls import PollRow
from bot.storage.polls.roll import RollRow
from bot.storage.retention.messages import (
    FINISHED,
    HEARD_HAS_WORDS,
    SAID_HAS_WORDS,
    SETTLED,
    empty_heard,
    empty_said,
    last_words,
)
from bot.storage.retention.removed import Removed


def forget_messages(
    session: Session, department_id: str, accounts: Collection[str], *, has_left: bool
) -> Removed:
    """Removes what somebody wrote and was told by a department in single chat.

    Of one who is still there an empty row stays, by which it is known that he may be written to;
    of a leaver not even where a message went.
    """
    removed = Removed()
    kept: set[int | None] = set()
    if not has_left:
        kept = last_words(session)
    heard = select(InboxRow).where(
        col(InboxRow.sender).in_(accounts), col(InboxRow.state).in_(FINISHED)
    )
    if not has_left:
        heard = heard.where(HEARD_HAS_WORDS)
    for row in session.exec(heard).all():
        empty_heard(session, row.id, removed, keep_row=row.id in kept)
    said = select(OutboxRow).where(
        OutboxRow.department_id == department_id,
        OutboxRow.chat_kind == ChatKind.DIRECT,
        col(OutboxRow.chat_id).in_(accounts),
        col(OutboxRow.state).in_((*SETTLED, OutboxState.UNREACHED)),
    )
    if not has_left:
        said = said.where(SAID_HAS_WORDS, OutboxRow.state != OutboxState.UNREACHED)
    for message in session.exec(said).all():
        empty_said(session, message.id, removed)
        if has_left:
            # Nobody sees any more where it went; what waited for him is said to nobody.
            message.chat_id = ""
            if message.state == OutboxState.UNREACHED:
                message.state = OutboxState.SKIPPED
    if has_left:
        session.exec(update(OutboxRow).where(col(OutboxRow.asker).in_(accounts)).values(asker=""))
        session.exec(
            delete(ChosenDepartmentRow).where(col(ChosenDepartmentRow.account).in_(accounts))
        )
    session.flush()
    return removed


def forget_contacts(session: Session, person_id: int) -> int:
    """Takes his account from the rolls of polls that are over; of how many."""
    over = select(PollRow.id).where(col(PollRow.state).in_(OVER))
    taken = session.exec(
        update(RollRow)
        .where(
            col(RollRow.person_id) == person_id,
            col(RollRow.account).is_not(None),
            col(RollRow.poll_id).in_(over),
        )
        .values(account=None)
    )
    return taken.rowcount


def forget_reasons(session: Session, person_id: int) -> int:
    """Takes the reasons of his leaves of archived years; of how many."""
    archived = select(CycleRow.id).where(CycleRow.state == ARCHIVED)
    leaves = select(LeaveRow).where(
        LeaveRow.person_id == person_id,
        LeaveRow.reason != "",
        col(LeaveRow.cycle_id).in_(archived),
    )
    rows = session.exec(leaves).all()
    for row in rows:
        row.reason = ""
    session.flush()
    return len(rows)


def forget_line(session: Session, person_id: int, name: str) -> None:
    """Clears the remark on a leaver's line of the roster, and puts `name` in the place of his name
    where one is given.
    """
    row = session.get_one(PersonRow, person_id)
    row.note = ""
    if name:
        row.name = name
    session.flush()


def has_note(session: Session, person_id: int) -> bool:
    return bool(session.get_one(PersonRow, person_id).note)
