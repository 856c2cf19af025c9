"""The outbox's way out: claim, ask whether it is still true, send, mark. Conversations go side by side, each in order."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

import structlog

from bot.actions import digests, reminders
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.messages import Chat, ChatKind, Message, unpack_message
from bot.ports import Delivery, SendFailed
from bot.storage import outbox
from bot.storage.outbox import OutboxRow
from bot.texts import reminders as texts

log = structlog.get_logger(__name__)

FIRST_WAIT = 5.0  # seconds; doubled at every try
LONGEST_WAIT = 1800.0
TRIES = 58  # about a day: a network that is away for an afternoon loses nothing


@dataclass(frozen=True)
class Outgoing:
    id: int
    platform: str
    chat: Chat
    message: Message
    delivery: Delivery
    attempts: int
    digest: bool

    @property
    def conversation(self) -> tuple[str, str, str]:
        return self.platform, self.chat.kind.value, self.chat.id


async def deliver_due(services: Services) -> int:
    """Sends what is due; how many rows it took. Several processes share the work without doubling it."""
    claimed = await services.write(_claim)
    by_conversation = sorted(
        claimed, key=lambda one: (*one.conversation, one.delivery.priority, one.id)
    )
    conversations = [
        list(group) for _, group in groupby(by_conversation, key=lambda one: one.conversation)
    ]
    await asyncio.gather(
        *(_deliver_in_order(services, conversation) for conversation in conversations)
    )
    return len(claimed)


def _claim(work: UnitOfWork) -> list[Outgoing]:
    rows = outbox.claim_due(work.session, work.now, repeated=texts.REPEATED, unclear=texts.UNCLEAR)
    return [_outgoing(row) for row in rows]


async def _deliver_in_order(services: Services, conversation: list[Outgoing]) -> None:
    for outgoing in conversation:
        await _deliver(services, outgoing)


async def _deliver(services: Services, outgoing: Outgoing) -> None:
    if outgoing.digest:
        if await services.write(lambda work: _put_off(work, outgoing.id)):
            return
        message, left_out = await services.read(lambda work: _as_it_is_now(work, outgoing.id))
        if left_out:
            await services.write(lambda work: outbox.leave_out(work.session, outgoing.id, left_out))
        if message is None:
            reason = "、".join(dict.fromkeys(left_out.values()))
            await services.write(lambda work: outbox.skipped(work.session, outgoing.id, reason))
            return
        outgoing = replace(outgoing, message=message)
    try:
        await _send(services, outgoing)
    except SendFailed as failed:
        await services.write(partial(_failed, outgoing=outgoing, failure=failed))
    except Exception:
        log.exception("outbox.error", row=outgoing.id)
        await services.write(partial(_failed, outgoing=outgoing, failure=SendFailed("error")))
    else:
        await services.write(lambda work: outbox.sent(work.session, outgoing.id, work.now))


def _put_off(work: UnitOfWork, row_id: int) -> bool:
    """Whether it came too late for its day: what still holds is said in the next digest."""
    row = work.session.get_one(OutboxRow, row_id)
    if not digests.is_late(work, row):
        return False
    digests.put_off(work, row)
    outbox.skipped(work.session, row_id, texts.PUT_OFF)
    return True


def _as_it_is_now(work: UnitOfWork, row_id: int) -> tuple[Message | None, dict[str, str]]:
    return digests.current(work, work.session.get_one(OutboxRow, row_id), reminders.still_true)


async def _send(services: Services, outgoing: Outgoing) -> None:
    messenger = services.messengers.get(outgoing.platform)
    if messenger is None:
        raise SendFailed(f"platform {outgoing.platform} is not running")
    await messenger.send(outgoing.chat, outgoing.message, outgoing.delivery)


def _failed(work: UnitOfWork, outgoing: Outgoing, failure: SendFailed) -> None:
    """Tries again later, or gives up with the reason, which the organiser sees in the status."""
    log.warning("outbox.failed", row=outgoing.id, reason=failure.reason, attempts=outgoing.attempts)
    if failure.until_spoken:
        outbox.unreached(work.session, outgoing.id, failure.reason)
        return
    if failure.permanent or outgoing.attempts >= TRIES:
        outbox.failed(work.session, outgoing.id, failure.reason)
        return
    first_wait = failure.retry_after or FIRST_WAIT
    wait = max(first_wait, min(first_wait * 2 ** (outgoing.attempts - 1), LONGEST_WAIT))
    outbox.again(
        work.session, outgoing.id, due_at=work.now + timedelta(seconds=wait), reason=failure.reason
    )


def _outgoing(row: OutboxRow) -> Outgoing:
    assert row.id is not None
    return Outgoing(
        id=row.id,
        platform=row.platform,
        chat=Chat(ChatKind(row.chat_kind), row.chat_id),
        message=unpack_message(row.payload),
        digest=row.parts is not None,
        delivery=Delivery(key=row.key, reply_token=row.reply_token, priority=row.priority),
        attempts=row.attempts,
    )


def reconnected(work: UnitOfWork, platform: str) -> None:
    """Tries again at once what could not go out while this platform was away."""
    if outbox.make_retries_due(work.session, platform, work.now):
        work.said = True


def next_due(work: UnitOfWork) -> datetime | None:
    """When the next waiting message is due."""
    return outbox.next_due(work.session)
