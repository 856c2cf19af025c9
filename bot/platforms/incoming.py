"""What every platform does with what came in: store it, and answer the person alone."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from bot.messages import Chat, ChatKind, ClickAnswer, Message, Update
from bot.ports import Delivery, Messenger, SendFailed
from bot.texts import talk

log = structlog.get_logger(__name__)
T = TypeVar("T")

# Seconds between tries. Whether a platform delivers again is not certain, so storing is tried
# again.
RETRIES = (0.2, 1.0, 5.0)


async def store_patiently(
    store: Callable[[], Awaitable[T]],
    *,
    platform: str,
    sleep: Callable[[float], Awaitable[None]],
) -> T:
    """Tries again while storage is busy; raises what the last try raised."""
    for seconds in RETRIES:
        try:
            return await store()
        except Exception as error:  # noqa: BLE001 - storage may be busy; the error's text may show a message
            event = f"{platform}.not_stored_yet"
            log.warning(event, error=type(error).__name__)
            await sleep(seconds)
    return await store()


async def is_stored(storing: "asyncio.Task[Any]", deadline: float) -> bool:
    """Tells whether it was stored by the deadline; what is late goes on being stored."""
    await wait_until(storing, deadline)
    return storing.done() and not storing.cancelled() and storing.exception() is None


async def wait_until(awaited: "asyncio.Future[Any]", deadline: float) -> None:
    """Waits until it is done or the deadline is over; neither raises nor cancels.

    It costs half of what `asyncio.wait` does.
    """
    loop = asyncio.get_running_loop()
    over = loop.create_future()

    def wake(_: object = None) -> None:
        if not over.done():
            over.set_result(None)

    timer = loop.call_at(deadline, wake)
    awaited.add_done_callback(wake)
    try:
        await over
    finally:
        timer.cancel()
        awaited.remove_done_callback(wake)


async def click_answer(click: Awaitable[ClickAnswer], *, platform: str) -> ClickAnswer:
    """Awaits the answer; where the click was not stored, the person must not believe that it was."""
    try:
        return await click
    except Exception as error:  # noqa: BLE001 - it may be a vote: only the kind is told
        event = f"{platform}.click_not_stored"
        log.error(event, error=type(error).__name__)  # noqa: TRY400 - no traceback of a vote
        return ClickAnswer(accepted=False, notice=talk.CLICK_NOT_KEPT)


async def answer_privately(messenger: Messenger, update: Update, message: Message) -> bool:
    """Answers the person alone, also where the group was spoken in; False where it could not go.

    It leaves no trace, for a message in the outbox would tell when somebody voted.
    """
    direct = Chat(ChatKind.DIRECT, update.sender.account)
    token = ""
    # With the token of what was said in the group the answer would go there.
    if update.chat == direct:
        token = update.reply_token
    delivery = Delivery(secrets.token_hex(8), token, priority=0)  # a key that tells nothing
    try:
        await messenger.send(direct, message, delivery)
    except SendFailed as failed:
        event = f"{update.platform}.answer_not_sent"
        log.warning(event, reason=failed.reason)
        return False
    return True
