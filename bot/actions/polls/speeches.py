"""Speaking time: a card in the group says until when, and how long still to whoever asks.

A minute before the end and at the end the clock says so, and nothing in between: whatever else changes redraws the card.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.actions import cycles, open_cards, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.refusals import CardGone
from bot.messages import Card, Message, Option, button_card
from bot.storage.polls import speeches
from bot.storage.polls.speeches import SpeechRow
from bot.texts.polls import speeches as texts

LISTEN = "speech"  # the card in the group
MORE = timedelta(minutes=1)
LAST_MINUTE = timedelta(minutes=1)
STALE = timedelta(minutes=2)  # what a stopped program did not say in time is not said at all


def begin_speech(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    person: Person,
    minutes: int | None = None,
) -> None:
    """Tells the group who speaks and until when; the plan says how long where nobody else does. Ends who spoke before."""
    end_speech(work, cycle, actor)
    minutes = minutes or cycle.plan.meeting.speech_minutes
    until = work.now + timedelta(minutes=minutes)
    row = SpeechRow(cycle_id=cycle.id, person_id=person.id, until=until)
    row.state = "running" if until - LAST_MINUTE > work.now else "last_minute"
    number = speeches.add(work.session, row)
    card_id = open_cards.ask(work, actor, LISTEN, {"speech": number}, addressees=())
    card = _listeners_card(work, card_id, person, row, texts.until(minutes, _local(work, until)))
    work.message_group(department, Message(card=card), key=_key(row), priority=1)


def end_speech(work: UnitOfWork, cycle: Cycle, actor: Person) -> bool:
    """Nothing more is said about the time; False where nobody spoke."""
    row = speeches.latest(work.session, cycle.id)
    if row is None:
        return False
    speeches.put(work.session, row, state="ended")
    _redraw(work, row, texts.ENDED)
    open_cards.withdraw_all(work, cycle.department, LISTEN, actor)
    return True


def ask_time(work: UnitOfWork, card: OpenCard) -> Card:
    """The card in the group, with what is left now. Raises CardGone where the speech has ended."""
    row = speeches.find(work.session, card.subject["speech"])
    speaker = people.by_id(work, row.person_id) if row else None
    if row is None or speaker is None or row.state == "ended":
        raise CardGone
    told = texts.left(_local(work, work.now), _local(work, row.until))
    return _listeners_card(work, card.id, speaker, row, told)


def extend_speech(work: UnitOfWork, row: SpeechRow) -> None:
    """A minute more, counted from now where the time is over. What the clock has said it does not say again."""
    until = max(row.until, work.now) + MORE
    speeches.put(
        work.session, row, state="running" if row.state == "running" else "last_minute", until=until
    )
    _redraw(work, row, texts.extended(_local(work, until)))


def tell_time(work: UnitOfWork) -> int:
    """Says what is due of all running speeches; how much."""
    due = [row for row in speeches.running(work.session) if _next(row) <= work.now]
    for row in due:
        _tell(work, row)
    return len(due)


def moments(work: UnitOfWork) -> Iterator[datetime]:
    """When something is to be said next."""
    return (_next(row) for row in speeches.running(work.session))


def _next(row: SpeechRow) -> datetime:
    return row.until - LAST_MINUTE if row.state == "running" else row.until


def _tell(work: UnitOfWork, row: SpeechRow) -> None:
    over = row.until <= work.now
    speeches.put(work.session, row, state="over" if over else "last_minute")
    speaker = people.by_id(work, row.person_id)
    cycle = cycles.current(work, speaker.department) if speaker else None
    if speaker is None or cycle is None or work.now - row.until > STALE:
        return
    until = _local(work, row.until)
    if over:
        text, told = (
            texts.over(speaker.title, comment=cycle.plan.meeting.comments == "each"),
            texts.time_over(until),
        )
    else:
        text, told = texts.last_minute(speaker.title, until), texts.last_minute_left(until)
    department = people.department(work, speaker.department)
    work.message_group(department, Message(text=text), key=f"{_key(row)}:{row.state}", priority=1)
    _redraw(work, row, told)


def _listeners_card(
    work: UnitOfWork, card_id: str, speaker: Person, row: SpeechRow, text: str
) -> Card:
    """The button goes when the speaker does."""
    title = texts.title(speaker.title)
    if row.state == "ended":
        return button_card(card_id, title, text)
    return button_card(
        card_id, title, text, Option("left", texts.HOW_LONG), until=_local(work, row.until)
    )


def _redraw(work: UnitOfWork, row: SpeechRow, text: str) -> None:
    """The card in the group for everybody, where the platform can; nobody hears a new message."""
    speaker = people.by_id(work, row.person_id)
    if speaker is None:
        return
    card_id = next(
        (
            one.id
            for one in open_cards.of_kind(work, speaker.department, LISTEN)
            if one.subject["speech"] == row.id
        ),
        None,
    )
    if card_id is not None:
        card = _listeners_card(work, card_id, speaker, row, text)
        key = f"{_key(row)}:{row.state}:{row.until:%H%M%S}:card"
        department = people.department(work, speaker.department)
        work.message_group(department, Message(card=card, redraws=_key(row)), key=key, priority=1)


def _key(row: SpeechRow) -> str:
    return f"speech:{row.id}"


def _local(work: UnitOfWork, moment: datetime) -> datetime:
    return moment.astimezone(work.zone)
