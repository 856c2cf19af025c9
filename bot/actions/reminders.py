"""Saying what is due, once. One ledger row per (item, target, window) tells what was planned or why it was left out.

The group hears the countdown and collective facts; a person hears privately what is still missing from him; who has
done it hears nothing (rules of conduct 2 and 4). What falls on one day for one target is one message. What fell into a
time when the program did not run is caught up on its own day; later the next one takes its place, and the ledger says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from bot.actions import cycles, digests, people, stages, submissions
from bot.actions.calendar import calendar_of, occasions
from bot.actions.digests import Part
from bot.actions.polls import reminding
from bot.actions.rectification import asking, following, verifying
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import reminders as rules
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person, Roster
from bot.domain.reminders import DEADLINE, REPORT, Occasion, report_day
from bot.storage import cycles as cycle_store
from bot.storage import reminders as ledger
from bot.texts import reminders as texts

GROUP = "group"
PUNCTUAL = timedelta(minutes=10)  # many beats of the metronome
WATCH = timedelta(
    hours=1
)  # how often it is noted that somebody keeps watch; finer than any two rungs


def remind_due(work: UnitOfWork) -> int:
    """Enqueues what is due now in every running cycle; how many messages."""
    return sum(_Watch(work, cycle).keep() for cycle in cycles.active(work))


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """When something will be due next."""
    moments = [
        rules.upcoming(found, after)
        for cycle in cycles.active(work)
        for found in _ladders(work, cycle)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _ladders(work: UnitOfWork, cycle: Cycle) -> Iterator[tuple[Occasion, ...]]:
    """The countdown's occasions, and those of every day on which some branch's report is due."""
    days = {report_day(cycle.plan), *submissions.extensions(work, cycle).values()}
    yield occasions(DEADLINE, cycle.plan.deadline, cycle.plan, work.zone)
    yield from (occasions(REPORT, day, cycle.plan, work.zone) for day in sorted(days))


class _Watch:
    """One cycle, at one moment."""

    def __init__(self, work: UnitOfWork, cycle: Cycle) -> None:
        self.work = work
        self.cycle = cycle
        self.plan = cycle.plan
        self.extensions = submissions.extensions(work, cycle)
        self._known: dict[tuple[str, str], set[str]] = {}

    @cached_property
    def roster(self) -> Roster:
        return people.roster(self.work, self.cycle.department)

    def keep(self) -> int:
        """Says what is due and notes what was missed; how many messages. Most beats of a year find neither."""
        since = cycle_store.watched_until(self.work.session, self.cycle.id) or self.work.now
        if self.work.now == since or self.work.now - since >= WATCH:
            cycle_store.watch(self.work.session, self.cycle.id, self.work.now)
        ladders = list(_ladders(self.work, self.cycle))
        if any(
            rules.missed(found, since, self.work.now, calendar_of(self.plan)) for found in ladders
        ):
            self._note_missed(since)
        if not any(rules.due(found, self.work.now, calendar_of(self.plan)) for found in ladders):
            return 0
        return self._tell_group() + sum(
            self._tell_branch(branch) for branch in self.roster.branches
        )

    def _tell_group(self) -> int:
        fresh = self._due(DEADLINE, self.plan.deadline, GROUP)
        if not fresh:
            return 0
        remaining = fresh[-1].rung.remaining
        if remaining < 0 and stages.all_settled(self.work, self.cycle):
            self._record(fresh, GROUP, reason=texts.ALL_DONE)
            return 0
        text = texts.until_deadline(self.plan, remaining)
        if rules.asks_for_reports(self.plan):
            handed_in = len(submissions.newest_of_all(self.work, self.cycle))
            total = len(self.roster.branches)
            text = texts.countdown(self.plan, remaining=remaining, handed_in=handed_in, total=total)
        condition = {"kind": DEADLINE, "day": fresh[-1].rung.day.isoformat()}
        key = digests.post(
            self.work, self.roster.department, Part(self._key(GROUP, fresh), text, condition)
        )
        self._record(fresh, GROUP, key=key, reason="" if key else texts.NO_GROUP)
        return 1 if key else 0

    def _tell_branch(self, branch: Branch) -> int:
        secretary, last_day = self.roster.secretary_of(branch), self._last_day(branch)
        fresh = self._due(REPORT, last_day, str(secretary.id)) if secretary else []
        if secretary is None or not fresh:
            return 0
        if submissions.is_in(self.work, self.cycle.id, branch.id):
            self._record(fresh, str(secretary.id), reason=texts.HANDED_IN)
            return 0
        key = digests.tell(
            self.work, self.roster.department, secretary, self._missing(branch, secretary, fresh)
        )
        self._record(fresh, str(secretary.id), key=key, reason="" if key else texts.NO_ACCOUNT)
        return 1 if key else 0

    def _missing(self, branch: Branch, secretary: Person, fresh: Sequence[Occasion]) -> Part:
        rung, contact = fresh[-1].rung, self.plan.help_contact
        text = texts.report_missing(rung.deadline, remaining=rung.remaining, contact=contact)
        condition = {
            "kind": REPORT,
            "cycle": self.cycle.id,
            "branch": branch.id,
            "day": rung.day.isoformat(),
        }
        return Part(self._key(str(secretary.id), fresh), text, condition)

    def _last_day(self, branch: Branch) -> date:
        return self.extensions.get(branch.id, report_day(self.plan))

    def _due(self, item: str, day: date, target: str) -> list[Occasion]:
        """What is due and has no ledger row yet."""
        found = rules.due(
            occasions(item, day, self.plan, self.work.zone), self.work.now, calendar_of(self.plan)
        )
        return self._without_row(found, target)

    def _note_missed(self, since: datetime) -> None:
        """What came due after `since` and helps no more: nobody was there to say it, and nobody says it now."""
        targets = [(DEADLINE, self.plan.deadline, GROUP)]
        targets += [
            (REPORT, self._last_day(branch), str(secretary.id))
            for branch in self.roster.branches
            if (secretary := self.roster.secretary_of(branch)) is not None
        ]
        for item, day, target in targets:
            found = occasions(item, day, self.plan, self.work.zone)
            missed = rules.missed(found, since, self.work.now, calendar_of(self.plan))
            self._record(self._without_row(missed, target), target, reason=texts.MISSED)

    def _without_row(self, found: Sequence[Occasion], target: str) -> list[Occasion]:
        return [one for one in found if target not in self._targets(one.item, one.window)]

    def _targets(self, item: str, window: str) -> set[str]:
        """Who has a row; asked once for all branches."""
        if (item, window) not in self._known:
            self._known[item, window] = ledger.known(self.work.session, self.cycle.id, item, window)
        return self._known[item, window]

    def _record(
        self, found: Sequence[Occasion], target: str, *, key: str = "", reason: str = ""
    ) -> None:
        """One ledger row per occasion: planned under the part's key, or left out for a reason."""
        for occasion in found:
            late = key and self.work.now - occasion.rung.moment > PUNCTUAL
            ledger.record(
                self.work.session,
                cycle_id=self.cycle.id,
                item=occasion.item,
                target=target,
                window=occasion.window,
                planned_at=occasion.rung.moment,
                key=key,
                reason=texts.CAUGHT_UP if late else reason,
            )

    def _key(self, target: str, fresh: Sequence[Occasion]) -> str:
        return f"remind:{self.cycle.id}:{target}:{fresh[-1].rung.day.isoformat()}"


def still_true(work: UnitOfWork, condition: Mapping[str, Any]) -> str:
    """Asked right before a reminder goes out: empty where it still holds, else why it does not."""
    if condition["kind"] == REPORT and submissions.is_in(
        work, condition["cycle"], condition["branch"]
    ):
        return texts.HANDED_IN_MEANWHILE
    if condition.get("day", work.today.isoformat()) < work.today.isoformat():
        return texts.DAY_OVER
    if condition["kind"] == asking.ITEM:
        return following.still_true(work, condition)
    if condition["kind"] == verifying.NOTICE:
        return verifying.still_true(work, condition)
    if condition["kind"] == reminding.CONDITION:
        return reminding.still_true(work, condition["poll"], condition["person"])
    return ""
