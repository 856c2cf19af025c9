"""One owner among several processes: who holds a robot's connection."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from bot.storage.rows import TableRow


class LeaseRow(TableRow, table=True):
    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    owner: str
    until: datetime


def hold(session: Session, name: str, owner: str, *, now: datetime, until: datetime) -> bool:
    """Takes, extends or inherits the lease; False while another owner's has not run out."""
    mine_or_over = (col(LeaseRow.owner) == owner) | (col(LeaseRow.until) < now)
    taken = session.exec(
        update(LeaseRow)
        .where(col(LeaseRow.name) == name, mine_or_over)
        .values(owner=owner, until=until)
    )
    if taken.rowcount == 1:
        return True
    try:
        with session.begin_nested():
            session.add(LeaseRow(name=name, owner=owner, until=until))
            session.flush()
    except IntegrityError:  # somebody holds it, or took it at this very moment
        return False
    return True


def others(session: Session, kind: str, owner: str, *, now: datetime) -> bool:
    """Tells whether anybody else holds a lease whose name begins with `kind`."""
    held = select(LeaseRow.name).where(
        col(LeaseRow.name).startswith(kind), LeaseRow.owner != owner, LeaseRow.until >= now
    )
    return session.exec(held.limit(1)).first() is not None


def forget(session: Session, kind: str, *, before: datetime) -> None:
    """Removes leases of this kind that ran out before that moment."""
    session.exec(
        delete(LeaseRow).where(col(LeaseRow.name).startswith(kind), col(LeaseRow.until) < before)
    )


def release(session: Session, name: str, owner: str) -> None:
    session.exec(delete(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.owner) == owner))


def end_all(session: Session) -> None:
    """Ends every lease: of a restored database nobody is alive who held one."""
    session.exec(delete(LeaseRow))
