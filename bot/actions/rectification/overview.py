"""How the whole ledger stands, for those who oversee it: what is due, waits, needs help, or has gone quiet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.actions.calendar import calendar_of
from bot.actions.rectification import asking
from bot.actions.rectification.effects import name_of
from bot.actions.rectification.ledger import branch_of, entries, of_department, standings
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Roster
from bot.domain.rectification.items import Item, Standing, State
from bot.domain.rectification.rhythm import REPEAT, Rhythm
from bot.storage.rectification import events


@dataclass(frozen=True)
class Overview:
    """Names are spoken as 「第三支部 2」; `silent` and `vacant` are branches. Nothing is ranked (S14)."""

    standings: Mapping[Standing, int]
    proposed: int
    overdue: tuple[str, ...]
    wants_help: tuple[str, ...]
    to_verify: tuple[str, ...]
    silent: tuple[str, ...]
    vacant: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.standings.values())


def overview(work: UnitOfWork, cycle: Cycle, roster: Roster) -> Overview:
    """Of all running years; once the latest is archived, of all there were, as its export has them."""
    found = of_department(work, cycle.department, archived=cycle.archived)
    told = entries(work, found)
    rules = cycle.plan.rectification
    unfinished = [item for item in found if item.state is not State.CLOSED]
    return Overview(
        standings=standings(work, cycle, found),
        proposed=sum(item.state is State.PROPOSED for item in found),
        overdue=_names(
            roster, [i for i in found if i.standing(work.today, rules, work.zone) is Standing.DUE]
        ),
        wants_help=_names(roster, [entry.item for entry in told if entry.wants_help]),
        to_verify=_names(roster, [item for item in found if item.state is State.PROPOSED]),
        silent=_silent(work, cycle, roster, unfinished),
        vacant=_vacant(roster, unfinished),
    )


def _names(roster: Roster, found: Sequence[Item]) -> tuple[str, ...]:
    return tuple(name_of(roster, item) for item in found)


def _silent(
    work: UnitOfWork, cycle: Cycle, roster: Roster, unfinished: Sequence[Item]
) -> tuple[str, ...]:
    """Branches that were asked twice in the running window and have said nothing since the first time."""
    rhythm = Rhythm(cycle.plan, calendar_of(cycle.plan), work.zone)
    window = rhythm.current(work.now)
    if window is None:
        return ()
    asked = asking.rows(work, asking.ITEM, unfinished, [window.name + REPEAT])
    targets = {row.target for row in asked if row.state == "planned"}
    last = events.last_answers(work.session, [item.id for item in unfinished])
    people_asked = (roster.person(int(target)) for target in targets)
    branches = {
        person.branch for person in people_asked if person is not None and person.branch is not None
    }
    return tuple(
        branch.name
        for branch in roster.branches
        if branch in branches and (branch.id not in last or last[branch.id] < window.at)
    )


def _vacant(roster: Roster, unfinished: Sequence[Item]) -> tuple[str, ...]:
    ids = dict.fromkeys(owner.branch for item in unfinished for owner in item.owners)
    branches = [branch_of(roster, branch) for branch in ids]
    return tuple(branch.name for branch in branches if roster.secretary_of(branch) is None)
