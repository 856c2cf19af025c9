"""The card for a second person on its way to him: with his day's message or by itself, and one behind
the other where he was asked several things at once.
"""

from collections.abc import Mapping
from typing import Any

from bot.actions import conditions, digests, open_cards, people
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import BEHIND, CardText, OpenCard
from bot.domain.people import Department, Person
from bot.messages import Card, Message, Option, button_card
from bot.storage import open_cards as store
from bot.texts import reminders as reminder_texts
from bot.texts import talk

YES, NO = "yes", "no"
CONDITION = "confirmation"


def send(
    work: UnitOfWork,
    department: Department,
    card_id: str,
    card_text: CardText,
    person: Person,
    *,
    at_once: bool = True,
) -> None:
    """Sends the card to one person: with what waits for him today, else by itself and behind its
    pages. Where nobody waits `at_once` it takes the next day whose message shows no card yet.
    """
    key = f"confirm:{card_id}:{person.id}"
    # Pages that stand before a card cannot become one part of the day's message.
    if not card_text.before:
        condition = {"kind": CONDITION, "card": card_id}
        card = card_of(card_id, card_text)
        if not at_once:
            digests.tell(work, department, person, Part(key, "", condition, card))
            return
        # Joined with what waits for him today: a day has one message, as far as that is possible.
        part = Part(key, "", condition, card, urgent=True)
        if digests.join(work, department, person, part):
            return
    for number, text in enumerate(card_text.before):
        own_key = f"{key}:{number}"
        work.message_person(department, person, Message(text=text), key=own_key)
    message = Message(card=card_of(card_id, card_text))
    work.message_person(department, person, message, key=key)


@conditions.checks(CONDITION)
def _why_obsolete(work: UnitOfWork, condition: Mapping[str, Any]) -> str:
    """A card is brought as long as nobody has decided on it."""
    if open_cards.is_settled(work, condition["card"]):
        return reminder_texts.SETTLED
    return ""


def unanswered(work: UnitOfWork, actor: Person, kind: str, first: Person) -> OpenCard | None:
    """Returns the last card of this kind that this person was asked today and has before him.

    One of an earlier day is no reason to wait: he may have overlooked it.
    """
    asked_today = [
        card
        for card in open_cards.of_kind(work, actor.department, kind)
        if card.asked_by == actor.id
        and first.id in card.addressees
        and card.asked_at is not None
        and work.day_of(card.asked_at) == work.today
    ]
    followed = {card.subject.get(BEHIND) for card in asked_today}
    return next((card for card in asked_today if card.id not in followed), None)


def unseen(work: UnitOfWork, actor: Person, kind: str) -> list[OpenCard]:
    """Returns what this person asked and nobody has been shown yet: it may be asked anew."""
    return [
        card
        for card in open_cards.of_kind(work, actor.department, kind)
        if card.asked_by == actor.id and card.stands_behind
    ]


def bring_next(work: UnitOfWork, settled: OpenCard) -> None:
    """Shows what waited behind a card to whoever is asked about it.

    It is a no-op where nothing did.
    """
    department = people.department(work, settled.department)
    roster = people.roster(work, department.id)
    for card in open_cards.of_kind(work, department.id, settled.kind):
        if card.subject.get(BEHIND) != settled.id:
            continue
        note_shown(work, card)
        assert card.text is not None, "a card for a second person carries its text"
        for person in map(roster.person, card.addressees):
            if person is not None:
                send(work, department, card.id, card.text, person)


def note_shown(work: UnitOfWork, card: OpenCard) -> None:
    """Notes that a card waits behind no other any more."""
    subject = {name: value for name, value in card.subject.items() if name != BEHIND}
    store.change_subject(work.session, card.id, subject)


def card_of(card_id: str, card_text: CardText) -> Card:
    buttons = Option(YES, talk.CONFIRM_BUTTON), Option(NO, talk.CANCEL_BUTTON)
    return button_card(card_id, card_text.title, card_text.text, *buttons)
