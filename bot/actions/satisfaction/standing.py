"""How it stands, branch by branch in the order of asking: turnout while it runs, numbers once they are released."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions.polls import PollStatus
from bot.actions.polls.cards import code, terms_of
from bot.actions.polls.releasing import result_of
from bot.actions.polls.standing import status_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Branch
from bot.domain.polls.results import Result
from bot.domain.satisfaction import Matter
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow

STATES = ("open", "closing", "counted", "released", "void")


@dataclass(frozen=True)
class Released:
    """What two persons have released: the frozen numbers, read where they stand."""

    code: str
    branch: int
    matter: Matter
    opened_at: datetime
    on: date
    result: Result


@dataclass(frozen=True)
class BranchPoll:
    """One poll in one branch; `released` is None until two persons have released it."""

    title: str
    branch: str
    about: str
    closes_at: datetime | None
    status: PollStatus
    released: Released | None


def branch_polls(work: UnitOfWork, department_id: str) -> tuple[BranchPoll, ...]:
    """All that were ever asked, oldest first."""
    return tuple(
        _branch_poll(work, row) for row in polls.of_branches(work.session, department_id, STATES)
    )


def released(
    work: UnitOfWork, department_id: str, branch: Branch | None = None
) -> tuple[Released, ...]:
    """Of all branches or of one, oldest first."""
    rows = polls.of_branches(work.session, department_id, ["released"])
    return tuple(
        _released(work, row) for row in rows if branch is None or row.branch_id == branch.id
    )


def of_weak_branch(
    found: Sequence[Released], branch_id: int, *, listed_at: datetime, closed_at: datetime | None
) -> Released | None:
    """The last one about a branch that was asked while it stood on the list of weak branches."""
    fitting = [
        one
        for one in found
        if one.branch == branch_id
        and one.matter is Matter.WEAK
        and listed_at <= one.opened_at
        and (closed_at is None or one.opened_at <= closed_at)
    ]
    return fitting[-1] if fitting else None


def _branch_poll(work: UnitOfWork, row: PollRow) -> BranchPoll:
    terms = terms_of(row)
    return BranchPoll(
        title=terms.title,
        branch=terms.form.subjects[0].branch,
        about=terms.form.rows[0],
        closes_at=terms.closes_at,
        status=status_of(work, row),
        released=_released(work, row) if row.state == "released" else None,
    )


def _released(work: UnitOfWork, row: PollRow) -> Released:
    assert row.id is not None
    assert row.branch_id is not None, "satisfaction is asked in a branch"
    assert row.released_at is not None
    return Released(
        code=code(row.id),
        branch=row.branch_id,
        matter=Matter(terms_of(row).form.rows[0]),
        opened_at=row.opened_at,
        on=row.released_at.astimezone(work.zone).date(),
        result=result_of(row),
    )
