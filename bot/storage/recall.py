"""What a transaction has read it does not ask for again, until it writes.

A todo list, a status or a beat of the metronome asks for the roster, the plan and the polls from
dozens of places, each of which is right to ask for what it needs. `remembered` answers the second
question with the first answer. A write of any kind forgets everything, and so does going back to a
savepoint; what only records the traffic (`TRAFFIC`) is not what anybody remembers. Memory lasts as
long as its session: nothing is carried from one transaction into the next.
"""

import re
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

P = ParamSpec("P")
T = TypeVar("T")

# Written in nearly every transaction; no function that is remembered reads them.
TRAFFIC = frozenset({"audit", "audit_head", "inbox", "lease", "outbox"})
_MEMORY = "memory"
_WRITTEN = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?(\w+)",
    re.IGNORECASE,
)


class Memory(dict[Any, Any]):
    """Answers by question."""

    def notice(self, statement: str) -> str:
        """Forgets where the statement may change an answer; returns the table that it writes."""
        written = _WRITTEN.match(statement)
        if written is None:
            if statement.startswith("ROLLBACK"):
                self.clear()
            return ""
        if written[1] not in TRAFFIC:
            self.clear()
        return written[1]


def begin(session: Session, memory: Memory) -> None:
    """From now on this session remembers. Whoever gives the memory shows it what is written."""
    session.info[_MEMORY] = memory


def remembered(
    read: Callable[Concatenate[Session, P], T],
) -> Callable[Concatenate[Session, P], T]:
    """Marks a query of hashable arguments, whose answer is a value, or a list or dict of values."""

    @wraps(read)
    def recall(session: Session, /, *arguments: P.args, **named: P.kwargs) -> T:
        memory = session.info.get(_MEMORY)
        if memory is None:
            return read(session, *arguments, **named)
        # What waits to be written may change the answer; writing it forgets the old one.
        session.flush()
        question = (read, arguments, tuple(named.items()))
        if question not in memory:
            memory[question] = read(session, *arguments, **named)
        answer: T = memory[question]
        # A list is its receiver's to sort or to empty.
        if isinstance(answer, list | dict):
            return copy(answer)
        return answer

    return recall
