"""When open items may be asked after: once a month, under the plan in force."""

from bot.actions.calendar import term_calendar_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.rectification.rhythm import Rhythm, Window


def window_to_ask_in(work: UnitOfWork, cycle: Cycle) -> Window | None:
    """Returns this month's window while its questions may still be asked, else None."""
    rhythm = rhythm_of(work, cycle)
    window = rhythm.current(work.now)
    if window is None or not rhythm.still_helps(window.at, work.now):
        return None
    return window


def rhythm_of(work: UnitOfWork, cycle: Cycle) -> Rhythm:
    """Returns when open items are asked after, under the cycle's plan."""
    return Rhythm(cycle.plan, term_calendar_of(cycle.plan), work.zone)
