"""What the core asks of the world.

Platforms and the root implement these; tests bring fakes with memory.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.values import dataclass
from bot.messages import Attachment, Chat, ClickAnswer, Message, OutFile, Update


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, aware."""


@dataclass
class SendFailed(Exception):
    """A message did not go out.

    `permanent` ones are not tried again; `reason` is for the log and the organiser.
    """

    reason: str
    permanent: bool = False
    retry_after: float | None = None  # seconds
    until_spoken: bool = False  # nobody may write first there: it waits until somebody has spoken


@dataclass(frozen=True)
class Delivery:
    """What accompanies a message.

    `key` is the same on every try, so that a platform that can may drop a repeat.
    """

    key: str
    reply_token: str = ""
    priority: int = 5  # 0 first: card updates, acknowledgements; 9 last: bulletins


class Messenger(Protocol):
    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        """Hands one message to the platform; returns once it was taken. Raises SendFailed."""


class FileSource(Protocol):
    async def open(self, file: OutFile) -> bytes:
        """The content of a file of the program's own store. Raises FileNotFoundError."""


class FetchError(Exception):
    """An attachment could not be had.

    `reason` is one of too_large, expired, forbidden, timeout, failed.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Fetched:
    """An attachment on its way in: its name and its content.

    The name is what the platform tells; it may know it only now.
    """

    name: str
    content: AsyncIterator[bytes]


class FileFetcher(Protocol):
    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        """Opens an attachment of at most `limit` bytes.

        Raises FetchError, also while `content` is read.
        """


class SecondOpinion(Protocol):
    async def choose(self, said: str, titles: Sequence[str]) -> int | None:
        """Tells the place of the title that is meant by a masked sentence; None for no answer.

        Returns within two seconds, and never raises.
        """


class Inlet(Protocol):
    """Where a platform brings what it heard. Both calls return only after the durable commit."""

    async def is_ballot(self, update: Update) -> bool:
        """Tells whether this is, or may be, a vote, by card or typed.

        Nobody may keep it then, neither the platform's room nor the inbox. Its repeats hear the
        same answer.
        """

    async def accept(self, update: Update, *, ballot: bool | None = None) -> Message | None:
        """Stores a message; a repeat of (platform, sender, message_id) changes nothing.

        `ballot` is what `is_ballot` said of it, where that was asked before; without, it is asked
        now. All answers come through the outbox but one: to a typed vote the answer is returned
        here, to be sent to the voter's single chat without leaving a trace of its time.
        """

    async def put_aside(self, update: Update) -> Message:
        """Keeps a message that `accept` did not take until the database is back.

        Returns what to tell its sender: that it will be worked on, or that it is to be sent again.
        """

    async def click(self, update: Update) -> ClickAnswer:
        """Handles a submitted card; a repeat gets the same answer again."""


class Lease(Protocol):
    """One owner among several processes, kept in the database."""

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        """Takes or extends the lease; False while another owner holds it."""

    async def release(self, name: str, owner: str) -> None:
        """Gives it back early; nothing happens where it is not held."""


class Calls(Protocol):
    """The signed calls of the last minutes, kept across restarts as digests.

    They are in no order, and without a time of their own.
    """

    async def recent(self) -> Mapping[bytes, bytes]:
        """What was noted and may still be fresh: the digest of each call, and of what it brought."""

    async def note(self, call: bytes, content: bytes) -> None:
        """Returns after the durable commit; a call that is noted already stays as it is."""
