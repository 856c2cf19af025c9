"""The outbox's way out: claim, ask whether it is still true, send, mark.

Conversations go side by side, each in order.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.actions import digests, open_cards
from bot.actions.polls import links
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.messages import Message, pack, unpack_message
from bot.ports import Delivery, SendFailed
from bot.storage import outbox
from bot.storage.outbox import Outgoing
from bot.texts import reminders as texts

log = structlog.get_logger(__name__)

FIRST_WAIT = 5.0  # seconds; doubled at every try
LONGEST_WAIT = 1800.0
TRIES = 58  # about a day: a network that is away for an afternoon loses nothing


async def deliver_due(services: Services) -> int:
    """Sends what is due; returns how many messages it took.

    Several processes share the work without doubling it.
    """
    claimed = await services.write(
        lambda work: outbox.claim_due(
            work.session,
            work.now,
            repeated=texts.REPEATED,
            unclear=texts.UNCLEAR,
            except_on=services.standing_by(),
        )
    )
    in_order = sorted(
        claimed, key=lambda message: (*message.conversation, message.priority, message.id)
    )
    conversations: dict[tuple[str, str, str], list[Outgoing]] = defaultdict(list)
    for outgoing in in_order:
        conversations[outgoing.conversation].append(outgoing)
    await asyncio.gather(
        *(_deliver_in_order(services, conversation) for conversation in conversations.values())
    )
    return len(claimed)


async def _deliver_in_order(services: Services, conversation: Sequence[Outgoing]) -> None:
    for outgoing in conversation:
        await _deliver(services, outgoing)


async def _deliver(services: Services, outgoing: Outgoing) -> None:
    """Sends one message and marks what became of it.

    That takes one transaction, and one more before a digest.
    """
    if outgoing.is_digest:
        digest = await services.write(partial(_merge, outgoing=outgoing))
        if digest is None:
            return
        message = digest
    else:
        message = unpack_message(outgoing.payload)
        if await services.read(lambda work: _is_settled(work, message)):
            await services.write(
                lambda work: outbox.skipped(work.session, outgoing.id, texts.SETTLED)
            )
            return
    try:
        await _send(services, outgoing, message)
    except SendFailed as failed:
        await services.write(partial(_failed, outgoing=outgoing, failure=failed))
    except Exception:
        log.exception("outbox.error", row=outgoing.id)
        await services.write(partial(_failed, outgoing=outgoing, failure=SendFailed("error")))
    else:
        await services.write(lambda work: outbox.sent(work.session, outgoing.id, work.now))


def _is_settled(work: UnitOfWork, message: Message) -> bool:
    """Whether all that is said is a card on which somebody has decided meanwhile."""
    if message.card is None or message.text or message.redraws:
        return False
    return open_cards.is_settled(work, message.card.id)


def _merge(work: UnitOfWork, outgoing: Outgoing) -> Message | None:
    """Returns a digest as it still holds right before it is sent; None where it does not go out.

    What came too late for its day moves into the next digest. What holds no more is left out, with
    the reason; where nothing is left the digest is skipped.
    """
    # A transaction of its own, not the claim's: a digest that cannot be merged holds up no other.
    digest = outbox.digest(work.session, outgoing.id)
    if digests.is_late(work, digest):
        digests.put_off(work, digest)
        outbox.skipped(work.session, outgoing.id, texts.PUT_OFF)
        return None
    message, reasons = digests.current(work, digest)
    if reasons:
        outbox.leave_out(work.session, outgoing.id, reasons)
    if message is None:
        outbox.skipped(work.session, outgoing.id, "、".join(dict.fromkeys(reasons.values())))
        return None
    outbox.keep_merged(work.session, outgoing.id, pack(message))
    return message


async def _send(services: Services, outgoing: Outgoing, message: Message) -> None:
    messenger = services.messengers.get(outgoing.platform)
    if messenger is None:
        raise SendFailed(f"platform {outgoing.platform} is not running")
    delivery = Delivery(
        key=outgoing.key, reply_token=outgoing.reply_token, priority=outgoing.priority
    )
    if message.link is not None:
        message = await services.read(partial(links.addressed, message=message))
    await messenger.send(outgoing.chat, message, delivery)


def _failed(work: UnitOfWork, outgoing: Outgoing, failure: SendFailed) -> None:
    """Lets the message be tried again later, or gives up; the organiser sees the reason in the status."""
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


def reconnected(work: UnitOfWork, platform: str) -> None:
    """Tries again at once what could not go out while this platform was away."""
    if outbox.make_retries_due(work.session, platform, work.now):
        work.said = True


def next_due(work: UnitOfWork) -> datetime | None:
    """When the next waiting message is due."""
    return outbox.next_due(work.session)
