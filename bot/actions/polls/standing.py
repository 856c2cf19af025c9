"""How polls stand, for whoever asks: never a choice, and while a poll is open never a name or a count per option."""

from dataclasses import dataclass
from typing import Any

from bot.actions import people
from bot.actions.polls.cards import cards_of, code, parse, subjects_of, terms_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.messages import Card, CardState
from bot.storage.polls import polls, roll
from bot.storage.polls.polls import PollRow
from bot.storage.polls.roll import Marked


@dataclass(frozen=True)
class PollStatus:
    """`state` is open, closing, counted, released or void; `released` is {category: {row: {step: count}}} or None."""

    id: str
    subjects: tuple[str, ...]
    state: str
    eligible: int
    voted: int
    released: dict[str, Any] | None


def status(work: UnitOfWork, cycle_id: int) -> tuple[PollStatus, ...]:
    """The evaluation alone."""
    return tuple(status_of(work, row) for row in polls.of_cycle(work.session, cycle_id))


def status_of(work: UnitOfWork, row: PollRow) -> PollStatus:
    eligible, voted = _turnout(work, row)
    subjects = tuple(subject.title for subject in terms_of(row).form.subjects)
    return PollStatus(code(_id(row)), subjects, row.state, eligible, voted, row.released)


def _turnout(work: UnitOfWork, row: PollRow) -> tuple[int, int]:
    if row.eligible is not None and row.voted is not None:
        return row.eligible, row.voted
    return roll.turnout(work.session, _id(row))


def _id(row: PollRow) -> int:
    assert row.id is not None
    return row.id


def card_state(work: UnitOfWork, card_id: str, person: Person) -> CardState:
    """How a ballot card looks to this person: closed where he may not vote on it, answered once he has (he may again)."""
    named = parse(card_id)
    row = polls.find(work.session, named[0]) if named else None
    if (
        named is None
        or row is None
        or row.state != "open"
        or (row.closes_at and work.now > row.closes_at)
    ):
        return CardState.CLOSED
    entry = roll.find(work.session, named[0], person.id)
    if (
        entry is None
        or not entry.eligible
        or entry.account != person.account
        or not _may_mark(row, named[1], person)
    ):
        return CardState.CLOSED
    return CardState.ANSWERED if entry.marks[named[1]] == "1" else CardState.OPEN


@dataclass(frozen=True)
class Paper:
    """A ballot card for somebody's single chat: the `number`-th of its ballot, of whose cards he has filled some.

    `items` is how many steps he writes where he types the whole ballot.
    """

    card: Card
    number: int
    filled: tuple[int, ...]
    left: tuple[int, ...]
    steps: tuple[str, ...]
    items: int


def next_paper(work: UnitOfWork, cycle: Cycle, person: Person) -> Paper | None:
    """The first card that this person has not filled; once all are, they come again one after the other.

    Which one came last is kept in memory alone: after a restart they begin anew.
    """
    papers = [paper for row in _open(work, cycle, person) for paper in _papers(work, row, person)]
    if not papers:
        return None
    empty = next((paper for paper in papers if paper.number in paper.left), None)
    if empty is not None:
        work.papers_brought.pop(person.id, None)
        return empty
    ids = [paper.card.id for paper in papers]
    last = work.papers_brought.get(person.id, "")
    following = papers[(ids.index(last) + 1) % len(ids)] if last in ids else papers[0]
    work.papers_brought[person.id] = following.card.id
    return following


def is_held(work: UnitOfWork, cycle: Cycle, person: Person) -> bool:
    """Whether a ballot is open that is of this person's department, or asks about his branch."""
    return bool(_open(work, cycle, person))


def _papers(work: UnitOfWork, row: PollRow, person: Person) -> list[Paper]:
    """All cards of a poll on which this person may vote now."""
    states = {card: card_state(work, card.id, person) for card in cards_of(_id(row), row.terms)}
    pages = {
        card: place for place, card in enumerate(states, 1) if states[card] is not CardState.CLOSED
    }
    filled = tuple(place for card, place in pages.items() if states[card] is CardState.ANSWERED)
    left = tuple(place for card, place in pages.items() if states[card] is CardState.OPEN)
    form = terms_of(row).form
    items = sum(item.subject.person != person.id for item in form.items)
    return [Paper(card, place, filled, left, form.steps, items) for card, place in pages.items()]


def _latest(work: UnitOfWork, cycle: Cycle) -> list[PollRow]:
    """The evaluation that is held now, else the last one."""
    rows = polls.of_cycle(work.session, cycle.id)
    return [row for row in rows if row.state == "open"] or rows[-1:]


def _open(work: UnitOfWork, cycle: Cycle, person: Person) -> list[PollRow]:
    """The evaluation that is held now, and what this person is asked about his branch."""
    held = [row for row in polls.of_cycle(work.session, cycle.id) if row.state == "open"]
    return [*held, *polls.asking(work.session, person.id, ["open"])]


def _may_mark(row: PollRow, page: int, person: Person) -> bool:
    return page in terms_of(row).form.pages_for(person.id)


@dataclass(frozen=True)
class MyVote:
    """`state` is counted, partly (cards are left), missing, was_counted, was_missing (after the close) or not_eligible."""

    subjects: str
    state: str


def my_votes(work: UnitOfWork, cycle: Cycle, person: Person) -> tuple[MyVote, ...]:
    """Whether this person's vote is in: for the evaluation that is held now, else for the last one, and for what he is
    asked about his branch. No receipt proves a choice.
    """
    shown = [*_latest(work, cycle), *polls.asking(work.session, person.id, ["open"])]
    return tuple(MyVote(terms_of(row).title, _my_state(work, row, person)) for row in shown)


def _my_state(work: UnitOfWork, row: PollRow, person: Person) -> str:
    entry = roll.find(work.session, _id(row), person.id)
    if entry is None or not entry.eligible:
        return "not_eligible"
    if row.state == "open" and entry.voted and not is_complete(row, entry):
        return "partly"
    return ("" if row.state == "open" else "was_") + ("counted" if entry.voted else "missing")


def is_complete(row: PollRow, entry: Marked) -> bool:
    """Whether somebody has filled every card on which he may vote. After the count only whether he voted is known."""
    return all(entry.marks[page] == "1" for page in terms_of(row).form.pages_for(entry.person))


@dataclass(frozen=True)
class Missing:
    """Who did not vote, or not on all cards: while the poll is open `names` is None and only the number is told."""

    subjects: str
    number: int
    names: tuple[str, ...] | None


def missing(work: UnitOfWork, cycle: Cycle, subject: Person | None = None) -> tuple[Missing, ...]:
    """For the evaluation that is held now, else for the last one, and for branches whose people are being asked; of a
    subject, for the last poll about him.
    """
    if subject is not None:
        about = [row for row in polls.of_cycle(work.session, cycle.id) if _is_about(row, subject)]
        return tuple(_missing(work, row) for row in about[-1:])
    shown = [*_latest(work, cycle), *polls.of_branches(work.session, cycle.department, ["open"])]
    return tuple(_missing(work, row) for row in shown)


def _is_about(row: PollRow, person: Person) -> bool:
    return any(subject.person == person.id for subject in terms_of(row).form.subjects)


def _missing(work: UnitOfWork, row: PollRow) -> Missing:
    entries = [
        one
        for one in roll.everybody(work.session, _id(row))
        if one.eligible and not is_complete(row, one)
    ]
    names = None if row.state in ("open", "closing") else _names(work, entries)
    return Missing(terms_of(row).title, len(entries), names)


def _names(work: UnitOfWork, entries: list[Marked]) -> tuple[str, ...]:
    found = (people.by_id(work, entry.person) for entry in entries)
    return tuple(person.title for person in found if person)


@dataclass(frozen=True)
class NamedChoices:
    """A poll held by name (记名): who chose which steps, in the order of the form; 未选 for blank."""

    subjects: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def named_choices(work: UnitOfWork, cycle: Cycle, reader: Person) -> tuple[NamedChoices, ...]:
    """The polls held by name that were counted; neither secret ones nor those about the reader ever stand here."""
    rows = [row for row in polls.of_cycle(work.session, cycle.id) if row.named is not None]
    others = [row for row in rows if not conflicts.concerns(reader, subjects_of(work, row))]
    return tuple(_named(work, row) for row in others)


def _named(work: UnitOfWork, row: PollRow) -> NamedChoices:
    terms, chosen = terms_of(row), row.named or {}
    titles = ("未选", *terms.form.steps)
    everybody = people.roster(work, row.department_id).people
    lines = [
        (one.title, tuple(titles[n] for n in chosen[str(one.id)]))
        for one in everybody
        if str(one.id) in chosen
    ]
    return NamedChoices(terms.title, tuple(lines))
