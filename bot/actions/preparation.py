"""准备 (S15): what a secretary looks at before he writes.

Last year's promises with their state, what inspections and remarks pointed at, this year's key
tasks.
"""

from collections.abc import Sequence

from bot.actions import cycles
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.plan import Part
from bot.domain.rectification.items import Item, Source, State
from bot.domain.values import dataclass
from bot.texts import preparation as texts
from bot.texts import rectification as ledger_texts

# What the branch itself set out to do; all else was pointed out to it.
OWN_SOURCES = (Source.REPORT, Source.PROMISE)


@dataclass(frozen=True)
class Sheet:
    """`last_year` holds earlier years' own promises, open ones first.

    `tasks` are the titles of the focus areas.
    """

    last_year: tuple[Item, ...]
    inspections: tuple[Item, ...]
    tasks: tuple[str, ...]


def sheet(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Sheet:
    """Returns what a branch's secretary should look at before drafting this year's report."""
    years = {each.id: each.year for each in cycles.every(work, cycle.department)}
    tasks: tuple[str, ...] = ()
    if cycle.plan.has(Part.FOCUS):
        tasks = tuple(area.title for area in cycle.plan.report.focus_areas)
    items = ledger.of_branch(work, cycle.department, branch, archived=True)
    # What is still open is what he has to speak of.
    open_first = sorted(items, key=lambda item: (item.closed_at is not None, item.id))
    return Sheet(
        last_year=tuple(
            item
            for item in open_first
            if item.source in OWN_SOURCES and years[item.cycle] < cycle.year
        ),
        inspections=tuple(item for item in open_first if item.source not in OWN_SOURCES),
        tasks=tasks,
    )


def text(
    work: UnitOfWork,
    cycle: Cycle,
    branch: Branch,
    satisfied: Sequence[str] = (),
    *,
    above: int = 0,
) -> str:
    """Returns the sheet in words; `above` lines stand before it in the same message."""
    now = sheet(work, cycle, branch)
    return texts.sheet(
        cycle.year,
        _lines(work, cycle, branch, now.last_year),
        _lines(work, cycle, branch, now.inspections),
        now.tasks,
        satisfied,
        above=above,
    )


def _lines(work: UnitOfWork, cycle: Cycle, branch: Branch, items: Sequence[Item]) -> list[str]:
    due_days = ledger.due_days(work, cycle, items)
    lines = []
    for entry in ledger.entries(work, items):
        item = entry.item
        number, due = item.number(branch.id), due_days[item.id]
        if item.state is State.CLOSED:
            line = ledger_texts.closed_line(number, item)
        elif entry.came_back:
            line = ledger_texts.came_back_line(number, item.problem, due, work.today)
        else:
            overdue = due <= work.today
            line = ledger_texts.item_line(
                number,
                item.problem,
                due=due,
                today=work.today,
                state=item.state,
                overdue=overdue,
            )
        lines.append(texts.with_deed(line, entry.deed))
    return lines
