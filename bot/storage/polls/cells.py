"""Sealed ballot cells: as many as the roll has people, all of one length, in an order that no
person decides.

They are laid down blank before the first vote and only overwritten until the poll is destroyed.
"""

import asyncio
import struct
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import LargeBinary, bindparam, delete, func, insert, select
from sqlalchemy.exc import OperationalError
from sqlmodel import Field, Session, SQLModel

from bot.domain.polls.ballot import EVENT_BYTES, REMEMBERED, Ballot, blank
from bot.domain.polls.form import Form
from bot.storage.database import OTHERS_IN_TRANSACTIONS, Database
from bot.storage.keys import BallotKeys
from bot.storage.prepared import Prepared
from bot.storage.rows import WITHOUT_ROWID, TableRow

BLOCK = 32  # contents are padded to a multiple of it
SEEN_BYTES = REMEMBERED * EVENT_BYTES
# Removed rows leave their bytes in free pages and in the log: both are written anew. Half a second
# at most is waited for whoever reads, for votes wait meanwhile.
WIPE_SQLITE = (
    "PRAGMA busy_timeout=500",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "VACUUM",
    "PRAGMA wal_checkpoint(TRUNCATE)",
)
WIPE_POSTGRES = (
    "SET lock_timeout = 500",
    "VACUUM FULL poll_cell",
    "VACUUM FULL poll_roll",
    "VACUUM FULL poll_link",
    "RESET lock_timeout",
)


class CellRow(TableRow, table=True):
    """Without rowid, so that the cells lie in the order of their names."""

    __tablename__ = "poll_cell"
    __table_args__ = WITHOUT_ROWID

    poll_id: int = Field(primary_key=True, foreign_key="poll.id")
    name: bytes = Field(primary_key=True, sa_type=LargeBinary)
    sealed: bytes = Field(sa_type=LargeBinary)


_TABLE = SQLModel.metadata.tables[CellRow.__tablename__]
_OF_POLL = _TABLE.c.poll_id == bindparam("poll")
_ADD = Prepared(insert(_TABLE))
_ALL = Prepared(select(_TABLE.c.name, _TABLE.c.sealed).where(_OF_POLL))
_NUMBER = Prepared(select(func.count()).where(_OF_POLL))
_REMOVE = Prepared(delete(_TABLE).where(_OF_POLL))


def seed(
    session: Session, poll_id: int, persons: Iterable[int], form: Form, keys: BallotKeys
) -> None:
    """Lays down one blank cell per person, in the order of the cells' names (step 4)."""
    content = pack(blank(form))
    names = sorted(keys.cell_of(poll_id, person) for person in persons)
    rows = [
        {"poll_id": poll_id, "name": name, "sealed": keys.seal(name, content)} for name in names
    ]
    session.flush()
    _ADD.write_all(session.connection(), rows)


def all_of(session: Session, poll_id: int) -> list[tuple[bytes, bytes]]:
    """Returns (name, sealed) of every cell."""
    session.flush()
    return _ALL.rows(session.connection(), poll=poll_id)


def number(session: Session, poll_id: int) -> int:
    session.flush()
    ((cells,),) = _NUMBER.rows(session.connection(), poll=poll_id)
    return int(cells)


def remove(session: Session, poll_id: int) -> None:
    session.flush()
    _REMOVE.write(session.connection(), poll=poll_id)


async def wipe(database: Database) -> bool:
    """Takes removed cells and the roll's old versions out of the files and the log.

    False where a reader or a backup is in the way: votes do not wait for it, the next beat tries
    again.
    """
    try:
        if database.is_sqlite:
            rows = await asyncio.wrap_future(database.maintain(*WIPE_SQLITE))
            # SQLite does not fail where somebody is in the way of a checkpoint: it says so in its row.
            return bool(rows[-1][0] == 0)
        rows = await asyncio.wrap_future(database.maintain(OTHERS_IN_TRANSACTIONS))
        if rows[0][0] > 0:
            return False
        await asyncio.wrap_future(database.maintain(*WIPE_POSTGRES))
    except OperationalError:
        return False
    return True


def pack(ballot: Ballot) -> bytes:
    numbers = list(ballot.newest)
    if ballot.leaf is not None:
        numbers.insert(0, ballot.leaf)
    layout = _layout(len(ballot.newest), len(ballot.choices), turning=ballot.leaf is not None)
    return layout.pack(*numbers, b"".join(ballot.seen), bytes(ballot.choices))


def unpack(content: bytes, form: Form) -> Ballot:
    layout = _layout(len(form.pages), len(form.items), turning=form.turning)
    *newest, seen, choices = layout.unpack(content)
    leaf = None
    if form.turning:
        leaf = newest.pop(0)
    filled = len(seen.rstrip(b"\0"))
    events = tuple(seen[start : start + EVENT_BYTES] for start in range(0, filled, EVENT_BYTES))
    return Ballot(tuple(choices), tuple(newest), events, leaf)


@lru_cache(maxsize=64)
def _layout(cards: int, items: int, *, turning: bool) -> struct.Struct:
    """Where a card that turns stands, times of the cards, hashes of the last events, one byte per
    choice, padding: the same length for every ballot of a poll.
    """
    content = struct.Struct(f">{cards}q{SEEN_BYTES}s{items}s")
    if turning:
        content = struct.Struct(f">H{cards}q{SEEN_BYTES}s{items}s")
    return struct.Struct(f"{content.format}{-content.size % BLOCK}x")
