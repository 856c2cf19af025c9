"""How the whole ledger stands: what is due, waits or needs help."""

from collections.abc import Mapping

from bot.actions.rectification.ledger import (
    branch_of,
    name_of,
    of_department,
    standing_of,
    standings,
)
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Roster
from bot.domain.rectification.items import Standing, State
from bot.domain.values import dataclass
from bot.storage.rectification import help_requests


@dataclass(frozen=True)
class Overview:
    """Names are spoken as 「第三支部 2」; `vacant` are branches. Nothing is ranked (S14)."""

    standings: Mapping[Standing, int]
    proposed: int
    overdue: tuple[str, ...]
    wants_help: tuple[str, ...]
    to_verify: tuple[str, ...]
    vacant: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.standings.values())


def overview(work: UnitOfWork, cycle: Cycle, roster: Roster) -> Overview:
    """Returns how the items of all running years stand.

    Once the latest year is archived, it tells of all that there were, as its export has them.
    """
    items = of_department(work, cycle.department, archived=cycle.archived)
    unfinished = [item for item in items if item.state is not State.CLOSED]
    proposed = [item for item in items if item.state is State.PROPOSED]
    overdue = [item for item in items if standing_of(work, cycle, item) is Standing.DUE]
    wanting = {request.item for request in help_requests.unsettled(work.session, cycle.department)}
    # What is said to be done needs no help any more (docs/decisions/0036).
    wants_help = [item for item in items if item.id in wanting and item.state is State.OPEN]
    owing_branch_ids = dict.fromkeys(owner.branch for item in unfinished for owner in item.owners)
    owing_branches = [branch_of(roster, branch_id) for branch_id in owing_branch_ids]
    # Nobody leads them who could be asked.
    vacant = [branch for branch in owing_branches if roster.subject_of(branch) is None]
    return Overview(
        standings=standings(work, cycle, items),
        proposed=len(proposed),
        overdue=tuple(name_of(roster, item) for item in overdue),
        wants_help=tuple(name_of(roster, item) for item in wants_help),
        to_verify=tuple(name_of(roster, item) for item in proposed),
        vacant=tuple(branch.name for branch in vacant),
    )
