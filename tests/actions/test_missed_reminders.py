"""What was missed, what goes out no more, and any December: reminders are told once, and to nobody for nothing. Rows of rules on the real database (S4)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions import reminders, rosters, submissions
from bot.actions.unit_of_work import SYSTEM
from bot.sample import sample_lines
from bot.storage import cycles as cycle_store
from bot.texts import reminders as texts
from tests.actions.acts import hand_in
from tests.actions.office import Office
from tests.actions.reminding import PLANNED, SKIPPED, WEEK_BEFORE, of, of_group, remind, target
from tests.cast import LI, ORGANISER, SECOND, THIRD, ZHANG
from tests.chat import SHANGHAI


def extend(office: Office, until: date) -> None:
    organiser, third = office.person(ORGANISER), office.branch(THIRD)
    submissions.extend(office.work, office.cycle, organiser, third, until)


# -- when the program did not run


def test_what_was_missed_on_its_day_is_caught_up_and_later_it_is_recorded(office: Office) -> None:
    remind(office, "2026-12-02T09:00")
    remind(office, "2026-12-03T15:00")
    assert of(office, LI) == [("2026-12-10-7", PLANNED, texts.CAUGHT_UP)]
    # Away on Monday the 7th: of that day nobody hears on the 8th.
    remind(office, "2026-12-08T09:00")
    assert of(office, LI)[1:] == [("2026-12-10-3", SKIPPED, texts.MISSED)]
    remind(office, "2026-12-09T09:00")
    assert of(office, LI)[2:] == [("2026-12-10-1", PLANNED, "")]


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (10, False), (11, True)])
def test_a_few_beats_are_not_late(office: Office, minutes: int, late: bool) -> None:
    office.at(WEEK_BEFORE)
    office.now += timedelta(minutes=minutes)
    reminders.remind_due(office.work)
    assert of(office, LI) == [("2026-12-10-7", PLANNED, texts.CAUGHT_UP * late)]


def test_what_passed_before_the_year_began_was_missed_by_nobody(office: Office) -> None:
    remind(office, "2026-12-25T09:00")
    assert office.reminders() == []


def test_a_missed_countdown_of_the_group_is_recorded_too(office: Office) -> None:
    remind(office, "2026-12-01T09:00")
    remind(office, "2026-12-28T09:00")
    assert of_group(office) == [
        ("2026-12-31-30", PLANNED, ""),
        ("2026-12-31-7", SKIPPED, texts.MISSED),
    ]


@pytest.mark.parametrize(("minutes", "noted"), [(59, False), (60, True), (61, True)])
def test_that_it_runs_is_noted_at_most_once_an_hour(
    office: Office, minutes: int, noted: bool
) -> None:
    remind(office, "2026-12-01T10:00")
    first = office.now
    office.now += timedelta(minutes=minutes)
    reminders.remind_due(office.work)
    watched = cycle_store.watched_until(office.session, office.cycle.id)
    assert watched == (office.now if noted else first)


# -- asked again right before it goes out


Happens = Callable[[Office], object]


def nothing(_: Office) -> None:
    """All stays as it is."""


def dissolve(office: Office) -> None:
    lines = [line for line in sample_lines() if line.branch != THIRD]
    rosters.import_roster(office.work, office.department.id, lines, actor=SYSTEM)


@pytest.mark.parametrize(
    ("happens", "moment", "reasons"),
    [
        (nothing, "2026-12-03T09:30", []),
        (nothing, "2026-12-04T08:30", [texts.DAY_OVER]),
        (hand_in, "2026-12-03T09:30", [texts.HANDED_IN_MEANWHILE]),
        (hand_in, "2026-12-04T08:30", [texts.HANDED_IN_MEANWHILE]),
        (lambda office: hand_in(office, SECOND), "2026-12-03T09:30", []),
        # Where the branch is gone nothing is outstanding.
        (dissolve, "2026-12-03T09:30", [texts.HANDED_IN_MEANWHILE]),
    ],
)
def test_a_reminder_goes_out_on_its_day_while_the_report_is_missing(
    office: Office, happens: Happens, moment: str, reasons: Sequence[str]
) -> None:
    remind(office, WEEK_BEFORE)
    happens(office)
    office.at(moment)
    assert office.needless(ZHANG) == reasons


@pytest.mark.parametrize(
    ("moment", "words"),
    [("2026-12-24T19:00", True), ("2026-12-25T08:30", False)],
)
def test_a_countdown_is_said_on_its_own_day_or_not_at_all(
    office: Office, moment: str, words: bool
) -> None:
    remind(office, "2026-12-24T09:00")
    office.at(moment)
    assert office.needless(office.department.group) == [texts.DAY_OVER] * (not words)


# -- any December


MOMENTS = st.lists(
    st.tuples(
        st.integers(0, 50 * 24),  # the hour, from the first of December on
        st.sampled_from(["beat", "hand in", "extend"]),
    ),
    max_size=8,
)


@given(moments=MOMENTS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_each_rung_is_told_once_and_none_to_who_has_handed_in(
    office: Office, moments: Sequence[tuple[int, str]]
) -> None:
    with office.work.trial():
        for hour, act in sorted(moments):
            office.now = datetime(2026, 12, 1, tzinfo=SHANGHAI) + timedelta(hours=hour)
            if act == "hand in":
                hand_in(office)
            elif act == "extend":
                extend(office, office.now.date() + timedelta(days=9))
            before = len(office.reminders())
            reminders.remind_due(office.work)
            recorded = len(office.reminders())
            assert reminders.remind_due(office.work) == 0
            assert len(office.reminders()) == recorded >= before
            is_in = submissions.newest(office.work, office.cycle, office.branch(THIRD))
            fresh = office.reminders()[before:]
            if is_in is not None:
                told = {entry.target for entry in fresh if entry.state is PLANNED}
                assert target(office, ZHANG) not in told
        for account in (ZHANG, LI):
            assert len(office.sent(account)) <= len(
                {entry.window for entry in office.reminders("report") if entry.state is PLANNED}
            )
