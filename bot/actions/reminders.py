"""Saying what is due, once. One ledger row per (item, target, window) tells what was planned or why it was left out.

The group hears the countdown and collective facts; a person hears privately what is still missing from him; who has
done it hears nothing (rules of conduct 2 and 4). What falls on one day for one target is one message.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions import cycles, digests, people, stages, submissions
from bot.actions.digests import Part, calendar
from bot.actions.rectification import asking, following, verifying
from bot.actions.work import Work
from bot.domain import reminders as rules
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Roster
from bot.domain.plan import Plan
from bot.domain.reminders import DEADLINE, REPORT, Occasion
from bot.storage import reminders as ledger
from bot.texts import reminders as texts

GROUP = "group"
PUNCTUAL = timedelta(minutes=10)  # many beats of the metronome


def remind_due(work: Work) -> int:
    """Enqueues what is due now in every running cycle; how many messages."""
    return sum(_remind(work, cycle) for cycle in cycles.active(work))


def next_due(work: Work, after: datetime) -> datetime | None:
    """When something will be due next."""
    moments = [rules.upcoming(found, after) for cycle in cycles.active(work) for found in _ladders(work, cycle)]
    return min((moment for moment in moments if moment is not None), default=None)


def _remind(work: Work, cycle: Cycle) -> int:
    roster = people.roster(work, cycle.department)
    return _tell_group(work, cycle, roster) + sum(
        _tell_branch(work, cycle, roster, branch) for branch in roster.branches
    )


def _ladders(work: Work, cycle: Cycle) -> Iterator[tuple[Occasion, ...]]:
    """The countdown's occasions, and those of every day on which some branch's report is due."""
    stage = cycle.plan.stage(REPORT)
    days = {stage.due if stage else cycle.plan.deadline, *submissions.extensions(work, cycle).values()}
    yield _occasions(DEADLINE, cycle.plan.deadline, cycle.plan, work.zone)
    yield from (_occasions(REPORT, day, cycle.plan, work.zone) for day in sorted(days))


@lru_cache(maxsize=256)
def _occasions(item: str, day: date, plan: Plan, zone: ZoneInfo) -> tuple[Occasion, ...]:
    return rules.occasions(item, day, plan, calendar(plan), zone)


def _due(work: Work, cycle: Cycle, item: str, day: date, target: str) -> list[Occasion]:
    """What is due and has no ledger row yet."""
    found = rules.due(_occasions(item, day, cycle.plan, work.zone), work.now, calendar(cycle.plan))
    return [one for one in found if target not in ledger.known(work.session, cycle.id, item, one.window)]


def _tell_group(work: Work, cycle: Cycle, roster: Roster) -> int:
    fresh = _due(work, cycle, DEADLINE, cycle.plan.deadline, GROUP)
    if not fresh:
        return 0
    remaining = fresh[-1].rung.remaining
    if remaining < 0 and stages.all_done(work, cycle):
        _record(work, cycle, fresh, GROUP, key="", reason=texts.ALL_DONE)
        return 0
    handed_in = len(submissions.newest_of_all(work, cycle))
    text = texts.countdown(cycle.plan, remaining=remaining, handed_in=handed_in, total=len(roster.branches))
    condition = {"kind": DEADLINE, "day": fresh[-1].rung.day.isoformat()}
    key = digests.post(work, roster.department, Part(_key(cycle, GROUP, fresh[-1]), text, condition))
    _record(work, cycle, fresh, GROUP, key=key, reason=_lateness(work, fresh) if key else texts.NO_GROUP)
    return 1 if key else 0


def _tell_branch(work: Work, cycle: Cycle, roster: Roster, branch: Branch) -> int:
    secretary = roster.secretary_of(branch)
    if secretary is None:
        return 0
    last_day = submissions.deadline_of(work, cycle, branch).last_day
    fresh = _due(work, cycle, REPORT, last_day, str(secretary.id))
    if not fresh:
        return 0
    if submissions.is_in(work, cycle.id, branch.id):
        _record(work, cycle, fresh, str(secretary.id), key="", reason=texts.HANDED_IN)
        return 0
    text = texts.report_missing(
        secretary, last_day, remaining=fresh[-1].rung.remaining, contact=cycle.plan.help_contact
    )
    day = fresh[-1].rung.day.isoformat()
    condition = {"kind": REPORT, "cycle": cycle.id, "branch": branch.id, "day": day}
    part = Part(_key(cycle, str(secretary.id), fresh[-1]), text, condition)
    key = digests.tell(work, roster.department, secretary, part)
    reason = _lateness(work, fresh) if key else texts.NO_ACCOUNT
    _record(work, cycle, fresh, str(secretary.id), key=key, reason=reason)
    return 1 if key else 0


def _lateness(work: Work, fresh: Sequence[Occasion]) -> str:
    """What the ledger says of a rung that is planned after its hour: nobody was there to do it in time."""
    return texts.CAUGHT_UP if work.now - fresh[-1].rung.moment > PUNCTUAL else ""


def _record(work: Work, cycle: Cycle, fresh: Sequence[Occasion], target: str, *, key: str, reason: str) -> None:
    """One ledger row per occasion: planned under the outbox key, or left out for a reason."""
    for occasion in fresh:
        ledger.record(
            work.session,
            cycle_id=cycle.id,
            item=occasion.item,
            target=target,
            window=occasion.window,
            planned_at=occasion.rung.moment,
            key=key,
            reason=reason,
        )


def _key(cycle: Cycle, target: str, occasion: Occasion) -> str:
    return f"remind:{cycle.id}:{target}:{occasion.rung.day.isoformat()}"


def _today(work: Work) -> str:
    return work.now.astimezone(work.zone).date().isoformat()


def still_true(work: Work, condition: Mapping[str, Any]) -> str:
    """Asked right before a reminder goes out: empty where it still holds, else why it does not."""
    if condition["kind"] == REPORT and submissions.is_in(work, condition["cycle"], condition["branch"]):
        return texts.HANDED_IN_MEANWHILE
    if condition.get("day", _today(work)) < _today(work):
        return texts.DAY_OVER
    if condition["kind"] == asking.ITEM:
        return following.still_true(work, condition)
    if condition["kind"] == verifying.NOTICE:
        return verifying.still_true(work, condition)
    return ""
