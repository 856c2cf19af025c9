"""The steps of the year: stages, the meeting, reminders, the follow-up, and who may do what."""

from datetime import date, time, timedelta

from bot.domain.values import dataclass


@dataclass(frozen=True)
class Stage:
    """One step of the procedure (S11). `due` is a calendar day; the stage ends with that day."""

    id: str
    title: str
    due: date
    waits_for: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()  # role names as in people.Role
    reminds: bool = True  # a countdown is kept for it


@dataclass(frozen=True)
class MeetingRules:
    """The meeting at which secretaries report (S27)."""

    speech_minutes: int = 8
    # After each speech (一述一评), or "together" after all of them (集中点评).
    comments: str = "each"


@dataclass(frozen=True)
class Reminders:
    """When the bot speaks unasked (S4, S11; rules of conduct 2 and 5)."""

    rungs: tuple[int, ...] = (30, 14, 7, 3, 1, 0)  # days before a deadline
    at: time = time(9, 0)
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 0)
    # Weekly ones after a deadline, to whoever owes a report; then it only stands among the to-dos.
    late_times: int = 4


@dataclass(frozen=True)
class Rights:
    """Who may do what, where units differ: offices by the words of the roster.

    Releases, grades and results are confirmed by a second person whatever stands here.
    """

    opinions: tuple[str, ...] = ("领导", "组织员")  # draft and change opinions (S32)
    grades: tuple[str, ...] = ("领导", "组织员")  # enter what the committee decided (S33)
    inputs: tuple[str, ...] = ("领导", "组织员")  # read the inputs and their sources (S31)
    feedback: tuple[str, ...] = ("领导",)  # read what was said during publicity (S29)
    export: tuple[str, ...] = ("领导", "组织员")
    # The second person's; then the others who may confirm are asked as well.
    confirmation_hours: int = 24


@dataclass(frozen=True)
class Rectification:
    """The rhythm of the follow-up (S35, S36, S38)."""

    monthly_workday: int = 1  # on the n-th workday of the month
    undated_due_months: int = 6  # when an item without a date is due, from the promise on
    effect_check_months: int = 3
    bulletin: str = "quarterly"  # or "monthly"
    bulletin_names_branches: bool = False  # real bulletins speak of 个别支部
    help_workdays: int = 5  # within which a call for help is answered
    lead_days: int = 30  # before its date an item is asked after
    silent_months: int = 3  # without a word, after which it is asked after


@dataclass(frozen=True)
class Retention:
    """For how many months after the end of its year something is kept; None for as long as the data.

    Papers, grades, results and the ledger are the year's record and have no term here.
    """

    messages: int | None = 12
    drafts: int | None = 12
    letters: int | None = 36
    files: int | None = 6  # after nothing names them any more


@dataclass(frozen=True)
class SchoolHolidays:
    """Days of every year, month and day of the first and the last; over New Year where the last is
    the earlier one.
    """

    first: tuple[int, int]
    last: tuple[int, int]

    def days(self, year: int) -> tuple[date, ...]:
        """Every day of those that begin in this year."""
        begin = _day_of(year, self.first)
        end = _day_of(year, self.last)
        if end < begin:
            end = _day_of(year + 1, self.last)
        return tuple(begin + timedelta(days=number) for number in range((end - begin).days + 1))


def _day_of(year: int, month_and_day: tuple[int, int]) -> date:
    """29 February is the 28th in other years."""
    if month_and_day == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, *month_and_day)
