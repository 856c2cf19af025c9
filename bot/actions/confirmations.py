"""Confirming. By a second person: one request, its card told to everybody else who may, decided by whoever is first."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.actions import people, requests
from bot.actions.requests import OpenRequest
from bot.actions.work import Work
from bot.domain.people import Department, Person
from bot.domain.permissions import OVERSIGHT
from bot.domain.refusals import CardGone, NeedsSecondPerson
from bot.messages import Card, Message, Option, button_card
from bot.texts import talk

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Asking:
    """What stands on the card. `before` are messages that come first, where a card does not hold all."""

    title: str
    text: str
    before: Sequence[str] = ()


def ask_others(
    work: Work,
    department: Department,
    actor: Person,
    kind: str,
    subject: Mapping[str, Any],
    asking: Asking,
    *,
    without: Person | None = None,
) -> str:
    """The id of the request; `without` is not asked. Raises NeedsSecondPerson where nobody else could confirm."""
    others = [person for person in confirmers(work, department, actor) if person != without]
    if not others:
        raise NeedsSecondPerson
    card = ask_oneself(work, actor, kind, subject, asking)
    for person in others:
        for number, text in enumerate(asking.before):
            work.tell(department, person, Message(text=text), key=f"confirm:{card.id}:{person.id}:{number}")
        work.tell(department, person, Message(card=card), key=f"confirm:{card.id}:{person.id}")
    return card.id


def ask_oneself(work: Work, actor: Person, kind: str, subject: Mapping[str, Any], asking: Asking) -> Card:
    """The card with which whoever asks goes on himself, once he has seen what would happen."""
    request_id = requests.ask(work, actor, kind, dict(subject))
    buttons = Option(YES, talk.confirm_button()), Option(NO, talk.cancel_button())
    return button_card(request_id, asking.title, asking.text, *buttons)


def decide(work: Work, request: OpenRequest, actor: Person, *, accepted: bool) -> None:
    """Closes the request. Raises NeedsSecondPerson for whoever asked, CardGone where somebody was first."""
    if actor.id == request.asked_by:
        raise NeedsSecondPerson
    requests.decide(work, request, actor, accepted=accepted)


def withdraw(work: Work, request_id: str, actor: Person) -> None:
    """Closes a request that a newer one replaces; one that was decided stays as it is."""
    with suppress(CardGone):
        requests.decide(work, requests.find(work, request_id), actor, accepted=False)


def tell_asker(work: Work, department: Department, request: OpenRequest, text: str) -> None:
    """What became of it, to whoever asked."""
    asker = people.by_id(work, request.asked_by)
    if asker is not None:
        work.tell(department, asker, Message(text=text), key=f"confirm:{request.id}:outcome")


def confirmers(work: Work, department: Department, actor: Person) -> tuple[Person, ...]:
    everybody = people.roster(work, department.id).people
    return tuple(one for one in everybody if OVERSIGHT.allows(one) and one.id != actor.id and one.account)
