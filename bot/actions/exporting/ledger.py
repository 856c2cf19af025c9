"""The ledger's workbook: its items, the branches that are put in order, and what people said of it."""

from bot.actions import people, satisfaction, weak_branches
from bot.actions.files import stored
from bot.actions.rectification import ledger
from bot.actions.rectification import workbook as ledger_workbook
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.words import filled
from bot.exports.satisfaction import SatisfactionLine, satisfaction_sheet
from bot.exports.weak_branches import WeakBranchLine, weak_branches_sheet
from bot.exports.workbook import Sheet, workbook
from bot.messages import OutFile
from bot.texts import rectification as texts
from bot.texts import satisfaction as satisfaction_texts
from bot.texts import weak_branches as weak_texts


def ledger_file(
    work: UnitOfWork, cycle: Cycle, branch: Branch | None = None
) -> tuple[OutFile, int]:
    """Puts the workbook, of the whole or of one branch, into the file store.

    Returns it, and how many items it holds: one of several branches counts once.
    """
    if branch is None:
        name = cycle.plan.unit
        items = ledger.of_department(work, cycle.department, archived=True)
    else:
        name = branch.name
        items = ledger.of_branch(work, cycle.department, branch, archived=True)
    content = workbook(filled(ledger_sheets(work, cycle, branch), cycle.plan.words))
    return stored(work, content, texts.ledger_name(name, work.today)), len(items)


def ledger_sheets(work: UnitOfWork, cycle: Cycle, branch: Branch | None = None) -> list[Sheet]:
    """Returns the sheet of the items, and those beside it that have a row.

    The list of branches that are put in order is for whoever oversees the whole.
    """
    roster = people.roster(work, cycle.department)
    weak_lines = []
    # Whoever gets the ledger of one branch does not learn which others are put in order.
    if branch is None:
        weak_lines = [
            WeakBranchLine(
                branch=listed.branch,
                reason=listed.reason,
                measure=listed.measure,
                in_charge=listed.in_charge,
                due=listed.due,
                satisfaction=listed.satisfaction,
                state=weak_texts.standing(done=listed.result is not None),
                result=listed.result or "",
            )
            for listed in weak_branches.listed(work, roster)
        ]
    satisfaction_lines: list[SatisfactionLine] = []
    for released in satisfaction.released(work, cycle.department, branch):
        result = released.result
        head = (
            ledger.branch_of(roster, released.branch).name,
            released.matter.value,
            released.code,
            released.on,
            result.eligible,
            result.voted,
        )
        # One line per step of the scale; where the numbers are withheld one says so.
        if result.withheld:
            satisfaction_lines.append(SatisfactionLine(*head, satisfaction_texts.outcome(result)))
            continue
        shares = satisfaction_texts.shares(result)
        satisfaction_lines += [SatisfactionLine(*head, *share) for share in shares]
    further = [
        weak_branches_sheet(weak_texts.SHEET, weak_lines),
        satisfaction_sheet(satisfaction_texts.SHEET, satisfaction_lines),
    ]
    items = ledger_workbook.sheet(work, cycle, branch)
    return [items, *(sheet for sheet in further if sheet.rows)]
