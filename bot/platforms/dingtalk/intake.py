"""What came in -> the core, whichever way it came: stored first, then acknowledged.

An answer to a typed vote, or to a tapped button of words, goes to that person alone and leaves no
trace here or in the outbox; a repeat of the message is not answered a second time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from bot.bounded import RecentKeys
from bot.messages import CardState, ChatKind, Message, Update
from bot.platforms.dingtalk import buttons, cards, frames, payloads
from bot.platforms.dingtalk.frames import Frame
from bot.platforms.dingtalk.late_views import LateViews
from bot.platforms.dingtalk.quota import Kind, Quota
from bot.platforms.dingtalk.stream import Answer
from bot.platforms.incoming import answer_privately, click_answer, store_patiently
from bot.ports import Clock, Inlet, Messenger
from bot.queues import KeyedQueue
from bot.texts import talk

log = structlog.get_logger(__name__)

CARD_SECONDS = 1.7  # of the two that the platform grants


class Intake:
    def __init__(
        self,
        messenger: Messenger,
        late_views: LateViews,
        *,
        inlet: Inlet,
        clock: Clock,
        quota: Quota,
        card_seconds: float = CARD_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._messenger, self._late_views = messenger, late_views
        self._inlet, self._clock, self._quota = inlet, clock, quota
        self._card_seconds, self._sleep = card_seconds, sleep
        # Messages whose answer left no other trace.
        self._answered: RecentKeys[str] = RecentKeys(10_000)
        self.queue = KeyedQueue()

    def on_frame(self, frame: Frame, answer: Answer) -> None:
        """Returns at once, for the read loop waits for nobody.

        Messages of a chat stay in order, and clicks of a person too.
        """
        if frame.topic != frames.CARD:
            update = self.read(frame.data)
            if update is None:
                self.queue.submit("", lambda: answer(frames.response(frame)))
            else:
                self.queue.submit(update.chat.id, lambda: self._message(update, frame, answer))
            return
        tap = cards.to_update(frame, arrived=self._clock.now())
        self._quota.spend(Kind.WEBHOOK)
        if tap is None:
            self.queue.submit("", lambda: answer(frames.response(frame, {})))
            return
        clicker = f"{tap.chat.id}\n{tap.sender.account}"
        # From the arrival on, for the platform waits while the click stands in the queue.
        deadline = asyncio.get_running_loop().time() + self._card_seconds
        self.queue.submit(clicker, lambda: self._tap(tap, frame, answer, deadline))

    def read(self, body: Mapping[str, Any]) -> Update | None:
        """Counts and translates a robot message; None where there is nothing to store."""
        self._quota.spend(Kind.WEBHOOK)
        if payloads.is_over_quota(body):
            self._quota.exhausted(Kind.WEBHOOK)
            log.error("dingtalk.message_over_quota")
        return payloads.to_update(body, arrived=self._clock.now())

    async def store(self, update: Update) -> Message | None:
        """Returns after the durable commit what is to be told to the person alone, if anything."""
        click = buttons.pressed(update.text)
        if click is None:
            return await self._inlet.accept(update)
        answer = await self._inlet.click(replace(update, text="", click=click))
        if answer.state is not CardState.OPEN or not _is_direct(update):
            return Message(text=answer.notice, refused=answer.refused)
        # The buttons that the next tap needs come with the answer.
        notice = cards.beside_the_card(answer)
        return Message(text=notice, card=answer.card, refused=answer.refused)

    async def store_or_put_aside(self, update: Update) -> Message | None:
        """Stores as `store` does, or keeps the message until the database is back.

        Raises what `store` raised where the message cannot be kept either: the platform is to call
        again.
        """
        try:
            return await self.store(update)
        except Exception as error:
            log.error("dingtalk.not_stored", error=type(error).__name__)  # noqa: TRY400 - its text may show a message
            private = await self._put_aside(update)
            if private.refused:
                raise
            return private

    async def tell_privately(self, update: Update, message: Message) -> None:
        """Answers the person alone. A repeat is not answered again; what cannot go now is lost."""
        if update.message_id in self._answered:
            return
        self._answered.add(update.message_id)
        # What did not go out may be tried again with the platform's repeat.
        if not await answer_privately(self._messenger, update, message):
            self._answered.discard(update.message_id)

    async def _message(self, update: Update, frame: Frame, answer: Answer) -> None:
        ack = frames.response(frame)
        store = partial(self.store, update)
        try:
            private = await store_patiently(store, platform="dingtalk", sleep=self._sleep)
        except Exception as error:  # noqa: BLE001 - its text may show a message
            log.error("dingtalk.not_stored", error=type(error).__name__)  # noqa: TRY400
            private = await self._put_aside(update)
            if private.refused:
                ack = frames.ack(frame, '{"response": null}', frames.FAILED, "not stored")
        await answer(ack)
        if private is not None:
            self.queue.submit(answers_of(update), partial(self.tell_privately, update, private))

    async def _put_aside(self, update: Update) -> Message:
        """Keeps the message, but no tapped button: by then it may mean something else."""
        if buttons.pressed(update.text) is not None:
            return Message(text=talk.CLICK_NOT_KEPT, refused="not_kept")
        return await self._inlet.put_aside(update)

    async def _tap(self, update: Update, frame: Frame, answer: Answer, deadline: float) -> None:
        """Acknowledges with the card's new view.

        A click that takes longer is acknowledged empty, and its view is drawn once it is stored.
        """
        click = partial(self._inlet.click, update)
        storing = asyncio.create_task(
            store_patiently(click, platform="dingtalk", sleep=self._sleep)
        )
        seconds = max(0.0, deadline - asyncio.get_running_loop().time())
        done, _ = await asyncio.wait([storing], timeout=seconds)
        own = _is_direct(update)
        if done and storing.exception() is None:
            view = cards.callback_response(storing.result(), own=own)
            await answer(frames.response(frame, view))
            return
        await answer(frames.response(frame, {}))
        track = payloads.text_of(frame.data.get("outTrackId"))
        late_answer = await click_answer(storing, platform="dingtalk")
        self._late_views.put(track, update.sender.account, late_answer, own=own)


def answers_of(update: Update) -> str:
    """Returns the key under which private answers to this person are queued."""
    return f"{update.sender.account}\nanswers"


def _is_direct(update: Update) -> bool:
    return update.chat.kind is ChatKind.DIRECT
