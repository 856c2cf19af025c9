"""Which stage of the plan a sentence gives which day."""

from datetime import date

import pytest

from bot.dispatch.understanding.stage_days import StageDay, read_stage_days
from bot.domain.planfile import sample_plan
from bot.domain.plans import DEADLINE

TODAY = date(2026, 12, 1)
PLAN = sample_plan(2026)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("述职报告推迟到12月14日", [StageDay("report", date(2026, 12, 14))]),
        ("报告 12月15日", [StageDay("report", date(2026, 12, 15))]),
        ("报告延期三天", [StageDay("report", date(2026, 12, 13))]),
        ("报告提前两天", [StageDay("report", date(2026, 12, 8))]),
        ("公示延到1月8日", [StageDay("publicity", date(2027, 1, 8))]),
        ("完成时限改为2027年1月15日", [StageDay(DEADLINE, date(2027, 1, 15))]),
        (
            "公示期延长到1月8日，定等改到1月12日",
            [StageDay("publicity", date(2027, 1, 8)), StageDay("grade", date(2027, 1, 12))],
        ),
        ("报告要改", []),
        ("12月15日", []),
    ],
)
def test_a_stage_is_given_a_day(said: str, days: list[StageDay]) -> None:
    assert list(read_stage_days(said, TODAY, PLAN.stages, PLAN.deadline)) == days
