"""What a plan asks is told whole: both bounds of a length and a share, and the year of a day."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.domain.planfile import sample_plan
from bot.texts import notices, plans, reminders
from bot.texts.exporting import procedure
from bot.texts.questions import facts

SAMPLE = sample_plan(2026)
STRICT = replace(
    SAMPLE,
    report=replace(
        SAMPLE.report,
        characters=3000,
        min_characters=1500,
        min_problems_and_causes=Fraction(1, 5),
    ),
)


def test_the_notice_names_the_least_length() -> None:
    assert "不超过 3000 字，不少于 1500 字，讲成绩" in notices.notice(STRICT)
    assert "不少于" not in notices.notice(SAMPLE)


def test_the_plan_in_words_names_both_bounds_of_length_and_shares() -> None:
    told = plans.in_words(STRICT)
    assert "3000 字以内，不少于 1500 字，讲成绩不超过 1/3，讲问题和原因不少于 20%" in told


def test_whoever_asks_how_long_hears_both_bounds() -> None:
    assert facts.limit(STRICT) == "不超过3000字，不少于1500字"
    assert facts.limit(SAMPLE) == "不超过3500字"
    unlimited = replace(SAMPLE, report=replace(SAMPLE.report, characters=None))
    assert facts.limit(unlimited) == "没有规定字数"


def test_days_of_the_next_year_bear_it() -> None:
    late = replace(SAMPLE, deadline=date(2027, 1, 15))
    assert "2027年1月15日（周五）前完成" in notices.notice(late)
    assert "2027年1月15日（周五）前完成" in plans.in_words(late)
    assert "2027年1月15日（周五）前完成，还有 39 天" in reminders.until_deadline(late, 39)
    assert "2026年12月" not in notices.notice(late)


def test_the_notice_on_paper_names_both_bounds_and_the_year() -> None:
    assert next(procedure.reporting(STRICT)) == "篇幅控制在3000字以内，不少于1500字。"
    assert next(procedure.reporting(SAMPLE)) == "篇幅控制在3500字以内。"
    (*_, last) = SAMPLE.stages
    late = replace(last, due=date(2027, 1, 15))
    assert procedure.stage(late, 2026) == f"{last.title}：2027年1月15日前。"
    assert procedure.stage(last, 2026) == f"{last.title}：12月31日前。"
