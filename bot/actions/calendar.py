"""The days of a plan: its unit's calendar, and the moments at which a date is spoken of."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain import calendar, reminders
from bot.domain.calendar import Calendar
from bot.domain.plan import Plan
from bot.domain.reminders import Occasion
from bot.holidays import year_tables


# A plan is a value, and one beat asks for its days in dozens of places.
@lru_cache(maxsize=64)
def calendar_of(plan: Plan) -> Calendar:
    """Returns the unit's calendar around the plan's year."""
    # The follow-up goes on after the year, until that in which it may be archived.
    return calendar.calendar_of(plan, year_tables(range(plan.year - 1, plan.year + 3)))


@lru_cache(maxsize=64)
def term_calendar_of(plan: Plan) -> Calendar:
    """Returns the calendar of what can wait: school holidays are days off in it."""
    calendar = calendar_of(plan)
    off = set(calendar.days_off)
    for holidays in plan.school_holidays:
        for year in range(plan.year - 1, plan.year + 3):
            off.update(holidays.days(year))
    return replace(calendar, days_off=frozenset(off))


@lru_cache(maxsize=256)
def occasions(item: str, day: date, plan: Plan, zone: ZoneInfo) -> tuple[Occasion, ...]:
    """Returns every moment at which this day is spoken of, in order of time."""
    return reminders.occasions(item, day, plan, calendar_of(plan), zone)
