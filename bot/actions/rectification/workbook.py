"""The ledger as a sheet of a workbook, for whoever oversees the whole or for one branch."""

from collections.abc import Iterable

from bot.actions import people
from bot.actions.rectification.ledger import (
    branch_of,
    due_days,
    entries,
    of_branch,
    of_department,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.rectification.history import Event, EventKind
from bot.exports.ledger import LedgerLine, ledger_sheet
from bot.exports.workbook import Sheet
from bot.texts import rectification as texts

PROGRESS = (
    EventKind.UNDER_WAY,
    EventKind.PROGRESS,
    EventKind.HELP,
    EventKind.HELP_ANSWERED,
    EventKind.HELP_PASSED_ON,
    EventKind.HELPED,
    EventKind.DONE,
    EventKind.PROOF,
    EventKind.DUE_SET,
    EventKind.HANDED_OVER,
    EventKind.REWORDED,
)
VERIFICATION = (
    EventKind.VERIFIED,
    EventKind.RETURNED,
    EventKind.HELD,
    EventKind.RELAPSED,
    EventKind.ADOPTED,
)


def sheet(work: UnitOfWork, cycle: Cycle, branch: Branch | None = None) -> Sheet:
    """Returns all items of all cycles, also archived ones, or those of one branch.

    They stand branch after branch, by number: an item of several branches has a line for each.
    """
    if branch is None:
        items = of_department(work, cycle.department, archived=True)
    else:
        items = of_branch(work, cycle.department, branch, archived=True)
    roster = people.roster(work, cycle.department)
    due = due_days(work, cycle, items)
    lines = []
    for entry in entries(work, items):
        item = entry.item
        progress = [event for event in entry.events if event.kind in PROGRESS]
        verification = [event for event in entry.events if event.kind in VERIFICATION]
        proofs = [
            f"{event.name}（SHA-256 {event.sha256[:12]}）" for event in entry.events if event.sha256
        ]
        for owner in item.owners:
            if branch is not None and owner.branch != branch.id:
                continue
            owning_branch = branch_of(roster, owner.branch)
            in_charge = texts.VACANT
            secretary = roster.subject_of(owning_branch)
            if secretary is not None:
                in_charge = secretary.name
            lines.append(
                LedgerLine(
                    branch=owning_branch.name,
                    number=owner.number,
                    problem=item.problem,
                    source=texts.SOURCES[item.source],
                    origin=item.origin,
                    cause=item.cause,
                    measure=item.measure,
                    in_charge=in_charge,
                    due=due[item.id],
                    state=texts.state_of(item),
                    progress=_in_words(work, progress),
                    proof="\n".join(proofs),
                    verified=_in_words(work, verification),
                    closed=work.day_of(item.closed_at),
                )
            )
    lines.sort(key=lambda line: (line.branch, line.number))
    return ledger_sheet(texts.ledger_title(cycle.plan.unit), lines)


def _in_words(work: UnitOfWork, events: Iterable[Event]) -> str:
    """Returns one line per event: the day, what happened, who did it, and his words."""
    lines = []
    for event in events:
        person = people.by_id(work, event.person)
        who = ""
        if person is not None:
            who = f"（{person.name}）"
        line = f"{work.day_of(event.at).isoformat()} {texts.EVENTS[event.kind]}{who} {event.text}"
        lines.append(line.strip())
    return "\n".join(lines)
