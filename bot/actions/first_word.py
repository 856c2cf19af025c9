"""What waited for somebody's first word, where the platform lets nobody write before it.

All of it that still holds becomes one message, which goes along with the answer to that word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.actions import digests, open_cards
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.reminders import REPORT
from bot.messages import Chat, Message, unpack_message
from bot.storage import outbox
from bot.storage.outbox import Outgoing, PackedPart
from bot.texts import reminders as reminder_texts
from bot.texts import talk


def what_waited(work: UnitOfWork, platform: str, chat: Chat, *, besides: str = "") -> list[Message]:
    """Returns what waited in this chat, and marks it as told; empty where nothing did.

    `besides` is the key of a part that the answer brings by itself. A message shows one card and
    carries one file, so that further ones follow it by themselves.
    """
    together: list[str] = []
    shown: Message | None = None
    apart: list[Message] = []
    for message in _still_holding(work, outbox.unreached_in(work.session, platform, chat), besides):
        is_plain = not (message.card or message.link or message.file)
        if is_plain or shown is None:
            together.append(message.text)
        else:
            apart.append(message)
        if not is_plain and shown is None:
            shown = message
    if not together:
        return []
    # What waited more than once is said once.
    sentences = dict.fromkeys(text for text in together if text)
    text = f"{talk.WAITED}\n{digests.SEPARATOR.join(sentences)}"
    first = Message(text=text)
    if shown is not None:
        first = replace(shown, text=text)
    return [first, *apart]


def _still_holding(
    work: UnitOfWork, waiting: Sequence[Outgoing], besides: str
) -> Iterator[Message]:
    """Yields what is still true of these; what is not is marked with the reason."""
    digests_by_row = {
        outgoing.id: outbox.digest(work.session, outgoing.id)
        for outgoing in waiting
        if outgoing.is_digest
    }
    reminder_keys = [
        part["key"]
        for digest in digests_by_row.values()
        for part in digest.parts
        if part["condition"].get("kind") == REPORT
    ]
    newest = next(reversed(reminder_keys), "")
    for outgoing in waiting:
        if outgoing.is_digest:
            digest = digests_by_row[outgoing.id]
            parts = [_as_of_today(work, part, newest) for part in digest.parts]
            rest = tuple(part for part in parts if part["key"] != besides)
            message, reasons = digests.current(work, replace(digest, parts=rest), of_the_day=False)
            outbox.leave_out(work.session, outgoing.id, reasons)
            reason = "、".join(dict.fromkeys(reasons.values()))
        else:
            message, reason = _of_itself(work, outgoing)
        if message is None:
            outbox.skipped(work.session, outgoing.id, reason)
        else:
            outbox.told(work.session, outgoing.id, work.now)
            yield message


def _as_of_today(work: UnitOfWork, part: PackedPart, newest: str) -> PackedPart:
    """Lets the newest reminder of the report outlive its day: nobody has heard any of them.

    The earlier ones fell away with their days.
    """
    if part["key"] != newest:
        return part
    return {**part, "condition": {**part["condition"], "day": work.today.isoformat()}}


def _of_itself(work: UnitOfWork, outgoing: Outgoing) -> tuple[Message | None, str]:
    message = unpack_message(outgoing.payload)
    if message.redraws:
        return None, ""
    if message.card is not None and open_cards.is_settled(work, message.card.id):
        return None, reminder_texts.SETTLED
    return message, ""
