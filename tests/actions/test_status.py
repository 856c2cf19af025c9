"""The state of a year in one value, and as `status --json` prints it. Rows of rules on the real database (S14)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.actions import evaluation, status
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.status import Status
from bot.domain.evaluation.inputs import Kind
from bot.domain.plan import Plan
from bot.domain.polls.meeting import Event
from bot.domain.submissions import State
from bot.exports.charts.status import Progress
from bot.storage.polls import meeting
from tests.actions.acts import accept, closed, done, entered, hand_in, looked_again, send_back
from tests.actions.hall import EVERYBODY, close, counted, opened, released, vote
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, MEMBER, OTHER_MEMBER, SECOND, THIRD, WANG
from tests.chat import SHANGHAI

DONE, UNDER_WAY, AHEAD = Progress.DONE, Progress.UNDER_WAY, Progress.AHEAD
Happens = Callable[[Office], object]


def now(office: Office) -> Status:
    return status.status(office.work, office.cycle)


def printed(office: Office) -> dict[str, Any]:
    """What `--json` prints; it is JSON, whatever stands in it."""
    plain = status.as_json(now(office), SHANGHAI)
    assert json.loads(json.dumps(plain)) == plain
    return plain


# -- the reports


def nothing(_: Office) -> None:
    """Nobody has done anything yet."""


def one_waits(office: Office) -> None:
    hand_in(office, THIRD)


def one_accepted(office: Office) -> None:
    hand_in(office, THIRD)
    accept(office, THIRD)


def one_sent_back(office: Office) -> None:
    hand_in(office, THIRD)
    send_back(office, branch=THIRD)


def second_version(office: Office) -> None:
    one_sent_back(office)
    hand_in(office, THIRD, "述职报告\n一、存在问题\n第二稿")


def two_in(office: Office) -> None:
    one_accepted(office)
    hand_in(office, FIRST)


@pytest.mark.parametrize(
    ("happens", "handed_in", "accepted", "state"),
    [
        (nothing, 0, 0, None),
        (one_waits, 1, 0, State.SUBMITTED),
        (one_accepted, 1, 1, State.ACCEPTED),
        (one_sent_back, 1, 0, State.RETURNED),
        (second_version, 1, 0, State.SUBMITTED),
        (two_in, 2, 1, State.ACCEPTED),
    ],
)
def test_reports_are_counted_by_their_newest_version(
    office: Office, happens: Happens, handed_in: int, accepted: int, state: State | None
) -> None:
    happens(office)
    current = now(office)
    assert (current.handed_in, current.accepted) == (handed_in, accepted)
    # What the check finds in a few words needs to be revised, whoever accepts it.
    assert current.to_revise == handed_in
    third = printed(office)["submissions"][2]
    assert third["state"] == state


def test_branches_stand_in_the_order_of_the_roster_whoever_was_first(office: Office) -> None:
    hand_in(office, THIRD)
    rows = now(office).branches
    assert [row.home for row in rows] == [branch.name for branch in office.roster.branches]


def test_a_report_as_json(office: Office) -> None:
    second_version(office)
    first, _, third, *_ = printed(office)["submissions"]
    assert first == {
        "branch": FIRST,
        "secretary": "王文例",
        "subject": "王文例",
        "materials": [],
        "version": 0,
        "file": None,
        "characters": None,
        "verdict": None,
        "state": None,
        "received": None,
    }
    assert (third["version"], third["file"]) == (2, "述职.txt")
    assert third["received"] == "2026-12-01T08:30:00+08:00"
    assert third["characters"] > 0
    assert third["verdict"] == "revise"


def without_reports(plan: Plan) -> Plan:
    kept = [replace(each, waits_for=()) for each in plan.stages if each.id != "report"]
    return replace(plan, stages=tuple(kept))


def test_a_plan_without_reports_has_none_in_its_state(office: Office) -> None:
    office.using(without_reports)
    assert printed(office)["submissions"] == []


# -- the ballots


def counted_one(office: Office) -> None:
    counted(office)


def released_one(office: Office) -> None:
    counted(office)
    released(office)


def voted_in(office: Office) -> None:
    vote(office, opened(office), (MEMBER, OTHER_MEMBER), 1)


def closed_with_votes(office: Office) -> None:
    voted_in(office)
    close(office)


@pytest.mark.parametrize(
    ("happens", "state", "voted"),
    [
        (opened, "open", 0),
        (voted_in, "open", 2),
        (closed_with_votes, "closing", 2),
        (counted_one, "counted", 20),
        (released_one, "released", 20),
    ],
)
def test_a_poll_tells_its_turnout_and_its_counts_when_it_is_released(
    office: Office, happens: Happens, state: str, voted: int
) -> None:
    happens(office)
    (poll,) = printed(office)["polls"]
    assert (poll["state"], poll["voted"], poll["subjects"]) == (state, voted, ["王文例"])
    assert poll["eligible"] == EVERYBODY - 1  # nobody rates himself
    assert (poll["released"] is None) == (state != "released")
    assert poll["round"] is None


# -- inputs, grades, the ledger


def test_inputs_are_counted_and_never_quoted(office: Office) -> None:
    dean = office.person(DEAN)
    entry = NewEntry(Kind.EVERYDAY, office.person(WANG), "优点：带头讲党课", dean)
    evaluation.add(office.work, office.cycle, dean, entry)
    plain = printed(office)
    first = plain["inputs"][0]
    assert (first["secretary"], first["everyday"], first["fieldwork"]) == ("王文例", 1, 0)
    assert first["missing"] == ["fieldwork", "comment", "ballot"]
    assert "带头讲党课" not in json.dumps(plain, ensure_ascii=False)
    assert plain["grades"][0] == {
        "branch": FIRST,
        "secretary": "王文例",
        "grade": None,
        "state": None,
        "committee_day": None,
        "told": None,
        "read": None,
        "objected": None,
    }


def test_items_are_counted_each_once_by_where_they_stand(office: Office) -> None:
    entered(office, problem="未到期", due=date(2027, 6, 30))
    entered(office, problem="到期", due=date(2026, 12, 1))
    done(office, entered(office, problem="待核验"))
    closed(office, entered(office, problem="已销号"))
    held = entered(office, SECOND, problem="保持")
    closed(office, held)
    looked_again(office, held)
    assert printed(office)["rectification"] == {
        "items": 5,
        "proposed": 1,
        "open": 2,
        "due": 1,
        "closed": 1,
        "held": 1,
    }


# -- the rest


def test_the_meeting_is_null_until_it_is_fixed(office: Office) -> None:
    assert printed(office)["meeting"] is None
    planned = meeting.of_cycle(office.session, office.cycle.id)
    at = datetime(2026, 12, 21, 14, 0, tzinfo=SHANGHAI)
    meeting.save(office.session, replace(planned, event=Event(at, "301会议室")))
    assert printed(office)["meeting"] == {"at": "2026-12-21T14:00:00+08:00", "place": "301会议室"}


def test_a_stage_has_its_day_how_far_it_is_and_when_it_was_done(office: Office) -> None:
    for branch in office.roster.branches:
        hand_in(office, branch.name)
    stages = {stage["id"]: stage for stage in printed(office)["stages"]}
    assert stages["report"] == {
        "id": "report",
        "title": "述职报告",
        "due": "2026-12-10",
        "actual": "2026-12-01",
        "progress": "done",
        "done": 8,
        "of": 8,
    }
    fieldwork = stages["fieldwork"]
    assert [fieldwork[key] for key in ("actual", "done", "of")] == [None, None, None]


def test_what_waits_is_counted_by_role_and_what_is_to_be_sent_by_state(office: Office) -> None:
    before = printed(office)
    hand_in(office, THIRD)
    entered(office)
    send_back(office, branch=THIRD)
    after = printed(office)
    assert set(after["waiting"]) == {"书记", "领导", "组织员"}
    assert before["outbox"].get("pending", 0) == 0
    done(office, entered(office, problem="谈心不够"))
    assert printed(office)["outbox"]["pending"] == 1  # the organiser is asked to look


def test_it_tells_of_which_year_and_moment_it_is(office: Office) -> None:
    plain = printed(office)
    assert (plain["year"], plain["deadline"]) == (2026, "2026-12-31")
    assert plain["as_of"] == "2026-12-01T08:30:00+08:00"
    assert plain["publicity"] == {
        "state": "none",
        "first": None,
        "last": None,
        "reports": 0,
        "feedback": 0,
    }
    assert plain["satisfaction"] == []


# -- its picture


@pytest.mark.parametrize(
    ("happens", "report", "review"),
    [
        (nothing, (AHEAD, "未交"), (AHEAD, "未交")),
        (one_waits, (DONE, "已交"), (UNDER_WAY, "待审核")),
        (one_accepted, (DONE, "已交"), (DONE, "审核通过")),
        (one_sent_back, (DONE, "已交"), (UNDER_WAY, "修改中")),
    ],
)
def test_the_picture_shows_each_branch_with_its_report_and_review(
    office: Office,
    happens: Happens,
    report: tuple[Progress, str],
    review: tuple[Progress, str],
) -> None:
    happens(office)
    rows = status.chart(office.work, office.cycle).branches
    assert [row.branch for row in rows] == [branch.name for branch in office.roster.branches]
    assert [(mark.progress, mark.text) for mark in rows[2].marks] == [report, review]
    assert rows[2].secretary == "张立范"


def test_it_shows_the_stages_in_the_plans_order(office: Office) -> None:
    office.at("2026-12-11T09:00")
    chart = status.chart(office.work, office.cycle)
    assert [(stage.title, stage.progress) for stage in chart.stages[1:4]] == [
        ("调查研究", DONE),  # nobody notes it: its day is over
        ("述职报告", UNDER_WAY),  # past its day is no reproach
        ("报告审阅", AHEAD),
    ]


def test_without_reports_the_picture_has_no_branches(office: Office) -> None:
    office.using(without_reports)
    assert status.chart(office.work, office.cycle).branches == ()


def test_the_picture_is_a_file_with_the_years_name(office: Office) -> None:
    picture = status.picture(office.work, office.cycle)
    content = office.work.files.path(picture.sha256).read_bytes()
    assert (picture.name, picture.picture, content[:4]) == ("进展2026.png", True, b"\x89PNG")
