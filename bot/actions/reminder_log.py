"""The reminder ledger as people read it: what was planned for whom, and what became of it. 「为什么没提醒我」 has an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import cycles, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person
from bot.storage import outbox, reminders
from bot.storage.outbox import Outcome
from bot.storage.reminders import ReminderRow
from bot.texts import reminder_log as texts
from bot.texts.reminders import REPEATED, UNCLEAR

MARKS = (REPEATED, UNCLEAR)
GROUP = "group"
ROWS = 12  # of one moment, at most about so many: one an item


@dataclass(frozen=True)
class Logged:
    """One row. `state` is that of the message, or skipped; `reasons` tell why, or what was unusual about it.

    `failure` is what the platform said where it did not take the message: for the log and the command line.
    """

    planned_at: datetime
    item: str  # report, deadline, rectification:12 ...
    window: str
    to: str  # a person's name, GROUP, or "branch:7" where nobody leads it
    state: str
    reasons: tuple[str, ...]
    sent_at: datetime | None
    failure: str = ""


def latest(work: UnitOfWork, person: Person, limit: int) -> list[Logged]:
    """What was planned for one person, the newest first."""
    rows = reminders.latest_of_target(work.session, str(person.id), limit * ROWS)
    return _logged(work, people.department(work, person.department), rows)


def of_department(work: UnitOfWork, department: Department) -> list[Logged]:
    """Everything that was planned in all its years, in order of time."""
    years = [cycle.id for cycle in cycles.every(work, department.id)]
    return _logged(work, department, reminders.of_cycles(work.session, years))


def line(one: Logged, zone: tzinfo) -> str:
    """The row as it is printed, all columns under `texts.header`."""
    sent = texts.minute(one.sent_at.astimezone(zone)) if one.sent_at else ""
    reasons = [*one.reasons, *([one.failure] if one.failure else [])]
    return texts.row(
        texts.minute(one.planned_at.astimezone(zone)),
        texts.item(one.item),
        texts.addressee(one.to),
        one.window,
        texts.outcome(one.state, reasons, sent),
    )


def as_json(one: Logged, zone: tzinfo) -> dict[str, str | None]:
    """The row for programs; `state` is planned, pending, sending, sent, unreached, failed or skipped."""
    return {
        "planned": one.planned_at.astimezone(zone).isoformat(),
        "item": one.item,
        "to": one.to,
        "window": one.window,
        "state": one.state,
        "sent": one.sent_at.astimezone(zone).isoformat() if one.sent_at else None,
        "reason": "；".join([*one.reasons, *([one.failure] if one.failure else [])]),
    }


def _logged(work: UnitOfWork, department: Department, rows: Sequence[ReminderRow]) -> list[Logged]:
    named = {
        target: people.by_id(work, int(target))
        for target in {row.target for row in rows}
        if target.isdecimal()
    }
    known = {target: person for target, person in named.items() if person is not None}
    chats = {GROUP: department.group} | {target: person.account for target, person in known.items()}
    parts = outbox.outcomes_of_parts(work.session, department.id, set(chats.values()))
    messages = outbox.outcomes(work.session, {row.key for row in rows if row.key})

    def logged(row: ReminderRow) -> Logged:
        said = (
            parts.get((chats.get(row.target, ""), row.key))
            or messages.get(row.key)
            or Outcome(row.state, "")
        )
        name = known[row.target].name if row.target in known else row.target
        spoken = said.reason if said.state == "skipped" or said.reason in MARKS else ""
        reasons = tuple(reason for reason in (row.reason, spoken) if reason)
        failure = said.reason if said.state == "failed" and not spoken else ""
        return Logged(
            row.planned_at, row.item, row.window, name, said.state, reasons, said.sent_at, failure
        )

    return [logged(row) for row in rows]
