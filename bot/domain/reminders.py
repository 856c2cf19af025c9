"""What is to be said unasked, and when (S4, S11):
rungs before each date of the plan, a few weekly ones after it.

Pure: a plan, a calendar and a moment in, occasions out. Who hears it and whether it is still true
is decided when it is said.
"""

from datetime import date, datetime, timedelta, tzinfo

from bot.domain.calendar import Calendar, Rung, is_useful, ladder, late_ladder
from bot.domain.plan import Part, Plan
from bot.domain.values import dataclass

DEADLINE = "deadline"  # the item of the plan's only date (S4)
REPORT = "report"
MEETING = "meeting"
NEEDED = frozenset({DEADLINE, REPORT, MEETING})  # said also in the school holidays
# Countdowns of one date. What a group hears more often is muted, and a secretary who has not written
# yet needs the last days more than the first weeks.
GROUP_HEARS = 3
PERSON_HEARS = 5
GROUP_HEARS_LATE = 1  # that a date has passed is for everybody no news a second time
# How long after its date an unfinished item is spoken of at most; then the next year begins.
LATE_WEEKS = 26


@dataclass(frozen=True)
class Occasion:
    """`item` is DEADLINE or REPORT;
    `window` names the rung in the ledger and never changes for it.
    """

    item: str
    rung: Rung

    @property
    def window(self) -> str:
        return f"{self.rung.deadline.isoformat()}{-self.rung.days:+d}"


def occasions(
    item: str, day: date, plan: Plan, calendar: Calendar, zone: tzinfo
) -> tuple[Occasion, ...]:
    """Every moment at which one date is spoken of, in order of time:
    the rungs before it, then once a week for as often as the plan says, to the group once.

    A plan without rungs wants silence, also after the date; a plan without reports is silent about
    them.
    """
    if not plan.reminders.rungs or (item == REPORT and not plan.has(Part.REPORT)):
        return ()
    wanted = plan.reminders.rungs
    late_times = plan.reminders.late_times
    if item == DEADLINE:
        wanted = for_group(wanted)
        late_times = min(late_times, GROUP_HEARS_LATE)
    elif item == REPORT:
        wanted = for_person(wanted)
    rungs = ladder(day, wanted, plan.reminders.at, calendar, zone)
    late = late_ladder(day, day + timedelta(weeks=LATE_WEEKS), plan.reminders.at, calendar, zone)
    return tuple(Occasion(item, rung) for rung in (*rungs, *late[:late_times]))


def for_group(rungs: tuple[int, ...]) -> tuple[int, ...]:
    """The rungs that everybody hears: three at most, the first, the last and one between."""
    if len(rungs) <= GROUP_HEARS:
        return rungs
    return (rungs[0], rungs[(len(rungs) - 1) // 2], rungs[-1])


def for_person(rungs: tuple[int, ...]) -> tuple[int, ...]:
    """The rungs that whoever owes a report hears: five at most, the first, which brings what he needs
    to write it, and the last ones.
    """
    if len(rungs) <= PERSON_HEARS:
        return rungs
    return (rungs[0], *rungs[1 - PERSON_HEARS :])


def due(planned: tuple[Occasion, ...], now: datetime, calendar: Calendar) -> tuple[Occasion, ...]:
    """Those whose moment has come and that still help today."""
    return tuple(occasion for occasion in planned if is_useful(occasion.rung, now, calendar))


def missed(
    planned: tuple[Occasion, ...], since: datetime, now: datetime, calendar: Calendar
) -> tuple[Occasion, ...]:
    """Those that came due after `since` and do not help any more."""
    passed = [occasion for occasion in planned if since < occasion.rung.moment <= now]
    return tuple(occasion for occasion in passed if not is_useful(occasion.rung, now, calendar))


def upcoming(planned: tuple[Occasion, ...], after: datetime) -> datetime | None:
    """The next moment strictly after `after`."""
    moments = (occasion.rung.moment for occasion in planned)
    return next((moment for moment in moments if moment > after), None)
