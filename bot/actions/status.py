"""The state of a cycle in one value.

The chat's 状态, `shuzhi status` and the export all read it, so that they never differ.
"""

from datetime import date, datetime, tzinfo
from typing import Any

from bot.actions import (
    evaluation,
    materials,
    people,
    polls,
    publicity,
    satisfaction,
    stages,
    submissions,
    todos,
)
from bot.actions.evaluation import Evaluated
from bot.actions.files import stored
from bot.actions.polls import PollStatus
from bot.actions.publicity import PublicityStatus
from bot.actions.rectification import overview
from bot.actions.rectification.overview import Overview
from bot.actions.satisfaction import BranchPoll
from bot.actions.stages import Known
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.materials import NewMaterial
from bot.domain.people import Branch, Person, name_of
from bot.domain.plan import Material, Part
from bot.domain.polls.meeting import Event
from bot.domain.report.verdict import Outcome
from bot.domain.stages import Progress, Standing
from bot.domain.submissions import State, Submission
from bot.domain.values import dataclass
from bot.domain.words import UNIT, filled
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
    """How the report of one place stands; `home` is the name of the branch in which it is."""

    branch: Branch
    home: str
    secretary: Person | None
    submission: Submission | None
    materials: tuple[tuple[Material, NewMaterial | None], ...] = ()


@dataclass(frozen=True)
class Status:
    """`as_of` is the moment of the snapshot.

    Branches stand in the order of the roster: there is no ranking (S14).
    """

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
    waiting: dict[str, int]  # open to-dos by role
    meeting: Event

    @property
    def submissions(self) -> list[Submission]:
        """The newest report of each branch that has handed one in."""
        return [row.submission for row in self.branches if row.submission is not None]

    @property
    def handed_in(self) -> int:
        return len(self.submissions)

    @property
    def to_revise(self) -> int:
        return sum(submission.verdict == Outcome.REVISE for submission in self.submissions)

    @property
    def sent_back(self) -> int:
        return sum(submission.state is State.RETURNED for submission in self.submissions)

    @property
    def accepted(self) -> int:
        return sum(submission.state is State.ACCEPTED for submission in self.submissions)


def status(work: UnitOfWork, cycle: Cycle) -> Status:
    """Returns how everything stands in the snapshot of this unit of work."""
    roster = people.roster(work, cycle.department)
    newest = submissions.newest_of_all(work, cycle)
    return Status(
        cycle=cycle,
        as_of=work.now,
        stages=stages.standing(work, cycle, Known(roster, newest)),
        branches=tuple(
            BranchStatus(
                place,
                roster.home_of(place),
                roster.subject_of(place),
                newest.get(place.id),
                tuple(materials.of_place(work, cycle, roster, place)),
            )
            for place in roster.places
        ),
        polls=polls.status(work, cycle.id),
        publicity=publicity.status(work, cycle),
        evaluation=evaluation.overview(work, cycle, roster),
        rectification=overview.overview(work, cycle, roster),
        satisfaction=satisfaction.branch_polls(work, cycle.department),
        outbox=outbox.counts(work.session, [cycle.department]),
        waiting=todos.waiting(work, cycle),
        meeting=polls.event(work, cycle),
    )


def picture(work: UnitOfWork, cycle: Cycle) -> OutFile:
    """Puts a picture of the stages and of each branch's report into the file store."""
    content = status_chart(chart(work, cycle))
    return stored(work, content, texts.picture_name(cycle.year), picture=True)


def chart(work: UnitOfWork, cycle: Cycle) -> StatusChart:
    """Returns what the picture shows."""
    current = status(work, cycle)
    unit = people.department(work, cycle.department).name
    branches: tuple[BranchRow, ...] = ()
    if cycle.plan.has(Part.REPORT):
        branches = tuple(_branch_row(row) for row in current.branches)
    shown = StatusChart(
        Caption(texts.picture_title(cycle.year), unit, current.as_of.astimezone(work.zone)),
        tuple(
            StageMark(standing.stage.title, standing.stage.due, DRAWN[standing.progress])
            for standing in current.stages
        ),
        texts.COLUMNS,
        branches,
        UNIT,
    )
    return filled(shown, cycle.plan.words)


def _branch_row(row: BranchStatus) -> BranchRow:
    secretary = name_of(row.secretary)
    submission = row.submission
    if submission is None:
        not_yet = BranchMark(Drawn.AHEAD, texts.NOT_YET)
        return BranchRow(row.home, secretary, (not_yet, not_yet))
    handed_in = BranchMark(Drawn.DONE, texts.HANDED_IN)
    drawn = Drawn.UNDER_WAY
    if submission.state is State.ACCEPTED:
        drawn = Drawn.DONE
    review = BranchMark(drawn, texts.PROGRESS[submission.state])
    return BranchRow(row.home, secretary, (handed_in, review))


def as_json(current: Status, zone: tzinfo) -> dict[str, Any]:
    """Returns what `status --json` prints (docs/interface.md)."""
    ledger = current.rectification
    reports: list[dict[str, Any]] = []
    if current.cycle.plan.has(Part.REPORT):
        reports = [_submission_json(row, zone) for row in current.branches]
    return {
        "year": current.cycle.year,
        "as_of": _iso(current.as_of, zone),
        "deadline": current.cycle.plan.deadline.isoformat(),
        "stages": [_stage_json(standing) for standing in current.stages],
        "submissions": reports,
        "polls": [_poll_json(poll) for poll in current.polls],
        "publicity": {
            "state": current.publicity.state,
            "first": _day(current.publicity.first),
            "last": _day(current.publicity.last),
            "reports": current.publicity.reports,
            "feedback": current.publicity.feedback,
        },
        # How many entries of each kind stand; their words are for the leadership (S31).
        "inputs": [
            {
                "branch": evaluated.branch,
                "secretary": evaluated.secretary,
                **{rule.id: evaluated.inputs.get(rule.id, 0) for rule in current.cycle.plan.inputs},
                "missing": [rule.id for rule in evaluated.missing],
            }
            for evaluated in current.evaluation
        ],
        "grades": [_grade_json(evaluated, zone) for evaluated in current.evaluation],
        # Each item once, by where it stands. Spot checks are told to nobody but their drawer (S38).
        "rectification": {
            "items": ledger.total,
            "proposed": ledger.proposed,
            **{standing.value: count for standing, count in ledger.standings.items()},
        },
        # Apart from `polls`: whoever counts those counts the evaluation alone.
        "satisfaction": [
            {**_poll_json(poll.status), "branch": poll.branch, "about": poll.about}
            for poll in current.satisfaction
        ],
        "outbox": current.outbox,
        "waiting": current.waiting,
        "meeting": _meeting_json(current.meeting, zone),
    }


def _meeting_json(event: Event, zone: tzinfo) -> dict[str, str | None] | None:
    """Returns when and where it is; null until that is fixed."""
    if event.at is None:
        return None
    return {"at": _iso(event.at, zone), "place": event.place}


def _stage_json(standing: Standing) -> dict[str, Any]:
    done = of = None
    if standing.fact is not None:
        done, of = standing.fact.done, standing.fact.of
    return {
        "id": standing.stage.id,
        "title": standing.stage.title,
        "due": standing.stage.due.isoformat(),
        "actual": _day(standing.actual),
        "progress": standing.progress.value,
        "done": done,
        "of": of,
    }


def _submission_json(row: BranchStatus, zone: tzinfo) -> dict[str, Any]:
    secretary = None
    if row.secretary is not None:
        secretary = row.secretary.name
    subject = None
    if row.secretary is not None:
        subject = row.secretary.title
    head: dict[str, Any] = {
        "branch": row.home,
        "secretary": secretary,
        "subject": subject,
        "materials": [_material_json(*pair, zone) for pair in row.materials],
    }
    submission = row.submission
    if submission is None:
        absent = ("file", "characters", "verdict", "state", "received")
        return head | {"version": 0} | dict.fromkeys(absent)
    return head | {
        "version": submission.version,
        "file": submission.name,
        "characters": submission.characters,
        "verdict": submission.verdict,
        "state": submission.state.value,
        "received": _iso(submission.received_at, zone),
    }


def _material_json(material: Material, handed: NewMaterial | None, zone: tzinfo) -> dict[str, Any]:
    """Returns a material for `--json`; `version` is 0 where it has not been handed in."""
    about = {"id": material.id, "title": material.title}
    if handed is None:
        return about | {"version": 0, "file": None, "characters": None, "received": None}
    return about | {
        "version": handed.version,
        "file": handed.name,
        "characters": handed.characters,
        "received": _iso(handed.received_at, zone),
    }


def _poll_json(poll: PollStatus) -> dict[str, Any]:
    """Returns a poll for `--json`: its turnout only, until it is released."""
    return {
        "id": poll.id,
        "round": poll.round or None,
        "subjects": list(poll.subjects),
        "state": poll.state,
        "eligible": poll.eligible,
        "voted": poll.voted,
        "returned": poll.returned,
        "channels": list(poll.channels),
        "released": poll.released,
    }


def _grade_json(evaluated: Evaluated, zone: tzinfo) -> dict[str, Any]:
    """Returns a grade for `--json`; it is null until a second person confirms it."""
    return {
        "branch": evaluated.branch,
        "secretary": evaluated.secretary,
        "grade": evaluated.grade or None,
        "state": evaluated.state or None,
        "committee_day": _day(evaluated.committee_day),
        "told": _iso(evaluated.told_at, zone),
        "read": _iso(evaluated.read_at, zone),
        "objected": _iso(evaluated.objected_at, zone),
    }


def _day(day: date | None) -> str | None:
    if day is None:
        return None
    return day.isoformat()


def _iso(moment: datetime | None, zone: tzinfo) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(zone).isoformat()
