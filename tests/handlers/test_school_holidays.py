"""In the school holidays nobody is spoken to unasked, but for the deadline itself."""

from dataclasses import replace
from datetime import date

import pytest

from bot.actions.calendar import calendar_of, term_calendar_of
from bot.domain.plan import SchoolHolidays
from bot.domain.planfile import render, sample_plan
from tests.cast import LI, MEMBER, ORGANISER
from tests.chat import Chat, cards, texts

PLAN = sample_plan(2026)
WINTER = SchoolHolidays((1, 20), (2, 20))


@pytest.mark.parametrize(
    ("holidays", "days", "last"),
    [
        (WINTER, 32, date(2026, 2, 20)),
        (SchoolHolidays((12, 25), (1, 5)), 12, date(2027, 1, 5)),
        (SchoolHolidays((2, 29), (3, 1)), 2, date(2026, 3, 1)),
    ],
)
def test_holidays_are_days_of_every_year(holidays: SchoolHolidays, days: int, last: date) -> None:
    assert (len(holidays.days(2026)), holidays.days(2026)[-1]) == (days, last)


def test_what_can_wait_waits_for_the_first_day_of_term() -> None:
    assert calendar_of(PLAN).is_workday(date(2027, 2, 1))
    assert term_calendar_of(PLAN).nth_workday(2027, 2, 1) == date(2027, 2, 22)


async def test_a_changed_plan_is_told_after_the_holidays_and_the_deadline_in_them(
    chat: Chat,
) -> None:
    stages = tuple(replace(stage, due=date(2027, 1, 26)) for stage in PLAN.stages[-1:])
    moved = replace(PLAN, deadline=date(2027, 1, 26), stages=(*PLAN.stages[:-1], *stages))
    card = cards(await chat.send(ORGANISER, "方案.toml", render(moved).encode()))[-1]
    await chat.click(ORGANISER, card, choice="确认")
    await chat.clock(now="2027-01-20T10:00")
    again = replace(moved, help_contact="李老师")
    card = cards(await chat.send(ORGANISER, "方案.toml", render(again).encode()))[-1]
    await chat.click(ORGANISER, card, choice="确认")
    await chat.hears(MEMBER)
    await chat.clock(now="2027-01-25T10:00")
    assert texts(await chat.hears(MEMBER)) == []
    await chat.clock(now="2027-01-26T10:00")
    told = "\n".join(texts(await chat.hears(MEMBER)))
    assert "今天2027年1月26日（周二）是" in told
    assert "李老师" not in told
    await chat.clock(now="2027-02-22T10:00")
    assert "李老师" in "\n".join(texts(await chat.hears(MEMBER)))
    await chat.hears(LI)
