"""Statements that every message and every beat sends, compiled once for all.

The engine takes ten times as long around such a statement as SQLite takes for it: it looks for its
compiled form, and makes one object for its run and one for its result. A `Prepared` statement keeps
its text and how values are written and read, and hands them to the driver itself. Whoever listens
to the engine hears of it as of any other. On PostgreSQL, where the way to the server costs more,
the engine sends it.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TupleType

from bot.domain.values import dataclass

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
Values = Mapping[str, Any]
Conversion = Callable[[Any], Any]  # between a value and what SQLite keeps of it
LONGEST = 200  # values in the lists of a form that is kept: two for each member of a large unit


@dataclass(frozen=True)
class Argument:
    """Where the value of one question mark comes from."""

    name: str | None  # of the parameter; None for what stands in the statement itself
    place: tuple[int, ...] = ()  # in a list of values, or of keys
    conversion: Conversion | None = None
    constant: Any = None


@dataclass(frozen=True)
class Form:
    """A statement as SQLite gets it, for lists of certain lengths."""

    text: str
    arguments: tuple[Argument, ...]

    def written(self, values: Values) -> list[Any]:
        """Returns these values in the order and the shape in which SQLite takes them."""
        written = []
        for argument in self.arguments:
            if argument.name is None:
                written.append(argument.constant)
                continue
            value = values[argument.name]
            for index in argument.place:
                value = value[index]
            if argument.conversion is not None:
                value = argument.conversion(value)
            written.append(value)
        return written


@dataclass(frozen=True)
class Run:
    """What those who listen to the engine ask of a run."""

    execution_options: Values


class Prepared:
    """A statement of tables whose values are bound by name. It is made where a module is loaded."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._options = statement.get_execution_options()
        self._forms: dict[tuple[int, ...], Form] = {}  # by the lengths of its lists
        self._compiled: Any = None  # what the engine makes of it, once it was sent
        self._lists: tuple[str, ...] | None = None  # the parameters that are lists, once known
        self._row: Callable[[Sequence[Any]], Any] | None = None
        self._conversions: tuple[tuple[int, Conversion], ...] = ()  # by column

    def rows(self, connection: Connection, /, **values: Any) -> list[Any]:
        """Returns all rows that it selects or returns."""
        if connection.dialect.name != "sqlite":
            return list(connection.execute(self.statement, values))
        cursor = self._sent(connection, values)
        return [self._read(connection, cursor, row) for row in cursor.fetchall()]

    def contents(self, connection: Connection, /, **values: Any) -> list[dict[str, Any]]:
        """Returns all rows, each by the names of its columns."""
        if connection.dialect.name != "sqlite":
            return [dict(row) for row in connection.execute(self.statement, values).mappings()]
        cursor = self._sent(connection, values)
        rows = [self._read(connection, cursor, row) for row in cursor.fetchall()]
        names = [name for name, *_ in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def first(self, connection: Connection, /, **values: Any) -> Any:
        """Returns the first row; None where there is none."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, values).first()
        cursor = self._sent(connection, values)
        row = cursor.fetchone()
        if row is None:
            return None
        first = self._read(connection, cursor, row)
        cursor.close()
        return first

    def write(self, connection: Connection, /, **values: Any) -> int:
        """Returns how many rows it has written."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, values).rowcount
        return self._sent(connection, values).rowcount

    def write_all(self, connection: Connection, rows: Sequence[Values], /) -> None:
        """Writes once for each of these, which are values under the same names."""
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self.statement, list(rows))
            return
        form = self._form_for(connection.dialect, rows[0])
        self._send(connection, form, [form.written(row) for row in rows], many=True)

    def _sent(self, connection: Connection, values: Values) -> sqlite3.Cursor:
        form = self._form_for(connection.dialect, values)
        return self._send(connection, form, form.written(values))

    def _send(
        self, connection: Connection, form: Form, arguments: list[Any], *, many: bool = False
    ) -> sqlite3.Cursor:
        """Sends it past the engine. Raises what the engine raises."""
        for hear in connection.dispatch.before_cursor_execute:
            run = Run({**connection.get_execution_options(), **self._options})
            hear(connection, None, form.text, arguments, run, many)
        driver: Any = connection.connection.driver_connection
        send = driver.executemany if many else driver.execute
        try:
            cursor: sqlite3.Cursor = send(form.text, arguments)
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                form.text, None, error, sqlite3.Error, hide_parameters=True
            ) from error
        return cursor

    def _form_for(self, dialect: Dialect, values: Values) -> Form:
        lengths: tuple[int, ...] = ()
        if self._lists:
            lengths = tuple([len(values[name]) for name in self._lists])
        form = self._forms.get(lengths)
        if form is None:
            if self._compiled is None:
                self._compiled = _compiled(self.statement, dialect, values)
            form, self._lists = _expanded(self._compiled, dialect, values)
            lengths = tuple([len(values[name]) for name in self._lists])
            if sum(lengths) <= LONGEST:
                self._forms[lengths] = form
        return form

    def _read(self, connection: Connection, cursor: sqlite3.Cursor, row: Sequence[Any]) -> Any:
        """Returns a row with its values as their columns have them."""
        if self._row is None:
            columns = tuple(self.statement.exported_columns)
            dialect = connection.dialect
            conversions = [
                column.type.dialect_impl(dialect).result_processor(dialect, None)
                for column in columns
            ]
            self._conversions = tuple(
                (number, conversion)
                for number, conversion in enumerate(conversions)
                if conversion is not None
            )
            assert len(columns) == len(cursor.description)
            self._row = result_tuple([name for name, *_ in cursor.description])
        if self._conversions:
            fields = list(row)
            for number, conversion in self._conversions:
                fields[number] = conversion(fields[number])
            row = tuple(fields)
        return self._row(row)


def _compiled(statement: Statement, dialect: Dialect, values: Values) -> Any:
    columns = None
    # As the engine does it: of a value that is called like a column of an UPDATE it could not tell
    # whether the row is to have it, and refuses it, on PostgreSQL too.
    if isinstance(statement, Insert | Update):
        columns = list(values)
    return statement.compile(dialect=dialect, column_keys=columns)


def _expanded(compiled: Any, dialect: Dialect, values: Values) -> tuple[Form, tuple[str, ...]]:
    """Returns the form of a statement for lists as long as these, and which parameters are lists."""
    defaults = {column.key: column.default.arg for column in compiled.insert_prefetch}
    expanded = compiled.construct_expanded_state({**defaults, **values})
    sources: dict[str, tuple[str, tuple[int, ...]]] = {name: (name, ()) for name in values}
    kinds = {name: bind.type for name, bind in compiled.binds.items()}
    for name, parts in expanded.parameter_expansion.items():
        kind = kinds[name]
        for number, part in enumerate(parts):
            kinds[part] = kind
            place: tuple[int, ...] = (number,)
            if isinstance(kind, TupleType):
                place = divmod(number, len(kind.types))
                kinds[part] = kind.types[number % len(kind.types)]
            if name in values:
                sources[part] = (name, place)
    arguments = []
    for part in expanded.positiontup:
        convert = kinds[part].dialect_impl(dialect).bind_processor(dialect)
        if part in sources:
            arguments.append(Argument(*sources[part], convert))
            continue
        constant = expanded.parameters[part]
        if convert is not None:
            constant = convert(constant)
        arguments.append(Argument(None, constant=constant))
    lists = tuple(name for name in expanded.parameter_expansion if name in values)
    return Form(expanded.statement, tuple(arguments)), lists
