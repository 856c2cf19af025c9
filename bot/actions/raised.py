"""Problems raised at the evaluation (S35): what leaders called 不足, what members reported.

They are offered to the organiser as items with owner and date; one tap enters them. What he leaves
out stands on the card that he confirmed, and is not offered again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.actions import open_cards, people
from bot.actions.evaluation.inputs import inputs_of_all
from bot.actions.evaluation.rated import places_of_year
from bot.actions.publicity.feedback import readable_by
from bot.actions.rectification import entering, ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.evaluation.drafting import without_speaker
from bot.domain.evaluation.inputs import OBSERVED, Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.open_cards import OpenCard
from bot.domain.pairing import Change, Correction, CorrectionUnclear, RowUnknown
from bot.domain.people import Person, Roster, name_of
from bot.domain.permissions import SEES_FEEDBACK
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.items import Item, NewItem, Source, months_later
from bot.domain.values import dataclass
from bot.messages import Card, Option, button_card
from bot.texts import raised as texts

RAISED = "raised_problems"
ENTER, LATER = "yes", "no"


@dataclass(frozen=True)
class Problem:
    """A problem of one place, in the words of whoever raised it."""

    place: int
    text: str
    source: Source
    origin: str
    due: date


def waiting(work: UnitOfWork, cycle: Cycle, actor: Person) -> list[Problem]:
    """Returns what was raised, stands in no ledger, and was not left out before; nothing about the
    actor himself.
    """
    roster = people.roster(work, cycle.department)
    raised = _observed(work, cycle, roster, actor)
    # What members wrote about a branch is for whoever may read it.
    if SEES_FEEDBACK.under(cycle.plan.rights).allows(actor):
        place_ids = {place.name: place.id for place in roster.places}
        raised += [
            Problem(
                place_ids[piece.branch],
                piece.text,
                Source.FEEDBACK,
                texts.ORIGIN_FEEDBACK,
                _due(work, cycle, piece.text),
            )
            for piece in readable_by(work, cycle, actor)
            if piece.branch in place_ids
        ]
    known = {
        (owner.branch, item.problem)
        for item in ledger.of_department(work, cycle.department)
        for owner in item.owners
    }
    for card in open_cards.confirmed(work, cycle.department, RAISED):
        # Also what he left out on a card that he then confirmed: he has decided on it.
        known |= {(place, text) for place, text in card.subject["offered"]}
    fresh: dict[tuple[int, str], Problem] = {}
    for problem in raised:
        key = (problem.place, problem.text)
        if key not in known:
            # What two leaders say in the same words is one problem.
            fresh.setdefault(key, problem)
    return list(fresh.values())


def card(work: UnitOfWork, cycle: Cycle, actor: Person) -> Card | None:
    """Returns a card with all that waits; None where nothing does."""
    problems = waiting(work, cycle, actor)
    if not problems:
        return None
    offered = [[problem.place, problem.text] for problem in problems]
    return _card(work, cycle, actor, problems, offered)


def is_asked(work: UnitOfWork, actor: Person) -> bool:
    return open_cards.newest(work, actor, RAISED) is not None


def correct(
    work: UnitOfWork, cycle: Cycle, actor: Person, numbers: Sequence[int], correction: Correction
) -> Card:
    """Returns a card with a problem in other words, with another day, or without some of them.

    Raises RowUnknown, CorrectionUnclear.
    """
    asked = open_cards.newest(work, actor, RAISED)
    assert asked is not None, "is_asked was asked first"
    problems = [_problem(plain) for plain in asked.subject["problems"]]
    for number in numbers:
        if not 1 <= number <= len(problems):
            raise RowUnknown(number, len(problems))
    # Several can be left out at once; put right is one at a time.
    number = numbers[0]
    problem = problems[number - 1]
    match correction.change:
        case Change.LEFT_OUT:
            problems = [
                kept for place, kept in enumerate(problems, start=1) if place not in numbers
            ]
        case Change.PROBLEM:
            problems[number - 1] = replace(problem, text=correction.said)
        case Change.DUE if correction.day is not None:
            problems[number - 1] = replace(problem, due=correction.day)
        case _:
            raise CorrectionUnclear
    return _card(work, cycle, actor, problems, asked.subject["offered"])


def enter(work: UnitOfWork, cycle: Cycle, actor: Person, asked: OpenCard) -> list[Item]:
    """Enters what stands on the card, and tells each owner once. Raises CardGone."""
    open_cards.decide(work, asked, actor, accepted=True)
    roster = people.roster(work, cycle.department)
    items = []
    for plain in asked.subject["problems"]:
        problem = _problem(plain)
        new = NewItem(problem.source, problem.origin, problem.text, due=problem.due)
        place = ledger.branch_of(roster, problem.place)
        items.append(entering.enter(work, cycle, actor, [place], new))
    entering.tell_owners(work, cycle, items)
    return items


def _observed(work: UnitOfWork, cycle: Cycle, roster: Roster, actor: Person) -> list[Problem]:
    """Returns the sentences that leaders marked as 不足."""
    problems = []
    places = places_of_year(work, cycle, roster)
    for person_id, entries in inputs_of_all(work, cycle).items():
        place = places.get(person_id)
        # Nobody enters what was said of him or his own place (docs/decisions/0017).
        if place is None or person_id == actor.id:
            continue
        if conflicts.concerns(actor, conflicts.answering(roster, place)):
            continue
        for entry in entries:
            if entry.kind not in OBSERVED or not entry.stands:
                continue
            for remark in entry.remarks:
                if remark.half is not Half.LACKING:
                    continue
                # What was said at the meeting has its author; what was observed has none for its owner.
                origin = entry.title
                if entry.kind == Kind.COMMENT:
                    origin = texts.origin(entry.title, entry.author, work.day_of(entry.at))
                text = without_speaker(remark.text.rstrip("。"))
                due = _due(work, cycle, text)
                problems.append(Problem(place.id, text, Source.COMMENT, origin, due))
    return problems


def _due(work: UnitOfWork, cycle: Cycle, text: str) -> date:
    named = due_in(text, work.today)
    return named or months_later(work.today, cycle.plan.rectification.undated_due_months)


def _card(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    problems: Sequence[Problem],
    offered: Sequence[Sequence[Any]],
) -> Card:
    """Stores the problems with a new card, which replaces an earlier one of the actor."""
    earlier = open_cards.newest(work, actor, RAISED)
    if earlier is not None:
        open_cards.withdraw(work, earlier, actor)
    subject = {"problems": [_plain(problem) for problem in problems], "offered": list(offered)}
    card_id = open_cards.ask(work, actor, RAISED, subject)
    roster = people.roster(work, cycle.department)
    lines = []
    for number, problem in enumerate(problems, start=1):
        place = ledger.branch_of(roster, problem.place)
        owner = roster.responsible_for(place)
        name = name_of(owner)
        lines.append(
            texts.line(
                number,
                place.name,
                name,
                problem.text,
                problem.origin,
                (problem.due, work.today),
            )
        )
    buttons = Option(ENTER, texts.ENTER), Option(LATER, texts.LATER)
    return button_card(card_id, texts.TITLE, texts.card(lines), *buttons)


def _plain(problem: Problem) -> list[Any]:
    due = problem.due.isoformat()
    return [problem.place, problem.text, problem.source.value, problem.origin, due]


def _problem(plain: Sequence[Any]) -> Problem:
    place, text, source, origin, due = plain
    return Problem(place, text, Source(source), origin, date.fromisoformat(due))
