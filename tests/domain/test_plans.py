"""The draft of the next year's plan: the same procedure a year later."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.plan import Plan, Stage
from bot.domain.planfile import default_plan, parse, render, sample_plan
from bot.domain.plans import next_year

PLAN = replace(default_plan(2026), days_off=(date(2026, 12, 24),), workdays=(date(2026, 12, 26),))


def test_every_date_stands_a_year_later() -> None:
    draft = next_year(PLAN)
    assert draft.year == 2027
    assert draft.deadline == date(2027, 12, 31)
    assert [stage.due for stage in draft.stages] == [
        stage.due.replace(year=2027) for stage in PLAN.stages
    ]


def test_the_units_own_days_are_left_out_and_all_rules_stay() -> None:
    draft = next_year(PLAN)
    assert (draft.days_off, draft.workdays) == ((), ())
    assert draft.title == PLAN.title.replace("2026", "2027")
    assert (draft.ballot, draft.report, draft.caps) == (PLAN.ballot, PLAN.report, PLAN.caps)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2028, 2, 28), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_leap_day_becomes_the_last_day_of_february(day: date, later: date) -> None:
    plan = replace(PLAN, year=day.year, deadline=day, stages=(Stage("report", "述职报告", day),))
    draft = next_year(plan)
    assert (draft.deadline, draft.stages[0].due) == (later, later)


@pytest.mark.parametrize("plan", [default_plan(2026), sample_plan(2031)])
def test_a_draft_is_a_plan_that_can_be_sent_back(plan: Plan) -> None:
    draft = next_year(plan)
    assert parse(render(draft)) == draft
