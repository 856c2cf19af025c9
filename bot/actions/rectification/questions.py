"""Cards that ask the same about several items. A card holds few questions: what is beyond them shares the last one."""

from collections.abc import Collection, Mapping, Sequence

from bot.actions import open_cards
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
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
    text: str = "",
) -> Card:
    """A card for this person about items, given as id and name; an earlier one of the kind is withdrawn."""
    _withdraw(work, person, kind)
    groups = _grouped(items)
    card_id = open_cards.ask(
        work, person, kind, {"person": person.id, "groups": [ids for ids, _ in groups]}
    )
    if len(groups) == 1:
        names = groups[0][1]
        return Card(
            card_id, title, text or names, (Question("q0", "", options),), CardStyle.BUTTONS
        )
    asked = tuple(Question(f"q{number}", name, options) for number, (_, name) in enumerate(groups))
    return Card(card_id, title, text, asked)


def form(card: OpenCard, options: Collection[str]) -> dict[str, frozenset[str]]:
    """What can be answered on such a card."""
    return {f"q{number}": frozenset(options) for number in range(len(card.subject["groups"]))}


def answers(
    subject: Mapping[str, Sequence[Sequence[int]]], values: Mapping[str, tuple[str, ...]]
) -> Answers:
    """What was chosen for each item; a question left out says nothing about its items."""
    found: dict[str, list[int]] = {}
    for number, ids in enumerate(subject["groups"]):
        for option in values.get(f"q{number}", ()):
            found.setdefault(option, []).extend(ids)
    return found


def _grouped(items: Sequence[tuple[int, str]]) -> list[tuple[list[int], str]]:
    if len(items) <= MOST:
        return [([item], name) for item, name in items]
    first, rest = items[: MOST - 1], items[MOST - 1 :]
    return [
        *(([item], name) for item, name in first),
        ([item for item, _ in rest], texts.question_rest(len(rest))),
    ]


def _withdraw(work: UnitOfWork, person: Person, kind: str) -> None:
    for card in open_cards.of_kind(work, person.department, kind):
        if card.subject["person"] == person.id:
            open_cards.withdraw(work, card, person)
