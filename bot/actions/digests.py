"""What the bot says unasked: at most one message a day for each person and for the group, in working hours.

Whatever falls on one day is merged into that day's digest. On a day of the countdown it waits for that hour, which would
else find its day taken; what comes after the digest has gone waits for the next workday. The
group counts for itself: what one person is told is not for the others, and the countdown is nobody's in particular.
Nobody is woken to send a digest: the beat's last job does, so that all jobs of one beat may join. Each part is asked again
right before sending whether it still holds (rules of conduct 2, 4 and 5).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.actions import cycles
from bot.actions.calendar import calendar_of, occasions
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.calendar import Calendar
from bot.domain.people import Department, Person, Role
from bot.domain.plan import Plan
from bot.domain.reminders import DEADLINE, REPORT, report_day
from bot.messages import Card, Chat, ChatKind, Message, pack, unpack_message
from bot.storage import outbox, people
from bot.storage.outbox import OutboxRow

BULLETINS = 9  # the outbox's last priority
SEPARATOR = "\n\n"
JOINING = timedelta(minutes=1)  # some beats of the metronome

# Why a part need not be sent any more; empty where it still holds.
StillTrue = Callable[[UnitOfWork, Mapping[str, Any]], str]


@dataclass(frozen=True)
class Part:
    """One thing to be said. `key` is natural: the same part is not said twice. `condition` names what must still hold."""

    key: str
    text: str
    condition: Mapping[str, Any] = field(default_factory=dict)
    card: Card | None = None


def tell(work: UnitOfWork, department: Department, person: Person, part: Part) -> str:
    """Adds a part to the person's digest; the part's key, or empty where the person has no account yet."""
    if not person.account:
        return ""
    _add(work, department, Chat(ChatKind.DIRECT, person.account), part)
    return part.key


def take_back(work: UnitOfWork, department: Department, person: Person, prefix: str) -> list[str]:
    """Removes the parts of this person whose key begins so, where they still wait; their keys, the oldest first."""
    taken: list[str] = []
    for row in outbox.waiting_digests(work.session, department.id, ChatKind.DIRECT, person.account):
        parts = row.parts or ()
        taken += [part["key"] for part in parts if part["key"].startswith(prefix)]
        row.parts = [part for part in parts if not part["key"].startswith(prefix)]
    work.session.flush()
    return taken


def tell_at_once(work: UnitOfWork, department: Department, person: Person, part: Part) -> bool:
    """Says it now, as today's digest; False where today's has gone out, or the person has no account."""
    if not person.account:
        return False
    chat = Chat(ChatKind.DIRECT, person.account)
    key = _key(department.id, chat, work.now.astimezone(work.zone))
    row = outbox.digest_of(work.session, key)
    if row is None:
        _begin(work, department, chat, part, key=key, due_at=work.now)
        return True
    if row.state not in ("pending", "skipped"):
        return False
    waiting = row.parts or () if row.state == "pending" else ()
    row.state, row.reason, row.due_at, row.parts = (
        "pending",
        "",
        work.now,
        [*waiting, _packed(part)],
    )
    work.session.flush()
    return True


def post(work: UnitOfWork, department: Department, part: Part) -> str:
    """Adds a part to the group's digest; the part's key, or empty where the group is not known yet."""
    if not department.group:
        return ""
    _add(work, department, Chat(ChatKind.GROUP, department.group), part)
    return part.key


def current(
    work: UnitOfWork, row: OutboxRow, still_true: StillTrue
) -> tuple[Message | None, dict[str, str]]:
    """The digest as it is still true, None where nothing is left of it; and why each part fell away, by its key."""
    left_out = {
        part["key"]: still_true(work, part["condition"])
        for part in row.parts or ()
        if part["condition"]
    }
    kept = [
        unpack_message(part["message"]) for part in row.parts or () if not left_out.get(part["key"])
    ]
    return (_merged(kept) if kept else None), {
        key: reason for key, reason in left_out.items() if reason
    }


def is_late(work: UnitOfWork, row: OutboxRow) -> bool:
    """Whether it was held up until its day was over or the quiet hours had begun."""
    moment = _next_moment(
        work, _department(work, row), Chat(ChatKind(row.chat_kind), row.chat_id), work.now
    )
    return row.key != _key(row.department_id, Chat(ChatKind(row.chat_kind), row.chat_id), moment)


def put_off(work: UnitOfWork, row: OutboxRow) -> None:
    """Moves its parts into the next digest, which asks again what still holds."""
    chat, department = Chat(ChatKind(row.chat_kind), row.chat_id), _department(work, row)
    for part in row.parts or ():
        message = unpack_message(part["message"])
        _add(
            work, department, chat, Part(part["key"], message.text, part["condition"], message.card)
        )


def _department(work: UnitOfWork, row: OutboxRow) -> Department:
    found = people.department(work.session, row.department_id)
    assert found is not None, "a digest belongs to a department"
    return found


def _key(department: str, chat: Chat, moment: datetime) -> str:
    return f"digest:{department}:{chat.kind}:{chat.id}:{moment.date().isoformat()}"


def _add(work: UnitOfWork, department: Department, chat: Chat, part: Part) -> None:
    """Into today's digest while it waits, else into the next workday's. A part that is there already changes nothing."""
    moment = _next_moment(work, department, chat, work.now)
    while True:
        key = _key(department.id, chat, moment)
        row = outbox.digest_of(work.session, key)
        if row is None:
            _begin(work, department, chat, part, key=key, due_at=moment)
            return
        if any(known["key"] == part.key for known in row.parts or ()):
            return
        if row.state == "skipped":  # nothing of it was left to be said: the day is free
            row.state, row.reason, row.due_at, row.parts = "pending", "", moment, []
        if row.state == "pending" and not (part.card and _has_card(row)):
            row.parts = [*(row.parts or ()), _packed(part)]
            work.session.flush()
            return
        tomorrow = datetime.combine(moment.date() + timedelta(days=1), time(), work.zone)
        moment = _next_moment(work, department, chat, tomorrow)


def _begin(
    work: UnitOfWork, department: Department, chat: Chat, part: Part, *, key: str, due_at: datetime
) -> None:
    row = OutboxRow(
        key=key,
        department_id=department.id,
        platform=department.platform,
        chat_kind=chat.kind,
        chat_id=chat.id,
        payload={},
        parts=[_packed(part)],
        priority=BULLETINS,
        prompted=False,
        created_at=work.now,
        due_at=due_at,
    )
    outbox.enqueue(work.session, row)


def _next_moment(work: UnitOfWork, department: Department, chat: Chat, after: datetime) -> datetime:
    """When the next digest may go out there: in working hours, and not before that day's reminder could join it."""
    cycle, local = cycles.current(work, department.id), after.astimezone(work.zone)
    if cycle is None:
        return Calendar().next_speaking_moment(local)
    moment = calendar_of(cycle.plan).next_speaking_moment(local)
    reminder = _reminder_on(work, cycle.plan, chat, moment.date())
    return moment if reminder is None or moment >= reminder else reminder + JOINING


def _reminder_on(work: UnitOfWork, plan: Plan, chat: Chat, day: date) -> datetime | None:
    """When the countdown speaks on that day: in the group of the whole, to a secretary of his report."""
    if chat.kind is ChatKind.GROUP:
        found = occasions(DEADLINE, plan.deadline, plan, work.zone)
    else:
        person = people.by_account(work.session, chat.id)
        secretary = person is not None and person.has(Role.SECRETARY)
        found = occasions(REPORT, report_day(plan), plan, work.zone) if secretary else ()
    return next((one.rung.moment for one in found if one.rung.day == day), None)


def _packed(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "condition": dict(part.condition),
        "message": pack(Message(text=part.text, card=part.card)),
    }


def _has_card(row: OutboxRow) -> bool:
    return any(part["message"]["card"] for part in row.parts or ())


def _merged(messages: list[Message]) -> Message:
    text = SEPARATOR.join(message.text for message in messages if message.text)
    return Message(
        text=text, card=next((message.card for message in messages if message.card), None)
    )
