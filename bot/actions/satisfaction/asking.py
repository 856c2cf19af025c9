"""Asking a branch's people: everybody is invited in single chat, and has some days to answer."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from bot.actions import digests, people
from bot.actions.calendar import calendar_of
from bot.actions.digests import Part
from bot.actions.polls.cards import ballot_cards
from bot.actions.polls.closing import ClosedPoll, close
from bot.actions.polls.opening import begin
from bot.actions.polls.reminding import CONDITION
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Department, Person, Roster
from bot.domain.permissions import OVERSIGHT
from bot.domain.polls.form import Form, Purpose
from bot.domain.polls.poll import Poll, PollState, poll_code
from bot.domain.polls.roll import Entry
from bot.domain.polls.terms import Terms
from bot.domain.rectification.items import State
from bot.domain.satisfaction import (
    EndsTooSoon,
    Matter,
    NobodyAsked,
    NothingToAsk,
    StillAsked,
    make_categories,
    make_roll,
    subject_of,
)
from bot.domain.values import dataclass
from bot.storage import reminders
from bot.storage.polls import polls
from bot.storage.rectification import weak_branches
from bot.texts import reminders as reminder_texts
from bot.texts import satisfaction as texts


@dataclass(frozen=True)
class OpenedPoll:
    """`unreachable` have no account yet: whose account is bound before the end can still answer."""

    code: str
    terms: Terms
    unreachable: tuple[str, ...]


def ask(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    branch: Branch,
    *,
    matter: Matter | None = None,
    last_day: date | None = None,
) -> OpenedPoll:
    """Opens the poll and invites everybody on its roll; by default about what the branch has, for
    the plan's workdays.

    Raises OwnCase, StillAsked, NothingToAsk, EndsTooSoon, BranchTooSmall; nothing has happened
    then.
    """
    check_no_own(work, department, actor, branch)
    if running(work, department, branch):
        raise StillAsked(branch.name)
    roster = people.roster(work, department.id)
    entries = make_roll(roster.people, branch)
    # A branch that is put in order is asked about that, any other about what it has put right.
    matters = []
    if weak_branches.open_of_branch(work.session, department.id, branch.id):
        matters.append(Matter.WEAK)
    items = ledger.of_branch(work, department.id, branch)
    if any(item.state is State.CLOSED for item in items):
        matters.append(Matter.ITEMS)
    if matter is not None:
        matters = [possible for possible in matters if possible is matter]
    if not matters:
        raise NothingToAsk(branch.name)
    terms = _terms(work, cycle, roster, branch, entries, matters[0], last_day)
    poll_id = begin(work, cycle, actor, entries, terms, branch)
    _invite(work, cycle, roster, poll_id, terms, entries)
    eligible = {entry.person for entry in entries if entry.eligible}
    unreachable = tuple(
        person.title for person in roster.people if person.id in eligible and not person.account
    )
    return OpenedPoll(poll_code(poll_id), terms, unreachable)


def end(work: UnitOfWork, department: Department, actor: Person, branch: Branch) -> ClosedPoll:
    """Closes the branch's poll before its day. Raises OwnCase, NobodyAsked."""
    check_no_own(work, department, actor, branch)
    poll = running(work, department, branch)
    if poll is None:
        raise NobodyAsked(branch.name)
    closed = close(work, department, poll, actor=actor, at=work.now)
    if closed is None:
        raise NobodyAsked(branch.name)
    return closed


def running(work: UnitOfWork, department: Department, branch: Branch) -> Poll | None:
    """Returns the poll in which this branch's people are being asked; None while they are not."""
    for poll in polls.of_branches(work.session, department.id, (PollState.OPEN,)):
        if poll.branch_id == branch.id:
            return poll
    return None


def check_no_own(work: UnitOfWork, department: Department, actor: Person, branch: Branch) -> None:
    """A secretary neither opens nor ends nor releases what is asked about his own branch.

    Raises OwnCase.
    """
    roster = people.roster(work, department.id)
    conflicts.check(actor, OVERSIGHT, roster, conflicts.answering(roster, branch))


def _terms(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    branch: Branch,
    entries: Sequence[Entry],
    matter: Matter,
    last_day: date | None,
) -> Terms:
    """Returns the terms of a poll that opens now: always secret, and never bound to a meeting.

    Raises EndsTooSoon, BranchTooSmall.
    """
    rules = cycle.plan.ballot
    scale = cycle.plan.satisfaction.scale
    subject = subject_of(branch, roster.secretary_of(branch))
    return Terms(
        department=cycle.department,
        year=cycle.year,
        form=Form((subject,), (matter.value,), tuple(step.title for step in scale)),
        points=tuple(step.points for step in scale),
        categories=make_categories(branch, entries, rules.minimum),
        minimum=rules.minimum,
        quorum=None,
        secret=True,
        decimals=rules.decimals,
        keep_days=rules.objection_days,
        attendance=False,
        opened_at=work.now,
        closes_at=_closes_at(work, cycle, last_day),
        salt=secrets.token_hex(16),
        purpose=Purpose.SATISFACTION,
    )


def _closes_at(work: UnitOfWork, cycle: Cycle, last_day: date | None) -> datetime:
    """Returns when the quiet hours of the last day begin; that day is at least a workday ahead.

    Raises EndsTooSoon.
    """
    calendar = calendar_of(cycle.plan)
    earliest = calendar.next_workday(work.today)
    if last_day is None:
        last_day = calendar.add_workdays(work.today, cycle.plan.satisfaction.days)
    if last_day < earliest:
        raise EndsTooSoon(last_day, earliest)
    return datetime.combine(last_day, cycle.plan.reminders.quiet_from, work.zone)


def _invite(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    poll_id: int,
    terms: Terms,
    entries: Sequence[Entry],
) -> None:
    """Sends each one message with the card, within the day's digest; the group hears nothing of
    it.
    """
    text = texts.invitation(terms, poll_code(poll_id), work.zone)
    (card,) = ballot_cards(poll_id, terms)
    for entry in entries:
        person = roster.person(entry.person)
        if person is None or not entry.eligible:
            continue
        condition = {"kind": CONDITION, "poll": poll_id, "person": person.id}
        part = Part(f"poll:{poll_id}:invite:{person.id}", text, condition, card)
        key = digests.tell(work, roster.department, person, part)
        # Also of who has no account yet: 「为什么没提醒我」 has its answer there.
        reminders.record(
            work.session,
            cycle_id=cycle.id,
            item=f"{CONDITION}:{poll_id}",
            target=str(person.id),
            window="invitation",
            planned_at=work.now,
            key=key,
            reason=reminder_texts.unsent(key),
        )
