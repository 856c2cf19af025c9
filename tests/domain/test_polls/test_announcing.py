"""The meeting is announced and changed by sentences: what follows from what one of them says."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.polls.announcing import (
    FARTHEST,
    Draft,
    Lack,
    MeetingPast,
    MeetingTooFar,
    Said,
    changed,
    check_moment,
    draft_of,
)
from bot.domain.polls.meeting import AgendaItem, Event
from bot.domain.refusals import Refusal

CHINA = timezone(timedelta(hours=8))
DAY, CLOCK = date(2026, 12, 21), time(14, 30)
AGENDA = (AgendaItem("述职", 60), AgendaItem("测评"), AgendaItem("讲话", 10))
EVENT = Event(
    place="三楼会议室", items=AGENDA, speech_minutes=8, attends="全体党员", bring="笔记本"
)
DRAFT = Draft(DAY, CLOCK, EVENT)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.none()
SAID = st.builds(
    Said,
    day=DAYS,
    clock=st.times().map(lambda clock: clock.replace(tzinfo=None)) | st.none(),
    place=st.sampled_from(["", "一楼", "二楼"]),
    speech_minutes=st.integers(1, 30) | st.none(),
    attends=st.sampled_from(["", "书记"]),
    bring=st.sampled_from(["", "稿子"]),
)


@pytest.mark.parametrize(
    ("draft", "lacks"),
    [
        (DRAFT, ()),
        (replace(DRAFT, day=None), (Lack.DAY,)),
        (replace(DRAFT, clock=None), (Lack.CLOCK,)),
        (replace(DRAFT, clock=time(0, 0)), ()),  # midnight is a time too
        (replace(DRAFT, event=replace(EVENT, place="")), (Lack.PLACE,)),
        (Draft(None, None, Event()), (Lack.DAY, Lack.CLOCK, Lack.PLACE)),
    ],
)
def test_what_has_to_be_said_before_the_group_is_told(
    draft: Draft, lacks: tuple[Lack, ...]
) -> None:
    assert draft.lacks == lacks


def test_a_complete_draft_is_the_event() -> None:
    event = DRAFT.complete(CHINA)
    assert event == replace(EVENT, at=datetime(2026, 12, 21, 14, 30, tzinfo=CHINA))


def test_an_event_is_changed_at_the_clock_of_its_place() -> None:
    late = replace(EVENT, at=datetime(2026, 12, 21, 18, 0, tzinfo=UTC))
    assert draft_of(late, CHINA) == Draft(date(2026, 12, 22), time(2, 0), late)
    assert draft_of(EVENT, CHINA) == Draft(None, None, EVENT)


@pytest.mark.parametrize(
    ("said", "after"),
    [
        (Said(), DRAFT),
        (Said(day=date(2026, 12, 23)), replace(DRAFT, day=date(2026, 12, 23))),
        (Said(clock=time(9, 0)), replace(DRAFT, clock=time(9, 0))),
        (Said(later=2), replace(DRAFT, day=date(2026, 12, 23))),
        (Said(later=-2), replace(DRAFT, day=date(2026, 12, 19))),
        # A day that is named stands, however many days are named besides.
        (Said(later=2, day=date(2026, 12, 30)), replace(DRAFT, day=date(2026, 12, 30))),
        (Said(place="一楼"), replace(DRAFT, event=replace(EVENT, place="一楼"))),
        (Said(speech_minutes=5), replace(DRAFT, event=replace(EVENT, speech_minutes=5))),
        (Said(attends="书记"), replace(DRAFT, event=replace(EVENT, attends="书记"))),
        (Said(bring="稿子"), replace(DRAFT, event=replace(EVENT, bring="稿子"))),
        (
            Said(items=(AgendaItem("点评"),)),
            replace(DRAFT, event=replace(EVENT, items=(AgendaItem("点评"),))),
        ),
        (
            Said(minutes={"测评": 20, "宣誓": 5}),
            replace(
                DRAFT,
                event=replace(EVENT, items=(AGENDA[0], AgendaItem("测评", 20), AGENDA[2])),
            ),
        ),
    ],
)
def test_what_a_sentence_does_not_speak_of_stays(said: Said, after: Draft) -> None:
    assert changed(DRAFT, said, AGENDA) == after


def test_minutes_of_an_agenda_that_nobody_has_worded_are_those_of_the_one_in_force() -> None:
    bare = Draft(DAY, CLOCK, Event())
    timed = changed(bare, Said(minutes={"述职": 45}), AGENDA)
    assert timed.event.items == (AgendaItem("述职", 45), *AGENDA[1:])
    assert changed(bare, Said(), AGENDA).event.items == ()


def test_putting_off_what_has_no_day_changes_nothing() -> None:
    assert changed(replace(DRAFT, day=None), Said(later=3), AGENDA).day is None


@given(SAID)
@settings(max_examples=40)
def test_saying_it_twice_is_saying_it_once(said: Said) -> None:
    once = changed(DRAFT, said, AGENDA)
    assert changed(once, said, AGENDA) == once


@pytest.mark.parametrize(
    ("said", "is_empty"),
    [(Said(), True), (Said(later=0), False), (Said(bring="稿子"), False)],
)
def test_a_sentence_that_names_nothing_is_empty(said: Said, is_empty: bool) -> None:
    assert said.is_empty is is_empty


@pytest.mark.parametrize(
    ("later", "refusal"),
    [
        (timedelta(seconds=-1), MeetingPast),
        (timedelta(), MeetingPast),
        (timedelta(seconds=1), None),
        (FARTHEST, None),
        (FARTHEST + timedelta(seconds=1), MeetingTooFar),
    ],
)
def test_a_meeting_lies_ahead_and_not_too_far(
    later: timedelta, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        check_moment(NOW + later, NOW)
    else:
        with pytest.raises(refusal):
            check_moment(NOW + later, NOW)
