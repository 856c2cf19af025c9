"""The roll of a poll: one row per person, laid down at the opening.

Changes keep every row's size and place.

`marks` has one character per card, 1 where the person has voted on it; flags are 0 or 1. `account`
is who may vote for this person: what the roster says is looked at once, at the opening.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Integer, Row, bindparam, cast, delete, func, insert, select
from sqlmodel import Field, Session, SQLModel

from bot.domain.polls.form import Rater
from bot.domain.polls.roll import Entry
from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.rows import WITHOUT_ROWID, TableRow
from bot.storage.sealing import insert_all_seen, write_seen
from bot.storage.writes import change_row_where


class RollRow(TableRow, table=True):
    """Without rowid, so that the rows lie in the order of the persons' ids."""

    __tablename__ = "poll_roll"
    __table_args__ = WITHOUT_ROWID

    poll_id: int = Field(primary_key=True, foreign_key="poll.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    category: str
    present: int
    recused: int
    late: int = 0  # came after the opening
    marks: str
    account: str | None = None
    rates: str = ""


_TABLE = SQLModel.metadata.tables[RollRow.__tablename__]
_COLUMNS = _TABLE.c
# Every message asks for some of it: put together once and sent past the mapper.
_ENTRIES = (
    select(
        _COLUMNS.person_id,
        _COLUMNS.category,
        _COLUMNS.present,
        _COLUMNS.recused,
        _COLUMNS.late,
        _COLUMNS.marks,
        _COLUMNS.account,
        _COLUMNS.rates,
    )
    .where(_COLUMNS.poll_id == bindparam("poll"))
    .order_by(_COLUMNS.person_id)
)
_ROLL = Prepared(_ENTRIES)
_OF_PERSON = Prepared(_ENTRIES.where(_COLUMNS.person_id == bindparam("person")))
_PARTIAL = Prepared(
    select(_COLUMNS.poll_id)
    .where(_COLUMNS.poll_id.in_(bindparam("polls", expanding=True)), _COLUMNS.rates != "")
    .distinct()
)
_ADD = Prepared(insert(_TABLE))
_CLEAR = Prepared(delete(_TABLE).where(_COLUMNS.poll_id == bindparam("poll")))
_TURNOUT = Prepared(
    select(
        func.count(), func.coalesce(func.sum(cast(_COLUMNS.marks.contains("1"), Integer)), 0)
    ).where(_COLUMNS.poll_id == bindparam("poll"), _COLUMNS.present == 1, _COLUMNS.recused == 0)
)


@dataclass(frozen=True)
class RollEntry:
    """A person on the roll, and on which cards he has voted; `rates` is as of a `Rater`."""

    person: int
    category: str
    present: bool
    recused: bool
    late: bool
    marks: str
    account: str | None = None
    rates: str = ""

    @property
    def rater(self) -> Rater:
        return Rater(self.person, self.category, self.rates)

    @property
    def eligible(self) -> bool:
        return self.present and not self.recused

    @property
    def voted(self) -> bool:
        return "1" in self.marks


def add(session: Session, poll_id: int, entries: Iterable[Entry], *, marks: int) -> None:
    """Writes the roll, on which nobody has voted yet, in the order of the persons' ids."""
    rows = [
        {
            "poll_id": poll_id,
            "person_id": entry.person,
            "category": entry.category,
            "present": int(entry.present),
            "recused": int(entry.recused),
            "late": 0,
            "marks": "0" * marks,
            "account": entry.account,
            "rates": entry.rates,
        }
        for entry in sorted(entries, key=lambda entry: entry.person)
    ]
    insert_all_seen(session, _ADD, rows)


def find(session: Session, poll_id: int, person_id: int) -> RollEntry | None:
    row = _OF_PERSON.first(session.connection(), poll=poll_id, person=person_id)
    if row is None:
        return None
    return _entry(row)


def entries(session: Session, poll_id: int) -> list[RollEntry]:
    """Returns the whole roll, in the order of the persons' ids."""
    return [_entry(row) for row in _ROLL.rows(session.connection(), poll=poll_id)]


def mark_present(session: Session, poll_id: int, person_id: int) -> bool:
    """Notes that somebody came late; False where he was present before, or is not on the roll."""
    key, came = (poll_id, person_id), {"present": 1, "late": 1}
    return change_row_where(session, _TABLE, key, {"present": 0}, came)


def bind_account(session: Session, poll_id: int, person_id: int, account: str) -> bool:
    """Lets somebody vote who had no account at the opening.

    False where he had one, or is not on the roll.
    """
    key, bound = (poll_id, person_id), {"account": account}
    return change_row_where(session, _TABLE, key, {"account": None}, bound)


def turnout(session: Session, poll_id: int) -> tuple[int, int]:
    """Returns how many are eligible, and how many of them have voted; nothing else."""
    session.flush()
    ((eligible, marked),) = _TURNOUT.rows(session.connection(), poll=poll_id)
    return eligible, marked


def raters(session: Session, poll_ids: Collection[int]) -> dict[int, list[RollEntry]]:
    """Returns the eligible people of those polls in which somebody rates only some of the subjects."""
    partial = _PARTIAL.rows(session.connection(), polls=list(poll_ids))
    raters: dict[int, list[RollEntry]] = {}
    for (poll_id,) in partial:
        raters[poll_id] = [entry for entry in entries(session, poll_id) if entry.eligible]
    return raters


def rewrite(session: Session, poll_id: int) -> None:
    """Writes all rows again in one go, so that nothing about them tells when each was last
    changed, nor who filled which card: only whether somebody voted.
    """
    rows = [
        {
            "poll_id": poll_id,
            "person_id": entry.person,
            "category": entry.category,
            "present": int(entry.present),
            "recused": int(entry.recused),
            "late": int(entry.late),
            "marks": str(int(entry.voted)) * len(entry.marks),
            "account": entry.account,
            "rates": entry.rates,
        }
        for entry in entries(session, poll_id)
    ]
    keys = [(poll_id, row["person_id"]) for row in rows]
    write_seen(session, _CLEAR, keys, {"poll": poll_id})
    insert_all_seen(session, _ADD, rows)


def _entry(row: Row[int, str, int, int, int, str, str | None, str]) -> RollEntry:
    person, category, present, recused, late, marks, account, rates = row
    return RollEntry(
        person, category, bool(present), bool(recused), bool(late), marks, account, rates
    )
