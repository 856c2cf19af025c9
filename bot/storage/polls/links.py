"""Links to a ballot's page: how often somebody asked for a new one, and the device that his link
is bound to.

Nobody who reads this can make a link: that takes the poll's keys. A row stands here only for who
asked again or has opened his page; rows go with the ballots.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlmodel import Field, Session, SQLModel, col

FIRST = 1


class LinkRow(SQLModel, table=True):
    __tablename__ = "poll_link"
    __table_args__ = {"sqlite_with_rowid": False}

    poll_id: int = Field(primary_key=True, foreign_key="poll.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    number: int = FIRST  # of the link that is in force
    device: str = ""  # hash of the secret that the device keeps; empty until the first use


@dataclass(frozen=True)
class LinkInForce:
    number: int = FIRST
    device: str = ""


def find(session: Session, poll_id: int, person_id: int) -> LinkInForce:
    """The link in force; the first one, unused, where nothing was noted yet."""
    row = session.execute(
        select(col(LinkRow.number), col(LinkRow.device)).where(*_place(poll_id, person_id))
    ).first()
    return LinkInForce(*row) if row else LinkInForce()


def renew(session: Session, poll_id: int, person_id: int) -> None:
    """Ends the link in force; no device has used the new one."""
    number = find(session, poll_id, person_id).number + 1
    _put(session, poll_id, person_id, number=number, device="")


def bind(session: Session, poll_id: int, person_id: int, device: str) -> None:
    """Binds the link in force to a device."""
    _put(session, poll_id, person_id, device=device)


def remove(session: Session, poll_id: int) -> None:
    """Forgets all that is noted of a poll's links."""
    session.execute(delete(LinkRow).where(col(LinkRow.poll_id) == poll_id))


def _place(poll_id: int, person_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(LinkRow.poll_id) == poll_id, col(LinkRow.person_id) == person_id


def _put(session: Session, poll_id: int, person_id: int, **values: object) -> None:
    changed = session.exec(update(LinkRow).where(*_place(poll_id, person_id)).values(**values))
    if changed.rowcount == 0:
        row = {"poll_id": poll_id, "person_id": person_id, "number": FIRST, "device": ""}
        session.execute(insert(LinkRow).values({**row, **values}))
