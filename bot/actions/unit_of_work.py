"""`UnitOfWork`: one transaction with what an action needs in it.

Actions never commit; whoever runs them does.

Whatever is said (`enqueue`, `message_person`, `message_group`) becomes an outbox row of the same
transaction, and whatever is done leaves an audit line (`audit`): either all of it happens or
nothing. What the bot says unasked goes through `actions.digests`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar, overload
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.people import Department, Person
from bot.domain.reach import FirstWord
from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words, example_among, filled
from bot.messages import Chat, ChatKind, Message, pack
from bot.storage import audit, cycles, outbox, sealing
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore

if TYPE_CHECKING:
    # Most commands read no file.
    from bot.documents.reader import DocumentReader

T = TypeVar("T")

SYSTEM = "system"  # the actor of what the clock does


def actor_name(actor: Person | str) -> str:
    """Returns how an actor is written down: a person by number, who outlives his name."""
    if isinstance(actor, str):
        return actor
    return f"person:{actor.id}"


@dataclass
class UnitOfWork:
    """A transaction, or a snapshot, at one moment: the clock is its `now`."""

    session: Session
    now: datetime
    zone: ZoneInfo
    files: FileStore
    reader: "DocumentReader | None" = None  # not there where no file is read
    keys: KeyStore = field(default_factory=KeyStore)  # of ballots
    papers_brought: dict[int, str] = field(default_factory=dict)  # the last ballot card, by person
    pages_address: str = ""  # where phones reach the program's pages; empty for nowhere
    first_words: Mapping[str, FirstWord] = field(default_factory=dict)  # by platform
    asker: str = field(default="", init=False)  # the account that acts; empty for the clock
    asked: list[str] = field(default_factory=list, init=False)  # who is to confirm, by name
    said: bool = field(default=False, init=False)  # whether something new waits in the outbox
    after_commit: list[Callable[[], None]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        # The line that seals what this transaction changes bears its time.
        sealing.tell_time(self.session, self.now)

    @property
    def today(self) -> date:
        """The day on which this happens, where the department is."""
        return self.day_of(self.now)

    @overload
    def day_of(self, moment: datetime) -> date: ...

    @overload
    def day_of(self, moment: None) -> None: ...

    def day_of(self, moment: datetime | None) -> date | None:
        """Returns the day of a moment, where the department is; none of what has not happened."""
        if moment is None:
            return None
        return moment.astimezone(self.zone).date()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Makes a step that can fail alone: an error takes back its writes and what it left for
        after the commit.
        """
        follow_ups, asked = len(self.after_commit), len(self.asked)
        try:
            with self.session.begin_nested():
                yield
        # Whatever ended the step: what it left for after the commit must not outlive its writes.
        except BaseException:
            del self.after_commit[follow_ups:]
            del self.asked[asked:]
            raise

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Takes back everything that is written inside, so that an action can be asked what it
        would do.
        """
        follow_ups, asked = len(self.after_commit), len(self.asked)
        savepoint = self.session.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()
            del self.after_commit[follow_ups:]
            del self.asked[asked:]

    def words_of(self, department_id: str) -> Words:
        """Returns what the department calls things in its latest year."""
        cycle = cycles.current(self.session, department_id)
        if cycle is None:
            return STANDARD
        return cycle.plan.words

    def filled(self, value: T, department_id: str) -> T:
        """Returns a text, or a value made of texts, in the department's words and with a branch of
        its own where an example is shown.
        """
        words = self.words_of(department_id)

        def example() -> str:
            # Most commands show nobody an example, and are light without the rosters.
            from bot.storage import rosters  # noqa: PLC0415

            branches = rosters.roster(self.session, department_id).branches
            return example_among([branch.name for branch in branches], words)

        return filled(value, words, example)

    def enqueue(
        self,
        department: Department,
        chat: Chat,
        message: Message,
        *,
        key: str,
        platform: str | None = None,
        reply_token: str = "",
        priority: int = 5,
        prompted: bool = True,
        due_at: datetime | None = None,
        asker: str | None = None,
    ) -> bool:
        """Puts a message into the outbox under its natural key, due at once without a moment.

        `asker` is the account that it answers; without, it is that of whoever acts now. A lower
        `priority` goes out first: from 5 on a message may wait for the platform's allowance, from 8
        on it can wait for every other. What is not `prompted` was asked for by nobody, and is
        repeated once at most where a crash hides whether it arrived. Returns False, and stores
        nothing, where that key is there already.
        """
        if asker is None:
            asker = self.asker
        is_new = outbox.enqueue(
            self.session,
            key=key,
            department_id=department.id,
            platform=platform or department.platform,
            chat=chat,
            # the texts' placeholders end here (docs/decisions/0022)
            payload=self.filled(pack(message), department.id),
            reply_token=reply_token,
            priority=priority,
            prompted=prompted,
            asker=asker,
            now=self.now,
            due_at=due_at,
        )
        self.said = self.said or is_new
        return is_new

    def is_enqueued(self, key: str) -> bool:
        """Tells whether a message stands in the outbox under this key, sent or not."""
        return outbox.is_known(self.session, key)

    def message_person(
        self,
        department: Department,
        person: Person,
        message: Message,
        *,
        key: str,
        priority: int = 5,
        answers: bool = False,
    ) -> bool:
        """Tells one person in single chat.

        With `answers` it is what became of something that he asked for himself, whoever acts now.
        Returns False where he has no account, or the key is there already.
        """
        if not person.account:
            return False
        chat = Chat(ChatKind.DIRECT, person.account)
        asker = None
        if answers:
            asker = person.account
        return self.enqueue(
            department,
            chat,
            message,
            key=key,
            priority=priority,
            asker=asker,
        )

    def message_group(
        self,
        department: Department,
        message: Message,
        *,
        key: str,
        prompted: bool = True,
        priority: int = 5,
        due_at: datetime | None = None,
    ) -> bool:
        """Tells the department's group.

        Returns False where it is not known yet, or the key is there already.
        """
        if not department.group:
            return False
        chat = Chat(ChatKind.GROUP, department.group)
        return self.enqueue(
            department,
            chat,
            message,
            key=key,
            prompted=prompted,
            priority=priority,
            due_at=due_at,
        )

    def audit(
        self,
        department: str,
        actor: Person | str,
        verb: str,
        subject: str,
        **facts: str | int | bool | None,
    ) -> None:
        """Writes the audit line of an act."""
        audit.append(
            self.session,
            department_id=department,
            at=self.now,
            actor=actor_name(actor),
            verb=verb,
            subject=subject,
            facts=facts,
        )
