"""Where each stage of the plan stands, counted from what people did, and what comes next (S11). Rows of rules on the real database."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.actions import cycles, notices, stages
from bot.actions.publicity import releasing
from bot.actions.stages import Known
from bot.actions.submissions import newest_of_all
from bot.actions.todos import Facts, steps
from bot.actions.unit_of_work import SYSTEM
from bot.domain.plan import Part, Plan
from bot.domain.planfile import default_plan
from bot.domain.polls.meeting import Event
from bot.domain.stages import Progress, Standing
from bot.domain.words import STANDARD, filled
from bot.storage import departments
from bot.storage.polls import meeting
from bot.texts import todos as texts
from tests.actions.acts import accept, archive, closed, entered, send_back
from tests.actions.hall import counted, opened
from tests.actions.office import Office
from tests.actions.reports import Happens, all_accepted, all_reports, nothing, two_reports
from tests.cast import DEAN, FIRST, ORGANISER, SECOND
from tests.chat import SHANGHAI

DONE, UNDER_WAY, OVERDUE, AHEAD = (
    Progress.DONE,
    Progress.UNDER_WAY,
    Progress.OVERDUE,
    Progress.AHEAD,
)


def standings(office: Office) -> dict[str, Standing]:
    known = Known(office.roster, newest_of_all(office.work, office.cycle))
    return {
        standing.stage.id: standing
        for standing in stages.standing(office.work, office.cycle, known)
    }


def posted(office: Office) -> None:
    notices.post(office.work, office.cycle, office.person(ORGANISER))


def one_accepted(office: Office) -> None:
    two_reports(office)
    office.at("2026-12-02T09:00")
    accept(office, FIRST)
    send_back(office, branch=SECOND)


def two_lists(office: Office) -> None:
    entered(office, FIRST, SECOND)
    closed(office, entered(office, SECOND))


def one_rated(office: Office) -> None:
    counted(office)


def one_is_voted_on(office: Office) -> None:
    opened(office)


# -- what is counted


# what happened -> the stage, how far it is, done and of how many, its day
COUNTED: dict[str, tuple[Happens, str, Progress, int, int, str]] = {
    "no notice": (nothing, "notice", OVERDUE, 0, 1, ""),
    "the notice is out": (posted, "notice", DONE, 1, 1, "2026-12-01"),
    "no report": (nothing, "report", UNDER_WAY, 0, 8, ""),
    "two reports": (two_reports, "report", UNDER_WAY, 2, 8, ""),
    "all reports": (all_reports, "report", DONE, 8, 8, "2026-12-01"),
    "no review": (two_reports, "review", AHEAD, 0, 8, ""),
    "what was sent back is not reviewed": (one_accepted, "review", UNDER_WAY, 1, 8, ""),
    "all reviewed": (all_accepted, "review", DONE, 8, 8, "2026-12-01"),
    "no ballot": (nothing, "meeting", AHEAD, 0, 8, ""),
    "a ballot that runs counts nobody": (one_is_voted_on, "meeting", AHEAD, 0, 8, ""),
    "one was rated": (one_rated, "meeting", UNDER_WAY, 1, 8, ""),
    "nothing public": (nothing, "publicity", AHEAD, 0, 1, ""),
    "no grade": (nothing, "grade", AHEAD, 0, 8, ""),
    "nobody was told": (nothing, "feedback", AHEAD, 0, 8, ""),
    "no list": (nothing, "rectification", AHEAD, 0, 8, ""),
    "two branches have a list": (two_lists, "rectification", UNDER_WAY, 2, 8, ""),
}


@pytest.mark.parametrize(
    ("office", "stage", "progress", "done", "of", "day"),
    COUNTED.values(),
    ids=COUNTED,
    indirect=["office"],
)
def test_a_stage_is_counted_from_what_was_done(
    office: Office, stage: str, progress: Progress, done: int, of: int, day: str
) -> None:
    standing = standings(office)[stage]
    assert standing.fact is not None
    assert (standing.progress, standing.fact.done, standing.fact.of) == (progress, done, of)
    actual = standing.actual.isoformat() if standing.actual else ""
    assert actual == day


def test_the_day_of_a_stage_is_that_of_the_last_who_did_it(office: Office) -> None:
    two_reports(office)
    office.at("2026-12-03T09:00")
    all_reports(office)
    assert standings(office)["report"].actual == date(2026, 12, 3)


def test_a_list_belongs_to_its_year_also_when_that_is_archived(office: Office) -> None:
    two_lists(office)
    archive(office)
    fact = standings(office)["rectification"].fact
    assert fact is not None
    assert fact.done == 2
    cycles.begin(office.work, office.department.id, default_plan(2027), actor=SYSTEM)
    fact = standings(office)["rectification"].fact
    assert fact is not None
    assert fact.done == 0


def without_ballot(plan: Plan) -> Plan:
    meeting_alone = [replace(each, waits_for=()) for each in plan.stages if each.id == "meeting"]
    return replace(
        plan,
        stages=tuple(meeting_alone),
        inputs=tuple(rule for rule in plan.inputs if not rule.is_ballot),
        ballot=replace(plan.ballot, categories=()),
        parts=plan.parts - {Part.BALLOT},
    )


def test_whether_a_meeting_took_place_is_known_by_its_ballots_alone(office: Office) -> None:
    office.using(without_ballot)
    standing = standings(office)["meeting"]
    assert (standing.fact, standing.progress) == (None, AHEAD)
    office.at("2026-12-22T09:00")
    assert standings(office)["meeting"].progress is DONE


@pytest.mark.parametrize(
    ("happens", "moment", "going"),
    [
        (nothing, "2026-12-01T09:00", ("notice", "report", "review")),
        (posted, "2026-12-01T09:00", ("report", "review")),
        (posted, "2026-12-11T09:00", ("report", "review")),
        (one_is_voted_on, "2026-12-01T09:00", ("poll", "notice", "report", "review")),
        (all_reports, "2026-12-01T09:00", ("notice", "review", "meeting")),
    ],
)
def test_what_is_going_on_and_the_next_that_is_ahead(
    office: Office, happens: Happens, moment: str, going: tuple[str, ...]
) -> None:
    happens(office)
    office.at(moment)
    assert stages.running(office.work, office.cycle) == going


# -- what comes next for everybody


def meeting_is_set(office: Office) -> None:
    all_accepted(office)
    planned = meeting.of_cycle(office.session, office.cycle.id)
    moment = datetime(2026, 12, 21, 14, 0, tzinfo=SHANGHAI)
    meeting.save(office.session, replace(planned, event=Event(moment, "301会议室")))


def stages_past(office: Office) -> None:
    office.at("2027-01-10T09:00")


def is_public(office: Office) -> None:
    """The reports are public until the 28th, and today is the 24th."""
    all_reports(office)
    office.at("2026-12-22T09:00")
    releasing.prepare(office.work, office.cycle, office.department, office.person(ORGANISER))
    card = office.last_card(DEAN)
    releasing.release(office.work, office.cycle, office.department, card, office.person(DEAN))
    office.at("2026-12-24T09:00")


def only_public(office: Office) -> None:
    """Of what is ahead there is nothing but the window that is open."""
    is_public(office)

    def left(plan: Plan) -> Plan:
        kept = [stage for stage in plan.stages if stage.id in ("report", "publicity")]
        return replace(plan, stages=tuple(replace(stage, waits_for=()) for stage in kept))

    office.using(left)


def items_left(office: Office) -> None:
    only_reports(office)
    all_reports(office)
    entered(office, due=date(2027, 3, 31))
    entered(office, SECOND, due=date(2027, 2, 28))
    closed(office, entered(office, FIRST, due=date(2027, 1, 31)))
    stages_past(office)


def all_closed(office: Office) -> None:
    only_reports(office)
    all_reports(office)
    closed(office, entered(office))
    stages_past(office)


def only_reports(office: Office) -> None:
    def left(plan: Plan) -> Plan:
        kept = [stage for stage in plan.stages if stage.id == "report"]
        return replace(plan, stages=tuple(replace(stage, waits_for=()) for stage in kept))

    office.using(left)


NEXT: dict[str, tuple[Happens, str]] = {
    "the first stage ahead": (nothing, "下一步：12月10日（周四） 述职报告。"),
    "what is done is behind": (all_reports, "下一步：12月17日（周四） 报告审阅。"),
    "a meeting by its hour and place": (meeting_is_set, "14:00"),
    "and by its place": (meeting_is_set, "301会议室"),
    "what is past its day goes on": (stages_past, "印发通知"),
    "not a window that has begun": (is_public, "下一步：12月29日（周二） 确定等次。"),
    "that goes on where nothing else is ahead": (only_public, "下一步：继续办理述职报告公示。"),
    "then what is promised, by its day": (items_left, "2月28日"),
    "then the archive": (all_closed, texts.NEXT_ARCHIVE),
    "of an archived year the next one": (archive, "2027"),
}


@pytest.mark.parametrize(("happens", "words"), NEXT.values(), ids=NEXT)
def test_what_comes_next(office: Office, happens: Happens, words: str) -> None:
    happens(office)
    assert words in steps.upcoming(Facts(office.work, office.cycle))


# -- the notice


def test_the_notice_is_said_once_and_where_no_group_is_known_not_at_all(office: Office) -> None:
    organiser = office.person(ORGANISER)
    group, platform = office.department.group, office.department.platform
    departments.learn_group(office.session, office.department.id, platform=platform, group="")
    assert not notices.post(office.work, office.cycle, organiser)
    assert notices.posted(office.work, office.cycle) is None
    departments.learn_group(office.session, office.department.id, platform=platform, group=group)
    assert notices.post(office.work, office.cycle, organiser)
    assert not notices.post(office.work, office.cycle, organiser)
    draft = notices.draft(office.work, office.cycle)
    assert office.in_group() == [filled(draft, STANDARD)]
    assert len(office.trail("notice.posted")) == 1
