"""Calls for help: at most one at a time for a branch's part of an item that is not settled."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Field, Session, SQLModel

from bot.domain.rectification.help_requests import HelpRequest, HelpState
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.writes import add_row, change_row


class HelpRequestRow(TableRow, table=True):
    """`helper_id` owes the answer until `due`."""

    __tablename__ = "help_request"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    item_id: int = Field(foreign_key="rectification_item.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    text: str = ""
    helper_id: int = Field(foreign_key="person.id")
    due: date
    state: str = HelpState.WAITING
    answer: str = ""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    reminded_on: date | None = None
    settled_at: datetime | None = None


_TABLE = SQLModel.metadata.tables[HelpRequestRow.__tablename__]
_ALL = (
    _TABLE.select().where(_TABLE.c.department_id == bindparam("department")).order_by(_TABLE.c.id)
)
# What messages and beats ask is put together once and sent past the mapper.
_OF_DEPARTMENT = Prepared(_ALL)
_UNSETTLED = Prepared(_ALL.where(_TABLE.c.state.in_((HelpState.WAITING, HelpState.ANSWERED))))
_THIS = _TABLE.select().where(_TABLE.c.id == bindparam("request"))
_OF_ID = Prepared(_THIS)
_LOCKED = Prepared(_THIS.with_for_update())
_WAITING = Prepared(_TABLE.select().where(_TABLE.c.state == HelpState.WAITING))


def add(
    session: Session,
    *,
    department_id: str,
    item_id: int,
    branch_id: int,
    asked_by: int,
    asked_at: datetime,
    text: str,
    helper_id: int,
    due: date,
) -> HelpRequest:
    row = {
        "department_id": department_id,
        "item_id": item_id,
        "branch_id": branch_id,
        "asked_by": asked_by,
        "asked_at": asked_at,
        "text": text,
        "helper_id": helper_id,
        "due": due,
    }
    (request_id,) = add_row(session, _TABLE, row)
    return find(session, request_id)


def find(session: Session, request_id: int) -> HelpRequest:
    session.flush()
    (row,) = _OF_ID.rows(session.connection(), request=request_id)
    return _request(row)


def locked(session: Session, request_id: int) -> HelpRequest:
    """Returns a call, locked where the database can lock: of two who answer one is second."""
    session.flush()
    (row,) = _LOCKED.rows(session.connection(), request=request_id)
    return _request(row)


@remembered("help_request")
def of_department(session: Session, department_id: str) -> list[HelpRequest]:
    """Returns all calls, the oldest first."""
    rows = _OF_DEPARTMENT.rows(session.connection(), department=department_id)
    return [_request(row) for row in rows]


@remembered("help_request")
def unsettled(session: Session, department_id: str) -> list[HelpRequest]:
    """Returns the calls that are not settled, the oldest first."""
    rows = _UNSETTLED.rows(session.connection(), department=department_id)
    return [_request(row) for row in rows]


@remembered("help_request")
def departments(session: Session) -> list[str]:
    """Returns the departments in which somebody owes an answer."""
    return sorted({row.department_id for row in _WAITING.rows(session.connection())})


def change(session: Session, request_id: int, changes: Mapping[str, Any]) -> HelpRequest:
    """Sets these columns of a call."""
    change_row(session, _TABLE, (request_id,), changes)
    return find(session, request_id)


def _request(row: Row[Any]) -> HelpRequest:
    return HelpRequest(
        id=row.id,
        item=row.item_id,
        branch=row.branch_id,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        text=row.text,
        helper=row.helper_id,
        due=row.due,
        state=HelpState(row.state),
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        reminded_on=row.reminded_on,
        settled_at=row.settled_at,
    )
