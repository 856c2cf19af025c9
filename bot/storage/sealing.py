"""Seals what a transaction does: each fact that it added, changed or removed is noted in the audit
trail with its content's hash.

Nobody has to think of it. `FactSession` sees what is flushed and what bulk statements concern,
reads each row as it was before, and `seal` compares with what it is at the end. Whatever would
write a fact unseen is refused (`UnseenWrite`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, UOWTransaction
from sqlalchemy.orm.session import JoinTransactionMode
from sqlmodel import Session, SQLModel

from bot.domain.values import dataclass
from bot.storage import audit, facts, recall
from bot.storage.carried import Standing
from bot.storage.facts import Fact, Key, State
from bot.storage.prepared import Prepared

CLOCK = "system"
SEALED = "facts.sealed"
FOUND = "facts.found"  # what stood there when sealing began
NO_FACT = "no_fact"  # execution option of a raw statement: it changes no column that is a fact
UNREAD = "unread"  # the same: it changes no column that a remembered query answers
_WATCH = "watch"  # execution option of the connection: the watch of the job that runs on it
_NOW = "now"


class UnseenWrite(Exception):
    """A statement would change facts past the session: a bug of the program."""


@dataclass
class Watch:
    """What one transaction touched: each fact's state before the first touch, None where there was
    none.
    """

    before: dict[Fact, State | None] = field(default_factory=dict)
    keys: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))  # by table
    looking: int = 0  # more than 0 while a write is under way that was seen
    memory: recall.Memory = field(default_factory=recall.Memory)

    @contextmanager
    def seeing(self) -> Iterator[None]:
        """Lets a write pass whose rows were looked at."""
        self.looking += 1
        try:
            yield
        finally:
            self.looking -= 1

    def touch(self, connection: Connection, table: Table, keys: Collection[Key]) -> None:
        """Remembers these rows as they stand now, unless they were touched before."""
        untouched = set(keys) - self.keys[table.name]
        if not untouched:
            return
        standing = facts.states(connection, table, untouched)
        self._keep(table, untouched, standing)

    def add(self, table: Table, key: Key) -> None:
        """Remembers that this row was not there before."""
        self._keep(table, {key} - self.keys[table.name], {})

    def _keep(self, table: Table, keys: Collection[Key], standing: dict[Fact, State]) -> None:
        self.keys[table.name].update(keys)
        for key in keys:
            fact = facts.fact_of(table, key)
            self.before[fact] = standing.get(fact)


class FactSession(Session):
    """A session whose writes are watched. Its connection must be given, with a transaction begun.

    Without a savepoint whoever began the transaction takes it back where the work fails.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        in_savepoint: bool = True,
        standing: Standing | None = None,
    ) -> None:
        mode: JoinTransactionMode = "rollback_only"
        if in_savepoint:
            mode = "create_savepoint"
        super().__init__(connection, join_transaction_mode=mode, expire_on_commit=False)
        self.watch = Watch(memory=recall.Memory(standing=standing))
        connection.execution_options(**{_WATCH: self.watch})
        recall.begin(self, self.watch.memory)


def tell_time(session: Session, now: datetime) -> None:
    """Says when the transaction takes place, for the line of `seal`.

    Without it the line has the time of the one before it.
    """
    session.info[_NOW] = now


def seal(session: FactSession) -> None:
    """Adds to the trail of each department concerned what became of its facts.

    Nothing where no fact changed.

    The last act of a transaction.
    """
    session.flush()
    if not session.watch.before:
        return
    rows: dict[str, dict[str, list[str | None]]] = defaultdict(dict)  # by department
    after: dict[Fact, State] = {}
    connection = session.connection()
    owners = facts.Departments(connection)
    for name, keys in session.watch.keys.items():
        table = SQLModel.metadata.tables[name]
        after |= facts.states(connection, table, keys, owners)
    for fact, before in sorted(session.watch.before.items()):
        now = after.get(fact)
        if before == now:
            continue
        # A fact that moved to another department went from one chain into the other.
        departments = {state.department for state in (before, now) if state}
        for department in sorted(departments):
            rows[department][str(fact)] = [_of(before, department), _of(now, department)]
    for department, changed in sorted(rows.items()):
        note(session, department, SEALED, changed)


def note(session: Session, department: str, verb: str, rows: dict[str, list[str | None]]) -> None:
    """Adds one line: by fact, the hash of its content before and after."""
    at = session.info.get(_NOW) or audit.latest(session, department)
    audit.append(
        session,
        department_id=department,
        at=at,
        actor=CLOCK,
        verb=verb,
        subject="facts",
        facts={"rows": rows},
    )


def insert_seen(session: Session, statement: Prepared, values: Mapping[str, Any]) -> Key:
    """Adds one row past the mapper, and notes that it was not there before; its key.

    The statement returns the key.
    """
    # What was written before it stands in the database before it.
    session.flush()
    watch = _watch_of(session)
    with watch.seeing():
        (row,) = statement.rows(session.connection(), **values)
    key = tuple(row)
    watch.add(_table_of(statement), key)
    return key


def insert_all_seen(
    session: Session, statement: Prepared, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Adds these rows past the mapper, and notes that they were not there before.

    They name their keys.
    """
    session.flush()
    table, watch = _table_of(statement), _watch_of(session)
    with watch.seeing():
        statement.write_all(session.connection(), rows)
    for row in rows:
        watch.add(table, facts.key_of(table, row))


def update_seen(session: Session, statement: Prepared, key: Key, values: Mapping[str, Any]) -> bool:
    """Changes the row of this key past the mapper, having looked at it.

    Returns whether the statement found it as it wants it.
    """
    return write_seen(session, statement, [key], values) == 1


def write_seen(
    session: Session, statement: Prepared, keys: Collection[Key], values: Mapping[str, Any]
) -> int:
    """Changes or removes the rows of these keys past the mapper, having looked at them.

    Returns how many the statement found as it wants them.
    """
    session.flush()
    connection, watch = session.connection(), _watch_of(session)
    watch.touch(connection, _table_of(statement), keys)
    with watch.seeing():
        return statement.write(connection, **values)


def _watch_of(session: Session) -> Watch:
    assert isinstance(session, FactSession), "a reader writes nothing"
    return session.watch


def _table_of(statement: Prepared) -> Table:
    table = getattr(statement.statement, "table", None)
    assert isinstance(table, Table), "a statement writes one table"
    assert facts.is_sealed(table.name), "what is no fact need not be seen"
    return table


def refuse_unseen(engine: Engine) -> None:
    """Sees to it that from now on this engine's jobs cannot change a fact unseen."""
    event.listen(engine, "before_cursor_execute", _check_seen)
    event.listen(engine, "savepoint", _begin_step)
    event.listen(engine, "release_savepoint", _end_step)
    event.listen(engine, "rollback_savepoint", _take_back)


def is_watched(connection: Connection) -> bool:
    """Tells whether a job runs, or ran, in this transaction, so that what it writes is known."""
    return _WATCH in connection.get_execution_options()


def _of(state: State | None, department: str) -> str | None:
    """Returns the content where the fact belongs to the department."""
    if state is None or state.department != department:
        return None
    return state.content


@event.listens_for(FactSession, "before_flush")
def _before_flush(session: FactSession, _context: UOWTransaction, _instances: object) -> None:
    """Looks at what is about to be changed or removed, and at the parents of what is sealed as a
    part of them.
    """
    session.watch.looking += 1
    changed = [*session.dirty, *session.deleted]
    keys: dict[str, list[Key]] = defaultdict(list)
    for row in changed:
        table, key = _place(row)
        if facts.is_sealed(table.name):
            keys[table.name].append(key)
    for row in [*changed, *session.new]:
        table, _ = _place(row)
        if table.name in facts.ENCLOSED:
            parent, reference, _ = facts.ENCLOSED[table.name]
            keys[parent].append((getattr(row, reference),))
    for name, touched in keys.items():
        session.watch.touch(session.connection(), SQLModel.metadata.tables[name], touched)


@event.listens_for(FactSession, "after_flush")
def _after_flush(session: FactSession, _context: UOWTransaction) -> None:
    """Touches what is new, which has its key now."""
    session.watch.looking -= 1
    for row in session.new:
        table, key = _place(row)
        if facts.is_sealed(table.name):
            session.watch.add(table, key)


@event.listens_for(FactSession, "do_orm_execute")
def _execute(state: ORMExecuteState) -> Any:
    """Looks at the rows that a bulk statement is about to change, remove or insert."""
    if not (state.is_update or state.is_delete or state.is_insert):
        return None
    session: Any = state.session
    statement: Any = state.statement
    # The rows are looked at in the database, where what waits must stand by then.
    session.flush()
    table = statement.table
    if table.name in facts.ENCLOSED:
        raise UnseenWrite(table.name)
    if facts.is_sealed(table.name):
        if state.is_insert:
            keys = _keys_among(table, state.parameters)
        else:
            chosen = select(*table.primary_key)
            if statement.whereclause is not None:
                chosen = chosen.where(statement.whereclause)
            keys = [tuple(row) for row in session.connection().execute(chosen)]
        session.watch.touch(session.connection(), table, keys)
    with session.watch.seeing():
        return state.invoke_statement()


def _keys_among(table: Table, parameters: Any) -> list[Key]:
    """Returns the keys of what is inserted. Raises UnseenWrite where the parameters name none."""
    rows = [parameters]
    if isinstance(parameters, list):
        rows = parameters
    try:
        return [facts.key_of(table, row) for row in rows]
    except (KeyError, TypeError):
        raise UnseenWrite(table.name) from None


def _place(row: Any) -> tuple[Table, Key]:
    state = inspect(row)
    mapper: Mapper[Any] = state.mapper
    table: Any = mapper.local_table
    return table, state.identity or mapper.primary_key_from_instance(row)


def _check_seen(_connection: Connection, _cursor: object, statement: str, *last: Any) -> None:
    _parameters, context, _many = last
    options = context.execution_options
    watch = options.get(_WATCH)
    if watch is None:
        return
    if options.get(NO_FACT) and options.get(UNREAD):
        return
    written = watch.memory.notice(statement)
    if watch.looking or options.get(NO_FACT):
        return
    if written in SQLModel.metadata.tables and written not in facts.EXEMPT:
        raise UnseenWrite(written)


def _begin_step(connection: Connection, *_name: object) -> None:
    watch = connection.get_execution_options().get(_WATCH)
    if watch is not None:
        watch.memory.begin_step()


def _end_step(connection: Connection, *_name: object) -> None:
    watch = connection.get_execution_options().get(_WATCH)
    if watch is not None:
        watch.memory.end_step()


def _take_back(connection: Connection, *_name: object) -> None:
    watch = connection.get_execution_options().get(_WATCH)
    if watch is not None:
        watch.memory.take_back()
