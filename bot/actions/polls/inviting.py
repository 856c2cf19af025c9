"""Before the meeting: on the last workday before it everybody who is expected is reminded, once.

It is said with whatever else is due that day. Whoever takes leave meanwhile hears nothing, and a
meeting that is put off is spoken of on the workday before its new day.
"""

from datetime import datetime

from bot.actions import conditions, cycles, digests, people
from bot.actions.calendar import calendar_of
from bot.actions.conditions import Condition
from bot.actions.digests import Part
from bot.actions.polls import presence
from bot.actions.polls.meetings import agenda
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.plan import Part as PlanPart
from bot.domain.reminders import MEETING as ITEM
from bot.storage import reminders as ledger
from bot.storage.polls import meeting as store
from bot.texts import reminders as reminder_texts
from bot.texts.polls import events as texts


def remind_due(work: UnitOfWork) -> int:
    """Reminds of every meeting whose last workday before has come; returns how many people."""
    now = work.now.astimezone(work.zone)
    reminded = 0
    for cycle in cycles.active(work):
        moment = reminded_at(work, cycle)
        # It is due on that day alone, after that hour, while nobody sleeps yet.
        if moment is None or now < moment or now.date() != moment.date():
            continue
        if not calendar_of(cycle.plan).is_quiet(now):
            reminded += _remind_expected(work, cycle, moment)
    return reminded


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns when people will be reminded of a meeting next; None where of none."""
    moments = [
        moment
        for cycle in cycles.active(work)
        if (moment := reminded_at(work, cycle)) is not None and moment > after
    ]
    return min(moments, default=None)


def reminded_at(work: UnitOfWork, cycle: Cycle) -> datetime | None:
    """Returns the hour of the plan's reminders on the last workday before the meeting.

    None where no meeting is announced, where the group heard of it only after that hour, and where
    the plan wants no reminders.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if not cycle.plan.has(PlanPart.MEETING) or not cycle.plan.reminders.rungs:
        return None
    if meeting.event.at is None or meeting.noticed_at is None:
        return None
    calendar = calendar_of(cycle.plan)
    day = calendar.previous_workday(work.day_of(meeting.event.at))
    clock = calendar.speaking_time(cycle.plan.reminders.at)
    moment = datetime.combine(day, clock, work.zone)
    if meeting.noticed_at >= moment:
        return None
    return moment


def _remind_expected(work: UnitOfWork, cycle: Cycle, moment: datetime) -> int:
    """Reminds everybody expected who has no ledger entry for this meeting yet; returns how many."""
    event = agenda(work, cycle)
    assert event.at is not None, "only of a fixed meeting people are reminded"
    # By its moment a meeting that is put off is another one to be reminded of.
    window = event.at.isoformat()
    recorded = ledger.targets(work.session, cycle.id, ITEM, window)
    department = people.department(work, cycle.department)
    reminded = 0
    for person in presence.expected(work, cycle):
        if str(person.id) in recorded:
            continue
        turn = ""
        if person in event.speakers:
            turn = texts.own_turn(event, person, own=True)
        venue = texts.own_venue(cycle.plan.ballot.venue_of(person), event)
        part = Part(
            key=f"meeting:{cycle.id}:{window}:{person.id}",
            text=texts.reminder(event, f"{venue}{turn}", work.zone),
            condition={"kind": ITEM, "cycle": cycle.id, "at": window, "person": person.id},
        )
        key = digests.tell(work, department, person, part)
        # Also of who could not be told: 「为什么没提醒我」 has its answer there.
        ledger.record(
            work.session,
            cycle_id=cycle.id,
            item=ITEM,
            target=str(person.id),
            window=window,
            planned_at=moment,
            key=key,
            reason=reminder_texts.unsent(key),
        )
        reminded += bool(key)
    return reminded


@conditions.checks(ITEM)
def _why_obsolete(work: UnitOfWork, condition: Condition) -> str:
    """A reminder goes out while the meeting is ahead at the same moment and he is not on leave."""
    meeting = store.of_cycle(work.session, condition["cycle"])
    at = meeting.event.at
    if at is None or at.isoformat() != condition["at"]:
        return texts.MOVED_MEANWHILE
    if work.now >= at:
        return texts.BEGUN_MEANWHILE
    if condition["person"] in store.leaves(work.session, condition["cycle"]):
        return texts.ON_LEAVE_MEANWHILE
    return ""
