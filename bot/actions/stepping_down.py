"""Somebody says of himself that he leaves or gives up his office: the organiser is to say who
follows.

Nothing changes by it. It waits among the organiser's to-dos until the roster says otherwise.
"""

from collections.abc import Iterator

from bot.actions import digests, open_cards, people
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person, Role, Roster
from bot.domain.values import dataclass
from bot.texts import staffing as texts

KIND = "stepping_down"


@dataclass(frozen=True)
class Announced:
    """Who gives up what, in his words."""

    person: Person
    words: str


def announce(work: UnitOfWork, department: Department, actor: Person, words: str) -> bool:
    """Keeps it for the organisers and tells them; returns False where they were told before."""
    if any(card.asked_by == actor.id for card in open_cards.of_kind(work, department.id, KIND)):
        return False
    organisers = people.roster(work, department.id).with_role(Role.ORGANISER)
    # The roster stays as it is: who follows is for the organiser to say.
    card_id = open_cards.ask(work, actor, KIND, {"words": words}, organisers)
    work.audit(department.id, actor, "staff.steps_down", f"person:{actor.id}")
    for organiser in organisers:
        part = Part(f"{KIND}:{card_id}", texts.stepping_down(actor, words))
        digests.tell(work, department, organiser, part)
    return True


def waiting(work: UnitOfWork, roster: Roster) -> Iterator[Announced]:
    """Yields what the roster does not say yet."""
    for card in open_cards.of_kind(work, roster.department.id, KIND):
        person = roster.person(card.asked_by)
        if person is not None:
            yield Announced(person, card.subject["words"])


def settle(work: UnitOfWork, former: Person) -> None:
    """Closes what somebody said of himself, once it has come true."""
    open_cards.withdraw_own(work, former, KIND)
