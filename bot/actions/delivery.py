"""The outbox's way out: claim, ask whether it is still true, send, mark.

Conversations go side by side, each in order.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.actions import acquaintance, digests, open_cards
from bot.actions.polls import links
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.values import dataclass
from bot.messages import Message, pack, unpack_message
from bot.ports import Delivery, SendFailed
from bot.storage import outbox
from bot.storage.outbox import Outgoing
from bot.texts import reminders as texts

log = structlog.get_logger(__name__)

FIRST_WAIT = 5.0  # seconds; doubled at every try
LONGEST_WAIT = 1800.0  # a platform that stays away is asked twice an hour
TRIES = 58  # about a day: a network that is away for an afternoon loses nothing


async def deliver_due(services: Services) -> int:
    """Sends what is due, batch by batch; returns how many messages it took.

    Several processes share the work without doubling it.
    """
    total = 0
    is_more = True
    while is_more:
        # Asking once more after a batch that was not full would find nothing, at each message.
        claimed, is_more = await services.write(
            lambda work: outbox.claim_due(
                work.session,
                work.now,
                repeated=texts.REPEATED,
                unclear=texts.UNCLEAR,
                # where another process holds the robot, that one speaks
                except_on=services.standing_by(),
            )
        )
        in_order = sorted(
            claimed, key=lambda message: (*message.conversation, message.priority, message.id)
        )
        conversations: dict[tuple[str, str, str], list[Outgoing]] = defaultdict(list)
        for outgoing in in_order:
            conversations[outgoing.conversation].append(outgoing)
        # No conversation waits for another; each is sent in its order.
        await asyncio.gather(
            *(_deliver_in_order(services, conversation) for conversation in conversations.values())
        )
        total += len(claimed)
    return total


async def _deliver_in_order(services: Services, conversation: Sequence[Outgoing]) -> None:
    for outgoing in conversation:
        await _deliver(services, outgoing)


@dataclass(frozen=True)
class _Ready:
    """What goes out; `is_first` where its receiver has never heard of the bot."""

    message: Message
    is_first: bool


async def _deliver(services: Services, outgoing: Outgoing) -> None:
    """Sends one message and marks what became of it.

    That takes one transaction, and one more before a digest or an introduction.
    """
    ready = await _as_it_holds(services, outgoing)
    if ready is None:
        return
    introduction = None
    if ready.is_first:
        # Asked again where it is noted: his own word may have come in between.
        introduction = await services.write(
            lambda work: acquaintance.introduced(
                work, outgoing.department, outgoing.chat, ready.message
            )
        )
    try:
        await _send(services, outgoing, introduction or ready.message)
    except SendFailed as failed:
        await services.write(
            partial(_failed, outgoing=outgoing, failure=failed, introduction=introduction)
        )
    except Exception:
        # A bug is tried again like a failed connection: it may be mended before the tries are over.
        log.exception("outbox.error", row=outgoing.id)
        failure = SendFailed("error")
        await services.write(
            partial(_failed, outgoing=outgoing, failure=failure, introduction=introduction)
        )
    else:
        await services.write(partial(_sent, outgoing=outgoing, introduction=introduction))


async def _as_it_holds(services: Services, outgoing: Outgoing) -> _Ready | None:
    """Returns what is still to be said; None where nothing is, which is marked."""
    if outgoing.is_digest:
        return await services.write(partial(_merge, outgoing=outgoing))
    ready = await services.read(partial(_unless_settled, outgoing=outgoing))
    if ready is None:
        await services.write(lambda work: outbox.skipped(work.session, outgoing.id, texts.SETTLED))
    return ready


def _unless_settled(work: UnitOfWork, outgoing: Outgoing) -> _Ready | None:
    """Returns the message; None where it is but a card on which somebody has decided meanwhile."""
    message = unpack_message(outgoing.payload)
    is_all = not (message.text or message.redraws)
    if message.card is not None and is_all and open_cards.is_settled(work, message.card.id):
        return None
    return _ready(work, outgoing, message)


def _merge(work: UnitOfWork, outgoing: Outgoing) -> _Ready | None:
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
    return _ready(work, outgoing, message)


def _ready(work: UnitOfWork, outgoing: Outgoing, message: Message) -> _Ready:
    is_first = False
    if not message.redraws:
        receiver = acquaintance.stranger_to(work, outgoing.department, outgoing.chat)
        is_first = receiver is not None
    return _Ready(message, is_first)


async def _send(services: Services, outgoing: Outgoing, message: Message) -> None:
    """Hands the message to its platform.

    Raises SendFailed, also where that platform is not running.
    """
    messenger = services.messengers.get(outgoing.platform)
    if messenger is None:
        raise SendFailed(f"platform {outgoing.platform} is not running")
    delivery = Delivery(
        key=outgoing.key, reply_token=outgoing.reply_token, priority=outgoing.priority
    )
    if message.link is not None:
        # Only now: the address stands nowhere, and the outbox keeps its name alone.
        message = await services.read(partial(links.addressed, message=message))
    await messenger.send(outgoing.chat, message, delivery)


def _sent(work: UnitOfWork, outgoing: Outgoing, introduction: Message | None) -> None:
    """Marks the message as sent, and keeps it as it was said."""
    if introduction is not None:
        outbox.keep_merged(work.session, outgoing.id, pack(introduction))
    outbox.sent(work.session, outgoing.id, work.now)


def _failed(
    work: UnitOfWork, outgoing: Outgoing, failure: SendFailed, introduction: Message | None
) -> None:
    """Lets the message be tried again later, or gives up; the organiser sees the reason in the
    status.
    """
    if introduction is not None:
        # The introduction was not heard either, so the next message has to bring it.
        acquaintance.not_met_after_all(work, outgoing.department, outgoing.chat)
    log.warning("outbox.failed", row=outgoing.id, reason=failure.reason, attempts=outgoing.attempts)
    # Until this person writes, another try would fail like this one.
    if failure.until_spoken:
        outbox.unreached(work.session, outgoing.id, failure.reason)
        return
    if failure.permanent or outgoing.attempts >= TRIES:
        outbox.failed(work.session, outgoing.id, failure.reason)
        return
    first_wait = failure.retry_after or FIRST_WAIT
    # Where the platform asks for a longer wait than ours, it is given that.
    wait = max(first_wait, min(first_wait * 2 ** (outgoing.attempts - 1), LONGEST_WAIT))
    outbox.again(
        work.session, outgoing.id, due_at=work.now + timedelta(seconds=wait), reason=failure.reason
    )


def reconnected(work: UnitOfWork, platform: str) -> None:
    """Tries again at once what could not go out while this platform was away."""
    if outbox.make_retries_due(work.session, platform, work.now):
        # It wakes the sender when this is committed.
        work.said = True


def next_due(work: UnitOfWork) -> datetime | None:
    """Returns when the next waiting message is due; None where none waits."""
    return outbox.next_due(work.session)
