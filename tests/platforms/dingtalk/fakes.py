"""The core's edge, with memory: what was stored is stored once, votes are counted as the ballot box counts them."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.messages import CardState, ClickAnswer, Message, OutFile, Update
from bot.ports import Delivery, Messenger, SendFailed
from bot.settings import Settings

RECEIVED = ClickAnswer(accepted=True, notice="已收到，截止前可修改。", state=CardState.ANSWERED)
Answers = Callable[[Update], Message | None]


class SystemClock:
    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC)


@dataclass
class FakeClock:
    moment: datetime = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@dataclass
class FakeInlet:
    """`answers` is the core's work: what it says to a message goes through `messenger`, as the outbox would send it."""

    answers: Answers = lambda _: None
    messenger: Messenger | None = None
    card_answer: Callable[[Update], ClickAnswer] = lambda _: RECEIVED
    ballots: Answers = lambda _: None
    before: Callable[[], Awaitable[None]] | None = None  # a busy or failing database
    stored: dict[str, Update] = field(default_factory=dict)
    clicks: dict[str, tuple[Update, ClickAnswer]] = field(default_factory=dict)
    votes: dict[str, str] = field(
        default_factory=dict
    )  # account -> the newest choice by the platform's time
    deliveries: int = 0
    keeps: bool = True
    aside: list[Update] = field(default_factory=list)
    works: "set[asyncio.Task[None]]" = field(default_factory=set)
    failures: list[SendFailed] = field(default_factory=list)

    async def is_ballot(self, update: Update) -> bool:
        return self.ballots(update) is not None

    async def accept(self, update: Update, *, ballot: bool | None = None) -> Message | None:  # noqa: ARG002
        self.deliveries += 1
        if self.before is not None:
            await self.before()
        answer = self.ballots(update)
        if answer is not None:
            self.votes[update.sender.account] = update.text
        elif update.message_id not in self.stored:
            self.stored[update.message_id] = update
            work = asyncio.create_task(self.work(update))
            self.works.add(work)
            work.add_done_callback(self.works.discard)
        return answer

    async def put_aside(self, update: Update) -> Message:
        """Keeps it where there is room; its sender is told."""
        if not self.keeps:
            return Message(text="没有收下，请再发一次", refused="not_kept")
        self.aside.append(update)
        return Message(text="收到了，恢复后会接着办")

    async def click(self, update: Update) -> ClickAnswer:
        self.deliveries += 1
        if self.before is not None:
            await self.before()
        if update.message_id not in self.clicks:
            self.clicks[update.message_id] = (update, self.card_answer(update))
        return self.clicks[update.message_id][1]

    async def work(self, update: Update) -> None:
        answer = self.answers(update)
        if answer is None or self.messenger is None:
            return
        delivery = Delivery(
            key=f"answer-{update.message_id}", reply_token=update.reply_token, priority=2
        )
        try:
            await self.messenger.send(update.chat, answer, delivery)
        except SendFailed as failure:
            self.failures.append(failure)


@dataclass
class FakeLease:
    holders: dict[str, str] = field(default_factory=dict)
    broken: bool = False

    async def hold(self, name: str, owner: str, seconds: float) -> bool:  # noqa: ARG002 - time stands still here
        if self.broken:
            raise OSError
        return self.holders.setdefault(name, owner) == owner

    async def release(self, name: str, owner: str) -> None:
        if self.holders.get(name) == owner:
            del self.holders[name]


@dataclass
class FakeCalls:
    """Outlives the process: two stages that share one are before and after a restart."""

    noted: dict[bytes, bytes] = field(default_factory=dict)

    async def recent(self) -> Mapping[bytes, bytes]:
        return dict(self.noted)

    async def note(self, call: bytes, content: bytes) -> None:
        self.noted.setdefault(call, content)


@dataclass
class FakeFiles:
    contents: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, content: bytes, *, picture: bool = False) -> OutFile:
        digest = hashlib.sha256(content).hexdigest()
        self.contents[digest] = content
        return OutFile(digest, name, len(content), picture=picture)

    async def open(self, file: OutFile) -> bytes:
        if file.sha256 not in self.contents:
            raise FileNotFoundError(file.sha256)
        return self.contents[file.sha256]


def settings(**values: object) -> Settings:
    """Nothing of this machine's own `.env`."""
    return Settings.model_validate(values)
