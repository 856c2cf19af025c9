"""Frames of the long connection -> the core, and the card's update back within five seconds."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import structlog

from bot.bounded import RecentKeys
from bot.messages import CardState, ChatKind, ClickAnswer, Message, Update
from bot.platforms.incoming import answer_privately, click_answer, store_patiently
from bot.platforms.wecom import cards, errors, payloads
from bot.platforms.wecom.accounts import Accounts
from bot.platforms.wecom.connection import AckLost, Frame, LongConnection, NotConnected
from bot.platforms.wecom.limits import Budget, Kind
from bot.platforms.wecom.pushes import Pushes
from bot.ports import Clock, Inlet
from bot.queues import KeyedQueue

log = structlog.get_logger(__name__)

UPDATE_SECONDS = 4.5  # of the five that the platform grants
NEW_CARD_TRIES = (0.0, 1.0, 5.0, 20.0)  # seconds before each


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
        """Returns at once, for the read loop waits for nobody.

        Messages of a chat stay in order, and clicks of a person too.
        """
        body = frame.get("body")
        headers = frame.get("headers")
        if not isinstance(body, dict) or not isinstance(headers, dict):
            return
        req_id, arrived = str(headers.get("req_id", "")), self._monotonic()
        update = payloads.to_update(body, arrived=self._clock.now(), request=req_id)
        if update is None:
            return
        self._accounts.note(update.sender.account)
        if update.click is not None:
            clicker = f"{update.chat.id}\n{update.sender.account}"
            self.queue.submit(clicker, lambda: self._click(update, body, req_id, arrived))
        else:
            self._pushes.note_request(update.chat, req_id)
            self.queue.submit(update.chat.id, lambda: self._message(update))

    async def _message(self, update: Update) -> None:
        answer: Message | None
        accept = partial(self._inlet.accept, update)
        try:
            answer = await store_patiently(accept, platform="wecom", sleep=self._sleep)
        except Exception as error:  # noqa: BLE001 - the platform does not deliver again; the text may show a message
            log.error("wecom.not_stored", error=type(error).__name__)  # noqa: TRY400
            answer = await self._inlet.put_aside(update)
        if answer is not None:
            await answer_privately(self._pushes, update, answer)

    async def _click(
        self, update: Update, body: Mapping[str, Any], req_id: str, arrived: float
    ) -> None:
        click = partial(self._inlet.click, update)
        stored = store_patiently(click, platform="wecom", sleep=self._sleep)
        answer = await click_answer(stored, platform="wecom")
        redrawn = await self._redraw(update, body, req_id, arrived, answer)
        shown_whole = redrawn and len(answer.notice) <= cards.DESCRIPTION
        # A refusal that the card shows cut, or not at all, is told in words.
        if not answer.accepted and not shown_whole:
            await answer_privately(self._pushes, update, Message(text=answer.notice))
        elif not redrawn and _turns(update, answer):
            card = Message(card=answer.card)
            new_card = f"{update.sender.account}\nnew card"
            self.queue.submit(new_card, partial(self._bring, update, card))

    async def _bring(self, update: Update, card: Message) -> None:
        """Brings a new card to whoever fills a sheet: the old one still shows what he has done.

        It is a no-op where the connection stays away; his next tap on the old card brings the new
        leaf as well.
        """
        for seconds in NEW_CARD_TRIES:
            await self._sleep(seconds)
            if await answer_privately(self._pushes, update, card):
                return

    async def _redraw(
        self,
        update: Update,
        body: Mapping[str, Any],
        req_id: str,
        arrived: float,
        answer: ClickAnswer,
    ) -> bool:
        """Shows the answer on the card; False where only the picture is missing, for it is counted.

        A click that is delivered again costs the chat's budget nothing.
        """
        if update.message_id in self._redrawn:
            return True
        late = self._monotonic() - arrived > UPDATE_SECONDS
        # Too late the platform refuses it, and it would cost a place in the minute.
        if late or self._budget.take(update.chat.id, Kind.CARD):
            return False
        task = payloads.task_id(body)
        account = update.sender.account

        async def respond(template: cards.Template) -> None:
            card = cards.update_body(template, account, for_all=answer.for_all)
            await self._connection.request("aibot_respond_update_msg", card, req_id)

        try:
            try:
                await respond(cards.after_click(answer, task))
            except errors.Rejected as rejected:
                if rejected.code not in errors.CARD_ACTION or _turns(update, answer):
                    return False
                notice = cards.notice(answer.notice, task)
                if answer.card is not None:
                    notice = cards.notice(answer.notice, task, title=answer.card.title)
                await respond(notice)
        except (errors.Rejected, cards.CardInvalid, NotConnected, AckLost) as failure:
            log.warning("wecom.card_not_redrawn", error=type(failure).__name__)
            return False
        self._redrawn.add(update.message_id)
        return True


def _turns(update: Update, answer: ClickAnswer) -> bool:
    """Tells whether the card of a single chat shows the next thing to be chosen."""
    is_open = answer.state is CardState.OPEN and answer.card is not None
    return is_open and update.chat.kind is ChatKind.DIRECT
