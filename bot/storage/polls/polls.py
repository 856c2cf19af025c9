"""One row per poll. Its state: open -> closing -> counted -> released; void where the count did not come out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, exists, update
from sqlmodel import Field, Session, SQLModel, col, select

from bot.domain.polls.form import Purpose
from bot.storage.polls.roll import RollRow

KEYS_LOST = "keys_lost"  # why a poll is void that nobody can count


class PollRow(SQLModel, table=True):
    __tablename__ = "poll"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    purpose: str = Purpose.EVALUATION
    branch_id: int | None = Field(
        default=None, foreign_key="branch.id"
    )  # whose people are asked, where satisfaction is
    state: str = "open"
    terms: str  # canonical JSON, frozen
    digest: str
    key_id: str
    opened_at: datetime
    opened_by: int = Field(foreign_key="person.id")
    closes_at: datetime | None = None
    reminded: bool = False  # those who had not voted were asked
    closed_at: datetime | None = None
    counted_at: datetime | None = None
    eligible: int | None = None  # as of the count; before, the roll tells
    voted: int | None = None
    groups: str | None = None  # canonical JSON of what may be shown
    groups_digest: str | None = None
    shown: str | None = (
        None  # what a preview showed of the groups: people remember it also after a withdrawal
    )
    withheld: str = ""  # why nothing may be shown
    named: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # 记名 only: choices by person
    destroy_at: datetime | None = None  # the end of the objection period
    destroyed: str = ""  # how far destruction came: "" -> cells -> keys -> files
    released: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    released_at: datetime | None = None
    released_by: int | None = Field(default=None, foreign_key="person.id")


def add(session: Session, row: PollRow) -> int:
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def find(session: Session, poll_id: int) -> PollRow | None:
    return session.get(PollRow, poll_id)


def of_cycle(session: Session, cycle_id: int) -> list[PollRow]:
    """The evaluation alone: whatever a cycle's stages, grades and exports count."""
    found = select(PollRow).where(
        PollRow.cycle_id == cycle_id, PollRow.purpose == Purpose.EVALUATION
    )
    return list(session.exec(found.order_by(col(PollRow.id))))


def of_department(session: Session, department_id: str, states: Iterable[str]) -> list[PollRow]:
    """The evaluation alone."""
    return [
        row for row in every(session, department_id, states) if row.purpose == Purpose.EVALUATION
    ]


def of_branches(session: Session, department_id: str, states: Iterable[str]) -> list[PollRow]:
    """Those that ask a branch's people whether they are satisfied."""
    return [
        row for row in every(session, department_id, states) if row.purpose == Purpose.SATISFACTION
    ]


def every(session: Session, department_id: str, states: Iterable[str]) -> list[PollRow]:
    found = select(PollRow).where(
        PollRow.department_id == department_id, col(PollRow.state).in_(list(states))
    )
    return list(session.exec(found.order_by(col(PollRow.id))))


def asking(session: Session, person_id: int, states: Iterable[str]) -> list[PollRow]:
    """Those on whose roll this person stands that ask whether people are satisfied."""
    on_roll = exists().where(
        col(RollRow.poll_id) == col(PollRow.id), col(RollRow.person_id) == person_id
    )
    found = select(PollRow).where(
        PollRow.purpose == Purpose.SATISFACTION, col(PollRow.state).in_(list(states)), on_roll
    )
    return list(session.exec(found.order_by(col(PollRow.id))))


def of_account(session: Session, account: str, states: Iterable[str]) -> list[PollRow]:
    """Those in which somebody votes with this account."""
    on_roll = exists().where(
        col(RollRow.poll_id) == col(PollRow.id), col(RollRow.account) == account
    )
    found = select(PollRow).where(col(PollRow.state).in_(list(states)), on_roll)
    return list(session.exec(found.order_by(col(PollRow.id))))


def unfinished(session: Session) -> list[PollRow]:
    """Polls that the clock may have to do with: open, closing, or not yet destroyed."""
    found = select(PollRow).where(
        col(PollRow.state).in_(("open", "closing")) | (PollRow.destroyed != "files")
    )
    return list(session.exec(found.order_by(col(PollRow.id))))


def move(session: Session, poll_id: int, *, before: str, after: str, **values: object) -> bool:
    """Changes the state by conditional update; False where somebody was first."""
    changed = session.exec(
        update(PollRow)
        .where(col(PollRow.id) == poll_id, col(PollRow.state) == before)
        .values(state=after, **values)
        .execution_options(synchronize_session="fetch")
    )
    return changed.rowcount == 1
