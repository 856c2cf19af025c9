from datetime import date
from fractions import Fraction

import pytest

from bot.domain.calendar import calendar_of
from bot.domain.plan import Stage
from bot.domain.planfile import default_plan, sample_plan
from bot.holidays import year_tables

STAGES = [
    "notice",
    "fieldwork",
    "report",
    "review",
    "meeting",
    "publicity",
    "grade",
    "feedback",
    "rectification",
]
YEARS = [2022, 2023, 2024, 2025, 2026, 2027, 2028]


def dues(year: int) -> list[date]:
    return [stage.due for stage in default_plan(year).stages]


def test_the_built_in_plan_says_what_the_plan_of_2022_says() -> None:
    plan = default_plan(2022)
    assert plan.deadline == date(2022, 12, 31)  # S4
    assert plan.report.characters == 3500  # S26
    assert plan.report.max_achievements == Fraction(1, 3)  # S21
    assert [area.id for area in plan.report.focus_areas] == ["S6", "S7", "S8", "S9", "S10"]
    assert [step.title for step in plan.ballot.scale] == ["好", "较好", "一般", "差"]  # S33
    assert (plan.unit, plan.upper_unit) == ("我系", "院党委")  # S1


def test_what_the_plan_of_2022_does_not_limit_is_not_limited() -> None:
    plan = default_plan(2022)
    assert plan.report.min_problems_and_causes is None
    assert plan.ballot.quorum is None


def test_the_inner_dates_of_2026_are_those_of_real_notices() -> None:
    assert dict(zip(STAGES, dues(2026), strict=True)) == {
        "notice": date(2026, 11, 10),
        "fieldwork": date(2026, 11, 30),
        "report": date(2026, 12, 10),
        "review": date(2026, 12, 17),
        "meeting": date(2026, 12, 21),
        "publicity": date(2026, 12, 28),
        "grade": date(2026, 12, 29),
        "feedback": date(2026, 12, 30),
        "rectification": date(2026, 12, 31),
    }


@pytest.mark.parametrize("year", YEARS)
def test_every_stage_ends_in_order_on_a_workday_before_the_deadline(year: int) -> None:
    days = dues(year)
    assert [stage.id for stage in default_plan(year).stages] == STAGES
    assert days == sorted(days)
    assert days[-1] <= date(year, 12, 31)
    calendar = calendar_of(default_plan(year), year_tables(range(year, year + 1)))
    assert all(calendar.is_workday(day) for day in days)


@pytest.mark.parametrize("year", YEARS)
def test_publicity_gets_its_workdays_after_the_meeting(year: int) -> None:
    plan = default_plan(year)
    calendar = calendar_of(plan, {})
    meeting, publicity = plan.stage("meeting"), plan.stage("publicity")
    assert meeting is not None
    assert publicity is not None
    assert calendar.add_workdays(meeting.due, plan.publicity_days) == publicity.due


def test_an_earlier_deadline_moves_the_stages_with_it() -> None:
    plan = default_plan(2026, date(2026, 12, 15))
    assert plan.stages[-1].due == date(2026, 12, 15)
    assert plan.stages[0].due == date(2026, 10, 23)


@pytest.mark.parametrize("year", YEARS)
def test_stages_wait_only_for_earlier_ones(year: int) -> None:
    seen: set[str] = set()
    for stage in default_plan(year).stages:
        assert set(stage.waits_for) <= seen
        seen.add(stage.id)


def test_the_sample_department_has_three_categories() -> None:
    plan = sample_plan(2026)
    assert plan.unit == "示例系"
    assert {category.id: category.weight for category in plan.ballot.categories} == {
        "A": Fraction(1, 2),
        "B": Fraction(3, 10),
        "C": Fraction(1, 5),
    }


def test_the_year_before_is_among_the_key_words_of_responsibility() -> None:
    areas = {area.id: area.keywords for area in default_plan(2026).report.focus_areas}
    assert "2025年度" in areas["S10"]
    assert not {word for words in areas.values() for word in words if words.count(word) > 1}


def test_no_key_word_is_in_every_reports_title() -> None:
    for area in default_plan(2026).report.focus_areas:
        assert not [
            word for word in area.keywords if word in "2026年度抓基层党建述职评议考核述职报告"
        ]


def test_a_stage_is_found_by_its_id() -> None:
    plan = default_plan(2026)
    assert plan.stage("report") == Stage(
        "report", "述职报告", date(2026, 12, 10), ("fieldwork",), ("书记",)
    )
    assert plan.stage("no such stage") is None
