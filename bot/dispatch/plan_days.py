"""Days that the plan decides: the year's end is the day on which the plan's work is done."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.dispatch.understanding import Heard, Slot, Understanding, Value
from bot.domain.patterns import pattern
from bot.domain.plan import Plan

CALENDAR_YEAR = pattern("年底|年末")
SCHOOL_YEAR = pattern("学年[底末]")
DECEMBER = 12


def with_plans_days(meant: Understanding, text: str, plan: Plan, today: date) -> Understanding:
    """Returns what was understood, with the plan's last day where somebody says 年底 or 学年末."""
    requests: list[Heard] = []
    for heard in meant.heard:
        day = heard.args.get(Slot.DATE)
        if not isinstance(day, date):
            requests.append(heard)
            continue
        args: Mapping[Slot, Value] = {**heard.args, Slot.DATE: day_meant(day, text, plan, today)}
        requests.append(replace(heard, args=args))
    return replace(meant, heard=tuple(requests))


def day_meant(day: date, text: str, plan: Plan, today: date) -> date:
    """Returns the day that is meant by one that was read in a text.

    年底 is 31 December, unless the plan ends on another day of December; the end of a school year
    is the plan's, whenever that is.
    """
    if day != date(today.year, DECEMBER, 31) or plan.deadline < today:
        return day
    if SCHOOL_YEAR.search(text):
        return plan.deadline
    ends_in_december = (plan.deadline.year, plan.deadline.month) == (today.year, DECEMBER)
    if ends_in_december and CALENDAR_YEAR.search(text):
        return plan.deadline
    return day
