"""What happened to an item: entered, progress, help wanted, done with its proof, verified or returned, held or relapsed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, func, select


class EventRow(SQLModel, table=True):
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


# What an owner says; whoever has said one of these since the month's question has answered it.
ANSWERS = ("under_way", "progress", "help", "done")


def add(session: Session, row: EventRow) -> None:
    session.add(row)
    session.flush()


def of_items(session: Session, item_ids: Collection[int]) -> Mapping[int, list[EventRow]]:
    """By item, in order of time."""
    events: dict[int, list[EventRow]] = defaultdict(list)
    found = (
        select(EventRow)
        .where(col(EventRow.item_id).in_(item_ids))
        .order_by(col(EventRow.at), col(EventRow.id))
    )
    for row in session.exec(found):
        events[row.item_id].append(row)
    return events


def last_answers(session: Session, item_ids: Collection[int]) -> Mapping[int, datetime]:
    """When each branch last said something about one of these items."""
    found = select(EventRow.branch_id, func.max(EventRow.at)).where(
        col(EventRow.item_id).in_(item_ids),
        col(EventRow.kind).in_(ANSWERS),
        col(EventRow.branch_id).is_not(None),
    )
    return {
        branch: at
        for branch, at in session.exec(found.group_by(col(EventRow.branch_id)))
        if branch is not None
    }


def last_spoken_of(session: Session, person_id: int, *, since: datetime) -> int | None:
    """The item about which this person reported last, not before `since`."""
    found = select(EventRow.item_id).where(
        EventRow.person_id == person_id,
        EventRow.at >= since,
        col(EventRow.kind).in_(("done", "progress")),
    )
    return session.exec(found.order_by(col(EventRow.id).desc()).limit(1)).first()
