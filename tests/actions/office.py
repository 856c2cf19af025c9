"""A department in one transaction that is taken back: actions on the real database, with no program around them.

What the clock would do is done by moving `now`; what would be sent lies in the outbox. At the end what
was done is sealed as any transaction is, so an action that wrote a fact past the session is found here too.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, func, select

from bot.actions import cycles, digests, open_cards, people
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Department, Person, Roster
from bot.domain.plan import Plan
from bot.domain.refusals import Refusal
from bot.messages import Card, Chat, ChatKind, Message, unpack_message
from bot.storage import audit, outbox, reminders
from bot.storage.audit import AuditRow
from bot.storage.database import Database
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore
from bot.storage.prepared import Prepared
from bot.storage.reminders import Reminder
from bot.storage.schema import METADATA
from bot.storage.sealing import FactSession, seal
from tests.chat import SHANGHAI
from tests.conftest import START

SAMPLE = "sample"
STORES = ("files", "keys")
_numbers = itertools.count(1)  # of offices that go on where others ended
TRAIL = METADATA.tables["audit"]
LAST_LINE = Prepared(select_columns(func.max(TRAIL.c.id)))
LINES_FROM = Prepared(
    TRAIL.select()
    .where(TRAIL.c.department_id == SAMPLE, TRAIL.c.id >= bindparam("line"))
    .order_by(TRAIL.c.id)
)
OUTBOX = METADATA.tables["outbox"]
SENT_TO = Prepared(
    select_columns(OUTBOX.c.payload, OUTBOX.c.parts)
    .where(OUTBOX.c.chat_id == bindparam("chat"))
    .order_by(OUTBOX.c.id)
)


@dataclass
class Office:
    """The sample department, and the moment at which it acts."""

    session: FactSession
    files: FileStore
    keys: KeyStore
    begun_after: int  # the last line of the trail that was there before
    now: datetime = START

    @property
    def work(self) -> UnitOfWork:
        """A unit of work of its own for each act, as each message has one."""
        return UnitOfWork(self.session, self.now, SHANGHAI, self.files, keys=self.keys)

    def at(self, moment: str) -> None:
        """Moves the clock: `2026-12-24T09:00`, as it is in Shanghai."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)

    # -- who and what there is

    @property
    def department(self) -> Department:
        return people.department(self.work, SAMPLE)

    @property
    def cycle(self) -> Cycle:
        cycle = cycles.current(self.work, SAMPLE)
        assert cycle is not None
        return cycle

    @property
    def roster(self) -> Roster:
        return people.roster(self.work, SAMPLE)

    def person(self, account: str) -> Person:
        person = people.find(self.work, account)
        assert person is not None, account
        return person

    def branch(self, name: str) -> Branch:
        return next(place for place in self.roster.all_places if place.name == name)

    def using(self, change: Callable[[Plan], Plan]) -> Cycle:
        """Puts the plan in force as changed by that."""
        cycle = self.cycle
        return cycles.replace_plan(self.work, cycle, change(cycle.plan), actor=SYSTEM)

    # -- what is done, and what became of it

    def refused(self, act: Callable[[UnitOfWork], Any]) -> Refusal:
        """Does what must be refused; nothing of it stays."""
        work = self.work
        with pytest.raises(Refusal) as refusal, work.step():
            act(work)
        return refusal.value

    def sent(self, account: str) -> list[Message]:
        """What lies in the outbox for somebody's single chat, the parts of his digests one by one."""
        self.session.flush()
        messages = []
        for row in SENT_TO.rows(self.session.connection(), chat=account):
            payloads = [part["message"] for part in row.parts or ()] or [row.payload]
            messages += [unpack_message(payload) for payload in payloads]
        return messages

    def told(self, account: str) -> str:
        """All words that somebody was sent, in one piece."""
        return "\n".join(message.text for message in self.sent(account))

    def cards(self, account: str) -> list[Card]:
        return [message.card for message in self.sent(account) if message.card is not None]

    def card(self, card_id: str) -> OpenCard:
        return open_cards.find(self.work, card_id)

    def last_card(self, account: str) -> OpenCard:
        return self.card(self.cards(account)[-1].id)

    def in_group(self) -> list[str]:
        """What the group was told, without its cards."""
        return [message.text for message in self.sent(self.department.group)]

    def would_hear(self, account: str) -> str:
        """What still waits for somebody, in the words in which it would go out now."""
        current = [message.text for message, _ in self._current(account) if message is not None]
        return "\n".join(current)

    def needless(self, account: str) -> list[str]:
        """Why what still waits for somebody would not be said, were it sent now."""
        reasons: list[str] = []
        for _, left_out in self._current(account):
            reasons += left_out.values()
        return reasons

    def _current(self, account: str) -> Iterator[tuple[Message | None, dict[str, str]]]:
        kind = ChatKind.DIRECT
        if account == self.department.group:
            kind = ChatKind.GROUP
        for digest in outbox.waiting_digests(self.session, SAMPLE, Chat(kind, account)):
            yield digests.current(self.work, digest)

    def reminders(self, item: str = "") -> list[Reminder]:
        """The reminder ledger's entries of what begins so."""
        years = [cycle.id for cycle in cycles.every(self.work, SAMPLE)]
        entries = reminders.of_cycles(self.session, years)
        return [entry for entry in entries if entry.item.startswith(item)]

    def trail(self, verb: str) -> list[dict[str, Any]]:
        """The facts of the lines of that verb that were added to the trail, the oldest first."""
        rows = self.session.exec(
            select(AuditRow)
            .where(
                AuditRow.department_id == SAMPLE,
                AuditRow.verb == verb,
                col(AuditRow.id) > self.begun_after,
            )
            .order_by(col(AuditRow.id))
        )
        return [row.facts for row in rows]


@contextmanager
def opened(
    database: Database, folder: Path, *, now: datetime = START, kept: bool = False
) -> Iterator[Office]:
    """An office whose doings are sealed and then taken back, unless they are to be `kept`.

    What others have read before it is not read again, as in the program.
    """
    with database.writer.connect() as connection, connection.begin() as transaction:
        standing = database.standing(connection)
        assert standing is not None  # SQLite has one
        session = FactSession(connection, standing=standing)
        try:
            with session:
                ((last_line,),) = LAST_LINE.rows(connection)
                files, keys = FileStore(folder / "files"), KeyStore(folder / "keys")
                yield Office(session, files, keys, last_line or 0, now)
                seal(session)
                assert_unbroken(session, last_line)
                if kept:
                    session.commit()
                    standing.carried.announce(connection, standing.written)
                    transaction.commit()
        finally:
            if transaction.is_active:
                transaction.rollback()


@contextmanager
def going_on(database: Database, folder: Path, *, now: datetime) -> Iterator[Office]:
    """An office with what lies in that folder; what is done there is taken back.

    Its own folder is made when something is put into it, as it is in few.
    """
    own_folder = folder.with_name(f"{folder.name}-{next(_numbers)}")
    for store in STORES:
        if (folder / store).exists():
            shutil.copytree(folder / store, own_folder / store)
    with opened(database, own_folder, now=now) as office:
        yield office
    if own_folder.exists():
        shutil.rmtree(own_folder)


def assert_unbroken(session: FactSession, last_line: int) -> None:
    """The lines that came after that one follow from it."""
    rows = LINES_FROM.rows(session.connection(), line=last_line)
    assert [row.hash for row in rows] == [audit.digest(row) for row in rows]
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]
