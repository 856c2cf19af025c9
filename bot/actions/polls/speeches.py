"""Speaking time: the screen of the hall shows it, the organiser steers it; the group hears nothing.

Nobody has to be told that a minute is left: whoever looks at the screen, or at the organiser's
card, sees the clock.
"""

from datetime import timedelta

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.polls.meeting import Speech
from bot.storage.polls import meeting as meetings
from bot.storage.polls import speeches

MORE = timedelta(minutes=1)  # for each press of the chair's button


def speech_minutes(work: UnitOfWork, cycle: Cycle, person: Person) -> int:
    """Returns how long this person may speak: as said for this meeting, else as in the plan."""
    said = meetings.of_cycle(work.session, cycle.id).event.speech_minutes
    return said or cycle.plan.speech_minutes_of(person)


def begin_speech(
    work: UnitOfWork, cycle: Cycle, person: Person, minutes: int | None = None
) -> None:
    """Starts the clock of a speaker; the meeting's minutes apply where nobody says how long.

    Ends who spoke before.
    """
    end_speech(work, cycle)  # one speaks at a time
    minutes = minutes or speech_minutes(work, cycle, person)
    until = work.now + timedelta(minutes=minutes)
    speeches.begin(work.session, cycle.id, person.id, started_at=work.now, until=until)


def end_speech(work: UnitOfWork, cycle: Cycle) -> bool:
    """Ends the speech that runs. Returns False where nobody spoke."""
    speech = speeches.latest(work.session, cycle.id)
    if speech is None:
        return False
    speeches.end(work.session, speech.id)
    return True


def extend_speech(work: UnitOfWork, speech: Speech) -> None:
    """Adds a minute, counted from now where the time is over."""
    speeches.prolong(work.session, speech.id, until=max(speech.until, work.now) + MORE)
