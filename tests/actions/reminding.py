"""Reminders as the clock brings them, and what their ledger says."""

from bot.actions import reminders
from bot.storage.reminders import ReminderState
from tests.actions.office import Office

WEEK_BEFORE = "2026-12-03T09:00"  # seven days before reports are due
PLANNED, SKIPPED = ReminderState.PLANNED, ReminderState.SKIPPED


def remind(office: Office, moment: str) -> None:
    office.at(moment)
    reminders.remind_due(office.work)


def target(office: Office, account: str) -> str:
    return str(office.person(account).id)


def of(office: Office, account: str) -> list[tuple[str, ReminderState, str]]:
    """What the ledger says of somebody's reminders: which, what became of it, and why."""
    return [
        (entry.window, entry.state, entry.reason)
        for entry in office.reminders("report")
        if entry.target == target(office, account)
    ]


def of_group(office: Office) -> list[tuple[str, ReminderState, str]]:
    return [(entry.window, entry.state, entry.reason) for entry in office.reminders("deadline")]
