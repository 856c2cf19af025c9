"""What was said to the bot and by it. Its rows are no facts; what they led to stands elsewhere.

Rows of the outbox stay without their words: their keys are why nothing is said twice, and what
became of them stands in the ledger of reminders. Of what a person wrote one empty row stays, by
which the bot knows that it may write to him.
"""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, Text, cast, func, or_
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.retention import Found
from bot.domain.values import dataclass
from bot.messages import ChatKind
from bot.storage.cycles import CycleRow
from bot.storage.inbox import SAID_IN_SINGLE_CHAT, InboxRow
from bot.storage.inbox import State as InboxState
from bot.storage.open_cards import OPEN, CardRow
from bot.storage.outbox.rows import LEFT_OUT, OutboxRow, OutboxState
from bot.storage.people import PersonRow
from bot.storage.polls.meeting import LeaveRow
from bot.storage.retention.removed import BATCH, Removed

FINISHED = (InboxState.DONE, InboxState.FAILED)
SETTLED = (OutboxState.SENT, OutboxState.FAILED, OutboxState.SKIPPED)
EMPTY = {"chat": {"kind": ChatKind.DIRECT.value}, "entered": False}
PART = ("key", LEFT_OUT)  # what stays of a part of a digest
HEARD_HAS_WORDS = col(InboxRow.payload)["text"].as_string().is_not(None)
SAID_HAS_WORDS = or_(
    cast(col(OutboxRow.payload), Text) != "{}",
    cast(col(OutboxRow.parts), Text).contains('"message"'),
)


@dataclass(frozen=True)
class Senders:
    """These accounts, or all but these: what somebody wrote names no department."""

    accounts: frozenset[str]
    are_left_out: bool = False

    @property
    def condition(self) -> ColumnElement[bool]:
        sender = col(InboxRow.sender)
        if self.are_left_out:
            return sender.not_in(self.accounts)
        return sender.in_(self.accounts)


def senders(session: Session) -> dict[str, Senders]:
    """Returns by department who is on its roster and on no other."""
    rows = select(PersonRow.account, PersonRow.department_id).where(
        col(PersonRow.account).is_not(None), col(PersonRow.active)
    )
    departments: dict[str, set[str]] = defaultdict(set)
    for account, department_id in session.exec(rows):
        departments[str(account)].add(department_id)
    accounts: dict[str, set[str]] = defaultdict(set)
    for account, among in departments.items():
        if len(among) == 1:
            accounts[min(among)].add(account)
    return {department: Senders(frozenset(own)) for department, own in accounts.items()}


def due_heard(session: Session, senders: Senders, before: datetime) -> Found:
    """Counts what these people wrote before this moment."""
    # Only the moments: years of messages would take long to read.
    moments = _heard(senders, before).with_only_columns(col(InboxRow.received_at))
    return Found.of(session.scalars(moments))


def remove_heard(session: Session, senders: Senders, before: datetime) -> Removed:
    """Removes some of it; nothing is left when it removes none."""
    removed = Removed()
    kept = last_words(session)
    for row in session.exec(_heard(senders, before).limit(BATCH)).all():
        empty_heard(session, row.id, removed, keep_row=row.id in kept)
    session.flush()
    return removed


def due_said(session: Session, department_id: str, before: datetime) -> Found:
    """Counts what the bot said to a department before this moment, and reasons of leave."""
    said = session.scalars(
        _said(department_id, before).with_only_columns(col(OutboxRow.created_at))
    )
    cards = [row.asked_at for row in _cards(session, department_id, before)]
    leaves = [row.at for row in session.exec(_leaves(department_id, before))]
    return Found.of([*said, *cards, *leaves])


def remove_said(session: Session, department_id: str, before: datetime) -> Removed:
    """Empties some of it; nothing is left when it empties none."""
    removed = Removed()
    for row in session.exec(_said(department_id, before).limit(BATCH)).all():
        empty_said(session, row.id, removed)
    for card in _cards(session, department_id, before)[:BATCH]:
        removed.add()
        card.text = None
    for leave in session.exec(_leaves(department_id, before).limit(BATCH)).all():
        removed.add()
        leave.reason = ""
    session.flush()
    return removed


def empty_heard(session: Session, row_id: int | None, removed: Removed, *, keep_row: bool) -> None:
    """Takes away what somebody wrote; an empty row stays where one is to be kept."""
    row = session.get_one(InboxRow, row_id)
    removed.add(row.payload)
    if keep_row:
        row.payload = EMPTY
        row.answer = None
    else:
        session.exec(delete(InboxRow).where(col(InboxRow.id) == row_id))


def empty_said(session: Session, row_id: int | None, removed: Removed) -> None:
    """Takes the words from a message; its key and what became of it stay."""
    row = session.get_one(OutboxRow, row_id)
    removed.add(row.payload, row.parts)
    row.payload = {}
    row.reply_token = ""
    if row.parts is not None:
        row.parts = [{key: part[key] for key in PART if key in part} for part in row.parts]


def _heard(senders: Senders, before: datetime) -> SelectOfScalar[InboxRow]:
    """Selects what was worked on and is not empty yet."""
    rows = select(InboxRow).where(
        col(InboxRow.state).in_(FINISHED),
        col(InboxRow.received_at) < before,
        HEARD_HAS_WORDS,
        senders.condition,
    )
    return rows.order_by(col(InboxRow.id))


def last_words(session: Session) -> set[int | None]:
    """Returns of each person the last thing that he wrote in single chat."""
    last = select(func.max(InboxRow.id)).where(*SAID_IN_SINGLE_CHAT)
    by_person = last.group_by(col(InboxRow.platform), col(InboxRow.sender))
    return set(session.exec(by_person).all())


def _said(department_id: str, before: datetime) -> SelectOfScalar[OutboxRow]:
    rows = select(OutboxRow).where(
        OutboxRow.department_id == department_id,
        col(OutboxRow.state).in_(SETTLED),
        col(OutboxRow.created_at) < before,
        SAID_HAS_WORDS,
    )
    return rows.order_by(col(OutboxRow.id))


def _cards(session: Session, department_id: str, before: datetime) -> list[CardRow]:
    """Returns what stood on cards that were decided; who decided what stays."""
    rows = select(CardRow).where(
        CardRow.department_id == department_id,
        CardRow.state != OPEN,
        col(CardRow.asked_at) < before,
    )
    return [row for row in session.exec(rows) if row.text is not None]


def _leaves(department_id: str, before: datetime) -> SelectOfScalar[LeaveRow]:
    return (
        select(LeaveRow)
        .join(CycleRow, col(LeaveRow.cycle_id) == col(CycleRow.id))
        .where(
            CycleRow.department_id == department_id,
            LeaveRow.reason != "",
            col(LeaveRow.at) < before,
        )
    )
