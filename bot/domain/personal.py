"""What is kept about one person, by what it is; never what it says."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from bot.domain.people import Person
from bot.domain.retention import Found
from bot.domain.values import dataclass


class Record(StrEnum):
    """What a row that names a person is of him."""

    REPORTS = "reports"
    MATERIALS = "materials"
    PROMISES = "promises"
    OBSERVATIONS = "observations"  # what others wrote of him for his grade
    WRITTEN = "written"  # what he wrote of others
    OPINIONS = "opinions"
    GRADES = "grades"
    ITEMS = "items"
    PROGRESS = "progress"
    HELP = "help"
    LETTERS = "letters"
    ATTENDANCES = "attendances"
    LEAVES = "leaves"
    SPEECHES = "speeches"
    PAGES = "pages"  # links to his ballot page
    OFFICE = "office"  # what he did for the procedure: asked, confirmed, entered


# Others wrote these of him; he learns of them when he is told, and not of their number before.
TOLD_LATER = (Record.OBSERVATIONS, Record.OPINIONS, Record.GRADES)


@dataclass(frozen=True)
class Turnout:
    """Whether somebody voted in a poll that is over; None where he was not to vote.

    What he chose nobody knows.
    """

    day: date
    voted: bool | None


@dataclass(frozen=True)
class About:
    """Everything that is kept about one person, by numbers and times."""

    person: Person
    is_on_roster: bool
    heard: Found  # what he wrote
    said: Found  # what he was told
    records: Mapping[Record, int]
    turnouts: tuple[Turnout, ...]
    reminders: int
    traces: int  # of messages whose words are gone
    acts: Found  # lines of the trail with his number
