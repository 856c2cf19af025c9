"""The meeting of a cycle: when and where it is, its agenda, who speaks, and how its polls are held."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.actions import people
from bot.actions.evaluation.rated import predecessors
from bot.actions.polls.opening import speakers
from bot.actions.polls.speeches import speech_minutes
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person, Role
from bot.domain.polls.meeting import Agenda, Event
from bot.domain.polls.roll import merge
from bot.domain.values import dataclass
from bot.storage.polls import meeting as store
from bot.storage.polls import speeches
from bot.texts.polls import events as texts


def event(work: UnitOfWork, cycle: Cycle) -> Event:
    """Returns when and where the meeting is; an empty event until it is fixed."""
    return store.of_cycle(work.session, cycle.id).event


def agenda(work: UnitOfWork, cycle: Cycle) -> Agenda:
    """Returns the meeting as people hear of it: who speaks in the order that was fixed, else as on
    the roster; once it was held, who spoke, also where he has given up his office since.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    roster = people.roster(work, cycle.department)
    spoke: Mapping[int, Person] = {}
    if meeting.event.at is None or meeting.event.at <= work.now:
        spoke = predecessors(work, cycle, roster)
    on_site = []
    written = []
    for subject in speakers(work, cycle):
        person = spoke.get(subject.id, subject)
        reason = meeting.written.get(str(person.id))
        if reason is None:
            on_site.append(person)
        else:
            written.append((person, reason))
    items = meeting.event.items or texts.planned_agenda(cycle.plan.words)
    comments = cycle.plan.meeting.comments
    # A point of their own is when they are made, whatever the plan says.
    if any(texts.COMMENTING in item.title for item in items):
        comments = texts.TOGETHER
    return Agenda(
        title=texts.title(cycle.plan),
        at=meeting.event.at,
        place=meeting.event.place,
        announced=meeting.notices > 0,
        items=items,
        speakers=tuple(on_site),
        order_kind=meeting.order_kind,
        speech_minutes=tuple(
            dict.fromkeys(speech_minutes(work, cycle, person) for person in on_site)
        ),
        written=tuple(written),
        guests=roster.with_role(Role.GUEST),
        comments=comments,
        attends=meeting.event.attends or texts.planned_attendance(roster),
        bring=meeting.event.bring,
        speech=cycle.plan.words.speech,
        venues=cycle.plan.ballot.venues,
    )


@dataclass(frozen=True)
class Talk:
    """The speech that runs. `started_at` is None where an earlier version began it."""

    speaker: Person
    started_at: datetime | None
    until: datetime


@dataclass(frozen=True)
class Hall:
    """What the screen of the hall shows of the meeting.

    `spoken` are those of the agenda's speakers who have had their turn, without who speaks now.
    """

    agenda: Agenda
    talk: Talk | None
    spoken: frozenset[int]


def hall(work: UnitOfWork, cycle: Cycle) -> Hall:
    """Returns the agenda, who speaks now and since when, and who has spoken."""
    talk = None
    spoken = speeches.speaker_ids(work.session, cycle.id)
    speech = speeches.latest(work.session, cycle.id)
    speaker = None
    if speech is not None:
        speaker = people.by_id(work, speech.person_id)
    if speech is not None and speaker is not None:
        talk = Talk(speaker, speech.started_at, speech.until)
        spoken -= {speaker.id}
    return Hall(agenda(work, cycle), talk, spoken)


def merge_categories(work: UnitOfWork, cycle: Cycle, actor: Person, names: Sequence[str]) -> str:
    """Counts these voter categories as one in the polls to come; returns what the one is called."""
    meeting = store.of_cycle(work.session, cycle.id)
    merges = merge(meeting.merges, names)
    merged = merges[names[0]]
    # Of a poll that is open the categories are frozen (ballot step 2).
    store.save(work.session, replace(meeting, merges=merges))
    work.audit(cycle.department, actor, "meeting.merged", f"cycle:{cycle.year}", categories=merged)
    return merged


def set_named(work: UnitOfWork, cycle: Cycle, actor: Person, *, named: bool) -> None:
    """Holds the polls to come by name (记名), or secretly again.

    Nothing happens where that is so already.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if meeting.named == named:
        return
    # How a poll that is open is held is frozen (ballot step 2).
    store.save(work.session, replace(meeting, named=named))
    verb = "meeting.secret"
    if named:
        verb = "meeting.named"
    work.audit(cycle.department, actor, verb, f"cycle:{cycle.year}")


def set_written(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, reason: str | None
) -> None:
    """Notes that a secretary reports in writing, and why; None brings him back to the hall."""
    meeting = store.of_cycle(work.session, cycle.id)
    written = dict(meeting.written)
    written.pop(str(person.id), None)
    if reason is not None:
        written[str(person.id)] = reason
    store.save(work.session, replace(meeting, written=written))
    mode = "written"
    if reason is None:
        mode = "on site"
    work.audit(
        cycle.department, actor, "meeting.mode", f"person:{person.id}", mode=mode, reason=reason
    )
