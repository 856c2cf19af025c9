"""Other days for the stages of a year that runs."""

from collections.abc import Mapping
from datetime import date

from bot.actions import publicity
from bot.actions.plans import Change, compared, replace_plan
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.plans import with_days

PUBLICITY = "publicity"  # the stage whose window may be open


def preview_days(work: UnitOfWork, cycle: Cycle, days: Mapping[str, date]) -> Change:
    """Returns what other days for these stages would change.

    Raises DaysOutOfOrder, PlanUnchanged, PublicityEndsEarlier.
    """
    if PUBLICITY in days:
        publicity.check_last_day(work, cycle, days[PUBLICITY])
    return compared(cycle, with_days(cycle.plan, days))


def move_days(work: UnitOfWork, cycle: Cycle, actor: Person, days: Mapping[str, date]) -> Change:
    """Gives stages other days; the group hears of it, and reminders follow the new days.

    What is public already stays so until its new last day. Raises as `preview_days`.
    """
    change = preview_days(work, cycle, days)
    replace_plan(work, cycle, actor, change)
    if PUBLICITY in days:
        publicity.extend(work, cycle, actor, days[PUBLICITY])
    return change
