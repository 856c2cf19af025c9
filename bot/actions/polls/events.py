"""The meeting as an event: drafted by sentences, confirmed, told to the group, changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.actions import cycles, open_cards
from bot.actions.calendar import calendar_of
from bot.actions.polls.meetings import agenda
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person
from bot.domain.plan import Plan
from bot.domain.planfile import PlanInvalid, parse, render
from bot.domain.polls.announcing import (
    Draft,
    MeetingChangedMeanwhile,
    MeetingNotAnnounced,
    MeetingUnchanged,
    NothingSaidOfMeeting,
    Said,
    changed,
    check_moment,
    draft_of,
)
from bot.domain.polls.meeting import AgendaItem, Event
from bot.domain.polls.refusals import NoGroup
from bot.domain.values import dataclass
from bot.messages import Message
from bot.storage.polls import meeting as store
from bot.texts.polls import events as texts

KIND = "meeting_notice"  # the card on which the organiser confirms
ASKED = "meeting_question"  # what he was asked, with what he has said so far
STAGE = "meeting"  # of the plan
# Whatever he says later is meant for something else.
ANSWERED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Proposal:
    """What would be told to the group; `hints` are for the organiser alone."""

    event: Event
    text: str
    hints: tuple[str, ...]


def draft(work: UnitOfWork, cycle: Cycle, actor: Person, said: Said) -> Draft:
    """Returns what the organiser has in mind: the event as it stands, with what he says now and
    what he said before he was asked for the rest.

    Raises NothingSaidOfMeeting, MeetingNotAnnounced.
    """
    standing = standing_draft(work, cycle)
    waiting = _waiting(work, actor)
    if waiting is not None:
        # What he said before the question, and not what is in force, is what he goes on with.
        standing = _unpacked_draft(waiting["draft"])
    if said.is_empty:
        raise NothingSaidOfMeeting
    if said.later is not None and standing.day is None:
        raise MeetingNotAnnounced
    return changed(standing, said, agenda(work, cycle).items)


def standing_draft(work: UnitOfWork, cycle: Cycle) -> Draft:
    """Returns the event as it is now, to be changed."""
    return draft_of(store.of_cycle(work.session, cycle.id).event, work.zone)


def ask_for_the_rest(work: UnitOfWork, actor: Person, incomplete: Draft) -> None:
    """Keeps what was said for ten minutes, in which the organiser need only say what is lacking."""
    forget_question(work, actor)
    subject = {"draft": _packed_draft(incomplete), "asked_at": work.now.isoformat()}
    open_cards.ask(work, actor, ASKED, subject)


def forget_question(work: UnitOfWork, actor: Person) -> None:
    """Forgets what was said before the organiser was asked for the rest; a no-op without that."""
    open_cards.withdraw_own(work, actor, ASKED)


def is_asked(work: UnitOfWork, actor: Person) -> bool:
    """Tells whether this person was asked for the rest of an event and has not answered yet."""
    return _waiting(work, actor) is not None


def propose(work: UnitOfWork, cycle: Cycle, department: Department, complete: Draft) -> Proposal:
    """Returns what the group would hear.

    Raises MeetingPast, MeetingTooFar, MeetingUnchanged, NoGroup.
    """
    if not department.group:
        raise NoGroup
    meeting = store.of_cycle(work.session, cycle.id)
    event = complete.complete(work.zone)
    if meeting.notices and event == meeting.event:
        raise MeetingUnchanged
    assert event.at is not None, "a complete draft has its moment"
    if meeting.event.at != event.at:
        check_moment(event.at, work.now)
    # Hints forbid nothing: the day is the organiser's decision (rule of conduct 8).
    hints = []
    day = event.at.astimezone(work.zone).date()
    if not calendar_of(cycle.plan).is_workday(day):
        hints.append(texts.no_workday(day))
    stage = cycle.plan.stage(STAGE)
    if stage is not None and stage.due != day:
        followed = _following(cycle.plan, day)
        hints.append(texts.plan_follows(stage.due, day, can=followed is not None))
    return Proposal(event, _text(work, cycle, event), tuple(hints))


def announce(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    subject: Mapping[str, Any],
) -> None:
    """Puts the event in force and tells the group, once; the meeting's day in the plan follows.

    `subject` is of the card that showed it. Raises MeetingChangedMeanwhile.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    # The card shows what the group would hear, which another notice has made untrue meanwhile.
    if subject["notices"] != meeting.notices:
        raise MeetingChangedMeanwhile
    event = unpacked(subject["event"])
    text = _text(work, cycle, event)
    # Under a number of its own each notice is told once, and a change is told as well.
    number = meeting.notices + 1
    store.save(work.session, replace(meeting, event=event, notices=number, noticed_at=work.now))
    assert event.at is not None, "only complete events are shown"
    work.audit(
        cycle.department,
        actor,
        "meeting.announced",
        f"cycle:{cycle.year}",
        number=number,
        at=event.at.isoformat(),
        place=event.place,
    )
    plan = _following(cycle.plan, event.at.astimezone(work.zone).date())
    if plan is not None and plan != cycle.plan:
        cycles.replace_plan(work, cycle, plan, actor=actor)
    work.message_group(department, Message(text=text), key=f"meeting:{cycle.id}:notice:{number}")


def subject_of(work: UnitOfWork, cycle: Cycle, event: Event) -> dict[str, Any]:
    """Returns what the card of a proposal keeps."""
    notices = store.of_cycle(work.session, cycle.id).notices
    return {"event": packed(event), "notices": notices}


def packed(event: Event) -> dict[str, Any]:
    """Returns the event as plain JSON values."""
    at = None
    if event.at is not None:
        at = event.at.isoformat()
    return {
        "at": at,
        "place": event.place,
        "items": [[item.title, item.minutes] for item in event.items],
        "speech_minutes": event.speech_minutes,
        "attends": event.attends,
        "bring": event.bring,
    }


def unpacked(values: Mapping[str, Any]) -> Event:
    """Returns the event that was packed."""
    at = None
    if values["at"]:
        at = datetime.fromisoformat(values["at"])
    return Event(
        at=at,
        place=values["place"],
        items=tuple(AgendaItem(title, minutes) for title, minutes in values["items"]),
        speech_minutes=values["speech_minutes"],
        attends=values["attends"],
        bring=values["bring"],
    )


def _text(work: UnitOfWork, cycle: Cycle, event: Event) -> str:
    """Returns the notice; of an event that the group knows already, what is different now."""
    meeting = store.of_cycle(work.session, cycle.id)
    # The agenda reads the event from its row, so the new one is stored and taken back.
    with work.trial():
        store.save(work.session, replace(meeting, event=event))
        after = agenda(work, cycle)
    if not meeting.notices:
        return texts.notice(after, work.zone)
    return texts.change(agenda(work, cycle), after, work.zone)


def _following(plan: Plan, day: date) -> Plan | None:
    """Returns the plan with the meeting on its day; None where another date of the plan forbids it."""
    stages = list(plan.stages)
    for number, stage in enumerate(stages):
        if stage.id == STAGE:
            stages[number] = replace(stage, due=day)
    followed = replace(plan, stages=tuple(stages))
    try:
        # The reader of plans alone knows which dates fit together, so the plan is read as a file.
        parse(render(followed))
    except PlanInvalid:
        return None
    return followed


def _waiting(work: UnitOfWork, actor: Person) -> Mapping[str, Any] | None:
    for card in open_cards.of_kind(work, actor.department, ASKED):
        asked_at = datetime.fromisoformat(card.subject["asked_at"])
        if card.asked_by == actor.id and work.now - asked_at <= ANSWERED_WITHIN:
            return card.subject
    return None


def _packed_draft(incomplete: Draft) -> dict[str, Any]:
    day, clock = None, None
    if incomplete.day is not None:
        day = incomplete.day.isoformat()
    if incomplete.clock is not None:
        clock = incomplete.clock.isoformat()
    return {"day": day, "clock": clock, "event": packed(incomplete.event)}


def _unpacked_draft(values: Mapping[str, Any]) -> Draft:
    day, clock = None, None
    if values["day"]:
        day = date.fromisoformat(values["day"])
    if values["clock"]:
        clock = time.fromisoformat(values["clock"])
    return Draft(day, clock, unpacked(values["event"]))
