"""What the year's meeting is called, whatever the year and the meeting are called."""

from dataclasses import replace

import pytest

from bot.domain.planfile import sample_plan
from bot.domain.words import filled
from bot.texts.polls import events, printing


@pytest.mark.parametrize(
    ("year", "activity", "meeting", "called"),
    [
        ("党支部书记述职评议考核", "述职评议考核", "述职评议会", "党支部书记述职评议会"),
        ("党支部负责人履职评估", "党建履职评估", "履职评估会", "党支部负责人履职评估会"),
        ("教师考核", "教师考核", "考核会", "考核会"),
        ("干部年度考核", "德能勤绩廉考核", "大会", "干部年度考核大会"),
    ],
)
def test_no_word_of_the_title_is_said_twice(
    year: str, activity: str, meeting: str, called: str
) -> None:
    plan = sample_plan(2026)
    words = replace(plan.words, activity=activity, meeting=meeting)
    plan = replace(plan, title=f"2026年度{year}", unit="示例系", words=words)
    assert filled(events.title(plan), words) == f"示例系2026年度{called}"
    assert filled(printing.signature_title(plan), words) == f"2026年度{called}签到表"
