"""The few statements of one vote, prepared once: a full hall sends hundreds of votes a second.

They read and write plain columns, without mapped objects. Writers take turns, so nothing needs to be locked.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, SQLModel

from bot.domain.polls.ballot import Ballot
from bot.domain.polls.form import Form
from bot.storage import people
from bot.storage.keys import BallotKeys
from bot.storage.polls import cells, polls, roll
from bot.storage.polls.roll import Marked

_TABLES = SQLModel.metadata.tables
_PERSON, _POLL = _TABLES[people.PersonRow.__tablename__], _TABLES[polls.PollRow.__tablename__]
_ROLL, _CELL = _TABLES[roll.RollRow.__tablename__], _TABLES[cells.CellRow.__tablename__]

_BOOTH = (
    select(
        *(_PERSON.c.id, _PERSON.c.department_id),
        *(_POLL.c.department_id, _POLL.c.state, _POLL.c.terms, _POLL.c.key_id),
        *(_POLL.c.opened_at, _POLL.c.closes_at, _POLL.c.closed_at),
        *(_ROLL.c.category, _ROLL.c.present, _ROLL.c.recused, _ROLL.c.late, _ROLL.c.marks),
    )
    .select_from(_PERSON)
    .outerjoin(_POLL, _POLL.c.id == bindparam("poll"))
    .outerjoin(_ROLL, (_ROLL.c.poll_id == _POLL.c.id) & (_ROLL.c.person_id == _PERSON.c.id))
    .where(_PERSON.c.account == bindparam("voter"), _PERSON.c.active)
)
_READ = select(_CELL.c.sealed).where(_CELL.c.poll_id == bindparam("poll"), _CELL.c.name == bindparam("cell"))
_WRITE = (
    update(_CELL)
    .where(_CELL.c.poll_id == bindparam("poll"), _CELL.c.name == bindparam("cell"))
    .values(sealed=bindparam("content"))
)
_MARK = (
    update(_ROLL)
    .where(_ROLL.c.poll_id == bindparam("poll"), _ROLL.c.person_id == bindparam("person"))
    .values(marks=bindparam("voted"))
)


@dataclass(frozen=True)
class Poll:
    """What a vote must know of its poll."""

    department: str
    state: str
    terms: str
    key_id: str
    opened_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Booth:
    """One voter before one poll; None where there is no such poll, or the voter does not stand on its roll."""

    person: int
    department: str
    poll: Poll | None
    entry: Marked | None


def enter(session: Session, account: str, poll_id: int) -> Booth | None:
    """None for somebody on no roster."""
    row = session.connection().execute(_BOOTH, {"voter": account, "poll": poll_id}).first()
    if row is None:
        return None
    person, department, *poll = row[:9]
    category, present, recused, late, marks = row[9:]
    entry = Marked(person, category, bool(present), bool(recused), bool(late), marks) if marks is not None else None
    return Booth(person, department, Poll(*poll) if poll[0] is not None else None, entry)


def read(session: Session, poll_id: int, person: int, form: Form, keys: BallotKeys) -> Ballot:
    """The voter's ballot. Raises ValueError where its cell is missing or was tampered with."""
    name = keys.cell_of(poll_id, person)
    sealed = session.connection().execute(_READ, {"poll": poll_id, "cell": name}).scalar()
    if sealed is None:
        raise ValueError("a ballot cell is missing")
    return cells.unpack(keys.unseal(name, sealed), form)


def write(session: Session, poll_id: int, person: int, ballot: Ballot, keys: BallotKeys) -> None:
    name = keys.cell_of(poll_id, person)
    content = keys.seal(name, cells.pack(ballot))
    session.connection().execute(_WRITE, {"poll": poll_id, "cell": name, "content": content})


def mark(session: Session, poll_id: int, person: int, marks: str) -> None:
    session.connection().execute(_MARK, {"poll": poll_id, "person": person, "voted": marks})
