"""What was read is not asked for again, until somebody writes there.

A todo list, a status or a beat of the metronome asks for the roster, the plan and the polls from
dozens of places, each of which is right to ask for what it needs. `remembered` answers the second
question with the first answer. A write, of whatever kind, forgets what was read from its table;
going back to a savepoint forgets what was read from any table that was written since. What is
carried from one transaction into the next, and when, `bot.storage.carried` decides.
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
from bot.storage.carried import NOTHING, Standing

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
    # What was written in each savepoint that is under way, the outermost first: they end in turn.
    steps: list[set[str]] = field(default_factory=list)
    standing: Standing | None = (
        None  # what earlier transactions know; None where nothing is carried
    )
    reading: frozenset[str] | None = None  # the tables of the query that is under way

    def notice(self, statement: str) -> str:
        """Forgets what the statement may change; returns the table that it writes.

        Raises UndeclaredRead.
        """
        written = table_written(statement)
        if written:
            self._forget(written)
            if self.steps:
                self.steps[-1].add(written)
            if self.standing is not None:
                self.standing.written.add(written)
        elif self.reading is not None and not tables_read(statement) <= self.reading:
            raise UndeclaredRead(statement)
        return written

    def begin_step(self) -> None:
        self.steps.append(set())

    def end_step(self) -> None:
        """Counts what was written in the innermost step to the one around it."""
        written = self.steps.pop()
        if self.steps:
            self.steps[-1].update(written)

    def take_back(self) -> None:
        """Forgets what may tell of the innermost step: what was read where it has written."""
        for table in self.steps.pop():
            self._forget(table)

    def carried(self, question: Any, tables: frozenset[str]) -> Any:
        """Returns what an earlier transaction was answered, if it still holds; else `NOTHING`."""
        if self.standing is None:
            return NOTHING
        answer = self.standing.answer(question, tables)
        if answer is not NOTHING:
            # Asked again here it holds as long as what was read here.
            self._remember(question, answer, tables)
        return answer

    def keep(self, question: Any, answer: Any, tables: frozenset[str]) -> None:
        self._remember(question, answer, tables)
        if self.standing is not None:
            self.standing.keep(question, answer, tables)

    def _forget(self, table: str) -> None:
        for question in self.questions.pop(table, ()):
            self.answers.pop(question, None)

    def _remember(self, question: Any, answer: Any, tables: frozenset[str]) -> None:
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
    """Lets this session remember from now on. Whoever gives the memory shows it what is written."""
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
            answer: Any = memory.answers.get(question, NOTHING)
            if answer is NOTHING:
                answer = memory.carried(question, own_tables)
            if answer is NOTHING:
                outer, memory.reading = memory.reading, own_tables
                try:
                    answer = read(session, *arguments, **named)
                finally:
                    memory.reading = outer
                memory.keep(question, answer, own_tables)
            # A list is its receiver's to sort or to empty.
            if isinstance(answer, list | dict):
                answer = copy(answer)
            remembered_answer: T = answer
            return remembered_answer

        return recall

    return mark
