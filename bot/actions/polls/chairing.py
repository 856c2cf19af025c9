"""The organiser's card at the meeting: who speaks, who comes next, one tap from speaker to speaker."""

import re
from collections.abc import Container, Mapping

from bot.actions import open_cards, people
from bot.actions.polls.meetings import agenda
from bot.actions.polls.speeches import begin_speech, end_speech, extend_speech
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.messages import Card, Option, button_card
from bot.storage.polls import speeches
from bot.texts.polls import speeches as texts

CHAIR = "speech_chair"
STEERED = re.compile(r"(?:start|end|more)-[0-9]{1,12}")


class _Steering:
    """What a card of the chair may ask for, whoever speaks: its buttons change while it stays."""

    def __contains__(self, option: object) -> bool:
        return isinstance(option, str) and STEERED.fullmatch(option) is not None


def steering(_card: OpenCard) -> Mapping[str, Container[str]]:
    return {"choice": _Steering()}


def open_chair(work: UnitOfWork, cycle: Cycle, actor: Person) -> Card:
    """A new card, which replaces earlier ones."""
    open_cards.withdraw_all(work, cycle.department, CHAIR, actor)
    return chair_card(work, cycle, open_cards.ask(work, actor, CHAIR, {"cycle": cycle.id}))


def chair_card(work: UnitOfWork, cycle: Cycle, card_id: str) -> Card:
    """As things are now; without buttons once everybody has spoken."""
    row, following = speeches.latest(work.session, cycle.id), _following(work, cycle)
    speaker = people.by_id(work, row.person_id) if row else None
    told, until = "", None
    options = (
        [Option(f"start-{following.id}", texts.NEXT if row else texts.START)] if following else []
    )
    if row is not None:
        until = row.until.astimezone(work.zone)
        told = texts.left(work.now.astimezone(work.zone), until)
        options = [
            Option(f"end-{row.id}", texts.END),
            Option(f"more-{row.id}", texts.MORE),
            *options,
        ]
    text = texts.chair(
        told, following.title if following else "", cycle.plan.meeting.speech_minutes
    )
    title = texts.speaking(speaker.title) if speaker else texts.CHAIR_TITLE
    return button_card(card_id, title, text, *options, until=until)


def steer(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, pressed: str
) -> None:
    """What the organiser pressed. A button that time has overtaken, or one pressed twice, changes nothing."""
    verb, _, number = pressed.partition("-")
    row, following = speeches.latest(work.session, cycle.id), _following(work, cycle)
    if verb == "start" and following is not None and number == str(following.id):
        begin_speech(work, cycle, department, actor, following)
    elif verb == "end" and row is not None and number == str(row.id):
        end_speech(work, cycle, actor)
    elif verb == "more" and row is not None and number == str(row.id):
        extend_speech(work, row)


def _following(work: UnitOfWork, cycle: Cycle) -> Person | None:
    """The first in the order of speaking who has not spoken."""
    spoken = speeches.spoken(work.session, cycle.id)
    return next(
        (person for person in agenda(work, cycle).speakers if person.id not in spoken), None
    )
