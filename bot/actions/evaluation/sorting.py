"""Asking to which part of an opinion a sentence belongs, where its author has not said so.

One tap for each sentence; three stand on a card, and the next card follows when they are answered.
What somebody says is kept with the entry, so that nobody is asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.actions import open_cards, people
from bot.actions.evaluation.inputs import inputs_of_all
from bot.actions.rectification.questions import MOST
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Input
from bot.domain.evaluation.opinion import Half
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
from bot.domain.plan import Part
from bot.domain.values import dataclass
from bot.messages import Card, CardStyle, Option, Question
from bot.storage import evaluation as store
from bot.texts.evaluation import sorting as texts

KIND = "sort_remarks"
CHOICES = (Half.ACHIEVED, Half.LACKING, Half.DIRECTION, Half.NOTED)


@dataclass(frozen=True)
class Unsorted:
    """A sentence of an entry, by its place there, that nobody has sorted yet."""

    number: int
    position: int
    text: str
    about: str


@dataclass(frozen=True)
class Sorted:
    """What a tap has sorted, and the card with what is still to be asked; None where all is said."""

    halves: tuple[Half, ...]
    following: Card | None


def unsorted(work: UnitOfWork, entries: Iterable[Input]) -> list[Unsorted]:
    """Returns the sentences of entries that stand of which nobody has said what they are."""
    sentences = []
    for entry in entries:
        if not entry.stands:
            continue
        person = people.known(work, entry.person)
        sentences += [
            Unsorted(entry.number, position, remark.text, person.title)
            for position, remark in enumerate(entry.remarks)
            if not remark.is_sorted
        ]
    return sentences


def card(work: UnitOfWork, cycle: Cycle, actor: Person, entries: Iterable[Input]) -> Card | None:
    """Returns the card that asks this person about the entries; None where nothing is to be asked.

    Where the plan has no opinions nobody needs to know, and nobody is asked. What he is asked in
    the same breath stands on this card with them: several entries bring one card.
    """
    if not cycle.plan.has(Part.OPINION):
        return None
    numbers = {entry.number for entry in entries}
    for earlier in open_cards.of_kind(work, actor.department, KIND):
        if earlier.asked_by == actor.id and earlier.asked_at == work.now:
            numbers |= set(earlier.subject["entries"])
            open_cards.withdraw(work, earlier, actor)
    return _card(work, cycle, actor, numbers)


def form(card: OpenCard) -> Mapping[str, frozenset[str]]:
    """Returns what can be answered on such a card."""
    options = frozenset(half.value for half in CHOICES)
    return {_question(place): options for place, _ in enumerate(card.subject["remarks"])}


def answer(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    card: OpenCard,
    values: Mapping[str, Sequence[str]],
) -> Sorted:
    """Keeps what was chosen, and asks on. What somebody else has sorted meanwhile stays as it is.

    Raises CardGone.
    """
    open_cards.decide(work, card, actor, accepted=True)
    halves = []
    for place, (number, position) in enumerate(card.subject["remarks"]):
        for chosen in values.get(_question(place), ()):
            # Read anew, for two people may have been asked about the same sentence.
            entry = _entries(work, cycle, [number])[number]
            remarks = list(entry.remarks)
            if remarks[position].is_sorted or not entry.stands:
                continue
            half = Half(chosen)
            remarks[position] = replace(remarks[position], half=half)
            store.note_remarks(work.session, cycle.id, number, remarks)
            work.audit(
                cycle.department,
                actor,
                "input.sorted",
                f"person:{entry.person}",
                number=number,
                position=position,
                half=half.value,
            )
            halves.append(half)
    # What he has left open on this card he is not asked again in the next breath.
    asked = {tuple(remark) for remark in card.subject["remarks"]}
    following = _card(work, cycle, actor, card.subject["entries"], without=asked)
    return Sorted(tuple(halves), following)


def _card(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    numbers: Iterable[int],
    *,
    without: Iterable[tuple[int, ...]] = (),
) -> Card | None:
    """Stores and returns a card with the first unsorted sentences, `without` those; None where none
    is left.
    """
    entries = _entries(work, cycle, numbers)
    passed_over = set(without)
    sentences = [
        sentence
        for sentence in unsorted(work, entries.values())
        if (sentence.number, sentence.position) not in passed_over
    ]
    if not sentences:
        return None
    shown = sentences[:MOST]
    subject = {
        "entries": sorted({sentence.number for sentence in sentences}),
        "remarks": [[sentence.number, sentence.position] for sentence in shown],
    }
    card_id = open_cards.ask(work, actor, KIND, subject)
    options = tuple(Option(half.value, texts.CHOICES[half]) for half in CHOICES)
    lines = [texts.line(sentence.about, sentence.text) for sentence in shown]
    text = texts.question(lines, left=len(sentences) - len(shown))
    if len(shown) == 1:
        only = Question(_question(0), "", options)
        return Card(card_id, texts.TITLE, text, (only,), CardStyle.BUTTONS)
    questions = tuple(
        Question(_question(place), texts.row(place + 1, sentence.text), options)
        for place, sentence in enumerate(shown)
    )
    return Card(card_id, texts.TITLE, text, questions)


def _question(place: int) -> str:
    return f"q{place}"


def _entries(work: UnitOfWork, cycle: Cycle, numbers: Iterable[int]) -> dict[int, Input]:
    """Returns the entries of these numbers, in their order."""
    wanted = set(numbers)
    entries = [
        entry
        for own in inputs_of_all(work, cycle).values()
        for entry in own
        if entry.number in wanted
    ]
    return {entry.number: entry for entry in sorted(entries, key=lambda entry: entry.number)}
