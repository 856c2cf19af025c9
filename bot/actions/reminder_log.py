"""The reminder ledger as people read it: what was planned for whom, and what became of it.

It answers 「为什么没提醒我」.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import cycles
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person
from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words, filled
from bot.storage import departments, outbox, people, reminders
from bot.storage.outbox import OutboxState, Outcome
from bot.storage.reminders import Reminder
from bot.texts import reminder_log as texts
from bot.texts.reminders import REPEATED, UNCLEAR

MARKS = (REPEATED, UNCLEAR)
GROUP = "group"
ENTRIES = 12  # of one moment, at most about so many: one an item


@dataclass(frozen=True)
class Logged:
    """One entry. `state` is that of the message, or skipped.

    `reasons` tell why, or what was unusual about it.

    `failure` is what the platform said where it did not take the message: for the log and the
    command line.
    """

    planned_at: datetime
    item: str  # report, deadline, rectification:12 ...
    window: str
    to: str  # a person's name, GROUP, or "branch:7" where nobody leads it
    state: str
    reasons: tuple[str, ...]
    sent_at: datetime | None
    failure: str = ""

    @property
    def all_reasons(self) -> tuple[str, ...]:
        if not self.failure:
            return self.reasons
        return (*self.reasons, self.failure)


def latest(work: UnitOfWork, person: Person, limit: int) -> list[Logged]:
    """Returns what was planned for one person, the newest first."""
    entries = reminders.latest_of_target(work.session, str(person.id), limit * ENTRIES)
    department = departments.department(work.session, person.department)
    assert department is not None, "a person stands on a department's roster"
    return _logged(work, department, entries)


def of_department(work: UnitOfWork, department: Department) -> list[Logged]:
    """Returns everything that was planned in all its years, in order of time."""
    years = [cycle.id for cycle in cycles.every(work, department.id)]
    return _logged(work, department, reminders.of_cycles(work.session, years))


def line(entry: Logged, zone: tzinfo, words: Words = STANDARD) -> str:
    """Returns the entry as it is printed, all columns under `texts.header`."""
    sent = ""
    if entry.sent_at is not None:
        sent = texts.minute(entry.sent_at.astimezone(zone))
    cells = (
        texts.minute(entry.planned_at.astimezone(zone)),
        texts.item(entry.item),
        texts.addressee(entry.to),
        entry.window,
        texts.outcome(entry.state, list(entry.all_reasons), sent),
    )
    return texts.row(*filled(cells, words))


def as_json(entry: Logged, zone: tzinfo) -> dict[str, str | None]:
    """Returns the entry for programs; `state` is planned, or one of the outbox's states."""
    sent = None
    if entry.sent_at is not None:
        sent = entry.sent_at.astimezone(zone).isoformat()
    return {
        "planned": entry.planned_at.astimezone(zone).isoformat(),
        "item": entry.item,
        "to": entry.to,
        "window": entry.window,
        "state": entry.state,
        "sent": sent,
        "reason": "；".join(entry.all_reasons),
    }


def _logged(work: UnitOfWork, department: Department, entries: Sequence[Reminder]) -> list[Logged]:
    """Returns the entries with what became of their messages, in the same order."""
    names: dict[str, str] = {}
    chats = {GROUP: department.group}
    for target in {entry.target for entry in entries if entry.target.isdecimal()}:
        person = people.by_id(work.session, int(target))
        if person is not None:
            names[target] = person.name
            chats[target] = person.account
    parts = outbox.outcomes_of_parts(work.session, department.id, set(chats.values()))
    messages = outbox.outcomes(work.session, {entry.key for entry in entries if entry.key})

    logged = []
    for entry in entries:
        # A part of a digest has no message of its own; what was left out has neither.
        outcome = parts.get((chats.get(entry.target, ""), entry.key))
        outcome = outcome or messages.get(entry.key) or Outcome(entry.state, "")
        reasons, failure = [entry.reason], ""
        # Also what was sent may have been repeated after a crash, which is said as well.
        if outcome.state == OutboxState.SKIPPED or outcome.reason in MARKS:
            reasons.append(outcome.reason)
        elif outcome.state == OutboxState.FAILED:
            failure = outcome.reason
        logged.append(
            Logged(
                planned_at=entry.planned_at,
                item=entry.item,
                window=entry.window,
                to=names.get(entry.target, entry.target),
                state=outcome.state,
                reasons=tuple(reason for reason in reasons if reason),
                sent_at=outcome.sent_at,
                failure=failure,
            )
        )
    return logged
