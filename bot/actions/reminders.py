"""Saying what is due, once.

One ledger row per (item, target, window) tells what was planned, or why it was left out.

The group hears the countdown and collective facts; a person hears privately what is still missing
from him; who has done it hears nothing (rules of conduct 2 and 4). What falls on one day for one
target is one message. What fell into a time when the program did not run is caught up on its own
day; later the next one takes its place, and the ledger says so.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.actions import (
    acquaintance,
    conditions,
    cycles,
    digests,
    materials,
    people,
    preparation,
    stages,
    submissions,
)
from bot.actions.calendar import calendar_of, occasions
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.todos import Facts, steps
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import reminders as rules
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Roster
from bot.domain.plan import Part as PlanPart
from bot.domain.reminders import DEADLINE, REPORT, Occasion
from bot.domain.words import filled
from bot.storage import cycles as cycle_store
from bot.storage import reminders as ledger
from bot.texts import preparation as preparation_texts
from bot.texts import reminders as texts

GROUP = "group"
FIRST_WORDS = 3  # lines before the sheet of the first reminder: who writes, and until when
PUNCTUAL = timedelta(minutes=10)  # many beats of the metronome
# How often it is noted that the program is running; finer than any two rungs of a countdown.
NOTED_EVERY = timedelta(hours=1)


def remind_due(work: UnitOfWork) -> int:
    """Enqueues what is due now in every running cycle; returns the number of messages."""
    return sum(_Countdown(work, cycle).run() for cycle in cycles.active(work))


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns when something will be due next; None where nothing will."""
    moments = [
        rules.upcoming(reminders, after)
        for cycle in cycles.active(work)
        for reminders in _countdowns(work, cycle)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


@conditions.checks(DEADLINE)
def _why_day_is_over(work: UnitOfWork, condition: Condition) -> str:
    """A countdown is said on its own day or not at all."""
    if condition["day"] < work.today.isoformat():
        return texts.DAY_OVER
    return ""


@conditions.checks(REPORT)
def _why_report_is_needless(work: UnitOfWork, condition: Condition) -> str:
    cycle = cycle_store.by_id(work.session, condition["cycle"])
    roster = people.roster(work, cycle.department)
    place = roster.place(condition["branch"])
    if place is None or not materials.outstanding(work, cycle, roster, place):
        return texts.HANDED_IN_MEANWHILE
    return _why_day_is_over(work, condition)


def _countdowns(work: UnitOfWork, cycle: Cycle) -> Iterator[tuple[Occasion, ...]]:
    """Yields the reminders of the deadline, and those of every day on which a report is due."""
    plan = cycle.plan
    yield occasions(DEADLINE, plan.deadline, plan, work.zone)
    report_days = {plan.report_day, *submissions.extensions(work, cycle).values()}
    for day in sorted(report_days):
        yield occasions(REPORT, day, plan, work.zone)


def reminder(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    place: Branch,
    last_day: date,
    *,
    is_first: bool = False,
    is_last: bool = False,
) -> str:
    """Returns what whoever hands in for a place hears of the report.

    The first of the reminders brings the sheet to prepare it with. So does the first thing at all
    that he hears of the bot: nobody's first message from it says that something is missing. The
    last one says that it is.
    """
    subject = roster.subject_of(place)
    responsible = roster.responsible_for(place)
    assert subject is not None, "reports are owed by somebody"
    assert responsible is not None, "somebody hears it"
    is_stranger = not acquaintance.has_met(work, responsible)
    is_in_time = work.today <= last_day
    if (is_first or is_stranger) and is_in_time and cycle.plan.has(PlanPart.OUTLINE):
        sheet = preparation.text(work, cycle, place, above=FIRST_WORDS)
        return preparation_texts.before_writing(last_day, sheet)
    body = ""
    if subject.is_body:
        body = subject.name
    return texts.report_missing(
        last_day,
        remaining=(last_day - work.today).days,
        contact=cycle.plan.help_contact,
        body=body,
        what=materials.outstanding(work, cycle, roster, place),
        is_last=is_last,
    )


class _Countdown:
    """The reminders of one cycle, at one moment."""

    def __init__(self, work: UnitOfWork, cycle: Cycle) -> None:
        self.work = work
        self.cycle = cycle
        self.plan = cycle.plan
        self.calendar = calendar_of(cycle.plan)
        self.extensions = submissions.extensions(work, cycle)
        self._targets_by_window: dict[tuple[str, str], set[str]] = {}

    @cached_property
    def roster(self) -> Roster:
        return people.roster(self.work, self.cycle.department)

    def run(self) -> int:
        """Enqueues what is due and records what was missed; returns the number of messages.

        1. Notes that the program is running, at most once an hour.
        2. Records the reminders that came due while it was not and that help nobody any more.
        3. Reminds the group of the deadline, and each secretary whose report is missing.

        The ledger has one row for each reminder: a second run at the same moment does nothing. Most
        runs of a year find nothing to do, and then read no roster.
        """
        now = self.work.now
        watched_until = cycle_store.watched_until(self.work.session, self.cycle.id)
        # Noted rarely: each note is a write at a beat that otherwise writes nothing.
        if watched_until is None or now - watched_until >= NOTED_EVERY:
            cycle_store.watch(self.work.session, self.cycle.id, now)
        # For a new cycle it runs since now: what passed before was nobody's to say.
        running_since = watched_until or now
        countdowns = list(_countdowns(self.work, self.cycle))
        if any(rules.missed(each, running_since, now, self.calendar) for each in countdowns):
            self._record_missed(running_since)
        if not any(rules.due(each, now, self.calendar) for each in countdowns):
            return 0
        messages = self._remind_group()
        for place in self.roster.places:
            messages += self._remind_subject(place)
        return messages

    def _remind_group(self) -> int:
        due = self._due(DEADLINE, self.plan.deadline, GROUP)
        if not due:
            return 0
        remaining = due[-1].rung.remaining
        # After the deadline there is something to say only while a step is left.
        if remaining < 0 and stages.all_settled(self.work, self.cycle):
            self._record(due, GROUP, reason=texts.ALL_DONE)
            return 0
        # How many have handed in, and never who (rule of conduct 2).
        if self.plan.has(PlanPart.REPORT):
            text = texts.countdown(
                self.plan,
                remaining=remaining,
                handed_in=self._handed_in(),
                total=len(self.roster.places),
                next_step=steps.upcoming(Facts(self.work, self.cycle)),
            )
        else:
            text = texts.until_deadline(self.plan, remaining)
        condition = {"kind": DEADLINE, "day": due[-1].rung.day.isoformat()}
        part = Part(self._key(GROUP, due), text, condition)
        key = digests.post(self.work, self.roster.department, part)
        self._record(due, GROUP, key=key, reason=texts.NO_GROUP)
        if not key:
            return 0
        return 1

    def _handed_in(self) -> int:
        """Returns how many reports are there; what was sent back is to come again."""
        newest = submissions.newest_of_all(self.work, self.cycle)
        return len(newest) - len(submissions.sent_back(self.work, self.cycle))

    def _remind_subject(self, branch: Branch) -> int:
        """Reminds whoever hands in for this place; the ledger keeps it under the subject."""
        # Where nobody is evaluated nobody owes a report.
        subject = self.roster.subject_of(branch)
        if subject is None:
            return 0
        target = str(subject.id)
        due = self._due(REPORT, self._last_day(branch), target)
        if not due:
            return 0
        outstanding = materials.outstanding(self.work, self.cycle, self.roster, branch)
        if not outstanding:
            self._record(due, target, reason=texts.HANDED_IN)
            return 0
        rung = due[-1].rung
        condition = {
            "kind": REPORT,
            "cycle": self.cycle.id,
            "branch": branch.id,
            "day": rung.day.isoformat(),
        }
        responsible = self.roster.responsible_for(branch)
        key = ""
        if responsible is not None:
            is_first = rung.days == max(self.plan.reminders.rungs)
            all_of_them = occasions(REPORT, rung.deadline, self.plan, self.work.zone)
            text = reminder(
                self.work,
                self.cycle,
                self.roster,
                branch,
                rung.deadline,
                is_first=is_first,
                is_last=due[-1] == all_of_them[-1],
            )
            part = Part(self._key(target, due), text, condition)
            key = digests.tell(self.work, self.roster.department, responsible, part)
        self._record(due, target, key=key, reason=texts.NO_ACCOUNT)
        if not key:
            return 0
        return 1

    def _last_day(self, branch: Branch) -> date:
        return self.extensions.get(branch.id, self.plan.report_day)

    def _due(self, item: str, day: date, target: str) -> list[Occasion]:
        """Returns what is due and has no ledger row yet."""
        reminders = occasions(item, day, self.plan, self.work.zone)
        return self._unrecorded(rules.due(reminders, self.work.now, self.calendar), target)

    def _record_missed(self, since: datetime) -> None:
        """Records what came due after `since`, while nobody could say it, and helps no more."""
        targets = [(DEADLINE, self.plan.deadline, GROUP)]
        for branch in self.roster.places:
            subject = self.roster.subject_of(branch)
            if subject is not None:
                targets.append((REPORT, self._last_day(branch), str(subject.id)))
        for item, day, target in targets:
            reminders = occasions(item, day, self.plan, self.work.zone)
            missed = rules.missed(reminders, since, self.work.now, self.calendar)
            self._record(self._unrecorded(missed, target), target, reason=texts.MISSED)

    def _unrecorded(self, reminders: Sequence[Occasion], target: str) -> list[Occasion]:
        return [
            reminder
            for reminder in reminders
            if target not in self._targets_of(reminder.item, reminder.window)
        ]

    def _targets_of(self, item: str, window: str) -> set[str]:
        """Returns who has a ledger row for this window, read once for all branches."""
        if (item, window) not in self._targets_by_window:
            targets = ledger.targets(self.work.session, self.cycle.id, item, window)
            self._targets_by_window[item, window] = targets
        return self._targets_by_window[item, window]

    def _record(
        self, reminders: Sequence[Occasion], target: str, *, reason: str, key: str = ""
    ) -> None:
        """Writes one ledger row for each: planned under the part's key, or left out for the reason.

        One that was planned later than its moment says so instead.
        """
        for reminder in reminders:
            if key:
                late = self.work.now - reminder.rung.moment > PUNCTUAL
                reason = ""
                if late:
                    reason = texts.CAUGHT_UP
            ledger.record(
                self.work.session,
                cycle_id=self.cycle.id,
                item=reminder.item,
                target=target,
                window=reminder.window,
                planned_at=reminder.rung.moment,
                key=key,
                reason=filled(reason, self.cycle.plan.words),
            )

    def _key(self, target: str, due: Sequence[Occasion]) -> str:
        return f"remind:{self.cycle.id}:{target}:{due[-1].rung.day.isoformat()}"
