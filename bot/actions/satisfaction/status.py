"""How it stands, branch by branch in the order of asking: turnout while it runs, numbers once they
are released.
"""

from collections.abc import Sequence
from datetime import date, datetime

from bot.actions.polls import PollStatus
from bot.actions.polls.status import status_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Branch
from bot.domain.polls.poll import Poll, PollState
from bot.domain.polls.results import Result
from bot.domain.satisfaction import Matter
from bot.domain.values import dataclass
from bot.storage.polls import polls


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
    """Returns all polls that ever asked a branch's people, oldest first."""
    branch_polls = []
    for poll in polls.of_branches(work.session, department_id):
        form = poll.terms.form
        release = None
        if poll.state is PollState.RELEASED:
            release = _released(work, poll)
        branch_poll = BranchPoll(
            title=poll.title,
            branch=form.subjects[0].branch,
            about=form.rows[0],
            closes_at=poll.terms.closes_at,
            status=status_of(work, poll),
            released=release,
        )
        branch_polls.append(branch_poll)
    return tuple(branch_polls)


def released(
    work: UnitOfWork, department_id: str, branch: Branch | None = None
) -> tuple[Released, ...]:
    """Returns what was released of all branches or of one, oldest first."""
    return tuple(
        _released(work, poll)
        for poll in polls.of_branches(work.session, department_id, (PollState.RELEASED,))
        if branch is None or poll.branch_id == branch.id
    )


def of_weak_branch(
    releases: Sequence[Released],
    branch_id: int,
    *,
    listed_at: datetime,
    closed_at: datetime | None,
) -> Released | None:
    """Returns the last release about a branch that was asked while it stood on the list of weak
    branches.
    """
    for release in reversed(releases):
        if release.branch != branch_id or release.matter is not Matter.WEAK:
            continue
        # Asked before it was listed, or after that had ended, people spoke of something else.
        if release.opened_at < listed_at:
            continue
        if closed_at is None or release.opened_at <= closed_at:
            return release
    return None


def _released(work: UnitOfWork, poll: Poll) -> Released:
    assert poll.branch_id is not None, "satisfaction is asked in a branch"
    assert poll.released_at is not None
    return Released(
        code=poll.code,
        branch=poll.branch_id,
        matter=Matter(poll.terms.form.rows[0]),
        opened_at=poll.opened_at,
        on=poll.released_at.astimezone(work.zone).date(),
        result=poll.result,
    )
