"""How polls stand, for whoever asks.

Never a choice is told, and while a poll is open never a name or a count per option.
"""

from enum import StrEnum
from typing import Any

from bot.actions import people
from bot.actions.polls import turning_cards
from bot.actions.polls.cards import cards_of, is_sheet, parse_card_id, poll_of_card, subjects_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.polls.form import BLANK, Item
from bot.domain.polls.poll import RUNNING, Poll, PollState
from bot.domain.values import dataclass
from bot.messages import Card, CardState
from bot.storage.polls import paper as papers_in
from bot.storage.polls import polls, roll
from bot.storage.polls.roll import RollEntry

BLANK_TITLE = "未选"


class Channel(StrEnum):
    """How a vote may come in."""

    CARD = "card"
    WORDS = "words"
    PAGE = "page"
    PAPER = "paper"


@dataclass(frozen=True)
class PollStatus:
    """`released` is {category: {row: {step: count}}}, None until the numbers are released.

    `returned` counts the sheets that came back, those on paper among them; `channels` are the ways
    in which they may.
    """

    id: str
    subjects: tuple[str, ...]
    state: PollState
    eligible: int
    voted: int
    returned: int
    channels: tuple[str, ...]
    released: dict[str, Any] | None
    round: str = ""  # which of the plan's ballots it is, by title; empty where the plan has one


def status(work: UnitOfWork, cycle_id: int) -> tuple[PollStatus, ...]:
    """Returns how the evaluation's polls stand."""
    return tuple(status_of(work, poll) for poll in polls.of_cycle(work.session, cycle_id))


def status_of(work: UnitOfWork, poll: Poll) -> PollStatus:
    """Returns how one poll stands: its turnout, and its counts once they are released."""
    # The count has fixed them; before it the roll tells them.
    if poll.eligible is not None and poll.voted is not None:
        eligible, voted = poll.eligible, poll.voted
    else:
        eligible, voted = roll.turnout(work.session, poll.id)
    subjects = tuple(subject.title for subject in poll.terms.form.subjects)
    on_paper = sum(batch.returned for batch in papers_in.confirmed(work.session, poll.id))
    channels = [Channel.CARD, Channel.WORDS, Channel.PAPER]
    if work.pages_address:
        channels.append(Channel.PAGE)
    return PollStatus(
        poll.code,
        subjects,
        poll.state,
        eligible,
        voted,
        returned=voted + on_paper,
        channels=tuple(channels),
        released=poll.released,
        round=poll.terms.round_title,
    )


def card_state(work: UnitOfWork, card_id: str, person: Person) -> CardState:
    """Returns how a ballot card looks to this person.

    It is closed where he may not vote on it, answered once he has (he may again).
    """
    place = parse_card_id(card_id)
    if place is None:
        return CardState.CLOSED
    poll_id, page = place
    poll = polls.find(work.session, poll_id)
    if poll is None or poll.state is not PollState.OPEN:
        return CardState.CLOSED
    is_late = poll.closes_at is not None and work.now > poll.closes_at
    entry = roll.find(work.session, poll_id, person.id)
    # With another account than at the opening nobody votes in his name.
    if entry is None or not entry.eligible or entry.account != person.account:
        return CardState.CLOSED
    if is_late or page not in poll.terms.form.pages_for(entry.rater):
        return CardState.CLOSED
    if entry.marks[page] == "1":
        return CardState.ANSWERED
    return CardState.OPEN


def sheet_view(work: UnitOfWork, card_id: str, person: Person) -> tuple[CardState, Card | None]:
    """Returns how a sheet looks to this person: its state, and its card where that has turned.

    It is closed where the id names no sheet, or none that he may fill.
    """
    poll_id = poll_of_card(card_id)
    if poll_id is None or not is_sheet(card_id):
        return CardState.CLOSED, None
    poll = polls.find(work.session, poll_id)
    if poll is None or not poll.terms.form.turning:
        return CardState.CLOSED, None
    state, card = turning_cards.seen_by(work, poll, person)
    # It is somebody else's sheet, and what is chosen on that is shown to him alone.
    if card is not None and card.id != card_id:
        return CardState.CLOSED, None
    return state, card


@dataclass(frozen=True)
class Paper:
    """A ballot card for somebody's single chat: the `number`-th of its ballot.

    `filled` and `left` are numbers of cards. `items` is how many steps he writes where he types the
    whole ballot.
    """

    card: Card
    number: int
    filled: tuple[int, ...]
    left: tuple[int, ...]
    steps: tuple[str, ...]
    items: int


def next_paper(work: UnitOfWork, cycle: Cycle, person: Person) -> Paper | None:
    """Returns the first card that this person has not filled; once all are, one after the other.

    None where no ballot is open for him. Which one came last is kept in memory alone: after a
    restart they begin anew.
    """
    papers = [
        paper for poll in _open_for(work, cycle, person) for paper in _papers(work, poll, person)
    ]
    if not papers:
        return None
    for paper in papers:
        if paper.number in paper.left:
            work.papers_brought.pop(person.id, None)
            return paper
    card_ids = [paper.card.id for paper in papers]
    last = work.papers_brought.get(person.id, "")
    position = 0
    if last in card_ids:
        position = (card_ids.index(last) + 1) % len(papers)
    work.papers_brought[person.id] = card_ids[position]
    return papers[position]


def is_held(work: UnitOfWork, cycle: Cycle, person: Person) -> bool:
    """Tells whether a ballot is open that is of this person's department, or asks about his branch."""
    return bool(_open_for(work, cycle, person))


def _papers(work: UnitOfWork, poll: Poll, person: Person) -> list[Paper]:
    """Returns all cards of a poll on which this person may vote now."""
    cards = []
    filled = []
    left = []
    for number, card in enumerate(cards_of(poll.id, poll.canonical_terms), 1):
        state = card_state(work, card.id, person)
        if state is CardState.CLOSED:
            continue
        cards.append((number, card))
        if state is CardState.ANSWERED:
            filled.append(number)
        else:
            left.append(number)
    form = poll.terms.form
    entry = roll.find(work.session, poll.id, person.id)
    items = 0
    if entry is not None:
        items = len(form.items_for(entry.rater))
    return [
        Paper(card, number, tuple(filled), tuple(left), form.all_steps, items)
        for number, card in cards
    ]


def _current(work: UnitOfWork, cycle: Cycle) -> list[Poll]:
    """Returns the evaluation that is held now, else the last one."""
    evaluations = polls.of_cycle(work.session, cycle.id)
    open_now = [poll for poll in evaluations if poll.state is PollState.OPEN]
    return open_now or evaluations[-1:]


def _open_for(work: UnitOfWork, cycle: Cycle, person: Person) -> list[Poll]:
    """Returns the evaluation that is held now, and what this person is asked about his branch."""
    evaluations = [
        poll for poll in polls.of_cycle(work.session, cycle.id) if poll.state is PollState.OPEN
    ]
    return [*evaluations, *polls.asking(work.session, person.id, (PollState.OPEN,))]


class VoteState(StrEnum):
    """Whether somebody's vote is in."""

    COUNTED = "counted"
    SHEET_IN = "sheet_in"  # what he left out is as secret as a choice, and told on his sheet alone
    PARTLY = "partly"  # cards are left
    MISSING = "missing"
    WAS_COUNTED = "was_counted"  # after the close
    WAS_MISSING = "was_missing"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True)
class MyVote:
    """Whether somebody's vote in one poll is in."""

    subjects: str
    state: VoteState


def my_votes(work: UnitOfWork, cycle: Cycle, person: Person) -> tuple[MyVote, ...]:
    """Returns whether this person's vote is in. No receipt proves a choice.

    That is for the evaluation that is held now, else for the last one, and for what he is asked
    about his branch.
    """
    satisfaction_polls = polls.asking(work.session, person.id, (PollState.OPEN,))
    return tuple(
        MyVote(poll.title, _vote_state(work, poll, person))
        for poll in (*_current(work, cycle), *satisfaction_polls)
    )


def _vote_state(work: UnitOfWork, poll: Poll, person: Person) -> VoteState:
    """Returns whether his vote is in, or was; nothing of what he chose."""
    entry = roll.find(work.session, poll.id, person.id)
    if entry is None or not entry.eligible:
        return VoteState.NOT_ELIGIBLE
    if poll.state is not PollState.OPEN:
        if not entry.voted:
            return VoteState.WAS_MISSING
        return VoteState.WAS_COUNTED
    return _open_vote_state(poll, entry)


def _open_vote_state(poll: Poll, entry: RollEntry) -> VoteState:
    if not entry.voted:
        return VoteState.MISSING
    if poll.terms.form.turning:
        return VoteState.SHEET_IN
    if is_complete(poll, entry):
        return VoteState.COUNTED
    return VoteState.PARTLY


def is_complete(poll: Poll, entry: RollEntry) -> bool:
    """Tells whether somebody has filled every card on which he may vote.

    After the count only whether he voted is known.
    """
    if poll.terms.form.turning:
        return entry.voted  # what he left out is his to leave out
    return all(entry.marks[page] == "1" for page in poll.terms.form.pages_for(entry.rater))


@dataclass(frozen=True)
class Missing:
    """How many did not vote, or not on all cards: who that was is told to nobody."""

    subjects: str
    number: int
    is_over: bool


def missing(work: UnitOfWork, cycle: Cycle, subject: Person | None = None) -> tuple[Missing, ...]:
    """Returns who is missing in the polls of now; of a subject, in the last poll about him.

    These are the evaluation that is held now, else the last one, and the polls that ask a branch's
    people.
    """
    if subject is not None:
        evaluations = polls.of_cycle(work.session, cycle.id)
        about = [poll for poll in evaluations if poll.is_about(subject)]
        return tuple(_missing(work, poll) for poll in about[-1:])
    satisfaction_polls = polls.of_branches(work.session, cycle.department, (PollState.OPEN,))
    return tuple(_missing(work, poll) for poll in (*_current(work, cycle), *satisfaction_polls))


def _missing(work: UnitOfWork, poll: Poll) -> Missing:
    entries = [
        entry
        for entry in roll.entries(work.session, poll.id)
        if entry.eligible and not is_complete(poll, entry)
    ]
    # How many, and never who (ballot step 6).
    return Missing(poll.title, len(entries), is_over=poll.state not in RUNNING)


@dataclass(frozen=True)
class NamedChoices:
    """A poll held by name (记名): who chose which steps, in the order of the form; 未选 for blank."""

    subjects: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def named_choices(work: UnitOfWork, cycle: Cycle, reader: Person) -> tuple[NamedChoices, ...]:
    """Returns the counted polls held by name; never a secret one, or one about the reader."""
    roster = people.roster(work, cycle.department)
    polls_by_name = []
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.named is None or conflicts.concerns(reader, subjects_of(work, poll)):
            continue
        choices = {int(person_id): steps for person_id, steps in poll.named.items()}
        on_roster = [person.id for person in roster.people if person.id in choices]
        # Whoever has left the roster since voted as well.
        lines = []
        for person_id in dict.fromkeys([*on_roster, *choices]):
            steps = map(_step, poll.terms.form.items, choices[person_id])
            lines.append((people.known(work, person_id).title, tuple(steps)))
        polls_by_name.append(NamedChoices(poll.title, tuple(lines)))
    return tuple(polls_by_name)


def _step(item: Item, choice: int) -> str:
    if choice == BLANK:
        return BLANK_TITLE
    return item.words_of(choice)
