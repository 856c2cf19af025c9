"""The ledger as a workbook, for whoever oversees the whole or for one branch."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from bot.actions import people, satisfaction, weak_branches
from bot.actions.rectification.ledger import (
    Entry,
    Event,
    branch_of,
    due_days,
    entries,
    of_branch,
    of_department,
)
from bot.actions.satisfaction import Released
from bot.actions.unit_of_work import UnitOfWork
from bot.actions.weak_branches import WeakBranch
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Roster
from bot.domain.rectification.items import Item, Owner
from bot.exports.ledger import LedgerLine, ledger_sheet
from bot.exports.satisfaction import SatisfactionLine, satisfaction_sheet
from bot.exports.weak_branches import WeakBranchLine, weak_branches_sheet
from bot.exports.workbook import Sheet, workbook
from bot.messages import OutFile
from bot.texts import rectification as texts
from bot.texts import satisfaction as satisfaction_texts
from bot.texts import weak_branches as weak_texts

PROGRESS = ("under_way", "progress", "help", "done", "proof", "due_set", "handed_over")
VERIFIED = ("verified", "returned", "held", "relapsed", "adopted")


def sheet(work: UnitOfWork, cycle: Cycle, branch: Branch | None = None) -> Sheet:
    """All items of all cycles, also archived ones, or those of one branch: branch after branch, by number."""
    roster, found = people.roster(work, cycle.department), _found(work, cycle, branch)
    lines = sorted(
        _lines(work, cycle, roster, found, branch), key=lambda line: (line.branch, line.number)
    )
    return ledger_sheet(texts.ledger_title(cycle.plan.unit), lines)


def _found(work: UnitOfWork, cycle: Cycle, branch: Branch | None) -> list[Item]:
    if branch is not None:
        return of_branch(work, cycle.department, branch, archived=True)
    return of_department(work, cycle.department, archived=True)


def further_sheets(work: UnitOfWork, cycle: Cycle, branch: Branch | None = None) -> list[Sheet]:
    """What stands beside the ledger where there is any: branches that are put in order, and what people said of it.

    The list of those branches is for whoever oversees the whole.
    """
    roster = people.roster(work, cycle.department)
    weak = [] if branch else [_weak_line(one) for one in weak_branches.listed(work, roster)]
    asked = satisfaction.released(work, cycle.department, branch)
    said = [
        line for one in asked for line in _satisfaction_lines(one, branch_of(roster, one.branch))
    ]
    sheets = [
        weak_branches_sheet(weak_texts.SHEET, weak),
        satisfaction_sheet(satisfaction_texts.SHEET, said),
    ]
    return [one for one in sheets if one.rows]


def file(work: UnitOfWork, cycle: Cycle, branch: Branch | None = None) -> tuple[OutFile, int]:
    """The workbook in the file store, and how many items it holds: one of several branches has a row for each."""
    printed = sheet(work, cycle, branch)
    content = workbook([printed, *further_sheets(work, cycle, branch)])
    name = texts.ledger_name(branch.name if branch else cycle.plan.unit, work.today)
    return OutFile(work.files.put(content), name, len(content)), len(_found(work, cycle, branch))


def _weak_line(one: WeakBranch) -> WeakBranchLine:
    return WeakBranchLine(
        branch=one.branch,
        reason=one.reason,
        measure=one.measure,
        in_charge=one.in_charge,
        due=one.due,
        satisfaction=one.satisfaction,
        state=weak_texts.standing(done=one.result is not None),
        result=one.result or "",
    )


def _satisfaction_lines(one: Released, branch: Branch) -> list[SatisfactionLine]:
    """One per step of the scale; where the numbers are withheld one that says so."""
    told = one.result
    known = (branch.name, one.matter.value, one.code, one.on, told.eligible, told.voted)
    if told.withheld:
        return [SatisfactionLine(*known, satisfaction_texts.outcome(told))]
    return [SatisfactionLine(*known, *share) for share in satisfaction_texts.shares(told)]


def _lines(
    work: UnitOfWork, cycle: Cycle, roster: Roster, found: Sequence[Item], only: Branch | None
) -> Iterator[LedgerLine]:
    due = due_days(work, cycle, found)
    for entry in entries(work, found):
        for owner in entry.item.owners:
            if only is None or owner.branch == only.id:
                yield _line(work, roster, entry, owner, due)


def _line(
    work: UnitOfWork, roster: Roster, entry: Entry, owner: Owner, due: Mapping[int, date]
) -> LedgerLine:
    item = entry.item
    branch = branch_of(roster, owner.branch)
    secretary = roster.secretary_of(branch)
    return LedgerLine(
        branch=branch.name,
        number=owner.number,
        problem=item.problem,
        source=texts.SOURCES[item.source],
        origin=item.origin,
        cause=item.cause,
        measure=item.measure,
        in_charge=secretary.name if secretary else texts.VACANT,
        due=due[item.id],
        state=texts.STATES[item.state],
        progress=_told(work, [event for event in entry.events if event.kind in PROGRESS]),
        proof="\n".join(
            f"{event.name}（SHA-256 {event.sha256[:12]}）" for event in entry.events if event.sha256
        ),
        verified=_told(work, [event for event in entry.events if event.kind in VERIFIED]),
        closed=_day(work, item.closed_at) if item.closed_at else None,
    )


def _told(work: UnitOfWork, found: Sequence[Event]) -> str:
    lines = []
    for event in found:
        person = people.by_id(work, event.person) if event.person else None
        who = f"（{person.name}）" if person else ""
        lines.append(
            f"{_day(work, event.at):%Y-%m-%d} {texts.EVENTS[event.kind]}{who} {event.text}".strip()
        )
    return "\n".join(lines)


def _day(work: UnitOfWork, moment: datetime) -> date:
    return moment.astimezone(work.zone).date()
