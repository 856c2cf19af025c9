"""Opening a poll: roll, freeze, keys, seed, announcement (steps 1 to 4), all in one transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.actions import people
from bot.actions.polls.cards import ballot_cards
from bot.actions.polls.speeches import end_speech
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Department, Person
from bot.domain.plan import BallotRules, InputRule
from bot.domain.polls.form import Form, form_about
from bot.domain.polls.poll import PollState, poll_code
from bot.domain.polls.refusals import (
    EverybodyRated,
    NoGroup,
    NoKeyPlace,
    NotASubject,
    PollAlreadyOpen,
    RoundsHeld,
    SheetsDiffer,
)
from bot.domain.polls.roll import Entry, check_quorum, check_sizes, make_categories, make_roll
from bot.domain.polls.terms import Terms
from bot.domain.values import dataclass
from bot.messages import Message
from bot.storage.keys import KeysNotKept
from bot.storage.polls import cells, polls, roll
from bot.storage.polls import meeting as meetings
from bot.texts import polls as texts


@dataclass(frozen=True)
class OpenedPoll:
    """`unknown` are voter categories that the plan does not name: they vote without weight."""

    id: int
    code: str
    terms: Terms
    unknown: tuple[str, ...]


def open_poll(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    subjects: Sequence[Person],
    *,
    closes_at: datetime | None = None,
    turning: bool = False,
    round_: InputRule | None = None,
) -> OpenedPoll:
    """Opens a poll about one or several secretaries and announces it in the group.

    With `turning` its form is one card for all of them, and whoever calls tells the group of it.

    Where the plan has several ballots, it is `round_`, or else the next that was not held about
    them.

    Whoever was speaking has done so. Raises NoGroup, RoundsHeld, PollAlreadyOpen, NotASubject,
    SheetsDiffer, CategoryTooSmall, BelowQuorum, NoKeyPlace; nothing has happened then.
    """
    # It is announced in the group: who may vote hears of it there, all at once.
    if not department.group:
        raise NoGroup
    roster = people.roster(work, department.id)
    for person in subjects:
        if not roster.is_subject(person):
            raise NotASubject(person.title)
    # One poll has one form: its subjects are rated in the same rows.
    if len({cycle.plan.rows_of(person) for person in subjects}) > 1:
        groups = (cycle.plan.group_of(person) for person in subjects)
        raise SheetsDiffer(tuple(dict.fromkeys(group.title for group in groups if group)))
    if round_ is None and cycle.plan.rounds:
        round_ = _next_round(work, cycle, subjects)
    entries, terms = _freeze(work, cycle, subjects, closes_at, turning=turning, round_=round_)
    _check_free(work, department, entries)
    poll_id = begin(work, cycle, actor, entries, terms)
    end_speech(work, cycle)
    if not turning:
        _announce(work, department, poll_id, terms)
    planned = {category.id for category in cycle.plan.ballot.categories}
    unknown = tuple(
        category.id for category in terms.categories if not planned & set(category.id.split("+"))
    )
    return OpenedPoll(poll_id, poll_code(poll_id), terms, unknown)


def begin(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    entries: Sequence[Entry],
    terms: Terms,
    branch: Branch | None = None,
) -> int:
    """Makes keys, roll and blank cells (steps 2 to 4), whatever the poll is for; its id.

    `branch` is whose people are asked.

    Raises NoKeyPlace.
    """
    try:
        # A key stays when this transaction is rolled back; the clock's next beat removes it.
        key_id, keys = work.keys.create()
    except KeysNotKept as error:
        raise NoKeyPlace from error
    branch_id = None
    if branch is not None:
        branch_id = branch.id
    poll_id = polls.add(
        work.session,
        cycle_id=cycle.id,
        branch_id=branch_id,
        terms=terms,
        key_id=key_id,
        opened_by=actor.id,
    )
    # A sheet has one mark: whom somebody left out is as secret as a choice (docs/decisions/0024).
    roll.add(work.session, poll_id, entries, marks=terms.form.marks)
    # One cell for each before the first vote: their number and order tell nothing (ballot step 4).
    cells.seed(work.session, poll_id, [entry.person for entry in entries], terms.form, keys)
    # The trail keeps the hash of the terms as they were frozen (ballot step 2).
    work.audit(
        cycle.department,
        actor,
        "poll.opened",
        f"poll:{poll_id}",
        digest=terms.digest,
        eligible=terms.eligible,
    )
    return poll_id


def next_subject(work: UnitOfWork, cycle: Cycle) -> tuple[Person, InputRule | None]:
    """Returns the first subject, in the order of speaking, about whom no poll was held, and which
    of the plan's ballots comes: the one that was held last, until everybody was rated in it.

    Raises EverybodyRated.
    """
    rated: dict[str, set[int]] = {}
    last = ""
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.state is not PollState.VOID:
            last = poll.terms.round
            rated.setdefault(last, set()).update(poll.subject_ids)
    rounds: list[InputRule | None] = [*cycle.plan.rounds] or [None]
    # The sort is stable: the ballot held last comes first, the others stay in the plan's order.
    rounds.sort(key=lambda rule: rule is not None and rule.id != last)
    for rule in rounds:
        round_id = ""
        if rule is not None:
            round_id = rule.id
        held = rated.get(round_id, set())
        for person in speakers(work, cycle):
            if person.id not in held:
                return person, rule
    raise EverybodyRated


def speakers(work: UnitOfWork, cycle: Cycle) -> tuple[Person, ...]:
    """Returns all secretaries: in the order drawn by lot, else in the order of the roster."""
    secretaries = people.roster(work, cycle.department).subjects
    order = meetings.of_cycle(work.session, cycle.id).order
    places = {person: place for place, person in enumerate(order)}
    # Whoever was not there when the lot was drawn speaks last.
    return tuple(sorted(secretaries, key=lambda person: places.get(person.id, len(places))))


def _next_round(work: UnitOfWork, cycle: Cycle, subjects: Sequence[Person]) -> InputRule:
    """Returns the first of the plan's ballots that was not held about these. Raises RoundsHeld."""
    held = {
        poll.terms.round
        for poll in polls.of_cycle(work.session, cycle.id)
        if poll.state is not PollState.VOID and any(poll.is_about(person) for person in subjects)
    }
    for rule in cycle.plan.rounds:
        if rule.id not in held:
            return rule
    raise RoundsHeld(tuple(rule.title for rule in cycle.plan.rounds))


def _freeze(
    work: UnitOfWork,
    cycle: Cycle,
    subjects: Sequence[Person],
    closes_at: datetime | None,
    *,
    turning: bool,
    round_: InputRule | None,
) -> tuple[tuple[Entry, ...], Terms]:
    """Returns the roll and the terms of a poll that opens now. Raises BelowQuorum,
    CategoryTooSmall.
    """
    rules = replace(cycle.plan.ballot, rows=cycle.plan.rows_of(subjects[0]))
    if round_ is not None:
        rules = rules.of_classes(round_.classes)
    meeting = meetings.of_cycle(work.session, cycle.id)
    form = form_about(cycle.plan, subjects)
    entries, attendance = _roll(work, cycle, form, rules, round_)
    check_quorum(entries, rules.quorum)
    categories = make_categories(rules, meeting.merges, entries)
    secret = rules.secret and not meeting.named
    # Small classes that are kept apart need no least size, for nobody sees their counts.
    if secret and not rules.small_apart:
        check_sizes(categories, rules.minimum)
    terms = Terms(
        department=cycle.department,
        year=cycle.year,
        form=replace(form, turning=turning),
        points=tuple(step.points for step in rules.scale),
        categories=categories,
        minimum=rules.minimum,
        quorum=rules.quorum,
        secret=secret,
        decimals=rules.decimals,
        keep_days=rules.objection_days,
        attendance=attendance,
        opened_at=work.now,
        closes_at=closes_at,
        drop_extremes=rules.drop_extremes,
        words=rules.words,
        small_apart=rules.small_apart,
        salt=secrets.token_hex(16),  # equal terms of two polls have different digests
    )
    if round_ is not None:
        terms = replace(terms, round=round_.id, round_title=round_.title)
    return entries, terms


def _roll(
    work: UnitOfWork,
    cycle: Cycle,
    form: Form,
    rules: BallotRules,
    round_: InputRule | None,
) -> tuple[tuple[Entry, ...], bool]:
    """Returns who votes, and whether the attendance list says who of them is there."""
    meeting = meetings.of_cycle(work.session, cycle.id)
    roster = people.roster(work, cycle.department)
    voters = {person.id for person in roster.people}
    if round_ is not None:
        voters = {person.id for person in roster.people if person.category in round_.classes}
    attendance = bool(meeting.attendance_card)
    # Who has signed in; without a list all but those on leave. Where there is neither, all are there.
    present: frozenset[int] | None = None
    if attendance:
        present = meetings.present(work.session, cycle.id)
    elif leaves := meetings.leaves(work.session, cycle.id):
        present = frozenset(person.id for person in roster.people if person.id not in leaves)
    if round_ is not None and present is not None and present.isdisjoint(voters):
        # They are not expected at the meeting: their ballot is held apart from it.
        attendance = False
        present = None
    entries = make_roll(roster.people, form.subjects, meeting.merges, present, rules)
    return tuple(entry for entry in entries if entry.person in voters), attendance


def _check_free(work: UnitOfWork, department: Department, entries: Sequence[Entry]) -> None:
    """Nobody votes in two evaluations at once. Raises PollAlreadyOpen."""
    voters = {entry.person for entry in entries}
    for poll in polls.of_department(work.session, department.id, (PollState.OPEN,)):
        if any(entry.person in voters for entry in roll.entries(work.session, poll.id)):
            raise PollAlreadyOpen(poll.title)


def _announce(work: UnitOfWork, department: Department, poll_id: int, terms: Terms) -> None:
    """Tells the group of the poll, with its cards."""
    closes = ""
    if terms.closes_at is not None:
        closes = texts.closes_at(terms.closes_at, work.zone)
    text = texts.announcement(
        subjects=[subject.title for subject in terms.form.subjects],
        eligible=terms.eligible,
        secret=terms.secret,
        closes=closes,
        code=poll_code(poll_id),
    )
    first, *others = ballot_cards(poll_id, terms)
    message = Message(text=text, card=first)
    # Of the first rank, as all that a hall waits for: no allowance of the platform holds it up.
    work.message_group(department, message, key=f"poll:{poll_id}:opened", priority=1)
    for number, card in enumerate(others, 1):
        key = f"poll:{poll_id}:card:{number}"
        work.message_group(department, Message(card=card), key=key, priority=1)
