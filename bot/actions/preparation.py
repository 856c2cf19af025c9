"""准备 (S15): last year's promises with their state, what inspections and remarks pointed at, this year's key tasks."""

from dataclasses import dataclass

from bot.actions import cycles
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.rectification.items import Item, Source

OWN = (Source.REPORT, Source.PROMISE)


@dataclass(frozen=True)
class Sheet:
    """`last_year` holds earlier years' own promises, open ones first; `tasks` are the titles of the focus areas."""

    last_year: tuple[Item, ...]
    inspections: tuple[Item, ...]
    tasks: tuple[str, ...]


def sheet(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Sheet:
    """What the branch's secretary should look at before drafting the report of this cycle."""
    found = ledger.of_branch(work, cycle.department, branch, archived=True)
    years = {one.id: one.year for one in cycles.every(work, cycle.department)}
    earlier = [item for item in found if years[item.cycle] < cycle.year]
    return Sheet(
        last_year=tuple(_open_first([item for item in earlier if item.source in OWN])),
        inspections=tuple(_open_first([item for item in found if item.source not in OWN])),
        tasks=tuple(area.title for area in cycle.plan.report.focus_areas),
    )


def _open_first(found: list[Item]) -> list[Item]:
    return sorted(found, key=lambda item: (item.closed_at is not None, item.id))
