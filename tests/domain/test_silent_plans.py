"""Of what a plan does not speak unasked, and the last day for reports."""

from dataclasses import replace
from datetime import date

from bot.domain.calendar import Calendar
from bot.domain.planfile import default_plan
from bot.domain.reminders import DEADLINE, MEETING, REPORT, occasions
from tests.chat import SHANGHAI

PLAN = default_plan(2026)


def test_a_plan_without_rungs_or_reports_is_silent() -> None:
    day = date(2026, 12, 10)
    calendar = Calendar()
    silent = replace(PLAN, reminders=replace(PLAN.reminders, rungs=()))
    assert occasions(REPORT, day, silent, calendar, SHANGHAI) == ()
    unreported = replace(PLAN, stages=tuple(stage for stage in PLAN.stages if stage.id != "report"))
    assert occasions(REPORT, day, unreported, calendar, SHANGHAI) == ()
    assert occasions(MEETING, day, unreported, calendar, SHANGHAI)
    before = [
        occasion.rung.remaining
        for occasion in occasions(MEETING, day, PLAN, calendar, SHANGHAI)
        if occasion.rung.remaining >= 0
    ]
    assert len(before) == len(PLAN.reminders.rungs)  # other items are told on every rung
    none_late = replace(PLAN, reminders=replace(PLAN.reminders, late_times=0))
    told = occasions(DEADLINE, day, none_late, calendar, SHANGHAI)
    assert all(occasion.rung.remaining >= 0 for occasion in told)


def test_the_last_day_for_reports() -> None:
    assert PLAN.report_day == date(2026, 12, 10)
    assert replace(PLAN, stages=()).report_day == PLAN.deadline
