"""Opening a poll: roll, freeze, keys, seed, announcement (steps 1 to 4), all in one transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from bot.actions import people
from bot.actions.polls.cards import ballot_cards, code, terms_of
from bot.actions.polls.speeches import end_speech
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Department, Person, Role
from bot.domain.polls.form import Form, Subject
from bot.domain.polls.refusals import (
    BelowQuorum,
    EverybodyRated,
    NoGroup,
    NoKeyPlace,
    NotASubject,
    PollAlreadyOpen,
)
from bot.domain.polls.roll import LEAST, Category, Entry, check_sizes, make_categories, make_roll
from bot.domain.polls.terms import Terms
from bot.messages import Message
from bot.storage.keys import KeysNotKept
from bot.storage.polls import cells, meeting, polls, roll
from bot.storage.polls.polls import PollRow
from bot.texts import polls as texts


@dataclass(frozen=True)
class Opened:
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
) -> Opened:
    """Opens a poll about one secretary, or about several on one form, and announces it in the group.

    Whoever was speaking has done so.

    Raises NoGroup, PollAlreadyOpen, NotASubject, CategoryTooSmall, BelowQuorum, NoKeyPlace; nothing has happened then.
    """
    _check_free(work, department, subjects)
    entries, terms = _terms(work, cycle, subjects, closes_at)
    poll_id = begin(work, cycle, actor, entries, terms)
    end_speech(work, cycle, actor)
    _announce(work, department, poll_id, terms)
    planned = {category.id for category in cycle.plan.ballot.categories}
    unknown = tuple(
        category.id for category in terms.categories if not planned & set(category.id.split("+"))
    )
    return Opened(poll_id, code(poll_id), terms, unknown)


def begin(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    entries: Sequence[Entry],
    terms: Terms,
    branch: Branch | None = None,
) -> int:
    """Keys, roll and blank cells (steps 2 to 4), whatever the poll is for; its id. `branch` is whose people are asked.

    Raises NoKeyPlace.
    """
    try:
        key_id, keys = work.keys.create()
    except KeysNotKept as error:
        raise NoKeyPlace from error
    row = PollRow(
        department_id=cycle.department,
        cycle_id=cycle.id,
        purpose=terms.purpose,
        branch_id=branch.id if branch else None,
        terms=terms.canonical,
        digest=terms.digest,
        key_id=key_id,
        opened_at=work.now,
        opened_by=actor.id,
        closes_at=terms.closes_at,
    )
    poll_id = polls.add(work.session, row)
    roll.lay(work.session, poll_id, entries, pages=len(terms.form.pages))
    cells.seed(work.session, poll_id, [entry.person for entry in entries], terms.form, keys)
    work.audit(
        cycle.department,
        actor,
        "poll.opened",
        f"poll:{poll_id}",
        digest=terms.digest,
        eligible=terms.eligible,
    )
    return poll_id


def next_subject(work: UnitOfWork, cycle: Cycle) -> Person:
    """The first secretary, in the order of speaking, about whom no poll was held. Raises EverybodyRated."""
    rows = polls.of_cycle(work.session, cycle.id)
    rated = {
        subject.person
        for row in rows
        if row.state != "void"
        for subject in terms_of(row).form.subjects
    }
    for person in speakers(work, cycle):
        if person.id not in rated:
            return person
    raise EverybodyRated


def speakers(work: UnitOfWork, cycle: Cycle) -> tuple[Person, ...]:
    """All secretaries: in the order drawn by lot, else in the order of the roster."""
    secretaries = people.roster(work, cycle.department).secretaries
    drawn = {
        person: place for place, person in enumerate(meeting.meeting(work.session, cycle.id).order)
    }
    return tuple(sorted(secretaries, key=lambda person: drawn.get(person.id, len(drawn))))


def _check_free(work: UnitOfWork, department: Department, subjects: Sequence[Person]) -> None:
    if not department.group:
        raise NoGroup
    for person in subjects:
        if not person.has(Role.SECRETARY):
            raise NotASubject(person.title)
    running = polls.of_department(work.session, department.id, ["open"])
    if running:
        raise PollAlreadyOpen(terms_of(running[0]).title)


def _terms(
    work: UnitOfWork, cycle: Cycle, subjects: Sequence[Person], closes_at: datetime | None
) -> tuple[tuple[Entry, ...], Terms]:
    rules, held = cycle.plan.ballot, meeting.meeting(work.session, cycle.id)
    present = meeting.present(work.session, cycle.id) if held.attendance_card else None
    rated = tuple(
        Subject(one.id, one.name, one.branch.name if one.branch else "", one.namesake)
        for one in subjects
    )
    entries = make_roll(people.roster(work, cycle.department).people, rated, held.merges, present)
    _check_quorum(entries, rules.quorum)
    categories = make_categories(rules, held.merges, entries)
    secret = rules.secret and not held.named
    if secret:
        check_sizes(categories, rules.minimum)
    return entries, _frozen(
        work,
        cycle,
        rated,
        categories,
        secret=secret,
        attendance=present is not None,
        closes_at=closes_at,
    )


def _frozen(
    work: UnitOfWork,
    cycle: Cycle,
    subjects: tuple[Subject, ...],
    categories: tuple[Category, ...],
    *,
    secret: bool,
    attendance: bool,
    closes_at: datetime | None,
) -> Terms:
    rules = cycle.plan.ballot
    return Terms(
        department=cycle.department,
        year=cycle.year,
        form=Form(subjects, rules.rows, tuple(step.title for step in rules.scale)),
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
        salt=secrets.token_hex(16),
    )


def _check_quorum(entries: Sequence[Entry], quorum: Fraction | None) -> None:
    """At least the plan's share of those who could vote is there, and in any case somebody."""
    present = sum(entry.eligible for entry in entries)
    possible = sum(not entry.recused for entry in entries)
    needed = max(ceil(quorum * possible) if quorum else 0, 1)
    if present < needed:
        raise BelowQuorum(present, max(needed, LEAST))


def _announce(work: UnitOfWork, department: Department, poll_id: int, terms: Terms) -> None:
    text = texts.announcement(
        subjects=[subject.title for subject in terms.form.subjects],
        eligible=terms.eligible,
        digest=terms.digest,
        secret=terms.secret,
        keep_days=terms.keep_days,
        closes=texts.closes_at(terms.closes_at, work.zone) if terms.closes_at else "",
        code=code(poll_id),
    )
    first, *others = ballot_cards(poll_id, terms)
    work.message_group(
        department, Message(text=text, card=first), key=f"poll:{poll_id}:opened", priority=1
    )
    for number, card in enumerate(others, 1):
        work.message_group(
            department, Message(card=card), key=f"poll:{poll_id}:card:{number}", priority=1
        )
