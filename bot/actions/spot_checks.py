"""Spot checks (S38): a weighted draw with a recorded seed, told to the drawer alone.

Nothing here is told, counted or listed anywhere that a branch could see; the audit line names neither branch nor item.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions import people
from bot.actions.files import Incoming
from bot.actions.rectification.ledger import of_department
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.drawing import draw as draw_branches
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import NobodyToDraw, NotDrawn
from bot.storage.rectification import spot_checks as store
from bot.storage.rectification.spot_checks import DrawnRow, SpotCheckRow


@dataclass(frozen=True)
class Drawn:
    """A branch to be visited, with one of its items to look at where it has any."""

    branch: Branch
    item: Item | None


@dataclass(frozen=True)
class Draw:
    seed: str
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True)
class Checked:
    """One visit of the asker; `result` is empty until it is noted."""

    branch: str
    drawn_at: datetime
    result: str
    file: str


def draw(work: UnitOfWork, cycle: Cycle, actor: Person, count: int) -> Draw:
    """Draws so many branches, never the drawer's own. Raises NobodyToDraw."""
    roster = people.roster(work, cycle.department)
    pool = [branch for branch in roster.branches if branch != actor.branch]
    if not pool:
        raise NobodyToDraw
    seed = secrets.token_hex(8)
    history = store.history(work.session, cycle.department)
    ids = draw_branches(seed, [branch.id for branch in pool], max(count, 1), history)
    by_id = {branch.id: branch for branch in pool}
    drawn = tuple(Drawn(by_id[branch], _item(work, cycle, seed, branch)) for branch in ids)
    row = SpotCheckRow(
        department_id=cycle.department,
        seed=seed,
        pool=sorted(by_id),
        drawn_by=actor.id,
        drawn_at=work.now,
    )
    store.add(
        work.session, row, [(one.branch.id, one.item.id if one.item else None) for one in drawn]
    )
    work.audit(
        cycle.department,
        actor,
        "spot_check.drawn",
        f"spot_check:{row.id}",
        seed=seed,
        count=len(drawn),
    )
    return Draw(seed, drawn)


def note_result(
    work: UnitOfWork, actor: Person, branch: Branch, text: str, file: Incoming | None
) -> None:
    """抽查结果: what was found at the newest visit that has no result yet. Raises NotDrawn."""
    mine = store.of_drawer(work.session, actor.department, actor.id)
    row = next((row for row in mine if row.branch_id == branch.id and row.checked_at is None), None)
    if row is None:
        raise NotDrawn(branch.name)
    row.result, row.checked_at = text, work.now
    if file is not None:
        row.sha256, row.name, row.size = file.sha256, file.name, file.size
    work.session.flush()
    work.audit(
        actor.department,
        actor,
        "spot_check.noted",
        f"spot_check:{row.spot_check_id}",
        sha256=row.sha256,
    )


def mine(work: UnitOfWork, roster: Roster, actor: Person, limit: int) -> list[Checked]:
    """The asker's own visits, newest first."""
    names = {branch.id: branch.name for branch in roster.branches}
    rows = store.of_drawer(work.session, actor.department, actor.id)[:limit]
    return [_checked(work, row, names.get(row.branch_id, "")) for row in rows]


def _checked(work: UnitOfWork, row: DrawnRow, branch: str) -> Checked:
    return Checked(branch, store.drawn_at(work.session, row), row.result, row.name)


def _item(work: UnitOfWork, cycle: Cycle, seed: str, branch: int) -> Item | None:
    """One of the branch's items, by the same seed."""
    found: Sequence[Item] = [
        item
        for item in of_department(work, cycle.department)
        if any(owner.branch == branch for owner in item.owners)
    ]
    if not found:
        return None
    (chosen,) = draw_branches(f"{seed}:{branch}", [item.id for item in found], 1, [])
    return next(item for item in found if item.id == chosen)
