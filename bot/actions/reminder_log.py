"""为什么没提醒我: the reminder ledger of one person, with what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.actions.work import Work
from bot.domain.people import Person
from bot.storage import outbox, reminders
from bot.storage.reminders import ReminderRow

ROWS = 12  # of one moment, at most about so many: one an item


@dataclass(frozen=True)
class Logged:
    """`state` is that of the message, or skipped with its `reason`; rows about several items of one moment are one."""

    at: datetime
    item: str
    state: str
    reason: str


def latest(work: Work, person: Person, limit: int) -> list[Logged]:
    """The newest first."""
    rows = reminders.latest_of_target(work.session, str(person.id), limit * ROWS)
    outcomes = outbox.outcomes(work.session, {row.key for row in rows if row.key})
    found = dict.fromkeys(_logged(row, outcomes) for row in rows)
    return list(found)[:limit]


def _logged(row: ReminderRow, outcomes: Mapping[str, tuple[str, str]]) -> Logged:
    state, reason = outcomes.get(row.key, (row.state, row.reason))
    return Logged(row.planned_at, row.item.partition(":")[0], state, reason)
