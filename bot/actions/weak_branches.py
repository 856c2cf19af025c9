"""软弱涣散 (S8): each listed branch with its reason, its own measure, who is in charge, until when, and how satisfied people are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions import satisfaction
from bot.actions.satisfaction import Released
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.refusals import NotListed
from bot.domain.rectification.weak_branches import Field
from bot.storage.rectification import weak_branches as store
from bot.storage.rectification.weak_branches import WeakBranchRow
from bot.texts import satisfaction as texts


@dataclass(frozen=True)
class WeakBranch:
    """`result` is None while the branch is being put in order."""

    branch: str
    reason: str
    measure: str
    in_charge: str
    due: date | None
    satisfaction: str
    result: str | None

    @property
    def missing(self) -> tuple[Field, ...]:
        told = {
            Field.REASON: self.reason,
            Field.MEASURE: self.measure,
            Field.IN_CHARGE: self.in_charge,
            Field.DUE: self.due,
            Field.SATISFACTION: self.satisfaction,
        }
        return tuple(name for name, value in told.items() if not value)


def listed(work: UnitOfWork, roster: Roster) -> list[WeakBranch]:
    """In the order in which they were listed, closed ones too."""
    names = {branch.id: branch.name for branch in roster.branches}
    rows, asked = (
        store.of_department(work.session, roster.department.id),
        satisfaction.released(work, roster.department.id),
    )
    return [_told(row, names.get(row.branch_id, ""), asked) for row in rows]


def write(
    work: UnitOfWork, actor: Person, branch: Branch, parts: Mapping[Field, str]
) -> WeakBranch:
    """Lists the branch, or changes the parts that are named."""
    row = store.open_of_branch(work.session, actor.department, branch.id)
    if row is None:
        row = store.add(
            work.session,
            WeakBranchRow(department_id=actor.department, branch_id=branch.id, listed_at=work.now),
        )
        work.audit(actor.department, actor, "weak_branch.listed", f"branch:{branch.id}")
    row.reason = parts.get(Field.REASON, row.reason)
    row.measure = parts.get(Field.MEASURE, row.measure)
    row.in_charge = parts.get(Field.IN_CHARGE, row.in_charge)
    row.satisfaction = parts.get(Field.SATISFACTION, row.satisfaction)
    row.due = (due_in(parts[Field.DUE], work.today) if Field.DUE in parts else None) or row.due
    work.session.flush()
    work.audit(
        actor.department, actor, "weak_branch.written", f"branch:{branch.id}", parts=len(parts)
    )
    return _told(row, branch.name, satisfaction.released(work, actor.department, branch))


def close(work: UnitOfWork, actor: Person, branch: Branch, result: str) -> None:
    """整顿完成, one by one. Raises NotListed."""
    row = store.open_of_branch(work.session, actor.department, branch.id)
    if row is None:
        raise NotListed(branch.name)
    row.closed_at, row.closed_by, row.result = work.now, actor.id, result
    work.session.flush()
    work.audit(actor.department, actor, "weak_branch.closed", f"branch:{branch.id}")


def _told(row: WeakBranchRow, branch: str, asked: Sequence[Released]) -> WeakBranch:
    result = row.result if row.closed_at else None
    satisfied = _satisfied(row, asked)
    return WeakBranch(branch, row.reason, row.measure, row.in_charge, row.due, satisfied, result)


def _satisfied(row: WeakBranchRow, asked: Sequence[Released]) -> str:
    """What the organiser wrote, and what the branch's people said by ballot."""
    said = satisfaction.of_weak_branch(
        asked, row.branch_id, listed_at=row.listed_at, closed_at=row.closed_at
    )
    told = (row.satisfaction, texts.brief(said.result) if said else "")
    return "；".join(part for part in told if part)
