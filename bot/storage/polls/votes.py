"""The few statements that votes need, prepared once: a full hall sends hundreds of votes a second.

They read and write plain columns, without mapped objects. Writers take turns, so nothing needs to be locked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

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

_BOOTHS = (
    select(
        *(_PERSON.c.account, _PERSON.c.id, _PERSON.c.department_id),
        *(_POLL.c.department_id, _POLL.c.state, _POLL.c.terms, _POLL.c.key_id),
        *(_POLL.c.opened_at, _POLL.c.closes_at, _POLL.c.closed_at),
        *(_ROLL.c.category, _ROLL.c.present, _ROLL.c.recused, _ROLL.c.late, _ROLL.c.marks),
    )
    .select_from(_PERSON)
    .outerjoin(_POLL, _POLL.c.id == bindparam("poll"))
    .outerjoin(_ROLL, (_ROLL.c.poll_id == _POLL.c.id) & (_ROLL.c.person_id == _PERSON.c.id))
    .where(_PERSON.c.account.in_(bindparam("voters", expanding=True)), _PERSON.c.active)
)
_CELLS = select(_CELL.c.name, _CELL.c.sealed).where(
    _CELL.c.poll_id == bindparam("poll"), _CELL.c.name.in_(bindparam("cells", expanding=True))
)
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


Place = tuple[int, str]  # poll and account


class Desk:
    """The votes of one transaction: voters and cells are read together, and what changed is written together by `put_away`.

    Whoever votes twice in it finds his first vote. Writing goes in the order of the cells, not of the votes.
    """

    def __init__(self, session: Session, expected: Iterable[Place] = ()) -> None:
        self._session = session
        self._booths: dict[Place, Booth] = {}
        self._sealed: dict[tuple[int, int], tuple[bytes, bytes]] = {}  # by poll and person: name and content of a cell
        self._ballots: dict[tuple[int, int], tuple[Ballot, BallotKeys]] = {}
        self._marks: dict[tuple[int, int], str] = {}
        self._seat(expected)

    def enter(self, account: str, poll_id: int) -> Booth | None:
        """None for somebody on no roster."""
        place = (poll_id, account)
        if place not in self._booths:
            self._seat([place])
        return self._booths.get(place)

    def read(self, poll_id: int, person: int, form: Form, keys: BallotKeys) -> Ballot:
        """The voter's ballot. Raises ValueError where its cell is missing or was tampered with."""
        place = (poll_id, person)
        if place in self._ballots:
            return self._ballots[place][0]
        if place not in self._sealed:
            self._fetch(poll_id, person, keys)
        if place not in self._sealed:
            raise ValueError("a ballot cell is missing")
        return cells.unpack(keys.unseal(*self._sealed[place]), form)

    def write(self, poll_id: int, person: int, ballot: Ballot, keys: BallotKeys) -> None:
        self._ballots[poll_id, person] = (ballot, keys)

    def mark(self, poll_id: int, person: int, marks: str) -> None:
        self._marks[poll_id, person] = marks

    def put_away(self) -> None:
        connection = self._session.connection()
        sealed = [
            {
                "poll": poll,
                "cell": (name := self._sealed[poll, person][0]),
                "content": keys.seal(name, cells.pack(ballot)),
            }
            for (poll, person), (ballot, keys) in self._ballots.items()
        ]
        if sealed:
            connection.execute(_WRITE, sorted(sealed, key=itemgetter("cell")))
        if self._marks:
            marks = [{"poll": poll, "person": person, "voted": voted} for (poll, person), voted in self._marks.items()]
            connection.execute(_MARK, sorted(marks, key=itemgetter("person")))

    def _seat(self, places: Iterable[Place]) -> None:
        by_poll: dict[int, list[str]] = {}
        for poll, account in places:
            by_poll.setdefault(poll, []).append(account)
        for poll, accounts in by_poll.items():
            for row in self._session.connection().execute(_BOOTHS, {"poll": poll, "voters": accounts}):
                self._booths[poll, row[0]] = _booth(tuple(row))

    def _fetch(self, poll_id: int, person: int, keys: BallotKeys) -> None:
        """The cells of everybody who is here to vote in this poll."""
        waiting = {booth.person for (poll, _), booth in self._booths.items() if poll == poll_id and booth.entry} | {
            person
        }
        names = {keys.cell_of(poll_id, one): one for one in waiting}
        found = self._session.connection().execute(_CELLS, {"poll": poll_id, "cells": list(names)})
        for name, sealed in found:
            self._sealed[poll_id, names[name]] = (name, sealed)


def _booth(row: Sequence[Any]) -> Booth:
    """From the columns of `_BOOTHS`."""
    person, department, *poll = row[1:10]
    category, present, recused, late, marks = row[10:]
    entry = Marked(person, category, bool(present), bool(recused), bool(late), marks) if marks is not None else None
    return Booth(person, department, Poll(*poll) if poll[0] is not None else None, entry)
