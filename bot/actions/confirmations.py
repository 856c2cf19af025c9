"""Confirming by a second person: one card, sent to one named person first.

The others get it only when he has not answered after the plan's time, or says no; whoever is first
decides. An act of this kind is three functions in the module of its noun. One asks with
`ask_others`; one is called when somebody confirms, and begins with `decide`; one is called when
everybody who was asked has declined, takes work, department, card and actor (`Decline`), and ends
with `decline`.

Several asks of one kind to one person stand in a line: he is shown the next when he has answered
the one before it, so that four sentences of the organiser are not four messages to the dean.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from bot.actions import cycles, deciders, digests, open_cards, people, shown_cards
from bot.actions.calendar import calendar_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.open_cards import BEHIND, CardText, OpenCard
from bot.domain.people import Department, Person, Role
from bot.domain.refusals import CardGone, NeedsSecondPerson, NobodyElse
from bot.messages import Card, Message
from bot.storage import open_cards as store
from bot.texts import confirmations as texts
from bot.texts import dates

ABOUT = "about"  # in a card's subject: the persons whose case it is

OUTCOME = "outcome"

C = TypeVar("C")
Decline = Callable[[UnitOfWork, Department, OpenCard, Person], None]


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
    """Sends the card to the one who is asked first, whom the answer names; returns its id.

    Where he has not answered an earlier one of this kind it waits behind that. Whoever it is about
    is not asked. Raises NobodyElse where no other could confirm.
    """
    others = confirmers(work, department, actor, about)
    if not others:
        raise NobodyElse
    first = first_of(actor, others)
    case = {**subject, ABOUT: [person.id for person in about]}
    unanswered = shown_cards.unanswered(work, actor, kind, first)
    if unanswered is not None:
        case[BEHIND] = unanswered.id
    pass_on_at = None
    # A single one has nobody to whom his silence could pass it on.
    if len(others) > 1:
        cycle = cycles.current(work, department.id)
        if cycle is not None:
            # The others are asked as well after the plan's time, at a working hour.
            patience = timedelta(hours=cycle.plan.rights.confirmation_hours)
            patience_end = (work.now + patience).astimezone(work.zone)
            pass_on_at = calendar_of(cycle.plan).next_speaking_moment(patience_end)
    card_id = open_cards.ask(
        work, actor, kind, case, [first], text=card_text, pass_on_at=pass_on_at
    )
    if unanswered is None:
        shown_cards.send(work, department, card_id, card_text, first)
    work.asked.append(first.title)
    return card_id


def first_of(actor: Person, others: Sequence[Person]) -> Person:
    """Returns who is asked first: a leader, and by a leader the organiser, who has the minutes."""
    wanted = Role.LEADER
    if actor.has(Role.LEADER):
        wanted = Role.ORGANISER
    return next((person for person in others if person.has(wanted)), others[0])


def pass_on_due(work: UnitOfWork) -> int:
    """Asks the others where the first person has not answered in time; returns how many cards.

    A second call at the same moment does nothing.
    """
    cards = store.to_pass_on(work.session, work.now)
    for card in cards:
        department = people.department(work, card.department)
        first = people.roster(work, department.id).person(card.addressees[0])
        note = texts.NO_ANSWER_YET
        if first is not None:
            note = texts.not_answered(first.title)
        # Nobody acts at this moment: two such cards come on two days, not in two messages of one.
        _ask_the_rest(
            work, department, card, card.addressees, card.declined_by, note, at_once=False
        )
    return len(cards)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns when a card is passed on next; None where none waits for that."""
    moment = store.next_to_pass_on(work.session)
    if moment is None:
        return None
    return max(moment, after)


def pass_on_declined(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> tuple[Person, ...]:
    """Asks the others after one has said no; returns who is asked now.

    Nobody is, and nothing happens, where nobody is left who could be asked: then it is declined.
    """
    declined_by = (*card.declined_by, actor.id)
    # Who said no does not confirm any more.
    still_asked = tuple(asked for asked in card.addressees if asked != actor.id)
    note = texts.was_declined(actor.title)
    asked = _ask_the_rest(work, department, card, still_asked, declined_by, note)
    if asked:
        # He has answered, though it is not settled: what stands behind it is for him.
        shown_cards.bring_next(work, card)
        names = [person.title for person in asked]
        notice = texts.passed_on_notice(actor.title, names)
        tell_asker(work, department, card, notice, of=f"{actor.id}:no")
    return asked


def pass_on_departed(
    work: UnitOfWork, department: Department, card: OpenCard, former: Person
) -> None:
    """Asks the others where somebody who was asked has given up his office.

    Where nobody else could be asked the card closes, and whoever asked hears of it.
    """
    still_asked = tuple(asked for asked in card.addressees if asked != former.id)
    declined_by = (*card.declined_by, former.id)
    note = texts.has_left(former.title)
    if not _ask_the_rest(work, department, card, still_asked, declined_by, note):
        open_cards.withdraw(work, card, former)
        shown_cards.bring_next(work, card)
        tell_asker(work, department, card, texts.nobody_left(former.title), of="departed")


def _ask_the_rest(
    work: UnitOfWork,
    department: Department,
    card: OpenCard,
    still_asked: Sequence[int],
    declined_by: Sequence[int],
    note: str,
    *,
    at_once: bool = True,
) -> tuple[Person, ...]:
    """Sends the card to all who have not seen it; returns everybody who is asked now."""
    asker = people.by_id(work, card.asked_by)
    roster = people.roster(work, department.id)
    # Who has left the roster meanwhile is not asked any more.
    known = [person for person in map(roster.person, still_asked) if person]
    fresh: list[Person] = []
    if asker is not None and card.text is not None:
        about = whose_case(work, card)
        seen = {*card.addressees, *declined_by}
        fresh = [
            person for person in confirmers(work, department, asker, about) if person.id not in seen
        ]
    asked = (*known, *fresh)
    if not asked:
        return ()
    store.pass_on(
        work.session,
        card.id,
        addressees=[person.id for person in asked],
        declined_by=declined_by,
    )
    # What stood behind another card has not been seen by who was asked first either.
    if card.stands_behind and card.text is not None:
        shown_cards.note_shown(work, card)
        for person in known:
            shown_cards.send(work, department, card.id, card.text, person, at_once=at_once)
    for person in fresh:
        assert card.text is not None, "nobody is new where there is nothing to be shown"
        card_text = CardText(card.text.title, f"{note}\n{card.text.text}", card.text.before)
        shown_cards.send(work, department, card.id, card_text, person, at_once=at_once)
    return asked


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
    return shown_cards.card_of(
        open_cards.ask(work, actor, kind, dict(subject), text=card_text), card_text
    )


def decide(work: UnitOfWork, card: OpenCard, actor: Person, *, accepted: bool) -> None:
    """Closes the card.

    Raises NeedsSecondPerson for whoever asked, CardGone where somebody was first.
    """
    if actor.id == card.asked_by:
        raise NeedsSecondPerson
    open_cards.decide(work, card, actor, accepted=accepted)
    shown_cards.bring_next(work, card)


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
        card = open_cards.find(work, card_id)
        open_cards.decide(work, card, actor, accepted=False)
        shown_cards.bring_next(work, card)


def tell_asker(
    work: UnitOfWork, department: Department, card: OpenCard, text: str, *, of: str = OUTCOME
) -> None:
    """Tells whoever asked what became of it; once of each outcome and of each step.

    With an outcome comes what waits for him next: it is the moment in which he goes on.
    """
    asker = people.by_id(work, card.asked_by)
    if asker is None:
        return
    message = Message(text=text)
    if of == OUTCOME:
        message = digests.with_the_ending(work, department, asker, message)
    key = f"confirm:{card.id}:{of}"
    work.message_person(department, asker, message, key=key, answers=True)


def tell_posted(
    work: UnitOfWork,
    department: Department,
    card: OpenCard,
    actor: Person,
    *,
    on: date | None = None,
) -> None:
    """Tells whoever asked that it stands in the group, or will on that day, with what waits for
    him next.
    """
    notice = texts.posted(actor.name)
    if on is not None and on != work.today:
        notice = texts.posted_later(actor.name, dates.day(on))
    tell_asker(work, department, card, notice)


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
    # Whom somebody put on the roster himself is no second person to him (docs/decisions/0017).
    changed = deciders.changed_by(work, actor)
    roster = people.roster(work, department.id)
    return tuple(
        person for person in roster.people if conflicts.is_second(actor, person, changed, about)
    )
