"""Cards that wait for a button: asked once, decided once, by whoever may."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import CardText, OpenCard, Outcome
from bot.domain.people import Branch, Person
from bot.domain.refusals import CardGone
from bot.messages import CardState
from bot.storage import open_cards as store


def new_id() -> str:
    """Returns an id that fits the 64 characters of a card's.

    Its prefix tells it from a ballot paper.
    """
    return "r-" + secrets.token_hex(8)


def ask(
    work: UnitOfWork,
    actor: Person,
    kind: str,
    subject: dict[str, Any],
    addressees: Sequence[Person] | None = None,
    *,
    text: CardText | None = None,
    pass_on_at: datetime | None = None,
) -> str:
    """Stores a card and returns its id. Without `addressees` the card is the actor's own."""
    if addressees is None:
        addressees = [actor]
    card = OpenCard(
        id=new_id(),
        kind=kind,
        department=actor.department,
        subject=subject,
        asked_by=actor.id,
        addressees=tuple(person.id for person in addressees),
        text=text,
        pass_on_at=pass_on_at,
    )
    store.add(work.session, card, work.now)
    return card.id


def packed(value: object) -> dict[str, Any]:
    """Returns an argument of what a button is to begin, as its card keeps it.

    People and branches are told by their ids: what is done is done with them as they are then.
    """
    match value:
        case Branch():
            return {"branch": value.id}
        case Person():
            return {"person": value.id}
        case date():
            return {"date": value.isoformat()}
        case _:
            return {"plain": value}


def find(work: UnitOfWork, card_id: str) -> OpenCard:
    """Returns the card. Raises CardGone where it is unknown or decided."""
    card = store.find(work.session, card_id)
    if card is None:
        raise CardGone
    return card


def decide(work: UnitOfWork, card: OpenCard, actor: Person, *, accepted: bool) -> None:
    """Closes the card. Raises CardGone where somebody was first."""
    outcome = Outcome.DECLINED
    if accepted:
        outcome = Outcome.DONE
    if not store.decide(work.session, card.id, outcome, person_id=actor.id, now=work.now):
        raise CardGone


def withdraw(work: UnitOfWork, card: OpenCard, actor: Person) -> None:
    """Closes a card that a newer one replaces. It is a no-op where the card was decided."""
    store.decide(work.session, card.id, Outcome.WITHDRAWN, person_id=actor.id, now=work.now)


def withdraw_all(work: UnitOfWork, department: str, kind: str, actor: Person) -> None:
    """Closes every open card of a kind that a newer one replaces."""
    for card in of_kind(work, department, kind):
        withdraw(work, card, actor)


def withdraw_own(work: UnitOfWork, actor: Person, kind: str) -> None:
    """Closes every open card of a kind that this person asked with; a no-op without one."""
    for card in of_kind(work, actor.department, kind):
        if card.asked_by == actor.id:
            withdraw(work, card, actor)


def is_asked(work: UnitOfWork, actor: Person, kind: str, subject: dict[str, Any]) -> bool:
    """Tells whether this person asked for the very same and it is still open."""
    cards = of_kind(work, actor.department, kind)
    return any(card.asked_by == actor.id and card.subject == subject for card in cards)


def of_kind(work: UnitOfWork, department: str, kind: str) -> list[OpenCard]:
    """Returns what people are still asked of this kind."""
    return store.of_kind(work.session, department, kind)


def confirmed(work: UnitOfWork, department: str, kind: str) -> list[OpenCard]:
    """Returns what people have confirmed of this kind."""
    return store.done_of_kind(work.session, department, kind)


def waiting_for(work: UnitOfWork, person: Person) -> list[OpenCard]:
    """Returns the cards that wait for this person, the oldest first; also those that stand behind
    another.
    """
    return store.of_person(work.session, person.department, person.id)


def waiting_of_kind(work: UnitOfWork, person: Person, kind: str) -> list[OpenCard]:
    """Returns the cards of a kind that wait for this person, the newest first."""
    return [card for card in reversed(waiting_for(work, person)) if card.kind == kind]


def newest(work: UnitOfWork, person: Person, kind: str) -> OpenCard | None:
    """Returns the card of a kind that this person has before him; None where none waits for him."""
    return next(iter(waiting_of_kind(work, person, kind)), None)


def shown_to(work: UnitOfWork, person: Person) -> list[OpenCard]:
    """Returns the cards that wait for this person and that he has been shown, the oldest first."""
    return [card for card in waiting_for(work, person) if not card.stands_behind]


def is_settled(work: UnitOfWork, card_id: str) -> bool:
    """Tells whether nobody needs to answer a card any more."""
    return store.is_decided(work.session, card_id)


def state(work: UnitOfWork, card_id: str, viewer: Person) -> CardState:
    """Returns how the card looks to this person: closed where it was decided, or is another's."""
    card = store.find(work.session, card_id)
    if card is None:
        return CardState.CLOSED
    # A card in the group has no addressees.
    is_his = not card.addressees or viewer.id in card.addressees
    if not is_his:
        return CardState.CLOSED
    return CardState.OPEN
