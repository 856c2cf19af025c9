"""The meeting as an event: said in parts, shown, told to the group once, changed; the plan's day follows. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import conditions
from bot.actions.polls import events, inviting, meetings, presence
from bot.actions.polls.events import Proposal
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plan import Part, Plan
from bot.domain.polls.announcing import (
    Draft,
    Lack,
    MeetingChangedMeanwhile,
    MeetingNotAnnounced,
    MeetingPast,
    MeetingTooFar,
    MeetingUnchanged,
    NothingSaidOfMeeting,
    Said,
)
from bot.domain.polls.meeting import AgendaItem, Event
from bot.domain.polls.refusals import NoGroup
from bot.domain.refusals import Refusal
from bot.domain.reminders import MEETING
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, WANG
from tests.chat import SHANGHAI

DAY = date(2026, 12, 21)  # a Monday, as the plan has it
WHOLE = Said(day=DAY, clock=time(14, 30), place="系楼302")


def drafts(office: Office, said: Said, *, by: str = ORGANISER) -> Callable[[UnitOfWork], Draft]:
    actor = office.person(by)
    return lambda work: events.draft(work, office.cycle, actor, said)


def proposes(office: Office, said: Said) -> Callable[[UnitOfWork], Proposal]:
    draft = drafts(office, said)
    return lambda work: events.propose(work, office.cycle, office.department, draft(work))


def announces(office: Office, said: Said = WHOLE) -> Callable[[UnitOfWork], None]:
    """What the card of a proposal does once it is confirmed."""
    proposal = proposes(office, said)(office.work)
    subject = events.subject_of(office.work, office.cycle, proposal.event)
    organiser = office.person(ORGANISER)
    return lambda work: events.announce(work, office.cycle, office.department, organiser, subject)


def announced(office: Office, said: Said = WHOLE) -> str:
    """What the group hears of it."""
    announces(office, said)(office.work)
    return office.in_group()[-1]


# -- said in parts


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        (WHOLE, ()),
        (Said(day=DAY), (Lack.CLOCK, Lack.PLACE)),
        (Said(clock=time(14, 30)), (Lack.DAY, Lack.PLACE)),
        (Said(place="系楼302"), (Lack.DAY, Lack.CLOCK)),
        (Said(day=DAY, clock=time(9)), (Lack.PLACE,)),
        (Said(bring="笔记本"), (Lack.DAY, Lack.CLOCK, Lack.PLACE)),
    ],
)
def test_what_is_lacking_before_the_group_can_be_told(
    office: Office, said: Said, lacks: Sequence[Lack]
) -> None:
    assert drafts(office, said)(office.work).lacks == lacks


@pytest.mark.parametrize(
    ("said", "refusal"), [(Said(), NothingSaidOfMeeting), (Said(later=2), MeetingNotAnnounced)]
)
def test_what_says_nothing_of_a_meeting_is_refused(
    office: Office, said: Said, refusal: type[Refusal]
) -> None:
    assert isinstance(office.refused(drafts(office, said)), refusal)


@pytest.mark.parametrize(("minutes", "goes_on"), [(0, True), (10, True), (11, False)])
def test_the_rest_may_be_said_alone_for_ten_minutes(
    office: Office, minutes: int, goes_on: bool
) -> None:
    organiser = office.person(ORGANISER)
    first = drafts(office, Said(day=DAY, clock=time(14, 30), bring="笔记本"))(office.work)
    events.ask_for_the_rest(office.work, organiser, first)
    office.now += timedelta(minutes=minutes)
    assert events.is_asked(office.work, organiser) == goes_on
    rest = drafts(office, Said(place="系楼302"))(office.work)
    assert (rest.lacks == ()) == goes_on
    assert rest.event.bring == ("笔记本" if goes_on else "")
    # What one said is nobody else's to go on with.
    assert not events.is_asked(office.work, office.person(DEAN))
    assert drafts(office, Said(place="系楼302"), by=DEAN)(office.work).lacks


def test_the_second_question_replaces_the_first_and_an_answer_forgets_it(office: Office) -> None:
    organiser = office.person(ORGANISER)
    for said in (Said(day=DAY), Said(clock=time(9))):
        draft = drafts(office, said)(office.work)
        events.ask_for_the_rest(office.work, organiser, draft)
    assert drafts(office, Said(place="系楼302"))(office.work).lacks == ()
    for _ in range(2):
        events.forget_question(office.work, organiser)
        assert not events.is_asked(office.work, organiser)


WORDS = st.sampled_from(["", "系楼302", '带"笔"'])


@given(
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    place=WORDS,
    items=st.lists(st.builds(AgendaItem, WORDS, st.none() | st.integers(1, 90)), max_size=3),
    minutes=st.none() | st.integers(1, 30),
    words=st.tuples(WORDS, WORDS),
)
@settings(max_examples=30)
def test_law_a_card_keeps_the_whole_event(
    at: datetime | None,
    place: str,
    items: list[AgendaItem],
    minutes: int | None,
    words: tuple[str, str],
) -> None:
    attends, bring = words
    event = Event(at, place, tuple(items), minutes, attends, bring)
    assert events.unpacked(events.packed(event)) == event


# -- shown


@pytest.mark.parametrize(
    ("day", "clock", "refusal"),
    [
        (DAY, time(14, 30), None),
        (date(2026, 12, 1), time(8, 31), None),
        (date(2026, 12, 1), time(8, 30), MeetingPast),
        (date(2026, 11, 30), time(14, 30), MeetingPast),
        (date(2027, 6, 18), time(14, 30), None),
        (date(2027, 12, 21), time(14, 30), MeetingTooFar),
    ],
)
def test_a_meeting_is_ahead_and_not_far(
    office: Office, day: date, clock: time, refusal: type[Refusal] | None
) -> None:
    act = proposes(office, replace(WHOLE, day=day, clock=clock))
    if refusal is not None:
        assert isinstance(office.refused(act), refusal)
        return
    proposal = act(office.work)
    assert proposal.event.at == datetime.combine(day, clock, SHANGHAI)
    assert office.in_group() == []  # until the organiser has confirmed it
    assert meetings.event(office.work, office.cycle) == Event()


def test_without_a_group_there_is_nobody_to_be_told(office: Office) -> None:
    draft = drafts(office, WHOLE)(office.work)
    nowhere = replace(office.department, group="")
    refusal = office.refused(lambda work: events.propose(work, office.cycle, nowhere, draft))
    assert isinstance(refusal, NoGroup)


@pytest.mark.parametrize(
    ("day", "hints"),
    [
        (DAY, ()),
        (date(2026, 12, 19), ("12月19日", "周六")),  # no workday, and not the plan's
        (date(2026, 12, 22), ("12月22日",)),  # the plan follows
    ],
)
def test_a_day_off_and_another_than_the_plans_are_said_and_forbid_nothing(
    office: Office, day: date, hints: Sequence[str]
) -> None:
    """Rule of conduct 8: the day is the organiser's decision."""
    proposal = proposes(office, replace(WHOLE, day=day))(office.work)
    told = "\n".join(proposal.hints)
    assert bool(proposal.hints) == bool(hints)
    for words in hints:
        assert words in told
    announced(office, replace(WHOLE, day=day))


# -- told


def test_a_notice_is_told_once_and_the_same_is_no_second_one(office: Office) -> None:
    told = announced(office)
    assert told.startswith("【会议通知】")
    for words in ("12月21日（周一）14:30", "系楼302"):
        assert words in told
    assert isinstance(office.refused(proposes(office, WHOLE)), MeetingUnchanged)
    assert len(office.in_group()) == 1
    (facts,) = office.trail("meeting.announced")
    assert (facts["number"], facts["place"]) == (1, "系楼302")


@begins(announced)
@pytest.mark.parametrize(
    ("said", "line"),
    [
        (Said(day=date(2026, 12, 23)), "时间改为：12月23日（周三）14:30"),
        (Said(clock=time(9)), "时间改为：12月21日（周一）09:00"),
        (Said(later=2), "时间改为：12月23日（周三）14:30"),
        (Said(later=-3), "时间改为：12月18日（周五）14:30"),
        (Said(day=date(2026, 12, 25), later=1), "时间改为：12月25日（周五）14:30"),
        (Said(place="系楼305"), "地点改为：系楼305"),
        (Said(bring="笔记本"), "请带：笔记本"),
        (Said(attends="全体党员"), "参会改为：全体党员"),
        (Said(speech_minutes=6), "每人6分钟"),
        (Said(minutes={"领导讲话": 15}), "领导讲话（15分钟）"),
        (Said(items=(AgendaItem("述职"), AgendaItem("签到", 10))), "二、签到（10分钟）"),
    ],
)
def test_a_change_tells_what_is_different_now(office: Office, said: Said, line: str) -> None:
    told = announced(office, said)
    assert told.startswith("【会议变更】")
    assert line in told
    assert len(office.in_group()) == 2
    assert [facts["number"] for facts in office.trail("meeting.announced")] == [1, 2]


def test_what_was_not_said_stays_as_it_is(office: Office) -> None:
    announced(office, replace(WHOLE, bring="笔记本", attends="全体党员"))
    told = announced(office, Said(place="系楼305"))
    assert "时间" not in told
    assert "笔记本" not in told
    event = meetings.event(office.work, office.cycle)
    assert (event.place, event.bring, event.attends) == ("系楼305", "笔记本", "全体党员")


def test_a_card_that_another_notice_has_overtaken_is_void(office: Office) -> None:
    first, second = announces(office), announces(office, replace(WHOLE, place="系楼305"))
    second(office.work)
    assert isinstance(office.refused(first), MeetingChangedMeanwhile)
    assert meetings.event(office.work, office.cycle).place == "系楼305"
    assert len(office.in_group()) == 1


@pytest.mark.parametrize(
    ("day", "follows"),
    [
        (DAY, True),
        (date(2026, 12, 22), True),
        # Its reports are reviewed until the 17th: the plan cannot follow, the meeting may be held.
        (date(2026, 12, 16), False),
    ],
)
def test_the_plans_day_follows_where_its_other_days_let_it(
    office: Office, day: date, follows: bool
) -> None:
    announced(office, replace(WHOLE, day=day))
    stage = office.cycle.plan.stage(events.STAGE)
    assert stage is not None
    assert (stage.due == day) == follows
    assert meetings.event(office.work, office.cycle).at is not None


# -- reminded of


def without_reminders(plan: Plan) -> Plan:
    return replace(plan, reminders=replace(plan.reminders, rungs=()))


def without_a_meeting(plan: Plan) -> Plan:
    return replace(plan, parts=plan.parts - {Part.MEETING})


@pytest.mark.parametrize(
    ("told_on", "meets", "at"),
    [
        (None, None, None),
        ("2026-12-01T08:30", DAY, "2026-12-18T09:00"),  # the Friday before
        ("2026-12-01T08:30", date(2026, 12, 3), "2026-12-02T09:00"),
        ("2026-12-02T08:59", date(2026, 12, 3), "2026-12-02T09:00"),
        # The group heard of it only after that hour: it is a reminder itself.
        ("2026-12-02T09:00", date(2026, 12, 3), None),
        ("2026-12-03T08:00", date(2026, 12, 3), None),
    ],
)
def test_people_are_reminded_on_the_last_workday_before(
    office: Office, told_on: str | None, meets: date | None, at: str | None
) -> None:
    if told_on is not None:
        office.at(told_on)
        announced(office, replace(WHOLE, day=meets))
    moment = inviting.reminded_at(office.work, office.cycle)
    if at is None:
        assert moment is None
        return
    assert moment == datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    assert inviting.next_due(office.work, moment - timedelta(seconds=1)) == moment
    assert inviting.next_due(office.work, moment) is None


@begins(announced)
def test_a_plan_without_reminders_reminds_of_no_meeting(office: Office) -> None:
    assert inviting.reminded_at(office.work, office.cycle) is not None
    office.using(without_reminders)
    assert inviting.reminded_at(office.work, office.cycle) is None


@begins(announced)
@pytest.mark.parametrize(
    ("at", "number"),
    [
        ("2026-12-18T08:59", 0),
        ("2026-12-18T09:00", 54),
        ("2026-12-18T19:59", 54),
        ("2026-12-18T20:00", 0),  # the quiet hours
        ("2026-12-19T09:00", 0),
    ],
)
def test_everybody_who_is_expected_is_reminded_once(office: Office, at: str, number: int) -> None:
    office.at(at)
    assert inviting.remind_due(office.work) == number
    assert inviting.remind_due(office.work) == 0
    assert bool(office.told(MEMBER)) == bool(number)
    assert office.told(GUEST) == ""


@begins(announced)
def test_a_reminder_tells_a_speaker_his_turn_and_whoever_is_on_leave_hears_nothing(
    office: Office,
) -> None:
    member, li = office.person(MEMBER), office.person(LI)
    presence.take_leave(office.work, office.cycle, member, member, "出差")
    meetings.set_written(office.work, office.cycle, office.person(ORGANISER), li, "出差")
    office.at("2026-12-18T09:00")
    assert inviting.remind_due(office.work) == 53
    assert office.told(MEMBER) == ""
    assert "您第1个述职，共7位" in office.told(WANG)
    assert "述职，共" not in office.told(LI)
    assert "14:30" in office.told(DEAN)


@begins(announced)
def test_a_meeting_that_is_put_off_is_spoken_of_before_its_new_day(office: Office) -> None:
    office.at("2026-12-18T09:00")
    assert inviting.remind_due(office.work) == 54
    announced(office, Said(day=date(2026, 12, 22)))
    office.at("2026-12-21T09:00")
    assert inviting.remind_due(office.work) == 54
    assert "12月22日" in office.told(MEMBER)


@begins(announced)
@pytest.mark.parametrize(
    ("moment", "moved", "away", "holds"),
    [
        ("2026-12-18T09:00", False, False, True),
        ("2026-12-18T09:00", True, False, False),
        ("2026-12-18T09:00", False, True, False),
        ("2026-12-21T14:29", False, False, True),
        ("2026-12-21T14:30", False, False, False),  # it has begun
    ],
)
def test_a_reminder_that_waits_holds_while_the_meeting_is_ahead_at_that_moment(
    office: Office, moment: str, moved: bool, away: bool, holds: bool
) -> None:
    member = office.person(MEMBER)
    at = meetings.event(office.work, office.cycle).at
    assert at is not None
    condition = {
        "kind": MEETING,
        "cycle": office.cycle.id,
        "at": at.isoformat(),
        "person": member.id,
    }
    if moved:
        announced(office, Said(clock=time(15)))
    if away:
        presence.take_leave(office.work, office.cycle, member, member, "出差")
    office.at(moment)
    assert (conditions.why_obsolete(office.work, condition) == "") == holds
