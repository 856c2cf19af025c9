"""Confirming. By a second person: one request, its card told to everybody else who may, decided by whoever is first."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.actions import deciders, people, requests
from bot.actions.requests import OpenRequest
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.people import Department, Person
from bot.domain.refusals import CardGone, NeedsSecondPerson, NobodyElse
from bot.messages import Card, Message, Option, button_card
from bot.texts import talk

YES, NO = "yes", "no"
ABOUT = "about"  # of a request's subject: the persons whose case it is

C = TypeVar("C")


@dataclass(frozen=True)
class Asking:
    """What stands on the card. `before` are messages that come first, where a card does not hold all."""

    title: str
    text: str
    before: Sequence[str] = ()


def ask_others(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    kind: str,
    subject: Mapping[str, Any],
    asking: Asking,
    *,
    about: Sequence[Person] = (),
) -> str:
    """The id of the request. Whoever it is about is not asked. Raises NobodyElse where no other could confirm."""
    others = confirmers(work, department, actor, about)
    if not others:
        raise NobodyElse
    told = {**subject, ABOUT: [person.id for person in about]}
    card = _card(requests.ask(work, actor, kind, told, others), asking)
    for person in others:
        for number, text in enumerate(asking.before):
            work.message_person(
                department,
                person,
                Message(text=text),
                key=f"confirm:{card.id}:{person.id}:{number}",
            )
        work.message_person(
            department, person, Message(card=card), key=f"confirm:{card.id}:{person.id}"
        )
    return card.id


def apart(
    work: UnitOfWork,
    department: Department,
    actor: Person,
    cases: Sequence[tuple[C, Sequence[Person]]],
) -> list[list[tuple[C, Sequence[Person]]]]:
    """Cases that can be asked about together: all of them where somebody may confirm all, else by who may.

    Raises NobodyElse for a case that nobody else could confirm.
    """
    everybody = [person for _, about in cases for person in about]
    if confirmers(work, department, actor, everybody):
        return [list(cases)]
    found: dict[tuple[int, ...], list[tuple[C, Sequence[Person]]]] = {}
    for case, about in cases:
        others = confirmers(work, department, actor, about)
        if not others:
            raise NobodyElse
        found.setdefault(tuple(person.id for person in others), []).append((case, about))
    return list(found.values())


def ask_oneself(
    work: UnitOfWork, actor: Person, kind: str, subject: Mapping[str, Any], asking: Asking
) -> Card:
    """The card with which whoever asks goes on himself, once he has seen what would happen."""
    return _card(requests.ask(work, actor, kind, dict(subject)), asking)


def _card(request_id: str, asking: Asking) -> Card:
    buttons = Option(YES, talk.CONFIRM_BUTTON), Option(NO, talk.CANCEL_BUTTON)
    return button_card(request_id, asking.title, asking.text, *buttons)


def decide(work: UnitOfWork, request: OpenRequest, actor: Person, *, accepted: bool) -> None:
    """Closes the request. Raises NeedsSecondPerson for whoever asked, CardGone where somebody was first."""
    if actor.id == request.asked_by:
        raise NeedsSecondPerson
    requests.decide(work, request, actor, accepted=accepted)


def withdraw(work: UnitOfWork, request_id: str, actor: Person) -> None:
    """Closes a request that a newer one replaces; one that was decided stays as it is."""
    with suppress(CardGone):
        requests.decide(work, requests.find(work, request_id), actor, accepted=False)


def tell_asker(work: UnitOfWork, department: Department, request: OpenRequest, text: str) -> None:
    """What became of it, to whoever asked."""
    asker = people.by_id(work, request.asked_by)
    if asker is not None:
        work.message_person(
            department, asker, Message(text=text), key=f"confirm:{request.id}:outcome"
        )


def whose_case(work: UnitOfWork, request: OpenRequest) -> tuple[Person, ...]:
    """The persons whom a request is about, leavers as well."""
    named = (people.by_id(work, person_id) for person_id in request.subject.get(ABOUT, ()))
    return tuple(person for person in named if person)


def check_second(
    work: UnitOfWork, department: Department, request: OpenRequest, actor: Person
) -> None:
    """Who could confirm when it was asked may have been changed by the first since. Raises NeedsSecondPerson."""
    first = people.by_id(work, request.asked_by)
    if first is None or actor not in confirmers(work, department, first, ()):
        raise NeedsSecondPerson


def confirmers(
    work: UnitOfWork, department: Department, actor: Person, about: Sequence[Person] = ()
) -> tuple[Person, ...]:
    """Everybody who may be a second person to this one in the case of these people."""
    changed = deciders.changed_by(work, actor)
    roster = people.roster(work, department.id)
    return tuple(one for one in roster.people if conflicts.is_second(actor, one, changed, about))
