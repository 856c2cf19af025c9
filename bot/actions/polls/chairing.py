"""The organiser's card at the meeting: one tap from speaker to speaker."""

from collections.abc import Container, Mapping

from bot.actions import open_cards, people
from bot.actions.polls.meetings import agenda
from bot.actions.polls.speeches import begin_speech, end_speech, extend_speech, speech_minutes
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.messages import Card, Option, button_card
from bot.storage.polls import speeches
from bot.texts.polls import speeches as texts

CHAIR = "speech_chair"
BUTTON = pattern(r"(?:start|end|more)-[0-9]{1,12}")


class _Buttons:
    """What a card of the chair may ask for, whoever speaks: its buttons change while it stays."""

    def __contains__(self, option: object) -> bool:
        return isinstance(option, str) and BUTTON.fullmatch(option) is not None


def steering(_card: OpenCard) -> Mapping[str, Container[str]]:
    """Returns the options of a card of the chair."""
    return {"choice": _Buttons()}


def open_chair(work: UnitOfWork, cycle: Cycle, actor: Person) -> Card:
    """Makes a new card, which replaces earlier ones."""
    open_cards.withdraw_all(work, cycle.department, CHAIR, actor)
    return chair_card(work, cycle, open_cards.ask(work, actor, CHAIR, {"cycle": cycle.id}))


def chair_card(work: UnitOfWork, cycle: Cycle, card_id: str) -> Card:
    """Returns the card as things are now; without buttons once everybody has spoken."""
    speech = speeches.latest(work.session, cycle.id)
    following = _next_speaker(work, cycle)
    title = texts.CHAIR_TITLE
    until = None
    time_left = ""
    buttons = []
    if speech is not None:
        speaker = people.by_id(work, speech.person_id)
        if speaker is not None:
            title = texts.speaking(speaker.title)
        until = speech.until.astimezone(work.zone)
        time_left = texts.left(work.now.astimezone(work.zone), until)
        buttons.append(Option(f"end-{speech.id}", texts.END))
        buttons.append(Option(f"more-{speech.id}", texts.MORE))
    next_name = ""
    if following is not None:
        next_name = following.title
        label = texts.NEXT
        if speech is None:
            label = texts.START
        buttons.append(Option(f"start-{following.id}", label))
    minutes = 0
    if following is not None:
        minutes = speech_minutes(work, cycle, following)
    text = texts.chair(time_left, next_name, minutes)
    return button_card(card_id, title, text, *buttons, until=until)


def steer(work: UnitOfWork, cycle: Cycle, pressed: str) -> None:
    """Does what the organiser pressed.

    A button that time has overtaken, or one pressed twice, changes nothing.
    """
    verb, _, number = pressed.partition("-")
    if verb == "start":
        following = _next_speaker(work, cycle)
        # By number: pressed twice, the button would otherwise start the one after him as well.
        if following is not None and number == str(following.id):
            begin_speech(work, cycle, following)
        return
    speech = speeches.latest(work.session, cycle.id)
    if speech is None or number != str(speech.id):
        return
    if verb == "end":
        end_speech(work, cycle)
    elif verb == "more":
        extend_speech(work, speech)


def _next_speaker(work: UnitOfWork, cycle: Cycle) -> Person | None:
    """Returns the first in the order of speaking who has not spoken."""
    spoken = speeches.speaker_ids(work.session, cycle.id)
    for person in agenda(work, cycle).speakers:
        if person.id not in spoken:
            return person
    return None
