"""What counts as a fact: every row of every table, but for the tables and columns named here with
the reason.

A fact's content is told by one hash, over all columns that do not hold their default. A column that
is added later with a default therefore changes no hash, and what was sealed before it stays sealed.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Table, bindparam, select, tuple_
from sqlmodel import SQLModel
from typing_extensions import override

from bot.storage.prepared import Prepared

EXEMPT = {
    "audit": "is the chain itself",
    "audit_head": "is the end of the chain",
    "inbox": "is work in progress; what it leads to is a fact of its own",
    "outbox": "is work in progress; what is to be said stands in the reminders or in its noun",
    "lease": "tells which process serves",
    "quota": "counts a platform's calls",
    "signed_call": "guards against repeats for some minutes",
    "installation": "says what the data are for, and when somebody looked after them",
    "opinion_desk": "is whose opinion somebody looks at",
    "chosen_department": "is of what somebody speaks today",
    "hall_screen": "is the address of a page with numbers, which stand in the polls",
    "poll_link": "is who opened his page: a line each would tell the order; goes with the ballots",
    "poll_cell": "is a sealed ballot: a line per vote would tell the order; the count compares it",
}
EXEMPT_COLUMNS = {
    "cycle": {"watched_until": "is the clock's bookmark"},
    "person": {"met_at": "is a greeting"},
    "poll_roll": {"marks": "change with every vote: a line would tell the order"},
}
# Rows that may have no line of their own, because its time would tell who wrote: they are sealed
# together, as a part of their parent, while the parent is in one of these states: the last ones.
ENCLOSED = {
    "unnamed_feedback": ("publicity", "publicity_id", frozenset({"closed"})),
    "sheet_words": ("poll", "poll_id", frozenset({"counted", "released", "void"})),
}
_AT_ONCE = 500  # keys in one question to the database

Values = Mapping[Any, Any]  # by the name of the column
Key = tuple[Any, ...]


@dataclass(frozen=True, order=True)
class Fact:
    """One row: its table, and its primary key as text."""

    table: str
    key: str

    @override
    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


@dataclass(frozen=True)
class State:
    """A fact as it stands: whose chain it belongs to, and the hash of its content."""

    department: str
    content: str


def read(name: str) -> Fact:
    """Returns the fact of that name, as `str` spelt it."""
    table, _, key = name.partition(":")
    return Fact(table, key)


def is_sealed(table: str) -> bool:
    return table not in EXEMPT and table not in ENCLOSED


@cache
def tables() -> tuple[Table, ...]:
    """Returns those whose rows are facts."""
    return tuple(table for table in SQLModel.metadata.sorted_tables if is_sealed(table.name))


def fact_of(table: Table, key: Key) -> Fact:
    return Fact(table.name, ",".join(map(str, key)))


def key_of(table: Table, row: Values) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


def states(
    connection: Connection,
    table: Table,
    keys: Collection[Key],
    departments: "Departments | None" = None,
) -> dict[Fact, State]:
    """Returns the rows of these keys that are there, as they stand in the database.

    Whoever asks for several tables hands on the `departments` that were found.
    """
    if departments is None:
        departments = Departments(connection)
    states: dict[Fact, State] = {}
    all_keys = list(keys)
    for start in range(0, len(all_keys), _AT_ONCE):
        chunk = all_keys[start : start + _AT_ONCE]
        rows = _by_keys(table).contents(connection, keys=chunk)
        states |= _standing(connection, table, rows, departments)
    return states


@cache
def _by_keys(table: Table) -> Prepared:
    """Selects the rows of the `keys`: put together once, for every transaction asks it."""
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    return Prepared(select(table).where(tuple_(*table.primary_key).in_(keys)))


def states_in(connection: Connection, department_id: str) -> dict[Fact, State]:
    """Returns every fact of the department, as it stands in the database."""
    departments = Departments(connection)
    states: dict[Fact, State] = {}
    for table in tables():
        rows = in_department(table).contents(connection, department=department_id)
        states |= _standing(connection, table, rows, departments)
    return states


def _standing(
    connection: Connection, table: Table, rows: Sequence[Values], departments: "Departments"
) -> dict[Fact, State]:
    return {
        fact_of(table, key_of(table, row)): State(
            departments.of(table, row), content(table, row, _enclosed(connection, table, row))
        )
        for row in rows
    }


def content(table: Table, row: Values, enclosed: Collection[str] = ()) -> str:
    """Returns the hash of what a row says, the same on every database.

    Of the rows that it encloses, too.
    """
    values: dict[str, Any] = {
        name: row[name] for name, default in _said_by(table) if row[name] != default
    }
    if enclosed:
        values["+"] = sorted(enclosed)
    plain = json.dumps(
        values, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _said_by(table: Table) -> tuple[tuple[str, object], ...]:
    """Returns the columns that a fact's content consists of, each with its default."""
    exempt = EXEMPT_COLUMNS.get(table.name, {})
    columns = (column for column in table.columns if column.name not in exempt)
    return tuple((column.name, _default(column)) for column in columns)


@cache
def parent_of(table: Table) -> Column[Any] | None:
    """Returns the column that leads towards the department; None where the row names it."""
    if table.name == "department" or "department_id" in table.columns:
        return None
    return next(column for column in table.columns if column.foreign_keys)


@cache
def in_department(table: Table) -> Prepared:
    """Selects all rows of the table that belong to the `department`."""
    statement = select(table)
    parent = table
    while (column := parent_of(parent)) is not None:
        (reference,) = column.foreign_keys
        statement = statement.join(reference.column.table, column == reference.column)
        parent = reference.column.table
    return Prepared(statement.where(_owner(parent) == bindparam("department")))


@cache
def _towards_department(target: Column[Any]) -> Prepared:
    """Selects of the parent of this `key` only what leads further towards the department."""
    following = parent_of(target.table)
    if following is None:
        following = _owner(target.table)
    return Prepared(select(following).where(target == bindparam("key")))


def _owner(table: Table) -> Column[Any]:
    """Returns the column that names the department, of a table that has one."""
    if table.name == "department":
        return table.c.id
    return table.c.department_id


class Departments:
    """To which department rows belong; what was found is remembered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_place: dict[tuple[str, Any], str] = {}

    def of(self, table: Table, row: Values) -> str:
        """Returns the department's id; empty where a parent is missing."""
        column = parent_of(table)
        if column is None:
            if table.name == "department":
                return str(row["id"])
            return str(row["department_id"])
        (reference,) = column.foreign_keys
        target = reference.column
        place = (target.table.name, row[column.name])
        if place not in self._by_place:
            parent = _towards_department(target).first(self._connection, key=place[1])
            self._by_place[place] = ""
            if parent is not None:
                self._by_place[place] = self.of(target.table, parent._asdict())
        return self._by_place[place]


def _enclosed(connection: Connection, table: Table, row: Values) -> list[str]:
    """Returns the contents of what is sealed together with this row."""
    contents: list[str] = []
    for name, (parent, reference, states) in ENCLOSED.items():
        if parent == table.name and row["state"] in states:
            inner = SQLModel.metadata.tables[name]
            rows = _within(inner, reference).contents(connection, parent=row["id"])
            contents += [content(inner, inner_row) for inner_row in rows]
    return contents


@cache
def _within(table: Table, reference: str) -> Prepared:
    """Selects the rows that refer to this `parent`."""
    return Prepared(select(table).where(table.c[reference] == bindparam("parent")))


def _default(column: Column[Any]) -> object:
    """Returns what stands in a column that nobody has filled."""
    if column.default is None:
        return None
    value: Any = getattr(column.default, "arg", None)
    # What is made anew for each row, as a list is; SQLAlchemy wraps it to take a context.
    if callable(value):
        return value(None)
    return value


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value))
