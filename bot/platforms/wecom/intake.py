"""Frames of the long connection -> the core, and the card's update back to the clicker within five seconds."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import structlog

from bot.bounded import RecentKeys
from bot.messages import Chat, ChatKind, ClickAnswer, Message, Update
from bot.platforms.wecom import cards, errors, payloads
from bot.platforms.wecom.accounts import Accounts
from bot.platforms.wecom.connection import AckLost, Frame, LongConnection, NotConnected
from bot.platforms.wecom.limits import Budget, Kind
from bot.platforms.wecom.pushes import Pushes
from bot.ports import Clock, Delivery, Inlet, SendFailed
from bot.queues import KeyedQueue
from bot.texts import talk

log = structlog.get_logger(__name__)

RETRIES = (
    0.2,
    1.0,
    5.0,
)  # seconds; the platform does not deliver again, so the storing is tried again
UPDATE_SECONDS = 4.5  # of the five that the platform grants


class FrameIntake:
    def __init__(
        self,
        connection: LongConnection,
        pushes: Pushes,
        *,
        inlet: Inlet,
        clock: Clock,
        budget: Budget,
        accounts: Accounts,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connection, self._pushes = connection, pushes
        self._inlet, self._clock = inlet, clock
        self._budget, self._accounts = budget, accounts
        self._monotonic, self._sleep = monotonic, sleep
        self._redrawn: RecentKeys[str] = RecentKeys(10_000)  # clicks whose card shows them
        self.queue = KeyedQueue()

    def on_frame(self, frame: Frame) -> None:
        """Returns at once: the read loop waits for nobody. Messages of a chat stay in order, clicks of a person too."""
        body = frame.get("body")
        headers = frame.get("headers")
        if not isinstance(body, dict) or not isinstance(headers, dict):
            return
        req_id, arrived = str(headers.get("req_id", "")), self._monotonic()
        update = payloads.to_update(body, arrived=self._clock.now(), request=req_id)
        if update is None:
            return
        self._accounts.seen(update.sender.account)
        if update.click is not None:
            lane = f"{update.chat.id}\n{update.sender.account}"
            self.queue.submit(lane, lambda: self._click(update, body, req_id, arrived))
        else:
            self._pushes.heard(update.chat, req_id)
            self.queue.submit(update.chat.id, lambda: self._message(update))

    async def _message(self, update: Update) -> None:
        answer: Message | None
        try:
            answer = await self._persist(lambda: self._inlet.accept(update))
        except Exception as error:  # noqa: BLE001 - the platform does not deliver again; the text may show a message
            log.error("wecom.not_stored", error=type(error).__name__)  # noqa: TRY400
            answer = await self._inlet.put_aside(update)
        if answer is not None:
            await self._tell_privately(update, answer)

    async def _click(
        self, update: Update, body: Mapping[str, Any], req_id: str, arrived: float
    ) -> None:
        answer = await self._clicked(update)
        redrawn = await self._redraw(update, body, req_id, arrived, answer)
        cut = len(answer.notice) > cards.DESCRIPTION
        if not answer.accepted and (cut or not redrawn):
            await self._tell_privately(update, Message(text=answer.notice))

    async def _clicked(self, update: Update) -> ClickAnswer:
        """The person must not believe that a tap was taken which was not."""
        try:
            return cast("ClickAnswer", await self._persist(lambda: self._inlet.click(update)))
        except Exception as error:  # noqa: BLE001 - it may be a vote: only the kind is told
            log.error("wecom.click_not_stored", error=type(error).__name__)  # noqa: TRY400
            return ClickAnswer(accepted=False, notice=talk.CLICK_NOT_KEPT)

    async def _redraw(
        self,
        update: Update,
        body: Mapping[str, Any],
        req_id: str,
        arrived: float,
        answer: ClickAnswer,
    ) -> bool:
        """The vote is counted already: where this fails, only the picture is missing.

        A click that is delivered again costs the chat's budget nothing.
        """
        if update.message_id in self._redrawn:
            return True
        late = self._monotonic() - arrived > UPDATE_SECONDS
        if late or self._budget.take(update.chat.id, Kind.CARD):
            return False
        task = payloads.task_id(body)
        try:
            await self._update(
                update, req_id, cards.after_click(answer, task), for_all=answer.for_all
            )
        except errors.Rejected as rejected:
            return rejected.code in errors.CARD_ACTION and await self._plain(
                update, req_id, answer, task
            )
        except (cards.CardInvalid, NotConnected, AckLost) as failure:
            log.warning("wecom.card_not_redrawn", error=type(failure).__name__)
            return False
        self._redrawn.add(update.message_id)
        return True

    async def _plain(self, update: Update, req_id: str, answer: ClickAnswer, task: str) -> bool:
        title = answer.card.title if answer.card else ""
        try:
            template = cards.notice(answer.notice, task, title=title)
            await self._update(update, req_id, template, for_all=answer.for_all)
        except (errors.Rejected, NotConnected, AckLost) as failure:
            log.warning("wecom.card_not_redrawn", error=type(failure).__name__)
            return False
        return True

    async def _update(
        self, update: Update, req_id: str, template: cards.Template, *, for_all: bool
    ) -> None:
        body = cards.update_body(template, update.sender.account, for_all=for_all)
        await self._connection.request("aibot_respond_update_msg", body, req_id)

    async def _tell_privately(self, update: Update, message: Message) -> None:
        """To the person alone, also where he spoke in the group; it leaves no trace, and is lost if it cannot go now."""
        direct = Chat(ChatKind.DIRECT, update.sender.account)
        token = update.reply_token if update.chat == direct else ""
        delivery = Delivery(
            key=secrets.token_hex(8), reply_token=token, priority=0
        )  # a key that tells nothing
        try:
            await self._pushes.send(direct, message, delivery)
        except SendFailed as failed:
            log.warning("wecom.answer_not_sent", reason=failed.reason)

    async def _persist(self, work: Callable[[], Awaitable[Any]]) -> Any:
        for seconds in RETRIES:
            try:
                return await work()
            except Exception as error:  # noqa: BLE001 - storage may be busy; the error's text may show a message
                log.warning("wecom.not_stored_yet", error=type(error).__name__)
                await self._sleep(seconds)
        return await work()
