"""Saying what is due, once. One ledger row per (item, target, window) tells what was planned or why it was left out.

The group hears the countdown and collective facts; a person hears privately what is still missing from him; who has
done it hears nothing (rules of conduct 2 and 4). What falls on one day for one target is one message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.actions import cycles, people, submissions
from bot.actions.work import Work
from bot.domain import reminders as rules
from bot.domain.calendar import Calendar, calendar_of
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster
from bot.domain.plan import Plan
from bot.domain.reminders import DEADLINE, Occasion
from bot.holidays import year_tables
from bot.messages import Message
from bot.storage import reminders as ledger
from bot.storage.reminders import ReminderRow
from bot.texts import reminders as texts

GROUP = "group"
REPORT = "report"


def remind_due(work: Work) -> int:
    """Enqueues what is due now in every running cycle; how many messages."""
    return sum(_remind(work, cycle) for cycle in cycles.active(work))


def next_due(work: Work, after: datetime) -> datetime | None:
    """When something will be due next."""
    moments = (rules.upcoming(_occasions(cycle.plan, work), after) for cycle in cycles.active(work))
    return min((moment for moment in moments if moment is not None), default=None)


def calendar(plan: Plan) -> Calendar:
    """The unit's calendar around the plan's year."""
    return calendar_of(plan, year_tables(range(plan.year - 1, plan.year + 3)))


def _remind(work: Work, cycle: Cycle) -> int:
    due = rules.due(_occasions(cycle.plan, work), work.now, calendar(cycle.plan))
    if not due:
        return 0
    roster = people.roster(work, cycle.department)
    return _tell_group(work, cycle, roster, due) + _tell_secretaries(work, cycle, roster, due)


@lru_cache(maxsize=64)
def _plan_occasions(plan: Plan, zone: Any) -> tuple[Occasion, ...]:
    return rules.occasions(plan, calendar(plan), zone)


def _occasions(plan: Plan, work: Work) -> tuple[Occasion, ...]:
    return _plan_occasions(plan, work.zone)


def _tell_group(work: Work, cycle: Cycle, roster: Roster, due: Sequence[Occasion]) -> int:
    fresh = [occasion for occasion in due if occasion.item == DEADLINE and _is_new(work, cycle, occasion, GROUP)]
    if not fresh:
        return 0
    handed_in = len(submissions.newest_of_all(work, cycle))
    text = texts.countdown(
        cycle.plan, remaining=fresh[-1].rung.remaining, handed_in=handed_in, total=len(roster.branches)
    )
    key = _key(cycle, GROUP, fresh[-1])
    said = work.post(roster.department, Message(text=text), key=key, prompted=False)
    for occasion in fresh:
        _record(work, cycle, occasion, GROUP, key=key if said else "", reason="" if said else "群还不知道")
    return int(said)


def _tell_secretaries(work: Work, cycle: Cycle, roster: Roster, due: Sequence[Occasion]) -> int:
    handed_in = submissions.newest_of_all(work, cycle)
    told = 0
    for branch in roster.branches:
        secretary = roster.secretary_of(branch)
        fresh = [
            o for o in due if o.item in (REPORT, DEADLINE) and secretary and _is_new(work, cycle, o, str(secretary.id))
        ]
        if not fresh or secretary is None:
            continue
        if branch.id in handed_in:
            _leave_out(work, cycle, fresh, secretary, "已经交了")
        else:
            told += _tell_secretary(work, cycle, roster, _Missing(branch, secretary), fresh)
    return told


@dataclass(frozen=True)
class _Missing:
    """A branch whose report is not there."""

    branch: Branch
    secretary: Person


def _tell_secretary(work: Work, cycle: Cycle, roster: Roster, missing: _Missing, fresh: Sequence[Occasion]) -> int:
    last_day = submissions.deadline_of(work, cycle, missing.branch).last_day
    today = work.now.astimezone(work.zone).date()
    key = _key(cycle, str(missing.secretary.id), fresh[-1])
    text = texts.report_missing(
        missing.secretary, last_day, remaining=(last_day - today).days, contact=cycle.plan.help_contact
    )
    condition = {"kind": REPORT, "cycle": cycle.id, "branch": missing.branch.id}
    said = work.tell(
        roster.department, missing.secretary, Message(text=text), key=key, prompted=False, condition=condition
    )
    for occasion in fresh:
        _record(
            work,
            cycle,
            occasion,
            str(missing.secretary.id),
            key=key if said else "",
            reason="" if said else "还没有绑定账号",
        )
    return int(said)


def _leave_out(work: Work, cycle: Cycle, fresh: Sequence[Occasion], person: Person, reason: str) -> None:
    for occasion in fresh:
        _record(work, cycle, occasion, str(person.id), key="", reason=reason)


def _is_new(work: Work, cycle: Cycle, occasion: Occasion, target: str) -> bool:
    return target not in ledger.known(work.session, cycle.id, occasion.item, occasion.window)


def _record(work: Work, cycle: Cycle, occasion: Occasion, target: str, *, key: str, reason: str) -> None:
    row = ReminderRow(
        cycle_id=cycle.id,
        item=occasion.item,
        target=target,
        window=occasion.window,
        planned_at=occasion.rung.moment,
        state="planned" if key else "skipped",
        reason=reason,
        key=key,
    )
    ledger.add(work.session, row)


def _key(cycle: Cycle, target: str, occasion: Occasion) -> str:
    return f"remind:{cycle.id}:{target}:{occasion.rung.day.isoformat()}"


def still_true(work: Work, condition: dict[str, Any]) -> str:
    """Asked right before a reminder goes out: empty where it still holds, else why it does not."""
    if condition["kind"] == REPORT and submissions.is_in(work, condition["cycle"], condition["branch"]):
        return "发送前已经交了"
    return ""
