"""Speaking time: a card in the group says until when, and how long still to whoever asks.

A minute before the end and at the end the clock says so, and nothing in between: whatever else
changes redraws the card.
"""

from datetime import datetime, timedelta

from bot.actions import cycles, open_cards, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.polls.meeting import LAST_MINUTE, Speech, SpeechState
from bot.domain.refusals import CardGone
from bot.messages import Card, Message, Option, button_card
from bot.storage.polls import speeches
from bot.texts.polls import speeches as texts

LISTEN = "speech"  # the card in the group
MORE = timedelta(minutes=1)
STALE = timedelta(minutes=2)  # what a stopped program did not say in time is not said at all


def begin_speech(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    person: Person,
    minutes: int | None = None,
) -> None:
    """Tells the group who speaks and until when; the plan says how long where nobody else does.

    Ends who spoke before.
    """
    end_speech(work, cycle, actor)  # one speaks at a time
    minutes = minutes or cycle.plan.speech_minutes_of(person)
    until = work.now + timedelta(minutes=minutes)
    state = SpeechState.RUNNING
    if until - LAST_MINUTE <= work.now:
        state = SpeechState.LAST_MINUTE
    speech = speeches.add(work.session, cycle.id, person.id, until=until, state=state)
    card_id = open_cards.ask(work, actor, LISTEN, {"speech": speech.id}, addressees=())
    text = texts.until(minutes, _local(work, until))
    card = _listeners_card(work, card_id, person, speech, text)
    work.message_group(department, Message(card=card), key=_key(speech), priority=1)


def end_speech(work: UnitOfWork, cycle: Cycle, actor: Person) -> bool:
    """Ends the speech that runs: nothing more is said about its time. False where nobody spoke."""
    speech = speeches.latest(work.session, cycle.id)
    if speech is None:
        return False
    ended = speeches.change(work.session, speech.id, state=SpeechState.ENDED)
    _redraw(work, ended, texts.ENDED)
    open_cards.withdraw_all(work, cycle.department, LISTEN, actor)
    return True


def ask_time(work: UnitOfWork, card: OpenCard) -> Card:
    """The card in the group, with what is left now. Raises CardGone where the speech has ended."""
    speech = speeches.find(work.session, card.subject["speech"])
    speaker = people.by_id(work, speech.person_id) if speech else None
    if speech is None or speaker is None or speech.state is SpeechState.ENDED:
        raise CardGone
    text = texts.left(_local(work, work.now), _local(work, speech.until))
    return _listeners_card(work, card.id, speaker, speech, text)


def extend_speech(work: UnitOfWork, speech: Speech) -> None:
    """Adds a minute, counted from now where the time is over.

    What the clock has said it does not say again.
    """
    until = max(speech.until, work.now) + MORE
    state = speech.state
    if state is not SpeechState.RUNNING:
        state = SpeechState.LAST_MINUTE
    extended = speeches.change(work.session, speech.id, state=state, until=until)
    _redraw(work, extended, texts.extended(_local(work, until)))


def tell_time(work: UnitOfWork) -> int:
    """Says what is due of all running speeches; how many words that were."""
    due = [speech for speech in speeches.running(work.session) if speech.speaks_next_at <= work.now]
    for speech in due:
        _tell(work, speech)
    return len(due)


def moments(work: UnitOfWork) -> list[datetime]:
    """When something is to be said next, speech by speech."""
    return [speech.speaks_next_at for speech in speeches.running(work.session)]


def _tell(work: UnitOfWork, speech: Speech) -> None:
    """Says that the last minute has begun, or that the time is over."""
    is_over = speech.until <= work.now
    state = SpeechState.OVER if is_over else SpeechState.LAST_MINUTE
    speech = speeches.change(work.session, speech.id, state=state)
    speaker = people.by_id(work, speech.person_id)
    cycle = cycles.current(work, speaker.department) if speaker else None
    if speaker is None or cycle is None or work.now - speech.until > STALE:
        return
    until = _local(work, speech.until)
    if is_over:
        text = texts.over(speaker.title, comment=cycle.plan.meeting.comments == "each")
        card_text = texts.time_over(until)
    else:
        text = texts.last_minute(speaker.title, until)
        card_text = texts.last_minute_left(until)
    department = people.department(work, speaker.department)
    key = f"{_key(speech)}:{speech.state}"
    work.message_group(department, Message(text=text), key=key, priority=1)
    _redraw(work, speech, card_text)


def _listeners_card(
    work: UnitOfWork, card_id: str, speaker: Person, speech: Speech, text: str
) -> Card:
    """The card in the group; its button goes when the speaker does."""
    title = texts.title(speaker.title)
    if speech.state is SpeechState.ENDED:
        return button_card(card_id, title, text)
    button = Option("left", texts.HOW_LONG)
    return button_card(card_id, title, text, button, until=_local(work, speech.until))


def _redraw(work: UnitOfWork, speech: Speech, text: str) -> None:
    """Redraws the card in the group, where the platform can; nobody hears a new message."""
    speaker = people.by_id(work, speech.person_id)
    if speaker is None:
        return
    for open_card in open_cards.of_kind(work, speaker.department, LISTEN):
        if open_card.subject["speech"] != speech.id:
            continue
        card = _listeners_card(work, open_card.id, speaker, speech, text)
        message = Message(card=card, redraws=_key(speech))
        key = f"{_key(speech)}:{speech.state}:{speech.until:%H%M%S}:card"
        department = people.department(work, speaker.department)
        work.message_group(department, message, key=key, priority=1)
        return


def _key(speech: Speech) -> str:
    return f"speech:{speech.id}"


def _local(work: UnitOfWork, moment: datetime) -> datetime:
    return moment.astimezone(work.zone)
