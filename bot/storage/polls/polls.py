"""One row per poll.

Its state: open -> closing -> counted -> released; void where the count did not come out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, bindparam, exists
from sqlmodel import Field, Session, SQLModel, col, select

from bot.domain.polls.form import Purpose
from bot.domain.polls.poll import (
    RUNNING,
    Audience,
    Count,
    Destruction,
    Poll,
    PollState,
    frozen_terms,
)
from bot.domain.polls.rating import turnouts_of
from bot.domain.polls.terms import Terms
from bot.storage.polls import roll
from bot.storage.polls.roll import RollEntry, RollRow
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.writes import add_row, change_row, change_row_where


class PollRow(TableRow, table=True):
    __tablename__ = "poll"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    purpose: str = Purpose.EVALUATION
    # Whose people are asked, where satisfaction is.
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    state: str = PollState.OPEN
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
    # What a preview showed of the groups: people remember it also after a withdrawal.
    shown: str | None = None
    withheld: str = ""  # why nothing may be shown
    named: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # 记名 only: choices by person
    destroy_at: datetime | None = None  # the end of the objection period
    destroyed: str = Destruction.NOT_BEGUN
    released: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    released_at: datetime | None = None
    released_by: int | None = Field(default=None, foreign_key="person.id")
    released_to: str | None = None


_TABLE = SQLModel.metadata.tables[PollRow.__tablename__]
_COLUMNS = _TABLE.c
_POLLS = _TABLE.select().order_by(_COLUMNS.id)
_IN_STATES = _COLUMNS.state.in_(bindparam("states", expanding=True))
_OF_DEPARTMENT = _COLUMNS.department_id == bindparam("department")
_FOR_PURPOSE = _COLUMNS.purpose == bindparam("purpose")
_ON_ROLL = exists().where(col(RollRow.poll_id) == _COLUMNS.id)
# What every message and every beat asks is put together once and sent past the mapper.
_OF_ID = Prepared(_POLLS.where(_COLUMNS.id == bindparam("poll")))
_OF_CYCLE = Prepared(_POLLS.where(_COLUMNS.cycle_id == bindparam("cycle"), _FOR_PURPOSE))
_OF_PURPOSE = Prepared(_POLLS.where(_OF_DEPARTMENT, _FOR_PURPOSE, _IN_STATES))
_EVERY = Prepared(_POLLS.where(_OF_DEPARTMENT, _IN_STATES))
_ASKING = Prepared(
    _POLLS.where(
        _FOR_PURPOSE, _IN_STATES, _ON_ROLL.where(col(RollRow.person_id) == bindparam("person"))
    )
)
_OF_ACCOUNT = Prepared(
    _POLLS.where(_IN_STATES, _ON_ROLL.where(col(RollRow.account) == bindparam("account")))
)
_UNFINISHED = Prepared(
    _POLLS.where(_COLUMNS.state.in_(list(RUNNING)) | (_COLUMNS.destroyed != Destruction.FILES))
)


def add(
    session: Session,
    *,
    cycle_id: int,
    branch_id: int | None,
    terms: Terms,
    key_id: str,
    opened_by: int,
) -> int:
    """Adds an open poll with these terms; its id."""
    row = {
        "department_id": terms.department,
        "cycle_id": cycle_id,
        "purpose": terms.purpose,
        "branch_id": branch_id,
        "terms": terms.canonical,
        "digest": terms.digest,
        "key_id": key_id,
        "opened_at": terms.opened_at,
        "opened_by": opened_by,
        "closes_at": terms.closes_at,
    }
    (poll_id,) = add_row(session, _TABLE, row)
    return int(poll_id)


@remembered("poll", "poll_roll")
def find(session: Session, poll_id: int) -> Poll | None:
    return next(iter(_polls(session, _OF_ID, poll=poll_id)), None)


@remembered("poll", "poll_roll")
def get(session: Session, poll_id: int) -> Poll:
    """Returns a poll that is known to be there."""
    (poll,) = _polls(session, _OF_ID, poll=poll_id)
    return poll


@remembered("poll", "poll_roll")
def of_cycle(session: Session, cycle_id: int) -> list[Poll]:
    """Returns the evaluation's polls alone: whatever a cycle's stages, grades and exports count."""
    return _polls(session, _OF_CYCLE, cycle=cycle_id, purpose=Purpose.EVALUATION)


@remembered("poll", "poll_roll")
def of_department(
    session: Session, department_id: str, states: tuple[PollState, ...] = tuple(PollState)
) -> list[Poll]:
    """Returns the evaluation's polls alone."""
    return _polls(
        session,
        _OF_PURPOSE,
        department=department_id,
        purpose=Purpose.EVALUATION,
        states=states,
    )


@remembered("poll", "poll_roll")
def of_branches(
    session: Session, department_id: str, states: tuple[PollState, ...] = tuple(PollState)
) -> list[Poll]:
    """Returns the polls that ask a branch's people whether they are satisfied."""
    return _polls(
        session,
        _OF_PURPOSE,
        department=department_id,
        purpose=Purpose.SATISFACTION,
        states=states,
    )


@remembered("poll", "poll_roll")
def every(
    session: Session, department_id: str, states: tuple[PollState, ...] = tuple(PollState)
) -> list[Poll]:
    """Returns a department's polls, whatever they are for."""
    return _polls(session, _EVERY, department=department_id, states=states)


@remembered("poll", "poll_roll")
def asking(
    session: Session, person_id: int, states: tuple[PollState, ...] = tuple(PollState)
) -> list[Poll]:
    """Returns the polls about satisfaction on whose roll this person stands."""
    return _polls(session, _ASKING, person=person_id, purpose=Purpose.SATISFACTION, states=states)


@remembered("poll", "poll_roll")
def of_account(session: Session, account: str, states: tuple[PollState, ...]) -> list[Poll]:
    """Returns the polls in which somebody votes with this account."""
    return _polls(session, _OF_ACCOUNT, account=account, states=states)


@remembered("poll", "poll_roll")
def unfinished(session: Session) -> list[Poll]:
    """Returns the polls that the clock may have to do with: open, closing, or not yet destroyed."""
    return _polls(session, _UNFINISHED)


def move(
    session: Session, poll_id: int, *, before: PollState, after: PollState, **values: object
) -> bool:
    """Changes the state by conditional update; False, and no change, where somebody was first."""
    changed = {"state": after, **values}
    return change_row_where(session, _TABLE, (poll_id,), {"state": before}, changed)


def publish(session: Session, poll_id: int, person_id: int, at: datetime) -> bool:
    """Shows everybody what the leadership has; False where everybody has it already."""
    given = {"state": PollState.RELEASED, "released_to": Audience.LEADERSHIP}
    shown = {"released_to": Audience.GROUP, "released_by": person_id, "released_at": at}
    return change_row_where(session, _TABLE, (poll_id,), given, shown)


def store_count(session: Session, poll_id: int, count: Count) -> None:
    """Writes what a count has fixed; a void one also changes the state."""
    counted: dict[str, object] = {
        "eligible": count.eligible,
        "voted": count.voted,
        "groups": count.groups,
        "groups_digest": count.groups_digest,
        "withheld": count.void or count.withheld,
    }
    if count.void:
        counted["state"] = PollState.VOID
    if count.named is not None:
        counted["named"] = dict(count.named)
    change_row(session, _TABLE, (poll_id,), counted)


def note_reminded(session: Session, poll_id: int) -> None:
    change_row(session, _TABLE, (poll_id,), {"reminded": True})


def note_shown(session: Session, poll_id: int) -> None:
    """Notes that a preview has shown the numbers."""
    change_row(session, _TABLE, (poll_id,), {"shown": get(session, poll_id).groups})


def keep_until(session: Session, poll_id: int, end: datetime) -> None:
    """Sets the end of the objection period, at which the ballots are destroyed."""
    change_row(session, _TABLE, (poll_id,), {"destroy_at": end})


def note_destroyed(session: Session, poll_id: int, step: Destruction) -> None:
    change_row(session, _TABLE, (poll_id,), {"destroyed": step})


def running_keys(session: Session) -> list[str]:
    """Returns the ids of the keys that polls taking votes cannot do without."""
    keys = session.exec(select(PollRow.key_id).where(col(PollRow.state).in_(list(RUNNING))))
    return [key_id for key_id in keys if key_id]


def _polls(session: Session, statement: Prepared, **wanted: object) -> list[Poll]:
    """Returns the polls that a statement selects, in the order of their opening."""
    rows = statement.rows(session.connection(), **wanted)
    counted = [row.id for row in rows if row.groups is not None]
    raters: dict[int, list[RollEntry]] = {}
    # Before the count there are no groups of whose turnout anything could be told.
    if counted:
        raters = roll.raters(session, counted)
    return [_poll(row, raters.get(row.id, ())) for row in rows]


def _poll(row: Row[Any], raters: Sequence[RollEntry]) -> Poll:
    """Returns the poll of a row; `raters` are its people where they do not all rate all."""
    turnouts = {}
    if raters:
        terms = frozen_terms(row.terms)
        turnouts = turnouts_of(terms.form, [(entry.rater, entry.voted) for entry in raters])
    return Poll(
        id=row.id,
        department_id=row.department_id,
        cycle_id=row.cycle_id,
        recorded_purpose=row.purpose,
        branch_id=row.branch_id,
        state=PollState(row.state),
        canonical_terms=row.terms,
        digest=row.digest,
        key_id=row.key_id,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        closes_at=row.closes_at,
        reminded=row.reminded,
        closed_at=row.closed_at,
        eligible=row.eligible,
        voted=row.voted,
        groups=row.groups,
        groups_digest=row.groups_digest,
        shown=row.shown,
        withheld=row.withheld,
        named=row.named,
        destroy_at=row.destroy_at,
        destroyed=Destruction(row.destroyed),
        released=row.released,
        released_at=row.released_at,
        released_by=row.released_by,
        released_to=_audience(row),
        turnouts=turnouts,
    )


def _audience(row: Row[Any]) -> Audience | None:
    """Returns whom a result was given to; before that was noted, every one went to the group."""
    if row.released_to is not None:
        return Audience(row.released_to)
    if row.state != PollState.RELEASED:
        return None
    return Audience.GROUP
