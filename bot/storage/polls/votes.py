"""The few statements that votes need, in plain SQL: a full hall sends thousands of votes a second.

Writers take turns, so nothing needs to be locked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, SQLModel

from bot.domain.polls.ballot import Ballot
from bot.domain.polls.form import Form
from bot.storage.keys import BallotKeys
from bot.storage.polls import cells
from bot.storage.polls.polls import PollRow
from bot.storage.sealing import NO_FACT

_POLLS = SQLModel.metadata.tables[PollRow.__tablename__].c
_POLL = select(
    *(_POLLS.department_id, _POLLS.state, _POLLS.terms, _POLLS.key_id),
    *(_POLLS.opened_at, _POLLS.closes_at, _POLLS.closed_at, _POLLS.withheld),
).where(_POLLS.id == bindparam("poll"))
_BOUND = """
SELECT poll_roll.account, poll_roll.person_id, poll.department_id, poll_roll.present, poll_roll.recused, poll_roll.marks
FROM poll_roll JOIN poll ON poll.id = poll_roll.poll_id
WHERE poll_roll.poll_id = ? AND poll_roll.account IN (?)
"""
_OTHERS = """
SELECT person.account, person.id, person.department_id, poll_roll.person_id IS NOT NULL
FROM person LEFT JOIN poll_roll ON poll_roll.poll_id = ? AND poll_roll.person_id = person.id
WHERE person.active AND person.account IN (?)
"""
_CELLS = "SELECT name, sealed FROM poll_cell WHERE poll_id = ? AND name IN (?)"
_WRITE = "UPDATE poll_cell SET sealed = ? WHERE poll_id = ? AND name = ?"
_MARK = "UPDATE poll_roll SET marks = ? WHERE poll_id = ? AND person_id = ?"


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
    withheld: str


@dataclass(frozen=True)
class Booth:
    """One voter before one poll. There may be no such poll; `marks` is None where this account does not stand on its roll.

    `stranger` is somebody who stands there with another account, or with none.
    """

    poll: Poll | None
    person: int
    department: str
    present: bool = False
    recused: bool = False
    marks: str | None = None
    stranger: bool = False


Place = tuple[int, str]  # poll and account


class Desk:
    """The votes of one transaction: voters and cells are read together, and what changed is written together by `put_away`.

    Whoever votes twice in it finds his first vote. Writing goes in the order of the cells, not of the votes.
    """

    def __init__(self, session: Session, expected: Iterable[Place] = ()) -> None:
        self._connection = session.connection()
        self._polls: dict[int, Poll | None] = {}
        self._booths: dict[Place, Booth] = {}
        self._sealed: dict[
            tuple[int, int], tuple[bytes, bytes]
        ] = {}  # by poll and person: name and content of a cell
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
        sealed = []
        for (poll, person), (ballot, keys) in self._ballots.items():
            name = self._sealed[poll, person][0]
            sealed.append((keys.seal(name, cells.pack(ballot)), poll, name))
        marks = [(marks, poll, person) for (poll, person), marks in self._marks.items()]
        self._change(_WRITE, sorted(sealed, key=itemgetter(1, 2)))
        self._change(_MARK, sorted(marks, key=itemgetter(1, 2)))

    def _seat(self, places: Iterable[Place]) -> None:
        by_poll: dict[int, list[str]] = defaultdict(list)
        for poll, account in places:
            by_poll[poll].append(account)
        for poll, accounts in by_poll.items():
            known = self._poll(poll)
            for account, person, department, present, recused, marks in self._select(
                _BOUND, poll, accounts
            ):
                self._booths[poll, account] = Booth(
                    known, person, department, bool(present), bool(recused), marks
                )
            others = [account for account in accounts if (poll, account) not in self._booths]
            for account, person, department, on_roll in (
                self._select(_OTHERS, poll, others) if others else ()
            ):
                self._booths[poll, account] = Booth(
                    known, person, department, stranger=bool(on_roll)
                )

    def _poll(self, poll_id: int) -> Poll | None:
        if poll_id not in self._polls:
            row = self._connection.execute(_POLL, {"poll": poll_id}).first()
            self._polls[poll_id] = Poll(*row) if row else None
        return self._polls[poll_id]

    def _fetch(self, poll_id: int, person: int, keys: BallotKeys) -> None:
        """The cells of everybody who is here to vote in this poll."""
        here = {
            booth.person
            for (poll, _), booth in self._booths.items()
            if poll == poll_id and booth.marks is not None
        }
        names = {keys.cell_of(poll_id, one): one for one in here | {person}}
        for name, sealed in self._select(_CELLS, poll_id, list(names)):
            self._sealed[poll_id, names[name]] = (name, sealed)

    def _select(
        self, statement: str, poll_id: int, wanted: Sequence[object]
    ) -> Iterable[Sequence[Any]]:
        spread = statement.replace("(?)", f"({', '.join('?' * len(wanted))})")
        return self._connection.exec_driver_sql(self._spelt(spread), (poll_id, *wanted))

    def _change(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        if rows:
            self._connection.exec_driver_sql(
                self._spelt(statement), rows, execution_options={NO_FACT: True}
            )

    def _spelt(self, statement: str) -> str:
        """With the driver's own sign for a parameter."""
        return (
            statement
            if self._connection.dialect.paramstyle == "qmark"
            else statement.replace("?", "%s")
        )
