"""The few statements that votes need, in plain SQL: a full hall sends thousands of votes a second.

Writers take turns, so nothing needs to be locked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, SQLModel

from bot.domain.polls.ballot import Ballot
from bot.domain.polls.form import Form
from bot.domain.polls.poll import PollState
from bot.domain.values import dataclass
from bot.storage.keys import BallotKeys
from bot.storage.polls import cells
from bot.storage.polls.polls import PollRow
from bot.storage.prepared import Prepared
from bot.storage.sealing import NO_FACT

_POLLS = SQLModel.metadata.tables[PollRow.__tablename__].c
_POLL = Prepared(
    select(
        *(_POLLS.department_id, _POLLS.state, _POLLS.terms, _POLLS.key_id),
        *(_POLLS.opened_at, _POLLS.closes_at, _POLLS.closed_at, _POLLS.withheld),
    ).where(_POLLS.id == bindparam("poll"))
)
_ON_ROLL = """
SELECT poll_roll.account, poll_roll.person_id, poll.department_id, poll_roll.present, poll_roll.recused,
       poll_roll.marks, poll_roll.category, poll_roll.rates
FROM poll_roll JOIN poll ON poll.id = poll_roll.poll_id
WHERE poll_roll.poll_id = ? AND poll_roll.account IN (?)
"""
_ON_ROSTER = """
SELECT person.account, person.id, person.department_id, poll_roll.person_id IS NOT NULL
FROM person LEFT JOIN poll_roll ON poll_roll.poll_id = ? AND poll_roll.person_id = person.id
WHERE person.active AND person.account IN (?)
"""
_CELLS = "SELECT name, sealed FROM poll_cell WHERE poll_id = ? AND name IN (?)"
_WRITE_CELL = "UPDATE poll_cell SET sealed = ? WHERE poll_id = ? AND name = ?"
_WRITE_MARKS = "UPDATE poll_roll SET marks = ? WHERE poll_id = ? AND person_id = ?"


@dataclass(frozen=True)
class PollRecord:
    """What a vote must know of its poll."""

    department: str
    state: PollState
    terms: str
    key_id: str
    opened_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    withheld: str


@dataclass(frozen=True)
class VoterRecord:
    """What a vote must know of its voter. There may be no such poll.

    `marks` is None where this account does not stand on the poll's roll. `other_account` is True
    for somebody who stands there with another account, or with none.
    """

    poll: PollRecord | None
    person: int
    department: str
    present: bool = False
    recused: bool = False
    marks: str | None = None
    category: str = ""
    rates: str = ""
    other_account: bool = False


VoterKey = tuple[int, str]  # poll and account
CellKey = tuple[int, int]  # poll and person


class VoteBatch:
    """The votes of one transaction: voters and cells are read together, changes are written
    together by `flush`.

    Whoever votes twice in one batch finds his first vote. Cells are written in their own order,
    which tells nothing of the order of the votes.
    """

    def __init__(self, session: Session, voters: Iterable[VoterKey] = ()) -> None:
        """Prefetches these voters; others are read when they are asked for."""
        self._connection = session.connection()
        self._polls: dict[int, PollRecord | None] = {}
        self._voters: dict[VoterKey, VoterRecord] = {}
        self._cells: dict[CellKey, tuple[bytes, bytes]] = {}  # name and sealed content
        self._ballots: dict[CellKey, tuple[Ballot, BallotKeys]] = {}  # to be written
        self._marks: dict[CellKey, str] = {}  # to be written
        self._prefetch(voters)

    def voter(self, account: str, poll_id: int) -> VoterRecord | None:
        """Returns the voter behind an account; None for somebody on no roster."""
        key = (poll_id, account)
        if key not in self._voters:
            self._prefetch([key])
        return self._voters.get(key)

    def ballot(self, poll_id: int, person: int, form: Form, keys: BallotKeys) -> Ballot:
        """Returns the voter's ballot.

        Raises ValueError where its cell is missing or was tampered with.
        """
        key = (poll_id, person)
        if key in self._ballots:
            return self._ballots[key][0]
        if key not in self._cells:
            self._prefetch_cells(poll_id, person, keys)
        if key not in self._cells:
            raise ValueError("a ballot cell is missing")
        return cells.unpack(keys.unseal(*self._cells[key]), form)

    def put_ballot(self, poll_id: int, person: int, ballot: Ballot, keys: BallotKeys) -> None:
        """Changes a ballot that was read before; `flush` writes it."""
        self._ballots[poll_id, person] = (ballot, keys)

    def put_marks(self, poll_id: int, person: int, marks: str) -> None:
        """Changes on which cards somebody has voted; `flush` writes it."""
        self._marks[poll_id, person] = marks

    def flush(self) -> None:
        """Writes what has changed."""
        sealed = []
        for (poll_id, person), (ballot, keys) in self._ballots.items():
            name = self._cells[poll_id, person][0]
            sealed.append((keys.seal(name, cells.pack(ballot)), poll_id, name))
        marks = [(marks, poll_id, person) for (poll_id, person), marks in self._marks.items()]
        self._write(_WRITE_CELL, sorted(sealed, key=itemgetter(1, 2)))
        self._write(_WRITE_MARKS, sorted(marks, key=itemgetter(1, 2)))

    def _prefetch(self, voters: Iterable[VoterKey]) -> None:
        """Reads voters, poll by poll: first those whom the roll knows by account, then the others
        on a roster.
        """
        accounts_by_poll: dict[int, list[str]] = defaultdict(list)
        for poll_id, account in voters:
            accounts_by_poll[poll_id].append(account)
        for poll_id, accounts in accounts_by_poll.items():
            poll = self.poll(poll_id)
            rows = self._select(_ON_ROLL, poll_id, accounts)
            for account, person, department, present, recused, *rest in rows:
                self._voters[poll_id, account] = VoterRecord(
                    poll, person, department, bool(present), bool(recused), *rest
                )
            others = [account for account in accounts if (poll_id, account) not in self._voters]
            if not others:
                continue
            rows = self._select(_ON_ROSTER, poll_id, others)
            for account, person, department, on_roll in rows:
                is_known = (poll_id, account) in self._voters
                if is_known and poll is not None and department != poll.department:
                    continue  # who stands on several rosters votes as the one of the poll's
                self._voters[poll_id, account] = VoterRecord(
                    poll, person, department, other_account=bool(on_roll)
                )

    def poll(self, poll_id: int) -> PollRecord | None:
        """Returns what a vote must know of its poll; None where there is no such poll."""
        if poll_id not in self._polls:
            row = _POLL.first(self._connection, poll=poll_id)
            self._polls[poll_id] = None
            if row is not None:
                department, state, *rest = row
                self._polls[poll_id] = PollRecord(department, PollState(state), *rest)
        return self._polls[poll_id]

    def _prefetch_cells(self, poll_id: int, person: int, keys: BallotKeys) -> None:
        """Reads this person's cell, and with it those of everybody in the batch who may vote in
        this poll.
        """
        voters = {person}
        for (poll, _), voter in self._voters.items():
            if poll == poll_id and voter.marks is not None:
                voters.add(voter.person)
        names = {keys.cell_of(poll_id, voter): voter for voter in voters}
        for name, sealed in self._select(_CELLS, poll_id, list(names)):
            self._cells[poll_id, names[name]] = (name, sealed)

    def _select(
        self, statement: str, poll_id: int, wanted: Sequence[object]
    ) -> Iterable[Sequence[Any]]:
        places = ", ".join("?" * len(wanted))
        statement = self._in_dialect(statement.replace("(?)", f"({places})"))
        return self._connection.exec_driver_sql(statement, (poll_id, *wanted))

    def _write(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        if rows:
            # Ballots and marks are no facts: the trail must not tell who voted when.
            self._connection.exec_driver_sql(
                self._in_dialect(statement), rows, execution_options={NO_FACT: True}
            )

    def _in_dialect(self, statement: str) -> str:
        """Returns the statement with the driver's own sign for a parameter."""
        if self._connection.dialect.paramstyle == "qmark":
            return statement
        return statement.replace("?", "%s")
