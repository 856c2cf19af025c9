"""Cards that ask the same about several items.

A card holds few questions: what is beyond them shares the last one.
"""

from collections.abc import Collection, Mapping, Sequence

from bot.actions import open_cards
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person
from bot.messages import Card, CardStyle, Option, Question
from bot.texts import rectification as texts

MOST = 3  # questions that every platform's card holds

Answers = Mapping[str, Sequence[int]]  # item ids by option


def card(
    work: UnitOfWork,
    person: Person,
    kind: str,
    items: Sequence[tuple[int, str]],
    options: tuple[Option, ...],
    *,
    title: str,
    place: Branch | None = None,
) -> Card:
    """Returns a card for this person about items of a place, given as id and name.

    An earlier one of the kind about the same place is withdrawn.
    """
    place_id = place.id if place else None
    for earlier in open_cards.of_kind(work, person.department, kind):
        asked = earlier.subject
        if asked["person"] == person.id and asked.get("place", place_id) == place_id:
            open_cards.withdraw(work, earlier, person)
    groups = _grouped(items)
    subject = {"person": person.id, "place": place_id, "groups": [ids for ids, _ in groups]}
    card_id = open_cards.ask(work, person, kind, subject)
    if len(groups) == 1:
        question = Question("q0", "", options)
        return Card(card_id, title, groups[0][1], (question,), CardStyle.BUTTONS)
    questions = [Question(f"q{number}", name, options) for number, (_, name) in enumerate(groups)]
    return Card(card_id, title, "", tuple(questions))


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


def _grouped(items: Sequence[tuple[int, str]]) -> list[tuple[list[int], str]]:
    """Returns the items of each question, and its words."""
    if len(items) <= MOST:
        return [([item], name) for item, name in items]
    groups = [([item], name) for item, name in items[: MOST - 1]]
    rest = [item for item, _ in items[MOST - 1 :]]
    groups.append((rest, texts.question_rest(len(rest))))
    return groups
