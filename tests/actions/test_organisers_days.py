"""The organiser's mornings: on the day of a step he hears of it, and when a year may be archived (S11). Rows of rules on the real database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.actions import organisers_days, todos
from bot.domain.plan import Plan, Stage
from bot.storage.reminders import ReminderState
from bot.texts import todos as texts
from tests.actions.acts import accept, archive
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.actions.reports import Happens, all_accepted, nothing, two_reports
from tests.cast import DEAN, FIRST, LI, ORGANISER, SECOND, WANG, ZHANG
from tests.chat import SHANGHAI

REVIEW = "2026-12-17"


def told_today(office: Office, moment: str) -> list[str]:
    """Who hears in the morning that something is to be done."""
    office.at(moment)
    organisers_days.tell_due(office.work)
    people_told = (ORGANISER, DEAN, WANG, LI, ZHANG)
    return [account for account in people_told if texts.DUE_TODAY in office.told(account)]


@begins(two_reports)
@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-12-16T10:00", []),
        ("2026-12-17T07:59", []),
        ("2026-12-17T08:00", [ORGANISER]),
        ("2026-12-17T19:00", [ORGANISER]),
        ("2026-12-18T08:00", []),
    ],
)
def test_on_the_day_of_a_step_the_organiser_alone_hears_an_hour_before_the_others(
    office: Office, moment: str, told: list[str]
) -> None:
    assert told_today(office, moment) == told
    assert told_today(office, moment) == told
    assert len(office.sent(ORGANISER)) == len(told)


def test_where_nothing_waits_in_the_morning_the_day_stays_quiet(office: Office) -> None:
    assert told_today(office, f"{REVIEW}T08:00") == []
    two_reports(office)
    assert told_today(office, f"{REVIEW}T09:00") == []
    entries = [(entry.state, entry.reason) for entry in office.reminders("todo")]
    assert entries == [(ReminderState.SKIPPED, texts.NOTHING_DUE)]


@begins(two_reports)
def test_what_is_done_before_it_goes_out_is_not_spoken_of(office: Office) -> None:
    told_today(office, f"{REVIEW}T08:00")
    assert office.needless(ORGANISER) == []
    for branch in (FIRST, SECOND):
        accept(office, branch)
    assert office.needless(ORGANISER) == [texts.DONE_MEANWHILE]


@begins(two_reports)
@pytest.mark.parametrize("archived", [True, False])
def test_an_archived_year_and_a_plan_that_wants_silence_have_no_mornings(
    office: Office, archived: bool
) -> None:
    if archived:
        archive(office)
    else:
        office.using(lambda plan: replace(plan, reminders=replace(plan.reminders, rungs=())))
    before = len(office.sent(ORGANISER))
    assert told_today(office, f"{REVIEW}T08:00") == []
    assert len(office.sent(ORGANISER)) == before


def mornings(office: Office) -> list[str]:
    """When the organiser may be told, from now on; the other department's year is put away."""
    moment: datetime | None = office.now
    found = []
    while moment is not None:
        moment = organisers_days.next_due(office.work, moment)
        if moment is not None:
            found.append(f"{moment.astimezone(SHANGHAI):%y-%m-%dT%H:%M}")
    return found


def test_the_mornings_are_those_of_the_steps_and_the_first_day_of_the_archive(
    office: Office,
) -> None:
    # Reports and the meeting have reminders of their own.
    assert mornings(office) == [
        "26-12-17T08:00",
        "26-12-28T08:00",
        "26-12-29T08:00",
        "26-12-30T08:00",
        "26-12-31T08:00",
        "28-01-03T08:00",
    ]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2027-12-31T10:00", []),
        ("2028-01-01T10:00", []),  # a Saturday
        ("2028-01-03T07:59", []),
        ("2028-01-03T08:00", [ORGANISER]),
        ("2028-01-04T08:00", []),
    ],
)
def test_a_year_that_is_over_is_offered_to_be_archived_once(
    office: Office, moment: str, told: list[str]
) -> None:
    assert told_today(office, moment) == told
    assert told_today(office, moment) == told
    assert len(office.sent(ORGANISER)) == len(told)


def moved(stage: str, day: date) -> Callable[[Plan], Plan]:
    def move(plan: Plan) -> Plan:
        def on(each: Stage) -> Stage:
            return replace(each, due=day) if each.id == stage else each

        return replace(plan, stages=tuple(map(on, plan.stages)))

    return move


def test_a_step_on_a_holiday_is_told_on_the_next_workday(office: Office) -> None:
    office.using(moved("review", date(2026, 12, 19)))  # a Saturday
    assert "26-12-21T08:00" in mornings(office)
    two_reports(office)
    assert told_today(office, "2026-12-21T08:00") == [ORGANISER]


def waiting(office: Office, account: str) -> Mapping[str, date | None]:
    work, cycle = office.work, office.cycle
    return {todo.key: todo.due for todo in todos.of_person(work, cycle, office.person(account))}


@pytest.mark.parametrize(
    ("happens", "moment", "listed"),
    [
        (nothing, "2026-12-13T09:00", False),
        (nothing, "2026-12-14T09:00", True),
        (nothing, "2026-12-17T09:00", True),
        (nothing, "2026-12-18T09:00", False),
        # What waits on that day says it already; what is done does not wait.
        (two_reports, "2026-12-17T09:00", False),
        (all_accepted, "2026-12-17T09:00", False),
    ],
)
def test_a_step_stands_for_three_days_before_those_who_act_in_it(
    office: Office, happens: Happens, moment: str, listed: bool
) -> None:
    happens(office)
    office.at(moment)
    assert ("stage:review" in waiting(office, ORGANISER)) == listed
    for account in (DEAN, WANG):
        assert "stage:review" not in waiting(office, account)
