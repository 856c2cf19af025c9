"""The 整改清单 of a branch: the items of one year as they stand today."""

from bot.actions import people
from bot.actions.rectification.ledger import due_days, entries, of_branch
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.rectification.history import Entry, EventKind
from bot.domain.rectification.items import State
from bot.exports.rectification_list import ListedItem, RectificationList
from bot.texts import rectification as texts
from bot.texts.exporting import rectification as list_texts

SAID = (EventKind.DONE, EventKind.PROGRESS)


def branch_list(work: UnitOfWork, cycle: Cycle, branch: Branch) -> RectificationList:
    """What stands on the list; without items where the branch has none in this year."""
    ledger = of_branch(work, cycle.department, branch, archived=True)
    items = [item for item in ledger if item.cycle == cycle.id]
    due = due_days(work, cycle, items)
    responsible = people.roster(work, cycle.department).responsible_for(branch)
    in_charge = responsible.name if responsible else texts.VACANT
    listed = []
    for entry in entries(work, items):
        item = entry.item
        listed.append(
            ListedItem(
                number=item.number(branch.id),
                problem=item.problem,
                source=texts.SOURCES[item.source],
                cause=item.cause,
                measure=item.measure,
                in_charge=in_charge,
                due=due[item.id],
                standing=_standing(work, entry),
            )
        )
    listed.sort(key=lambda line: line.number)
    return RectificationList(
        branch=branch.name,
        year=cycle.year,
        as_of=work.today,
        items=tuple(listed),
        closed=sum(item.state is State.CLOSED for item in items),
        words=cycle.plan.words,
    )


def _standing(work: UnitOfWork, entry: Entry) -> str:
    """Where the item stands, and what its owner last said was done."""
    item = entry.item
    closed = work.day_of(item.closed_at) if item.closed_at else None
    said = entry.last(*SAID)
    words = said.text if said else ""
    return list_texts.standing(texts.STATES[item.state], closed, words)
