"""Asking: the roll is the branch's own people, everybody is invited in single chat, and the poll runs for some days."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions import digests, people
from bot.actions.calendar import calendar_of
from bot.actions.digests import Part
from bot.actions.polls.cards import ballot_cards, code
from bot.actions.polls.closing import Closed, close
from bot.actions.polls.opening import begin
from bot.actions.polls.reminding import CONDITION
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Department, Person, Roster
from bot.domain.permissions import OVERSIGHT
from bot.domain.polls.form import Form, Purpose
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
from bot.storage import reminders
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow
from bot.storage.rectification import weak_branches
from bot.texts import reminders as reminder_texts
from bot.texts import satisfaction as texts


@dataclass(frozen=True)
class Asked:
    """`unreachable` have no account yet: paper is their way."""

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
) -> Asked:
    """Opens the poll and invites everybody on its roll; by default about what the branch has, for the plan's workdays.

    Raises OwnCase, StillAsked, NothingToAsk, EndsTooSoon, BranchTooSmall; nothing has happened then.
    """
    check_no_own(work, department, actor, branch)
    if running(work, department, branch):
        raise StillAsked(branch.name)
    roster = people.roster(work, department.id)
    entries = make_roll(roster.people, branch)
    terms = _terms(
        work, cycle, roster, branch, entries, _matter(work, branch, department, matter), last_day
    )
    poll_id = begin(work, cycle, actor, entries, terms, branch)
    _invite(work, cycle, roster, poll_id, terms, entries)
    eligible = {entry.person for entry in entries if entry.eligible}
    unreachable = tuple(
        one.title for one in roster.people if one.id in eligible and not one.account
    )
    return Asked(code(poll_id), terms, unreachable)


def end(work: UnitOfWork, department: Department, actor: Person, branch: Branch) -> Closed:
    """Before its day. Raises OwnCase, NobodyAsked."""
    check_no_own(work, department, actor, branch)
    found = running(work, department, branch)
    closed = close(work, department, found, actor=actor, at=work.now) if found else None
    if closed is None:
        raise NobodyAsked(branch.name)
    return closed


def running(work: UnitOfWork, department: Department, branch: Branch) -> PollRow | None:
    rows = polls.of_branches(work.session, department.id, ["open"])
    return next((row for row in rows if row.branch_id == branch.id), None)


def check_no_own(work: UnitOfWork, department: Department, actor: Person, branch: Branch) -> None:
    """A secretary neither opens nor ends nor releases what is asked about his own branch. Raises OwnCase."""
    roster = people.roster(work, department.id)
    conflicts.check(actor, OVERSIGHT, roster, conflicts.answering(roster, branch))


def _matter(
    work: UnitOfWork, branch: Branch, department: Department, wanted: Matter | None
) -> Matter:
    """What is asked about: the wanted one of those that the branch has, else the first. Raises NothingToAsk."""
    weak = weak_branches.open_of_branch(work.session, department.id, branch.id)
    closed = [
        item for item in ledger.of_branch(work, department.id, branch) if item.state is State.CLOSED
    ]
    possible = [matter for matter, there in ((Matter.WEAK, weak), (Matter.ITEMS, closed)) if there]
    found = next((matter for matter in possible if wanted in (None, matter)), None)
    if found is None:
        raise NothingToAsk(branch.name)
    return found


def _terms(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    branch: Branch,
    entries: Sequence[Entry],
    matter: Matter,
    last_day: date | None,
) -> Terms:
    """Always secret, and never bound to a meeting."""
    rules, asked = cycle.plan.ballot, cycle.plan.satisfaction
    subject = subject_of(branch, roster.secretary_of(branch))
    return Terms(
        department=cycle.department,
        year=cycle.year,
        form=Form((subject,), (matter.value,), tuple(step.title for step in asked.scale)),
        points=tuple(step.points for step in asked.scale),
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
    """When the quiet hours of the last day begin; that day is at least a workday ahead. Raises EndsTooSoon."""
    calendar, today = calendar_of(cycle.plan), work.today
    first = calendar.next_workday(today)
    day = last_day or calendar.add_workdays(today, cycle.plan.satisfaction.days)
    if day < first:
        raise EndsTooSoon(day, first)
    return datetime.combine(day, cycle.plan.reminders.quiet_from, work.zone)


def _invite(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    poll_id: int,
    terms: Terms,
    entries: Sequence[Entry],
) -> None:
    """One message each, with the card, within the day's digest; the group hears nothing of it."""
    text, (card,) = texts.invitation(terms, code(poll_id), work.zone), ballot_cards(poll_id, terms)
    for entry in entries:
        person = roster.person(entry.person)
        if person is None or not entry.eligible:
            continue
        condition = {"kind": CONDITION, "poll": poll_id, "person": person.id}
        part = Part(f"poll:{poll_id}:invite:{person.id}", text, condition, card)
        key = digests.tell(work, roster.department, person, part)
        reminders.record(
            work.session,
            cycle_id=cycle.id,
            item=f"{CONDITION}:{poll_id}",
            target=str(person.id),
            window="invitation",
            planned_at=work.now,
            key=key,
            reason="" if key else reminder_texts.NO_ACCOUNT,
        )
