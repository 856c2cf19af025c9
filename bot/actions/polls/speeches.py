"""Speaking time: a card says until when; a minute before and at the end the clock says so, and nothing in between."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.actions import cycles, people
from bot.actions.work import Work
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person
from bot.messages import Card, Message
from bot.storage.polls import speeches
from bot.storage.polls.speeches import SpeechRow
from bot.texts.polls import meeting as texts

LAST_MINUTE = timedelta(minutes=1)
STALE = timedelta(minutes=2)  # what a stopped program did not say in time is not said at all


def begin_speech(work: Work, cycle: Cycle, department: Department, person: Person, minutes: int | None = None) -> None:
    """Tells the group who speaks and until when; the plan says how long where nobody else does. Ends who spoke before."""
    end_speech(work, cycle)
    minutes = minutes or cycle.plan.meeting.speech_minutes
    until = work.now + timedelta(minutes=minutes)
    row = SpeechRow(cycle_id=cycle.id, person_id=person.id, until=until)
    row.state = "running" if until - LAST_MINUTE > work.now else "last_minute"
    number = speeches.add(work.session, row)
    text = texts.speech_until(minutes, until.astimezone(work.zone))
    card = Card(f"speech-{number}", texts.speech_title(person.name), text)
    work.post(department, Message(card=card), key=f"speech:{number}", priority=1)


def end_speech(work: Work, cycle: Cycle) -> bool:
    """Nothing more is said about the time; False where nobody spoke."""
    running = speeches.running(work.session, cycle.id)
    for row in running:
        speeches.put(work.session, row, "over")
    return bool(running)


def tell_time(work: Work) -> int:
    """Says what is due of all running speeches; how much."""
    due = [row for row in speeches.running(work.session) if _next(row) <= work.now]
    for row in due:
        _tell(work, row)
    return len(due)


def moments(work: Work) -> Iterator[datetime]:
    """When something is to be said next."""
    return (_next(row) for row in speeches.running(work.session))


def _next(row: SpeechRow) -> datetime:
    return row.until - LAST_MINUTE if row.state == "running" else row.until


def _tell(work: Work, row: SpeechRow) -> None:
    over = row.until <= work.now
    speeches.put(work.session, row, "over" if over else "last_minute")
    speaker = people.by_id(work, row.person_id)
    cycle = cycles.current(work, speaker.department) if speaker else None
    if speaker is None or cycle is None or work.now - row.until > STALE:
        return
    if over:
        text = texts.speech_over(speaker.name, comment=cycle.plan.meeting.comments == "each")
    else:
        text = texts.last_minute(speaker.name, row.until.astimezone(work.zone))
    department = people.department(work, speaker.department)
    work.post(department, Message(text=text), key=f"speech:{row.id}:{row.state}", priority=1)
