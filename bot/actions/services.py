"""`Services`: what all actions share while the program runs.

Made once by the composition root, replaced part by part in tests.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.reach import FirstWord
from bot.domain.values import dataclass
from bot.ports import Clock, FileFetcher, Messenger
from bot.storage.database import Database, is_away
from bot.storage.files import FileStore
from bot.storage.keys import KeyStore
from bot.storage.spool import Spool

if TYPE_CHECKING:
    # Commands that know what it is to be running read no file.
    from bot.documents.reader import DocumentReader

T = TypeVar("T")


class StoreUnavailable(Exception):
    """The database did not take it (locked, full, unreachable): nothing was stored, trying again is
    right.
    """


def _nobody() -> None:
    """Until a sender listens, what was said waits in the outbox."""


@dataclass(frozen=True)
class Takeover:
    """Whether another program has taken the robot of a platform over.

    `posts_apart`: posts with mentions still reach the group, by another way.
    """

    is_taken_over: Callable[[], bool]
    posts_apart: bool


@dataclass
class Services:
    database: Database
    files: FileStore
    clock: Clock
    zone: ZoneInfo
    reader: "DocumentReader"
    messengers: Mapping[str, Messenger] = field(default_factory=dict)
    fetchers: Mapping[str, FileFetcher] = field(default_factory=dict)
    # by platform: whether another process holds its connection now
    standbys: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    first_words: Mapping[str, FirstWord] = field(default_factory=dict)  # by platform
    takeovers: Mapping[str, Takeover] = field(default_factory=dict)  # by platform
    keys: KeyStore = field(default_factory=KeyStore)  # of ballots; the root gives the directory
    papers_brought: dict[int, str] = field(default_factory=dict)  # the last ballot card, by person
    pages_address: str = ""  # where phones reach the program's pages; empty for nowhere
    spool: Spool | None = None  # for what comes while the database is away
    on_said: Callable[[], None] = _nobody
    # one delivery at a time, so that conversations keep their order
    delivering: asyncio.Lock = field(default_factory=asyncio.Lock)

    def standing_by(self) -> tuple[str, ...]:
        """Returns the platforms on which another process of this installation speaks."""
        return tuple(name for name, stands_by in self.standbys.items() if stands_by())

    async def write(self, action: Callable[[UnitOfWork], T], *, now: datetime | None = None) -> T:
        """Runs an action in one transaction; returns after the durable commit.

        Raises StoreUnavailable.
        """
        try:
            work, result = await self.database.write(
                lambda session: self._run(session, action, now)
            )
        except OperationalError as error:
            # From the driver's error: SQLAlchemy's own tells the parameters, and with them people's
            # words.
            raise _unavailable_or_bug(error, reading=False) from error.orig
        # Only now: what is done past the database cannot be rolled back with it.
        for follow_up in work.after_commit:
            follow_up()
        if work.said:
            self.on_said()
        return result

    async def read(self, query: Callable[[UnitOfWork], T], *, now: datetime | None = None) -> T:
        """Runs a query on a snapshot of its own; what it would store is refused by the database.

        Raises StoreUnavailable.
        """
        try:
            _, result = await self.database.read(lambda session: self._run(session, query, now))
        except OperationalError as error:
            raise _unavailable_or_bug(error, reading=True) from error.orig
        return result

    def _run(
        self, session: Session, action: Callable[[UnitOfWork], T], now: datetime | None
    ) -> tuple[UnitOfWork, T]:
        work = UnitOfWork(
            session=session,
            now=now or self.clock.now(),
            zone=self.zone,
            files=self.files,
            reader=self.reader,
            keys=self.keys,
            papers_brought=self.papers_brought,
            pages_address=self.pages_address,
            first_words=self.first_words,
        )
        return work, action(work)


def _unavailable_or_bug(error: OperationalError, *, reading: bool) -> Exception:
    """Returns StoreUnavailable where trying again may help, else the error itself: a bug."""
    if is_away(error, reading=reading):
        return StoreUnavailable()
    return error
