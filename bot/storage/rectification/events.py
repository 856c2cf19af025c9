"""What happened to an item of the ledger, from its first word to whether it held."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Field, Session, SQLModel

from bot.domain.rectification.history import ANSWERS, REPORTS, Event, EventKind
from bot.storage.prepared import Prepared
from bot.storage.rows import TableRow
from bot.storage.writes import add_row


class EventRow(TableRow, table=True):
    """`sha256` names the proof in the file store, as it was at that moment."""

    __tablename__ = "rectification_event"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="rectification_item.id", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")  # of the owner who speaks
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    kind: str
    text: str = ""
    sha256: str = ""
    name: str = ""
    size: int = 0


_TABLE = SQLModel.metadata.tables[EventRow.__tablename__]
# What messages and beats ask is put together once and sent past the mapper.
_OF_ITEMS = Prepared(
    _TABLE.select()
    .where(_TABLE.c.item_id.in_(bindparam("items", expanding=True)))
    .order_by(_TABLE.c.at, _TABLE.c.id)
)
_LAST_ANSWERS = Prepared(
    select(_TABLE.c.branch_id, func.max(_TABLE.c.at))
    .where(
        _TABLE.c.item_id.in_(bindparam("items", expanding=True)),
        _TABLE.c.kind.in_(ANSWERS),
        _TABLE.c.branch_id.is_not(None),
    )
    .group_by(_TABLE.c.branch_id)
)
_LAST_REPORT = Prepared(
    select(_TABLE.c.item_id)
    .where(
        _TABLE.c.person_id == bindparam("person"),
        _TABLE.c.at >= bindparam("since"),
        _TABLE.c.kind.in_(REPORTS),
    )
    .order_by(_TABLE.c.id.desc())
    .limit(1)
)


def add(
    session: Session,
    item_id: int,
    kind: EventKind,
    *,
    at: datetime,
    branch_id: int | None = None,
    person_id: int | None = None,
    text: str = "",
    sha256: str = "",
    name: str = "",
    size: int = 0,
) -> None:
    row = {
        "item_id": item_id,
        "branch_id": branch_id,
        "person_id": person_id,
        "at": at,
        "kind": kind,
        "text": text,
        "sha256": sha256,
        "name": name,
        "size": size,
    }
    add_row(session, _TABLE, row)


def of_items(session: Session, item_ids: Collection[int]) -> Mapping[int, list[Event]]:
    """Returns the events by item, in order of time."""
    session.flush()
    rows = _OF_ITEMS.rows(session.connection(), items=list(item_ids))
    events: dict[int, list[Event]] = defaultdict(list)
    for row in rows:
        event = Event(
            at=row.at,
            kind=EventKind(row.kind),
            branch=row.branch_id,
            person=row.person_id,
            text=row.text,
            sha256=row.sha256,
            name=row.name,
            size=row.size,
        )
        events[row.item_id].append(event)
    return events


def last_answers(session: Session, item_ids: Collection[int]) -> Mapping[int, datetime]:
    """Returns when each branch last said something about one of these items."""
    if not item_ids:
        return {}
    session.flush()
    return dict(_LAST_ANSWERS.rows(session.connection(), items=list(item_ids)))


def last_reported_by(session: Session, person_id: int, *, since: datetime) -> int | None:
    """Returns the item about which this person reported last, not before `since`."""
    session.flush()
    row = _LAST_REPORT.first(session.connection(), person=person_id, since=since)
    if row is None:
        return None
    item_id: int = row.item_id
    return item_id
