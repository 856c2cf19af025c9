"""What a transaction has read it does not ask for again, until it writes there.

A todo list, a status or a beat of the metronome asks for the roster, the plan and the polls from
dozens of places, each of which is right to ask for what it needs. `remembered` answers the second
question with the first answer. A write, of whatever kind, forgets what was read from its table;
going back to a savepoint forgets everything. Memory lasts as long as its session: nothing is
carried from one transaction into the next.
"""

import re
from collections.abc import Callable
from copy import copy
from dataclasses import field
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session, SQLModel

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

P = ParamSpec("P")
T = TypeVar("T")

STATEMENTS = 2000  # more than the program has
_MEMORY = "memory"
_WRITES = pattern(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?(\w+)",
    re.IGNORECASE,
)
# A comma, too, may stand before a table; before a column of one it does no harm.
_READS = pattern(r"(?:\bFROM|\bJOIN|,)\s+\"?(\w+)", re.IGNORECASE)


class UndeclaredRead(Exception):
    """A remembered query reads a table that it does not name: a bug of the program."""


@dataclass
class Memory:
    answers: dict[Any, Any] = field(default_factory=dict)  # by question
    questions: dict[str, set[Any]] = field(default_factory=dict)  # by table
    reading: frozenset[str] | None = None  # the tables of the query that is under way

    def notice(self, statement: str) -> str:
        """Forgets what the statement may change; returns the table that it writes.

        Raises UndeclaredRead.
        """
        written = table_written(statement)
        if written:
            for question in self.questions.pop(written, ()):
                self.answers.pop(question, None)
        elif statement.startswith("ROLLBACK"):
            self.answers.clear()
            self.questions.clear()
        elif self.reading is not None and not tables_read(statement) <= self.reading:
            raise UndeclaredRead(statement)
        return written

    def keep(self, question: Any, answer: Any, tables: frozenset[str]) -> None:
        self.answers[question] = answer
        for table in tables:
            self.questions.setdefault(table, set()).add(question)


@lru_cache(STATEMENTS)
def table_written(statement: str) -> str:
    """Returns the table that a statement writes; empty where it writes none."""
    written = _WRITES.match(statement)
    if written is None:
        return ""
    return written[1]


@lru_cache(STATEMENTS)
def tables_read(statement: str) -> frozenset[str]:
    return frozenset(_READS.findall(statement)) & SQLModel.metadata.tables.keys()


def begin(session: Session, memory: Memory) -> None:
    """From now on this session remembers. Whoever gives the memory shows it what is written."""
    session.info[_MEMORY] = memory


def remembered(
    *tables: str,
) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Marks a query of these tables.

    Its arguments are hashable; its answer is a value, or a list or dict of values.
    """
    own_tables = frozenset(tables)

    def mark(
        read: Callable[Concatenate[Session, P], T],
    ) -> Callable[Concatenate[Session, P], T]:
        @wraps(read)
        def recall(session: Session, /, *arguments: P.args, **named: P.kwargs) -> T:
            memory: Memory | None = session.info.get(_MEMORY)
            if memory is None:
                return read(session, *arguments, **named)
            # What waits to be written may change the answer; writing it forgets the old one.
            session.flush()
            question = (read, arguments, tuple(named.items()))
            if question not in memory.answers:
                outer, memory.reading = memory.reading, own_tables
                try:
                    memory.keep(question, read(session, *arguments, **named), own_tables)
                finally:
                    memory.reading = outer
            answer: T = memory.answers[question]
            # A list is its receiver's to sort or to empty.
            if isinstance(answer, list | dict):
                return copy(answer)
            return answer

        return recall

    return mark
