"""Confirming by a second person: one card, sent to everybody else who may, decided by whoever is
first.

An act of this kind is three functions in the module of its noun. One asks with `ask_others`; one is
called when somebody confirms, and begins with `decide`; one is called when somebody declines, takes
work, department, card and actor (`Decline`), and ends with `decline`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.actions import deciders, open_cards, people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.refusals import CardGone, NeedsSecondPerson, NobodyElse
from bot.messages import Card, Message, Option, button_card
from bot.texts import talk

YES, NO = "yes", "no"
ABOUT = "about"  # in a card's subject: the persons whose case it is

C = TypeVar("C")
Decline = Callable[[UnitOfWork, Department, OpenCard, Person], None]


@dataclass(frozen=True)
class CardText:
    """What stands on the card.

    `before` are messages that come first, where a card does not hold all.
    """

    title: str
    text: str
    before: Sequence[str] = ()


def ask_others(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    kind: str,
    subject: Mapping[str, Any],
    card_text: CardText,
    *,
    about: Sequence[Person] = (),
) -> str:
    """Sends the card to everybody else who may confirm; returns its id.

    Whoever it is about is not asked. Raises NobodyElse where no other could confirm.
    """
    others = confirmers(work, department, actor, about)
    if not others:
        raise NobodyElse
    case = {**subject, ABOUT: [person.id for person in about]}
    card = _card(open_cards.ask(work, actor, kind, case, others), card_text)
    for person in others:
        key = f"confirm:{card.id}:{person.id}"
        for number, text in enumerate(card_text.before):
            work.message_person(department, person, Message(text=text), key=f"{key}:{number}")
        work.message_person(department, person, Message(card=card), key=key)
    return card.id


def group_cases(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    cases: Sequence[tuple[C, Sequence[Person]]],
) -> list[list[tuple[C, Sequence[Person]]]]:
    """Groups cases that can be asked about together: all of them where somebody may confirm all,
    else by who may.

    Raises NobodyElse for a case that nobody else could confirm.
    """
    everybody = [person for _, about in cases for person in about]
    if confirmers(work, department, actor, everybody):
        return [list(cases)]
    cases_by_confirmers: dict[tuple[int, ...], list[tuple[C, Sequence[Person]]]] = {}
    for case, about in cases:
        others = confirmers(work, department, actor, about)
        if not others:
            raise NobodyElse
        group = tuple(person.id for person in others)
        cases_by_confirmers.setdefault(group, []).append((case, about))
    return list(cases_by_confirmers.values())


def ask_oneself(
    work: UnitOfWork, actor: Person, kind: str, subject: Mapping[str, Any], card_text: CardText
) -> Card:
    """Returns the card on which whoever asks goes on himself, having seen what would happen."""
    return _card(open_cards.ask(work, actor, kind, dict(subject)), card_text)


def _card(card_id: str, card_text: CardText) -> Card:
    buttons = Option(YES, talk.CONFIRM_BUTTON), Option(NO, talk.CANCEL_BUTTON)
    return button_card(card_id, card_text.title, card_text.text, *buttons)


def decide(work: UnitOfWork, card: OpenCard, actor: Person, *, accepted: bool) -> None:
    """Closes the card.

    Raises NeedsSecondPerson for whoever asked, CardGone where somebody was first.
    """
    if actor.id == card.asked_by:
        raise NeedsSecondPerson
    open_cards.decide(work, card, actor, accepted=accepted)


def decline(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person, notice: str
) -> None:
    """Closes the card without doing what it asked for, and tells whoever asked.

    Raises NeedsSecondPerson for whoever asked, CardGone where somebody was first.
    """
    decide(work, card, actor, accepted=False)
    tell_asker(work, department, card, notice)


def withdraw(work: UnitOfWork, card_id: str, actor: Person) -> None:
    """Closes a card that a newer one replaces. It is a no-op where the card was decided."""
    with suppress(CardGone):
        open_cards.decide(work, open_cards.find(work, card_id), actor, accepted=False)


def tell_asker(work: UnitOfWork, department: Department, card: OpenCard, text: str) -> None:
    """Tells whoever asked what became of it."""
    asker = people.by_id(work, card.asked_by)
    if asker is not None:
        work.message_person(department, asker, Message(text=text), key=f"confirm:{card.id}:outcome")


def whose_case(work: UnitOfWork, card: OpenCard) -> tuple[Person, ...]:
    """Returns the persons whom a card is about, leavers as well."""
    persons = (people.by_id(work, person_id) for person_id in card.subject.get(ABOUT, ()))
    return tuple(person for person in persons if person)


def check_second(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Raises NeedsSecondPerson where this person could not be asked today.

    Who could confirm when it was asked may have been changed by the first person since.
    """
    first = people.by_id(work, card.asked_by)
    if first is None or actor not in confirmers(work, department, first, ()):
        raise NeedsSecondPerson


def confirmers(
    work: UnitOfWork, department: Department, actor: Person, about: Sequence[Person] = ()
) -> tuple[Person, ...]:
    """Returns everybody who may be a second person to this one in the case of these people."""
    changed = deciders.changed_by(work, actor)
    roster = people.roster(work, department.id)
    return tuple(
        person for person in roster.people if conflicts.is_second(actor, person, changed, about)
    )
