"""Reports and what is made public of them: versions, decisions, days, the window. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions import publicity, submissions
from bot.actions.publicity import clock, corrections, extending, feedback, reading, releasing
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.plans import PublicityEndsEarlier
from bot.domain.publicity.refusals import (
    AlreadyPublic,
    CorrectionNeedsNew,
    FeedbackClosed,
    NoPublicReport,
    NothingToPublish,
    NotPublic,
)
from bot.domain.refusals import CardGone, NeedsSecondPerson, NothingHandedIn, ReportFrozen
from bot.domain.submissions import State
from tests.actions.acts import accept, hand_in, send_back
from tests.actions.begun import office_after
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, THIRD, ZHANG
from tests.chat import SHANGHAI


def versions(office: Office, branch: str = THIRD) -> list[tuple[int, State]]:
    place = office.branch(branch)
    stored = submissions.versions(office.work, office.cycle, place)
    return [(version.version, version.state) for version in stored]


# -- versions


def test_every_version_is_kept_and_the_newest_counts(office: Office) -> None:
    texts = ("述职报告甲", "述职报告乙", "述职报告丙")
    handed_in = [hand_in(office, text=text) for text in texts]
    assert [one.submission.version for one in handed_in] == [1, 2, 3]
    assert all(one.new and one.changed for one in handed_in)
    newest = submissions.newest(office.work, office.cycle, office.branch(THIRD))
    assert newest == handed_in[-1].submission


def test_the_same_file_again_is_no_version_while_it_waits(office: Office) -> None:
    first = hand_in(office)
    again = hand_in(office)
    assert (again.submission, again.new, again.changed) == (first.submission, False, False)
    assert len(office.trail("report.handed_in")) == 1


def test_the_same_file_after_it_was_sent_back_is_a_version_that_says_nothing_new(
    office: Office,
) -> None:
    hand_in(office)
    send_back(office)
    again = hand_in(office)
    assert (again.submission.version, again.new, again.changed) == (2, True, False)


@pytest.mark.parametrize("state", State)
def test_what_was_accepted_is_frozen(office: Office, state: State) -> None:
    hand_in(office, text="述职报告甲")
    if state is State.ACCEPTED:
        accept(office)
        assert isinstance(
            office.refused(lambda _: hand_in(office, text="述职报告乙")), ReportFrozen
        )
        assert versions(office) == [(1, State.ACCEPTED)]
        return
    if state is State.RETURNED:
        send_back(office)
    hand_in(office, text="述职报告乙")
    assert versions(office) == [(1, state), (2, State.SUBMITTED)]


@pytest.mark.parametrize("decide", [accept, send_back])
def test_nothing_is_decided_about_nothing(
    office: Office, decide: Callable[[Office], object]
) -> None:
    assert isinstance(office.refused(lambda _: decide(office)), NothingHandedIn)


def test_the_same_decision_again_is_a_no_op(office: Office) -> None:
    hand_in(office)
    assert [accept(office)[1], accept(office)[1]] == [True, False]
    assert [send_back(office)[1], send_back(office)[1]] == [True, False]
    # With another reason it is another decision: whoever reads it has something new to do.
    assert send_back(office, "缺少数据")[1]
    assert [facts["before"] for facts in office.trail("report.returned")] == [
        State.ACCEPTED,
        State.RETURNED,
    ]


ACTS: dict[str, Callable[[Office], object]] = {
    "accept": accept,
    "return": send_back,
    "hand in": lambda office: hand_in(office, text=f"述职报告{len(versions(office))}"),
}


@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=7))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_series_of_acts_keeps_versions_in_order(office: Office, acts: Sequence[str]) -> None:
    with office.work.trial():
        expected: list[State] = []
        for act in acts:
            step = ACTS[act]
            frozen = bool(expected) and expected[-1] is State.ACCEPTED
            if act == "hand in" and not frozen:
                step(office)
                expected.append(State.SUBMITTED)
            elif act == "hand in" or not expected:
                office.refused(lambda _, step=step: step(office))  # type: ignore[misc]  # bound
            else:
                step(office)
                expected[-1] = {"accept": State.ACCEPTED, "return": State.RETURNED}[act]
        assert versions(office) == list(enumerate(expected, start=1))


# -- days


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        # The last day is 10 December, and twelve hours of the night count as it.
        ("2026-12-01T08:30", False),
        ("2026-12-10T23:59", False),
        ("2026-12-11T00:00", False),
        ("2026-12-11T11:59", False),
        ("2026-12-11T12:00", True),
        ("2027-01-05T09:00", True),
    ],
)
def test_what_comes_in_the_night_is_in_time(office: Office, moment: str, late: bool) -> None:
    office.at(moment)
    assert hand_in(office).submission.late == late


@pytest.mark.parametrize(
    ("until", "moment", "late"),
    [
        (date(2026, 12, 20), "2026-12-21T11:59", False),
        (date(2026, 12, 20), "2026-12-21T12:00", True),
        # A day before the plan's is a deadline too.
        (date(2026, 12, 5), "2026-12-06T11:59", False),
        (date(2026, 12, 5), "2026-12-06T12:00", True),
    ],
)
def test_a_branch_may_have_a_day_of_its_own(
    office: Office, until: date, moment: str, late: bool
) -> None:
    organiser, third = office.person(ORGANISER), office.branch(THIRD)
    submissions.extend(office.work, office.cycle, organiser, third, until)
    office.at(moment)
    assert hand_in(office).submission.late == late
    assert hand_in(office, SECOND).submission.late == (moment >= "2026-12-11T12:00")


def test_the_same_day_again_is_no_extension(office: Office) -> None:
    organiser, third = office.person(ORGANISER), office.branch(THIRD)
    for day in (15, 15, 18, 15):
        submissions.extend(office.work, office.cycle, organiser, third, date(2026, 12, day))
    assert [facts["until"][-2:] for facts in office.trail("report.extended")] == ["15", "18", "15"]


@pytest.mark.parametrize(
    ("first", "late"), [("2026-12-09T09:00", False), ("2026-12-15T09:00", True)]
)
def test_what_was_sent_back_is_as_late_as_it_was_at_first(
    office: Office, first: str, late: bool
) -> None:
    office.at(first)
    hand_in(office, text="述职报告甲")
    send_back(office)
    office.at("2026-12-20T09:00")
    assert hand_in(office, text="述职报告乙").submission.late == late


# -- what is made public


def prepare(office: Office, *, by: str = ORGANISER) -> releasing.Preparation:
    actor = office.person(by)
    return publicity.prepare(office.work, office.cycle, office.department, actor)


def releases(office: Office, *, by: str = DEAN) -> Callable[[UnitOfWork], object]:
    card, actor = office.last_card(DEAN), office.person(by)
    return lambda work: releasing.release(work, office.cycle, office.department, card, actor)


def two_published(office: Office) -> None:
    """Two reports are public from 1 December, for five workdays: until the 8th."""
    hand_in(office, THIRD)
    hand_in(office, SECOND)
    prepare(office)
    releases(office)(office.work)


public = office_after(two_published)


def test_nothing_to_publish_is_said(office: Office) -> None:
    assert isinstance(office.refused(lambda _: prepare(office)), NothingToPublish)
    hand_in(office)
    send_back(office)
    # What was sent back is not shown to anybody.
    assert isinstance(office.refused(lambda _: prepare(office)), NothingToPublish)


def test_who_is_without_and_what_is_open_is_told_before(office: Office) -> None:
    hand_in(office, FIRST)
    accept(office, FIRST)
    hand_in(office, SECOND)
    hand_in(office, THIRD)
    send_back(office)
    preparation = prepare(office)
    assert [report.branch for report in preparation.reports] == [FIRST, SECOND]
    assert preparation.open == (SECOND,)
    assert preparation.without[0] == THIRD
    assert len(preparation.without) == 6
    assert not preparation.rated


def test_two_persons_make_public_and_the_days_count_from_the_second(office: Office) -> None:
    hand_in(office)
    prepare(office)
    assert isinstance(office.refused(releases(office, by=ORGANISER)), NeedsSecondPerson)
    assert isinstance(office.refused(lambda work: reading.open_now(work, office.cycle)), NotPublic)
    office.at("2026-12-03T09:00")
    act = releases(office)
    act(office.work)
    window = reading.open_now(office.work, office.cycle).window
    assert (window.first, window.last) == (date(2026, 12, 3), date(2026, 12, 10))
    assert isinstance(office.refused(act), CardGone)
    assert isinstance(office.refused(lambda _: prepare(office)), AlreadyPublic)
    assert len(office.in_group()) == 1


def test_a_new_draft_takes_the_place_of_the_earlier_one(office: Office) -> None:
    hand_in(office)
    prepare(office)
    first = releases(office)
    hand_in(office, SECOND)
    prepare(office)
    assert isinstance(office.refused(first), CardGone)
    releases(office)(office.work)
    assert len(reading.open_now(office.work, office.cycle).reports) == 2


@pytest.mark.parametrize(
    ("moment", "open_now"),
    [("2026-12-01T08:30", True), ("2026-12-08T23:59", True), ("2026-12-09T00:00", False)],
)
def test_the_window_ends_with_its_last_day_and_not_with_a_beat(
    public: Office, moment: str, open_now: bool
) -> None:
    public.at(moment)
    if open_now:
        assert clock.close_due(public.work) == 0
        assert reading.public_file(public.work, public.cycle, public.branch(THIRD)).size
        assert reading.public_file(public.work, public.cycle, None).size
        feedback.give(public.work, public.cycle, public.person(MEMBER), "写得实在")
        return
    for _ in range(2):
        refused = public.refused(lambda work: reading.public_file(work, public.cycle, None))
        assert isinstance(refused, NotPublic)
        late = public.refused(
            lambda work: feedback.give(work, public.cycle, public.person(MEMBER), "写得实在")
        )
        assert isinstance(late, FeedbackClosed)
        clock.close_due(public.work)
    # A second beat at the same moment finds nothing.
    assert clock.close_due(public.work) == 0
    assert len(public.trail("publicity.closed")) == 1


def test_the_clock_is_asked_for_at_the_end_of_the_window(public: Office) -> None:
    end = datetime(2026, 12, 9, tzinfo=SHANGHAI)
    assert clock.next_due(public.work, public.now) == end
    assert clock.next_due(public.work, end) is None


def test_a_branch_without_a_report_has_none_to_show(public: Office) -> None:
    first = public.branch(FIRST)
    refusal = public.refused(lambda work: reading.public_file(work, public.cycle, first))
    assert isinstance(refusal, NoPublicReport)


@pytest.mark.parametrize(
    ("day", "refused"),
    [(date(2026, 12, 7), True), (date(2026, 12, 8), False), (date(2026, 12, 15), False)],
)
def test_what_was_promised_to_readers_is_not_shortened(
    public: Office, day: date, refused: bool
) -> None:
    if refused:
        why = public.refused(lambda work: extending.check_last_day(work, public.cycle, day))
        assert isinstance(why, PublicityEndsEarlier)
        return
    extending.check_last_day(public.work, public.cycle, day)
    extending.extend(public.work, public.cycle, public.person(ORGANISER), day)
    assert reading.open_now(public.work, public.cycle).window.last == day


def test_where_nothing_is_public_no_day_is_too_early(office: Office) -> None:
    extending.check_last_day(office.work, office.cycle, date(2026, 12, 1))
    extending.extend(office.work, office.cycle, office.person(ORGANISER), date(2026, 12, 1))
    assert office.trail("publicity.extended") == []


# -- putting right what is public


def ask_correction(office: Office, branch: str) -> Callable[[UnitOfWork], object]:
    organiser, place = office.person(ORGANISER), office.branch(branch)
    return lambda work: corrections.ask_correction(
        work, office.cycle, office.department, organiser, place, "附件有误"
    )


def test_only_a_newer_report_takes_the_place_of_the_one_shown(public: Office) -> None:
    assert isinstance(public.refused(ask_correction(public, THIRD)), CorrectionNeedsNew)
    assert isinstance(public.refused(ask_correction(public, FIRST)), NoPublicReport)
    hand_in(public, THIRD, "述职报告\n改过的")
    ask_correction(public, THIRD)(public.work)
    card, dean = public.last_card(DEAN), public.person(DEAN)
    corrections.carry_out(public.work, public.cycle, public.department, card, dean)
    shown = reading.open_now(public.work, public.cycle).report_of(public.branch(THIRD))
    assert shown is not None
    assert shown.version == 2
    assert "附件有误" in public.in_group()[-1]


def test_a_declined_correction_leaves_what_is_public(public: Office) -> None:
    hand_in(public, THIRD, "述职报告\n改过的")
    ask_correction(public, THIRD)(public.work)
    card, dean = public.last_card(DEAN), public.person(DEAN)
    corrections.decline_correction(public.work, public.department, card, dean)
    shown = reading.open_now(public.work, public.cycle).report_of(public.branch(THIRD))
    assert shown is not None
    assert shown.version == 1


# -- what is said of it


# The last but one names two, so it is about no branch, and each of them does not read it all the same.
SAID = ("第二支部好", "第三支部好", "张立范在忙", "张立范和李思样都来了", "都好")


@pytest.mark.parametrize(
    ("reader", "pieces"),
    [
        (None, SAID),
        (DEAN, SAID),
        (LI, ("第三支部好", "张立范在忙", "都好")),
        (ZHANG, ("第二支部好", "都好")),
    ],
)
def test_nobody_reads_what_is_said_of_himself(
    public: Office, reader: str | None, pieces: Sequence[str]
) -> None:
    for text in SAID:
        feedback.give(public.work, public.cycle, public.person(MEMBER), text)
    person = public.person(reader) if reader else None
    readable = feedback.readable_by(public.work, public.cycle, person)
    assert [piece.text for piece in readable] == list(pieces)


def test_who_has_read_as_much_as_was_said_has_nothing_new(public: Office) -> None:
    dean = public.person(DEAN)
    assert not feedback.has_read(public.work, public.cycle, dean, 1)
    feedback.note_read(public.work, public.cycle, dean, 2)
    assert [feedback.has_read(public.work, public.cycle, dean, n) for n in (0, 1, 2, 3)] == [
        True,
        True,
        True,
        False,
    ]
    assert not feedback.has_read(public.work, public.cycle, public.person(ORGANISER), 1)
