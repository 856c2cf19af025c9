"""The state of a cycle in one value: the chat's 状态, `shuzhi status` and the export all read it, so that they never differ."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.actions import people, polls, submissions
from bot.actions.polls import PollStatus
from bot.actions.submissions import Submission
from bot.actions.work import Work
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person
from bot.storage import outbox


@dataclass(frozen=True)
class BranchStatus:
    branch: Branch
    secretary: Person | None
    submission: Submission | None


@dataclass(frozen=True)
class Status:
    """`as_of` is the moment of the snapshot. Branches stand in the order of the roster: there is no ranking (S14)."""

    cycle: Cycle
    as_of: datetime
    branches: tuple[BranchStatus, ...]
    polls: tuple[PollStatus, ...]
    outbox: dict[str, int]

    @property
    def handed_in(self) -> int:
        return sum(one.submission is not None for one in self.branches)

    @property
    def to_revise(self) -> int:
        return sum(one.submission is not None and one.submission.verdict == "revise" for one in self.branches)

    @property
    def accepted(self) -> int:
        return sum(one.submission is not None and one.submission.state == "accepted" for one in self.branches)


def status(work: Work, cycle: Cycle) -> Status:
    roster = people.roster(work, cycle.department)
    newest = submissions.newest_of_all(work, cycle)
    return Status(
        cycle=cycle,
        as_of=work.now,
        branches=tuple(
            BranchStatus(branch, roster.secretary_of(branch), newest.get(branch.id)) for branch in roster.branches
        ),
        polls=polls.status(work, cycle.id),
        outbox=outbox.counts(work.session, [cycle.department]),
    )


def as_json(found: Status, zone: tzinfo) -> dict[str, Any]:
    """The contract's `status --json`; polls tell turnout only until they are released."""
    return {
        "year": found.cycle.year,
        "as_of": _iso(found.as_of, zone),
        "deadline": found.cycle.plan.deadline.isoformat(),
        "stages": [
            {"id": stage.id, "title": stage.title, "due": stage.due.isoformat()} for stage in found.cycle.plan.stages
        ],
        "submissions": [_submission_json(one, zone) for one in found.branches],
        "polls": [_poll_json(poll) for poll in found.polls],
        "outbox": found.outbox,
    }


def _submission_json(one: BranchStatus, zone: tzinfo) -> dict[str, Any]:
    made = one.submission
    return {
        "branch": one.branch.name,
        "secretary": one.secretary.name if one.secretary else None,
        "version": made.version if made else 0,
        "file": made.name if made else None,
        "characters": made.characters if made else None,
        "verdict": made.verdict if made else None,
        "state": made.state.value if made else None,
        "received": _iso(made.received_at, zone) if made else None,
    }


def _poll_json(poll: PollStatus) -> dict[str, Any]:
    return {
        "id": poll.id,
        "subjects": list(poll.subjects),
        "state": poll.state,
        "eligible": poll.eligible,
        "voted": poll.voted,
        "released": poll.released,
    }


def _iso(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat()
