"""What any row keeps about one person. Looking for it changes nothing."""

from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, Table, bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from bot.domain.personal import Record, Turnout
from bot.domain.polls.poll import OVER
from bot.domain.retention import Found
from bot.messages import ChatKind
from bot.storage.audit import AuditRow
from bot.storage.inbox import InboxRow
from bot.storage.outbox.rows import OutboxRow
from bot.storage.people import PersonRow
from bot.storage.polls.polls import PollRow
from bot.storage.polls.roll import RollRow
from bot.storage.prepared import Prepared
from bot.storage.reminders import ReminderRow
from bot.storage.retention.messages import HEARD_HAS_WORDS, SAID_HAS_WORDS
from bot.storage.schema import METADATA  # all tables, whichever the running command uses

# What it means that a row names somebody there. What is not here is of his office.
OWN = {
    "submission.person_id": Record.REPORTS,
    "material.person_id": Record.MATERIALS,
    "promise.person_id": Record.PROMISES,
    "evaluation_input.person_id": Record.OBSERVATIONS,
    "evaluation_input.author_id": Record.WRITTEN,
    "opinion.person_id": Record.OPINIONS,
    "grade.person_id": Record.GRADES,
    "result.person_id": Record.GRADES,
    "rectification_owner.person_id": Record.ITEMS,
    "rectification_event.person_id": Record.PROGRESS,
    "help_request.asked_by": Record.HELP,
    "feedback.person_id": Record.LETTERS,
    "attendance.person_id": Record.ATTENDANCES,
    "meeting_leave.person_id": Record.LEAVES,
    "speech.person_id": Record.SPEECHES,
    "poll_link.person_id": Record.PAGES,
}
APART = {
    "poll_roll.person_id": "is told poll by poll",
    "person.responsible_id": "stands in the roster of another",
}


def references() -> Iterator[tuple[Table, Column[object]]]:
    """Yields every column in which a row can name a person."""
    for table in METADATA.sorted_tables:
        for column in table.columns:
            names_person = any(key.column.table.name == "person" for key in column.foreign_keys)
            if names_person and f"{table.name}.{column.name}" not in APART:
                yield table, column


def records(session: Session, person_id: int) -> Counter[Record]:
    """Counts the rows that name a person, by what they are of him."""
    counts: Counter[Record] = Counter()
    for record, naming in _namings():
        ((number,),) = naming.rows(session.connection(), person=person_id)
        counts[record] += number
    return +counts  # without what was counted 0 times


@cache
def _namings() -> tuple[tuple[Record, Prepared], ...]:
    """Counts the rows that name a `person`, by column, with what they are of him."""
    return tuple(
        (
            OWN.get(f"{table.name}.{column.name}", Record.OFFICE),
            Prepared(
                select_columns(func.count()).select_from(table).where(column == bindparam("person"))
            ),
        )
        for table, column in references()
    )


def named(session: Session, department_id: str, name: str) -> list[tuple[int, bool]]:
    """Returns id and whether he is on the roster, of everybody with this name or account."""
    people = select(PersonRow.id, PersonRow.active).where(
        PersonRow.department_id == department_id,
        (col(PersonRow.name) == name) | (col(PersonRow.account) == name),
    )
    rows = session.exec(people.order_by(col(PersonRow.active).desc(), col(PersonRow.id)))
    return [(person_id, active) for person_id, active in rows if person_id is not None]


def accounts(session: Session, person_id: int) -> frozenset[str]:
    """Returns the accounts that are known of a person, also those under which he once voted."""
    own = select(PersonRow.account).where(PersonRow.id == person_id)
    voted = select(RollRow.account).where(RollRow.person_id == person_id)
    known = [*session.exec(own), *session.exec(voted)]
    return frozenset(account for account in known if account)


def heard(session: Session, accounts: Collection[str]) -> Found:
    """Counts what somebody wrote, as far as its words are still there."""
    rows = select(InboxRow.received_at).where(col(InboxRow.sender).in_(accounts), HEARD_HAS_WORDS)
    moments = session.exec(rows).all()
    return Found.of(moments)


def said(session: Session, accounts: Collection[str]) -> Found:
    """Counts what he was told in single chat, as far as its words are still there."""
    rows = select(OutboxRow.created_at).where(_told(accounts), SAID_HAS_WORDS)
    moments = session.exec(rows).all()
    return Found.of(moments)


def sent_and_received(session: Session, accounts: Collection[str]) -> int:
    """Counts all rows of what he wrote and was told, those without words too."""
    heard = select(func.count()).where(col(InboxRow.sender).in_(accounts))
    said = select(func.count()).where(_told(accounts))
    return session.exec(heard).one() + session.exec(said).one()


def _told(accounts: Collection[str]) -> ColumnElement[bool]:
    is_direct = col(OutboxRow.chat_kind) == ChatKind.DIRECT
    return is_direct & col(OutboxRow.chat_id).in_(accounts)


def turnouts(session: Session, person_id: int, zone: ZoneInfo) -> list[Turnout]:
    """Returns whether he voted in each poll that is over, the first first; of others nothing."""
    rows = session.exec(
        select(RollRow, PollRow.opened_at)
        .join(PollRow, col(RollRow.poll_id) == col(PollRow.id))
        .where(RollRow.person_id == person_id, col(PollRow.state).in_(OVER))
        .order_by(col(PollRow.opened_at), col(PollRow.id))
    )
    turnouts: list[Turnout] = []
    for roll, opened_at in rows:
        voted = None
        if roll.present and not roll.recused:
            voted = "1" in roll.marks
        turnouts.append(Turnout(opened_at.astimezone(zone).date(), voted))
    return turnouts


def reminders(session: Session, person_id: int) -> int:
    """Counts the entries of the ledger of reminders that are for him."""
    rows = select(func.count()).where(ReminderRow.target == str(person_id))
    return session.exec(rows).one()


def acts(session: Session, department_id: str, actor: str) -> Found:
    """Counts the lines of the trail that name him as the one who acted."""
    rows = select(AuditRow.at).where(
        AuditRow.department_id == department_id, AuditRow.actor == actor
    )
    moments = session.exec(rows).all()
    return Found.of(moments)
