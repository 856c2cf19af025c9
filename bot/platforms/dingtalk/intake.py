"""What came in -> the core, whichever way it came: stored first, then acknowledged; and what is answered at once.

An answer to a typed vote, or to a tapped button of words, goes to that person alone and leaves no trace here or in
the outbox; a repeat of the message is not answered a second time.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from bot.bounded import RecentKeys
from bot.messages import Chat, ChatKind, ClickAnswer, Message, Update
from bot.platforms.dingtalk import buttons, cards, frames, payloads
from bot.platforms.dingtalk.frames import Frame
from bot.platforms.dingtalk.late_views import LateViews
from bot.platforms.dingtalk.quota import Kind, Quota
from bot.platforms.dingtalk.stream import Answer
from bot.ports import Clock, Delivery, Inlet, Messenger, SendFailed
from bot.queues import KeyedQueue
from bot.texts import talk

log = structlog.get_logger(__name__)
T = TypeVar("T")

RETRIES = (
    0.2,
    1.0,
    5.0,
)  # seconds; whether the platform delivers again is not certain, so storing is tried again
CARD_SECONDS = 1.7  # of the two that the platform grants


class Intake:
    def __init__(
        self,
        messenger: Messenger,
        late: LateViews,
        *,
        inlet: Inlet,
        clock: Clock,
        quota: Quota,
        card_seconds: float = CARD_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._messenger, self._late = messenger, late
        self._inlet, self._clock, self._quota = inlet, clock, quota
        self._card_seconds, self._sleep = card_seconds, sleep
        self._answered: RecentKeys[str] = RecentKeys(
            10_000
        )  # messages whose answer left no other trace
        self.queue = KeyedQueue()

    def on_frame(self, frame: Frame, answer: Answer) -> None:
        """Returns at once: the read loop waits for nobody. Messages of a chat stay in order, clicks of a person too."""
        if frame.topic == frames.CARD:
            self._on_tap(frame, answer)
            return
        update = self.read(frame.data)
        if update is None:
            self.queue.submit("", lambda: answer(frames.response(frame)))
        else:
            self.queue.submit(update.chat.id, lambda: self._message(update, frame, answer))

    def read(self, body: Mapping[str, Any]) -> Update | None:
        """Counts and translates a robot message; None where there is nothing to store."""
        self._quota.spend(Kind.WEBHOOK)
        if payloads.is_over_quota(body):
            self._quota.exhausted(Kind.WEBHOOK)
            log.error("dingtalk.message_over_quota")
        return payloads.to_update(body, arrived=self._clock.now())

    async def store(self, update: Update) -> Message | None:
        """Returns after the durable commit: what is to be told to the person alone, if anything."""
        click = buttons.pressed(update.text)
        if click is None:
            return await self._inlet.accept(update)
        answer = await self._inlet.click(replace(update, text="", click=click))
        return Message(text=answer.notice, refused=answer.refused)

    async def tell_privately(self, update: Update, message: Message) -> None:
        """Once per message; it is lost if it cannot go now, for a message in the outbox would tell when he voted."""
        if update.message_id in self._answered:
            return
        self._answered.add(update.message_id)
        direct = Chat(ChatKind.DIRECT, update.sender.account)
        token = update.reply_token if update.chat == direct else ""
        try:
            await self._messenger.send(
                direct, message, Delivery(secrets.token_hex(8), token, priority=0)
            )
        except SendFailed as failed:
            self._answered.discard(update.message_id)
            log.warning("dingtalk.answer_not_sent", reason=failed.reason)

    async def _message(self, update: Update, frame: Frame, answer: Answer) -> None:
        try:
            private = await self._persist(lambda: self.store(update))
        except Exception as error:  # noqa: BLE001 - its text may show a message
            log.error("dingtalk.not_stored", error=type(error).__name__)  # noqa: TRY400
            private = await self._put_aside(update)
            if private.refused:
                await answer(frames.ack(frame, '{"response": null}', frames.FAILED, "not stored"))
                self.queue.submit(
                    f"{update.sender.account}\nanswers",
                    lambda: self.tell_privately(update, private),
                )
                return
        await answer(frames.response(frame))
        if private is not None:
            self.queue.submit(
                f"{update.sender.account}\nanswers", lambda: self.tell_privately(update, private)
            )

    async def _put_aside(self, update: Update) -> Message:
        """A tapped button is not kept for later: by then it may mean something else."""
        if buttons.pressed(update.text) is not None:
            return Message(text=talk.CLICK_NOT_KEPT, refused="not_kept")
        return await self._inlet.put_aside(update)

    def _on_tap(self, frame: Frame, answer: Answer) -> None:
        update = cards.to_update(frame, arrived=self._clock.now())
        self._quota.spend(Kind.WEBHOOK)
        if update is None:
            self.queue.submit("", lambda: answer(frames.response(frame, {})))
            return
        lane = f"{update.chat.id}\n{update.sender.account}"
        ends = asyncio.get_running_loop().time() + self._card_seconds
        self.queue.submit(lane, lambda: self._tap(update, frame, answer, ends))

    async def _tap(self, update: Update, frame: Frame, answer: Answer, ends: float) -> None:
        """The ack is the card's new view. What takes longer is acknowledged empty, and drawn once it is stored."""
        work = asyncio.create_task(self._persist(lambda: self._inlet.click(update)))
        seconds = max(0.0, ends - asyncio.get_running_loop().time())
        done, _ = await asyncio.wait([work], timeout=seconds)
        if done and work.exception() is None:
            await answer(frames.response(frame, cards.callback_response(work.result())))
            return
        await answer(frames.response(frame, {}))
        track = payloads.text_of(frame.data.get("outTrackId"))
        self._late.put(track, update.sender.account, await _clicked(work))

    async def _persist(self, work: Callable[[], Awaitable[T]]) -> T:
        for seconds in RETRIES:
            try:
                return await work()
            except Exception as error:  # noqa: BLE001 - storage may be busy; the error's text may show a message
                log.warning("dingtalk.not_stored_yet", error=type(error).__name__)
                await self._sleep(seconds)
        return await work()


async def _clicked(work: "asyncio.Task[ClickAnswer]") -> ClickAnswer:
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - the person must not believe that it was taken
        log.error("dingtalk.click_not_stored", error=type(error).__name__)  # noqa: TRY400 - no traceback of a vote
        return ClickAnswer(accepted=False, notice=talk.CLICK_NOT_KEPT)
