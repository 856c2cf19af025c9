"""The card of the month's question: one tap for everything that it asks after.

What was done is said in words; a tap only says that work goes on, or that help is wanted.
"""

from collections.abc import Collection, Mapping, Sequence

from bot.actions import open_cards
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person
from bot.messages import Card, CardStyle, Option, Question

Answers = Mapping[str, Sequence[int]]  # item ids by option
MOST = 3  # questions that every platform's card holds
ALL = "q0"  # the one question; cards of earlier releases had up to three


def card(
    work: UnitOfWork,
    person: Person,
    kind: str,
    items: Sequence[int],
    options: tuple[Option, ...],
    *,
    title: str,
    text: str,
    place: Branch,
) -> Card:
    """Returns a card for this person about items of a place, given by id.

    An earlier one of the kind about the same place is withdrawn.
    """
    for earlier in open_cards.of_kind(work, person.department, kind):
        asked = earlier.subject
        # Cards of earlier releases name no place.
        if asked["person"] == person.id and asked.get("place", place.id) == place.id:
            open_cards.withdraw(work, earlier, person)
    subject = {"person": person.id, "place": place.id, "groups": [list(items)]}
    card_id = open_cards.ask(work, person, kind, subject)
    return Card(card_id, title, text, (Question(ALL, "", options),), CardStyle.BUTTONS)


def form(card: OpenCard, options: Collection[str]) -> dict[str, frozenset[str]]:
    """Returns what can be answered on such a card."""
    return {f"q{number}": frozenset(options) for number in range(len(card.subject["groups"]))}


def answers(
    subject: Mapping[str, Sequence[Sequence[int]]], values: Mapping[str, tuple[str, ...]]
) -> Answers:
    """Returns what was chosen for each item; a question left out says nothing about its items."""
    chosen: dict[str, list[int]] = {}
    for number, ids in enumerate(subject["groups"]):
        for option in values.get(f"q{number}", ()):
            chosen.setdefault(option, []).extend(ids)
    return chosen
