"""Spot checks (S38): a weighted draw with a recorded seed, told to the drawer alone.

Nothing here is told, counted or listed anywhere that a branch could see; the audit line names
neither branch nor item.
"""

import secrets
from datetime import datetime

from bot.actions import people
from bot.actions.files import NO_FILE, Incoming, stored
from bot.actions.rectification.ledger import branch_of, of_branch, of_department
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster, name_of
from bot.domain.rectification.drawing import draw as draw_branches
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import NobodyToDraw, NotDrawn
from bot.domain.values import dataclass
from bot.domain.words import filled
from bot.exports.spot_checks import RecordedVisit, spot_check_record
from bot.messages import OutFile
from bot.storage.rectification import spot_checks as store
from bot.texts import spot_checks as texts


@dataclass(frozen=True)
class Drawn:
    """A branch to be visited, with one of its items to look at where it has any."""

    branch: Branch
    item: Item | None


@dataclass(frozen=True)
class Draw:
    """What was drawn; by the seed anybody can draw the same once more."""

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
    # At his own branch he could not come unannounced.
    pool = {branch.id: branch for branch in roster.branches if branch != actor.branch}
    if not pool:
        raise NobodyToDraw
    seed = secrets.token_hex(8)
    history = store.history(work.session, cycle.department)
    drawn = []
    drawn_ids: list[tuple[int, int | None]] = []
    for branch_id in draw_branches(seed, list(pool), max(count, 1), history):
        branch = pool[branch_id]
        items = {item.id: item for item in of_branch(work, cycle.department, branch)}
        item, item_id = None, None
        # By the same seed: the draw of the item can be repeated like that of the branch.
        if items:
            (item_id,) = draw_branches(f"{seed}:{branch.id}", list(items), 1, [])
            item = items[item_id]
        drawn.append(Drawn(branch, item))
        drawn_ids.append((branch.id, item_id))
    spot_check_id = store.add(
        work.session,
        department_id=cycle.department,
        seed=seed,
        pool=sorted(pool),  # with the seed and the pool the draw can be repeated
        drawn_by=actor.id,
        drawn_at=work.now,
        drawn=drawn_ids,
    )
    subject = f"spot_check:{spot_check_id}"
    # Neither branch nor item: the trail has other readers than the drawer (S38).
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
    # His own alone: a draw is told to nobody else (rule of conduct 10).
    visits = store.of_drawer(work.session, actor.department, actor.id)[:limit]
    return [
        Checked(names.get(visit.branch, ""), visit.drawn_at, visit.result, visit.file)
        for visit in visits
    ]


def record(work: UnitOfWork, cycle: Cycle, drawer: Person | None = None) -> bytes | None:
    """Returns the record as a paper: what this person drew, else every visit that was noted.

    A visit that is still to come is for its drawer alone. None where there is nothing to record.
    """
    visits = store.of_department(work.session, cycle.department)
    if drawer is None:
        visits = [visit for visit in visits if visit.checked]
    else:
        visits = [visit for visit in visits if visit.drawn_by == drawer.id]
    if not visits:
        return None
    roster = people.roster(work, cycle.department)
    items = {item.id: item for item in of_department(work, cycle.department, archived=True)}
    recorded = []
    for visit in reversed(visits):
        matter = texts.matter(None, "")
        item = items.get(visit.item or 0)
        if item is not None:
            matter = texts.matter(item.number(visit.branch), item.problem)
        recorded_visit = RecordedVisit(
            drawn_on=work.day_of(visit.drawn_at),
            drawer=name_of(people.by_id(work, visit.drawn_by)),
            pool=visit.pool,
            code=visit.seed,
            branch=branch_of(roster, visit.branch).name,
            matter=matter,
            seen=visit.result,
            noted=work.day_of(visit.checked_at),
        )
        recorded.append(recorded_visit)
    plan = cycle.plan
    return spot_check_record(
        plan.unit, recorded, signature=plan.signature, dated=work.today, words=plan.words
    )


def record_file(work: UnitOfWork, cycle: Cycle, drawer: Person) -> OutFile | None:
    """Puts the record of what this person drew into the file store and returns it; None where he
    drew nothing.
    """
    content = record(work, cycle, drawer)
    if content is None:
        return None
    name = filled(texts.record_name(cycle.plan.unit), cycle.plan.words)
    return stored(work, content, name)
