"""What one transaction has read, and a later one need not ask for again.

An answer may be carried only as long as nobody has written to its tables, in this process or in
another one. So every commit writes a number into the header of the SQLite file (`user_version`),
in the same transaction: whoever reads that number knows exactly which commit his snapshot ends
with. Numbers of this process follow each other from a random beginning. A number that is not among
them was written by another process, about which nothing is known, and nothing is carried then.

Whoever changes the file past this program writes no number. The writer notices that at its next
transaction (`data_version` counts what other connections have committed); a reader does not.

PostgreSQL has no such number: there nothing is carried.
"""

import secrets
from dataclasses import field
from typing import Any

from sqlalchemy import Connection

from bot.domain.values import dataclass

CAPACITY = 5000  # answers; a department of a hundred with all its ballots asks for some hundreds
NOTHING: Any = object()  # where there is no answer: None is one
_OTHERS = "others"  # what `data_version` was at the writer's last transaction
_LARGEST = 2**31 - 1  # what fits into the header


@dataclass(frozen=True)
class Answer:
    content: Any
    version: int  # of the database from which it was read


class Carried:
    """The answers that a process knows, and which of them still hold.

    The writer alone makes versions. Readers ask beside it: an entry is put in place whole, and a
    write is announced before it is committed, so that none is too young for its reader.
    """

    def __init__(self) -> None:
        self._beginning = secrets.randbelow(_LARGEST // 2) + 1  # 0 is what a new file has
        self._version = 0
        self._known_since = 1  # no version before it holds: others have written meanwhile
        self._answers: dict[Any, Answer] = {}
        self._questions: dict[str, set[Any]] = {}  # by table
        self._written: dict[str, int] = {}  # by table: the version that changed it last

    def standing(self, connection: Connection) -> "Standing":
        """Returns what is known of the snapshot that this transaction sees."""
        return Standing(self, self._version_of(connection))

    def standing_of_writer(self, connection: Connection) -> "Standing":
        """Returns the same for the writer, and forgets everything where others have written."""
        commits_of_others = _pragma(connection, "data_version")
        seen = connection.info.get(_OTHERS, commits_of_others)
        connection.info[_OTHERS] = commits_of_others
        version = self._version_of(connection)
        if version != self._version or seen != commits_of_others:
            self.forget()
            version = None
        return Standing(self, version)

    def announce(self, connection: Connection, tables: set[str]) -> None:
        """Makes the next version: these tables were written. Right before the commit.

        Should that fail, nobody ever sees the version, and what was read before is asked again.
        """
        self._version += 1
        for table in tables:
            self._written[table] = self._version
            # A reader may be adding to them.
            for question in tuple(self._questions.pop(table, ())):
                self._answers.pop(question, None)
        number = self._beginning + self._version
        _driver(connection).execute(f"PRAGMA user_version = {number}")

    def forget(self) -> None:
        """Lets no answer hold that was read before the next version."""
        self._known_since = self._version + 1
        self._answers.clear()
        self._questions.clear()

    def answer(self, question: Any, tables: frozenset[str], version: int) -> Any:
        known = self._answers.get(question)
        if known is None or not self._holds(tables, known.version, version):
            return NOTHING
        return known.content

    def keep(self, question: Any, content: Any, tables: frozenset[str], version: int) -> None:
        if not self._holds(tables, version, version):
            return
        if len(self._answers) >= CAPACITY:
            self._answers.clear()
            self._questions.clear()
        self._answers[question] = Answer(content, version)
        for table in tables:
            self._questions.setdefault(table, set()).add(question)

    def _holds(self, tables: frozenset[str], *versions: int) -> bool:
        """Tells whether these tables were the same in all these versions, and have been since."""
        earliest = min(versions)
        if earliest < self._known_since:
            return False
        # A plain loop: half of what every message and beat asks comes along here.
        for table in tables:  # noqa: SIM110 - a generator takes twice as long
            if self._written.get(table, 0) > earliest:
                return False
        return True

    def _version_of(self, connection: Connection) -> int | None:
        version = _pragma(connection, "user_version") - self._beginning
        if self._known_since <= version <= self._version:
            return version
        return None


@dataclass
class Standing:
    """What a transaction may take from earlier ones, and what it has written itself.

    The jobs of one transaction share it: each sees what those before it have written.
    """

    carried: Carried
    version: int | None  # None where nothing is known of what it sees
    written: set[str] = field(default_factory=set)

    def answer(self, question: Any, tables: frozenset[str]) -> Any:
        if self.version is None or not self.written.isdisjoint(tables):
            return NOTHING
        return self.carried.answer(question, tables, self.version)

    def keep(self, question: Any, answer: Any, tables: frozenset[str]) -> None:
        """Keeps an answer for later transactions, unless it tells of what is not committed yet."""
        if self.version is not None and self.written.isdisjoint(tables):
            self.carried.keep(question, answer, tables, self.version)

    def announce(self, connection: Connection) -> None:
        """Tells what this transaction has written. It is a no-op where it wrote nothing."""
        if self.written:
            self.carried.announce(connection, self.written)


def _pragma(connection: Connection, name: str) -> int:
    # It begins the snapshot, where nothing was read in this transaction before.
    (number,) = _driver(connection).execute(f"PRAGMA {name}").fetchone()
    return int(number)


def _driver(connection: Connection) -> Any:
    # Past the engine: it takes twenty times as long as the question.
    return connection.connection.driver_connection
