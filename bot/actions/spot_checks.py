"""Spot checks (S38): a weighted draw with a recorded seed, told to the drawer alone.

Nothing here is told, counted or listed anywhere that a branch could see; the audit line names
neither branch nor item.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.actions import people
from bot.actions.files import NO_FILE, Incoming
from bot.actions.rectification.ledger import of_branch
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.drawing import draw as draw_branches
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import NobodyToDraw, NotDrawn
from bot.storage.rectification import spot_checks as store


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
    pool = {branch.id: branch for branch in roster.branches if branch != actor.branch}
    if not pool:
        raise NobodyToDraw
    seed = secrets.token_hex(8)
    history = store.history(work.session, cycle.department)
    drawn = []
    for branch_id in draw_branches(seed, list(pool), max(count, 1), history):
        branch = pool[branch_id]
        drawn.append(Drawn(branch, _draw_item(work, cycle, seed, branch)))
    spot_check_id = store.add(
        work.session,
        department_id=cycle.department,
        seed=seed,
        pool=sorted(pool),
        drawn_by=actor.id,
        drawn_at=work.now,
        drawn=[(visit.branch.id, visit.item.id if visit.item else None) for visit in drawn],
    )
    subject = f"spot_check:{spot_check_id}"
    work.audit(cycle.department, actor, "spot_check.drawn", subject, seed=seed, count=len(drawn))
    return Draw(seed, tuple(drawn))


def note_result(
    work: UnitOfWork, actor: Person, branch: Branch, text: str, file: Incoming | None
) -> None:
    """Notes what was found (抽查结果) at the newest visit that has no result yet. Raises NotDrawn."""
    for visit in store.of_drawer(work.session, actor.department, actor.id):
        if visit.branch == branch.id and not visit.checked:
            break
    else:
        raise NotDrawn(branch.name)
    attached = file or NO_FILE
    store.note_result(
        work.session,
        visit.id,
        text,
        work.now,
        sha256=attached.sha256,
        name=attached.name,
        size=attached.size,
    )
    subject = f"spot_check:{visit.spot_check}"
    work.audit(actor.department, actor, "spot_check.noted", subject, sha256=attached.sha256)


def mine(work: UnitOfWork, roster: Roster, actor: Person, limit: int) -> list[Checked]:
    """Returns the asker's own visits, newest first."""
    names = {branch.id: branch.name for branch in roster.branches}
    visits = store.of_drawer(work.session, actor.department, actor.id)[:limit]
    return [
        Checked(names.get(visit.branch, ""), visit.drawn_at, visit.result, visit.file)
        for visit in visits
    ]


def _draw_item(work: UnitOfWork, cycle: Cycle, seed: str, branch: Branch) -> Item | None:
    """Draws one of the branch's items, by the same seed; None where it has none."""
    items = {item.id: item for item in of_branch(work, cycle.department, branch)}
    if not items:
        return None
    (drawn,) = draw_branches(f"{seed}:{branch.id}", list(items), 1, [])
    return items[drawn]
