"""What the bot says unasked: at most one message a day for each person and for the group.

It is said in working hours (`digest_moments`). Whatever falls on one day is merged into that day's
digest; what comes after that has gone waits for the next workday. The group counts for itself: what
one person is told is not for the others, and the countdown is nobody's in particular. Nobody is
woken to send a digest: the beat's last job does, so that all jobs of one beat may join. Each part
is asked again right before sending whether it still holds (rules of conduct 2, 4 and 5).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.actions import conditions, people
from bot.actions.digest_moments import next_countdown, next_moment
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person
from bot.domain.reminders import NEEDED
from bot.domain.values import dataclass
from bot.messages import Card, Chat, ChatKind, Link, Message, pack, unpack_message
from bot.storage import outbox
from bot.storage.outbox import Digest, OutboxState, PackedPart

LOWEST_PRIORITY = 9  # of the outbox: digests wait for answers
URGENT = 1  # before answers
SEPARATOR = "\n\n"


@dataclass(frozen=True)
class Part:
    """One thing to be said.

    `key` is natural: the same part is not said twice. `condition` names what must still hold when
    it goes out (`actions.conditions`). An `urgent` one is for people in a hall, who wait for it: it
    goes before answers, at whatever hour the hall sits. One with `patience` joins a countdown that
    comes within so many workdays.
    """

    key: str
    text: str
    condition: Mapping[str, Any] = field(default_factory=dict)
    card: Card | None = None
    link: Link | None = None
    urgent: bool = False
    patience: int = 0


Made = Callable[[UnitOfWork, Mapping[str, Any]], Message]
Ending = Callable[[UnitOfWork, Department, Person], Message | None]

_MADE: dict[str, Made] = {}
_ENDINGS: list[Ending] = []


def makes(kind: str) -> Callable[[Made], Made]:
    """Registers what makes a part of this kind anew right before it is sent.

    Its condition still decides whether it is sent. Raises ValueError for a second one.
    """

    def register(make: Made) -> Made:
        if kind in _MADE:
            raise ValueError(kind)
        _MADE[kind] = make
        return make

    return register


def ends(ending: Ending) -> Ending:
    """Registers what stands below everything that one person is told on a day.

    Where that brings a card already it stands alone: a message shows one, and twelve lines.
    """
    _ENDINGS.append(ending)
    return ending


def with_the_ending(
    work: UnitOfWork, department: Department, person: Person, message: Message
) -> Message:
    """Returns what somebody is told at once together with what would end his message of the day.

    It is returned as it is where it brings a card of its own.
    """
    if message.card is not None:
        return message
    endings = [ending(work, department, person) for ending in _ENDINGS]
    cards = [ending.card for ending in endings if ending and ending.card]
    if not cards:
        return message
    return replace(message, card=work.filled(cards[0], department.id))


def tell(work: UnitOfWork, department: Department, person: Person, part: Part) -> str:
    """Adds a part to the person's digest.

    Returns the part's key, or an empty string where the person has no account yet.
    """
    if not person.account:
        return ""
    _add(work, department, Chat(ChatKind.DIRECT, person.account), part)
    return part.key


def post(work: UnitOfWork, department: Department, part: Part) -> str:
    """Adds a part to the group's digest.

    Returns the part's key, or an empty string where the group is not known yet.
    """
    if not department.group:
        return ""
    _add(work, department, Chat(ChatKind.GROUP, department.group), part)
    return part.key


def take_back(
    work: UnitOfWork,
    department: Department,
    person: Person,
    prefix: str,
    *,
    kinds: Collection[str] = (),
) -> list[str]:
    """Removes the parts of this person that still wait and whose keys begin so.

    With `kinds` only parts with a condition of these are meant. Returns their keys, the oldest
    first.
    """

    def is_meant(part: PackedPart) -> bool:
        is_of_kind = not kinds or part["condition"].get("kind") in kinds
        return is_of_kind and part["key"].startswith(prefix)

    keys: list[str] = []
    chat = Chat(ChatKind.DIRECT, person.account)
    # A part may wait for any day to come.
    for digest in outbox.waiting_digests(work.session, department.id, chat):
        keys += [part["key"] for part in digest.parts if is_meant(part)]
        kept = [part for part in digest.parts if not is_meant(part)]
        outbox.set_parts(work.session, digest.id, kept)
    return keys


def waits(work: UnitOfWork, department: Department, person: Person, key: str) -> bool:
    """Tells whether this part waits for the person, on whichever day it is to be said."""
    chat = Chat(ChatKind.DIRECT, person.account)
    waiting = outbox.waiting_digests(work.session, department.id, chat)
    return any(part["key"] == key for digest in waiting for part in digest.parts)


def tell_at_once(
    work: UnitOfWork, department: Department, person: Person, part: Part, *, answers: bool = False
) -> bool:
    """Says a part now, as today's digest and together with what waits in it.

    With `answers` it is what he asked for himself. Returns False, and says nothing, where today's
    has gone out or waits with a card of its own, or the person has no account.
    """
    if not person.account:
        return False
    chat = Chat(ChatKind.DIRECT, person.account)
    key = _key(department.id, chat, work.today)
    digest = outbox.digest_of(work.session, key)
    if digest is None:
        asker = ""
        if answers:
            asker = person.account
        _begin(work, department, chat, part, key=key, due_at=work.now, asker=asker)
        return True
    if digest.state is OutboxState.PENDING and part.card and _has_card(digest):
        return False
    if digest.state not in (OutboxState.PENDING, OutboxState.SKIPPED):
        return False
    # What waits in today's digest goes along: a second message today would be one too many.
    parts = [_packed(work, department, part)]
    if digest.state is OutboxState.PENDING:
        parts = [*digest.parts, *parts]
    outbox.reopen_digest(work.session, digest.id, parts, due_at=work.now, priority=_priority(part))
    return True


def join(work: UnitOfWork, department: Department, person: Person, part: Part) -> bool:
    """Says a part now together with what waits for the person today.

    Returns False, and says nothing, where nothing waits.
    """
    digest = _of_today(work, department, person)
    if digest is None or digest.state is not OutboxState.PENDING:
        return False
    return tell_at_once(work, department, person, part)


def _of_today(work: UnitOfWork, department: Department, person: Person) -> Digest | None:
    chat = Chat(ChatKind.DIRECT, person.account)
    return outbox.digest_of(work.session, _key(department.id, chat, work.today))


def is_told(work: UnitOfWork, department: Department, person: Person, key: str) -> bool:
    """Tells whether this part is on its way to the person, or went out, in today's digest."""
    digest = _of_today(work, department, person)
    if digest is None or digest.state in (OutboxState.SKIPPED, *outbox.UNDELIVERED):
        return False
    return any(part["key"] == key and not part.get(outbox.LEFT_OUT) for part in digest.parts)


def current(
    work: UnitOfWork, digest: Digest, *, of_the_day: bool = True
) -> tuple[Message | None, dict[str, str]]:
    """Returns the digest as it still holds, and why each part fell away, by its key.

    Below it stands what ends a day's message, unless it is not `of_the_day`. The message is None
    where nothing is left to be said.
    """
    reasons: dict[str, str] = {}
    messages: list[Message] = []
    for part in digest.parts:
        reason = conditions.why_obsolete(work, part["condition"])
        make = _MADE.get(part["condition"].get("kind", ""))
        if reason:
            reasons[part["key"]] = reason
        elif make:
            # What is made now still bears the placeholders of its texts.
            messages.append(work.filled(make(work, part["condition"]), digest.department))
        else:
            messages.append(unpack_message(part["message"]))
    if not messages:
        return None, reasons
    person = people.find(work, digest.chat.id)
    has_card = any(message.card for message in messages)
    is_direct = digest.chat.kind is ChatKind.DIRECT
    if of_the_day and person is not None and is_direct and not has_card:
        department = people.department(work, digest.department)
        closing = [ending(work, department, person) for ending in _ENDINGS]
        messages += [work.filled(message, digest.department) for message in closing if message]
    text = SEPARATOR.join(message.text for message in messages if message.text)
    card = next((message.card for message in messages if message.card), None)
    link = next((message.link for message in messages if message.link), None)
    return Message(text=text, card=card, link=link), reasons


def is_late(work: UnitOfWork, digest: Digest) -> bool:
    """Tells whether a digest was held up until its day was over or the quiet hours had begun.

    Those do not hold up what is urgent.
    """
    if any(part.get("urgent") for part in digest.parts):
        return digest.key != _key(digest.department, digest.chat, work.today)
    department = people.department(work, digest.department)
    moment = next_moment(work, department, digest.chat, work.now, needed=True)
    return digest.key != _key(digest.department, digest.chat, moment.date())


def put_off(work: UnitOfWork, digest: Digest) -> None:
    """Moves the parts of a digest into the next one, which asks again what still holds."""
    department = people.department(work, digest.department)
    for packed in digest.parts:
        message = unpack_message(packed["message"])
        part = Part(packed["key"], message.text, packed["condition"], message.card, message.link)
        _add(work, department, digest.chat, part)


def _key(department: str, chat: Chat, day: date) -> str:
    return f"digest:{department}:{chat.kind}:{chat.id}:{day.isoformat()}"


def _add(work: UnitOfWork, department: Department, chat: Chat, part: Part) -> None:
    """Adds a part to today's digest while that waits, else to the next workday's that does.

    A part that is there already changes nothing. A digest shows one card: a second one waits for
    the next day.
    """
    # In the school holidays only what the deadline or the meeting itself needs is said.
    needed = part.condition.get("kind") in NEEDED
    after = work.now
    if part.patience:
        after = next_countdown(work, department, chat, part.patience) or work.now
    moment = next_moment(work, department, chat, after, needed=needed)
    while True:
        key = _key(department.id, chat, moment.date())
        digest = outbox.digest_of(work.session, key) or _digest_of_others(
            work, department, chat, moment.date()
        )
        if digest is None:
            _begin(work, department, chat, part, key=key, due_at=moment)
            return
        if any(known["key"] == part.key for known in digest.parts):
            return
        if digest.state is OutboxState.SKIPPED:
            # Nothing of it was left to be said: the day is free.
            outbox.reopen_digest(
                work.session, digest.id, [_packed(work, department, part)], due_at=moment
            )
            return
        if digest.state is OutboxState.PENDING and not (part.card and _has_card(digest)):
            outbox.set_parts(
                work.session, digest.id, [*digest.parts, _packed(work, department, part)]
            )
            return
        # That day's message has gone out or shows a card, and nobody gets two (rule of conduct 5).
        tomorrow = datetime.combine(moment.date() + timedelta(days=1), time(), work.zone)
        moment = next_moment(work, department, chat, tomorrow, needed=needed)


def _digest_of_others(
    work: UnitOfWork, department: Department, chat: Chat, day: date
) -> Digest | None:
    """Returns what another department says to the same person on that day: a day has one message."""
    if chat.kind is ChatKind.GROUP:
        return None
    for person in people.memberships(work, chat.id):
        if person.department != department.id:
            digest = outbox.digest_of(work.session, _key(person.department, chat, day))
            if digest is not None:
                return digest
    return None


def _has_card(digest: Digest) -> bool:
    """Tells whether a digest shows a card already: it has room for one."""
    return any(part["message"]["card"] for part in digest.parts)


def _priority(part: Part) -> int:
    if part.urgent:
        return URGENT
    return LOWEST_PRIORITY


def _begin(
    work: UnitOfWork,
    department: Department,
    chat: Chat,
    part: Part,
    *,
    key: str,
    due_at: datetime,
    asker: str = "",
) -> None:
    """Puts a new digest with this part into the outbox, behind answers unless it is urgent.

    The caller has found none under this key.
    """
    outbox.enqueue(
        work.session,
        key=key,
        department_id=department.id,
        platform=department.platform,
        chat=chat,
        payload={},
        parts=[_packed(work, department, part)],
        priority=_priority(part),
        prompted=False,  # what nobody asked for is repeated once at most after a crash
        asker=asker,
        now=work.now,
        due_at=due_at,
        looked_up=True,
    )


def _packed(work: UnitOfWork, department: Department, part: Part) -> PackedPart:
    message = Message(text=part.text, card=part.card, link=part.link)
    return {
        "key": part.key,
        "condition": dict(part.condition),
        "urgent": part.urgent,
        "message": work.filled(pack(message), department.id),
    }
