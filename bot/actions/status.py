"""The state of a cycle in one value: the chat's 状态, `shuzhi status` and the export all read it, so that they never differ."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.actions import evaluation, people, polls, publicity, satisfaction, stages, submissions
from bot.actions.evaluation import Evaluated
from bot.actions.polls import PollStatus
from bot.actions.publicity import PublicityStatus
from bot.actions.rectification import overview
from bot.actions.rectification.overview import Overview
from bot.actions.satisfaction import BranchPoll
from bot.actions.stages import Known
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Kind
from bot.domain.people import Branch, Person
from bot.domain.stages import Progress, Standing
from bot.domain.submissions import State, Submission
from bot.exports.charts.frame import Caption
from bot.exports.charts.status import BranchMark, BranchRow, StageMark, StatusChart, status_chart
from bot.exports.charts.status import Progress as Drawn
from bot.messages import OutFile
from bot.storage import outbox
from bot.texts import status as texts

DRAWN = {
    Progress.DONE: Drawn.DONE,
    Progress.UNDER_WAY: Drawn.UNDER_WAY,
    Progress.OVERDUE: Drawn.UNDER_WAY,
    Progress.AHEAD: Drawn.AHEAD,
}


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
    stages: tuple[Standing, ...]
    branches: tuple[BranchStatus, ...]
    polls: tuple[PollStatus, ...]
    publicity: PublicityStatus
    evaluation: tuple[Evaluated, ...]
    rectification: Overview
    satisfaction: tuple[BranchPoll, ...]
    outbox: dict[str, int]

    @property
    def handed_in(self) -> int:
        return sum(one.submission is not None for one in self.branches)

    @property
    def to_revise(self) -> int:
        return sum(
            one.submission is not None and one.submission.verdict == "revise"
            for one in self.branches
        )

    @property
    def accepted(self) -> int:
        return sum(
            one.submission is not None and one.submission.state == "accepted"
            for one in self.branches
        )


def status(work: UnitOfWork, cycle: Cycle) -> Status:
    roster = people.roster(work, cycle.department)
    newest = submissions.newest_of_all(work, cycle)
    return Status(
        cycle=cycle,
        as_of=work.now,
        stages=stages.standing(work, cycle, Known(roster, newest)),
        branches=tuple(
            BranchStatus(branch, roster.secretary_of(branch), newest.get(branch.id))
            for branch in roster.branches
        ),
        polls=polls.status(work, cycle.id),
        publicity=publicity.status(work, cycle),
        evaluation=evaluation.overview(work, cycle, roster),
        rectification=overview.overview(work, cycle, roster),
        satisfaction=satisfaction.branch_polls(work, cycle.department),
        outbox=outbox.counts(work.session, [cycle.department]),
    )


def as_json(found: Status, zone: tzinfo) -> dict[str, Any]:
    """`status --json` (docs/interface.md); polls tell turnout only until they are released."""
    return {
        "year": found.cycle.year,
        "as_of": _iso(found.as_of, zone),
        "deadline": found.cycle.plan.deadline.isoformat(),
        "stages": [_stage_json(one) for one in found.stages],
        "submissions": [_submission_json(one, zone) for one in found.branches],
        "polls": [_poll_json(poll) for poll in found.polls],
        "publicity": _publicity_json(found.publicity),
        "inputs": [_inputs_json(one) for one in found.evaluation],
        "grades": [_grade_json(one, zone) for one in found.evaluation],
        "rectification": _rectification_json(found.rectification),
        "satisfaction": [_satisfaction_json(one) for one in found.satisfaction],
        "outbox": found.outbox,
    }


def _stage_json(one: Standing) -> dict[str, Any]:
    return {
        "id": one.stage.id,
        "title": one.stage.title,
        "due": one.stage.due.isoformat(),
        "actual": one.actual.isoformat() if one.actual else None,
        "progress": one.progress.value,
        "done": one.fact.done if one.fact else None,
        "of": one.fact.of if one.fact else None,
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


def _satisfaction_json(one: BranchPoll) -> dict[str, Any]:
    """Apart from `polls`: whoever counts those counts the evaluation alone."""
    return {**_poll_json(one.status), "branch": one.branch, "about": one.about}


def _publicity_json(found: PublicityStatus) -> dict[str, Any]:
    return {
        "state": found.state,
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "reports": found.reports,
        "feedback": found.feedback,
    }


def _inputs_json(one: Evaluated) -> dict[str, Any]:
    """How many entries of each kind stand; their words are for the leadership (S31)."""
    return {
        "branch": one.branch,
        "secretary": one.secretary,
        **{kind.value: one.inputs.get(kind, 0) for kind in Kind},
        "missing": [kind.value for kind in one.missing],
    }


def _grade_json(one: Evaluated, zone: tzinfo) -> dict[str, Any]:
    """`grade` is null until it is confirmed by a second person."""
    return {
        "branch": one.branch,
        "secretary": one.secretary,
        "grade": one.grade or None,
        "state": one.state or None,
        "committee_day": one.committee_day.isoformat() if one.committee_day else None,
        "told": _iso(one.told_at, zone) if one.told_at else None,
        "read": _iso(one.read_at, zone) if one.read_at else None,
        "objected": _iso(one.objected_at, zone) if one.objected_at else None,
    }


def _rectification_json(found: Overview) -> dict[str, Any]:
    """Items by where they stand, each once; spot checks are told to nobody but their drawer (S38)."""
    return {
        "items": found.total,
        "proposed": found.proposed,
        **{standing.value: count for standing, count in found.standings.items()},
    }


def _iso(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat()


def picture(work: UnitOfWork, cycle: Cycle) -> OutFile:
    """The stages as a time line and each branch's report, in the order of the roster."""
    now = status(work, cycle)
    unit = people.department(work, cycle.department).name
    chart = StatusChart(
        Caption(texts.picture_title(cycle.year), unit, now.as_of.astimezone(work.zone)),
        tuple(StageMark(one.stage.title, one.stage.due, DRAWN[one.progress]) for one in now.stages),
        texts.COLUMNS,
        tuple(_branch_row(one) for one in now.branches),
    )
    content = status_chart(chart)
    return OutFile(
        work.files.put(content), texts.picture_name(cycle.year), len(content), picture=True
    )


def _branch_row(one: BranchStatus) -> BranchRow:
    made = one.submission
    handed_in = BranchMark(
        Drawn.DONE if made else Drawn.AHEAD, texts.HANDED_IN if made else texts.NOT_YET
    )
    state = made.state if made else State.RETURNED
    accepted = BranchMark(
        Drawn.DONE
        if made and state is State.ACCEPTED
        else Drawn.UNDER_WAY
        if made
        else Drawn.AHEAD,
        texts.PROGRESS[state] if made else texts.NOT_YET,
    )
    return BranchRow(
        one.branch.name, one.secretary.name if one.secretary else "", (handed_in, accepted)
    )
