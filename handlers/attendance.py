"""Attendance at the meeting, and leave."""

from collections.abc import Sequence
from dataclasses import replace

from bot.actions import polls
from bot.actions.polls.presence import Attendance
from bot.dispatch import confirming
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.dispatch.understanding import Heard, Slot, Value
from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.forms import attendance as forms
from bot.dispatch.understanding.nearest import near_names
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person, Role
from bot.domain.permissions import EVERYONE, ORGANISER
from bot.domain.plan import Part
from bot.domain.polls.announcing import OnlyOwnLeave
from bot.messages import CardState, ClickAnswer, Message
from bot.texts.polls import attendance as texts
from handlers.todos import with_the_next

router = Router("attendance", Part.MEETING, forms.FORMS)


# The hall sees who is there; it decides nothing.
@router.command("签到", who=EVERYONE, usage="签到", help="会上签到", about=nobody)
def sign_in(context: Context, person: Person | None = None) -> Message:
    """The organiser opens the list, reads it, or signs somebody in; all others sign themselves in."""
    # An organiser says 签到 to open the list, and 「到了」 of himself as all others do.
    if forms.arrives(context.update.text) or not context.actor.has(Role.ORGANISER):
        return _sign_in(context, context.actor)
    if person is not None:
        return _sign_in(context, person)
    if polls.open_attendance(context.work, context.cycle, context.department, context.actor):
        # Whoever opens the list sits in the hall himself.
        polls.sign_in(
            context.work, context.cycle, context.department, context.actor, actor=context.actor
        )
        return Message(text=texts.OPENED)
    return _list(context)


@router.button(polls.ATTEND, who=EVERYONE, whose=Whose.GROUP, options=("here",))
def attend(context: Context, _card: OpenCard, _pressed: str) -> ClickAnswer:
    """The card stays open for the others."""
    message = _sign_in(context, context.actor)
    return ClickAnswer(accepted=True, notice=message.text, state=CardState.ANSWERED)


def _sign_in(context: Context, person: Person) -> Message:
    if not polls.is_attendance_open(context.work, context.cycle):
        # Whoever comes takes his leave back by coming, and is expected again (decision 0028).
        if polls.is_on_leave(context.work, context.cycle, person):
            return _come_after_all(context, person)
        if polls.open_sheet(context.work, person) is not None:
            return Message(text=texts.ARRIVED_AT_THE_SHEET)
        answer = Message(text=texts.ARRIVED)
        if not ORGANISER.allows(context.actor):
            return answer
        return with_the_next(context, answer)
    arrival = polls.sign_in(
        context.work, context.cycle, context.department, person, actor=context.actor
    )
    # A late guest is added to the roll in the open, so that he can vote (ballot step 1).
    if arrival.late:
        polls.hand_out_late(context.work, context.department, person)
    if arrival.new:
        return Message(text=texts.signed_in(person.title))
    return Message(text=texts.signed_in_before(person.title))


def _list(context: Context) -> Message:
    """Names and reasons are for the organiser alone; in the group he hears numbers."""
    now = polls.attendance(context.work, context.cycle)
    if context.in_group:
        return Message(
            text=texts.counts(
                taken=now.open,
                invited=len(now.invited),
                present=len(now.present),
                on_leave=len(now.on_leave),
            )
        )
    text = texts.attendance_list(
        taken=now.open,
        invited=len(now.invited),
        present=_titles(now.present),
        missing=_titles(now.missing),
        on_leave=[(person.title, reason) for person, reason in now.on_leave],
        guests=_titles(now.guests),
    )
    return Message(text="\n".join([text, *_by_venue(context, now)]))


def _by_venue(context: Context, now: Attendance) -> list[str]:
    """Returns a list for each place where the meeting is held at several."""
    rules = context.cycle.plan.ballot
    if not rules.venues:
        return []
    lines = []
    # None is the main hall, to which everybody belongs whom no venue claims.
    for venue in (None, *rules.venues):
        here = [person for person in now.invited if rules.venue_of(person) == venue]
        present = [person for person in here if person in now.present]
        missing = [person for person in here if person in now.missing]
        title = texts.MAIN_VENUE
        if venue is not None:
            title = venue.shown
        lines.append(
            texts.at_venue(
                title,
                taken=now.open,
                invited=len(here),
                present=len(present),
                missing=_titles(missing),
            )
        )
    return lines


@router.command(
    "请假",
    who=EVERYONE,
    usage="请假 外出开会",
    help="不能到会时请假，原因只有组织员看得到",
    private=True,  # the reason is nobody else's to read (decision 0028)
    about=nobody,
)
def take_leave(context: Context, person: Person | None = None, text: str = "") -> Message:
    # Only the organiser speaks for others, so only his words may begin with a stranger's name.
    if person is None and ORGANISER.allows(context.actor):
        stranger, reason = forms.read_stranger(text)
        if stranger:
            args: dict[Slot, Value] = {Slot.PERSON: context.actor, Slot.TEXT: text.strip()}
            own = Heard("请假", args, sure=False, because=text)
            near = near_names(stranger, names_of(context.roster))
            others = [person for person in near if person != context.actor]
            readings = [
                replace(own, args={Slot.PERSON: other, Slot.TEXT: reason}) for other in others
            ]
            question = texts.whose_leave(stranger, alone=not others)
            # Nobody is put on leave by a guess: he would not be expected at the meeting.
            return confirming.ask(context, [*readings, own], text=question)
    who = _whose_leave(context, person)
    polls.take_leave(context.work, context.cycle, context.actor, who, text.strip())
    return Message(text=texts.leave_taken(who.title, own=who == context.actor))


@router.command(
    "取消请假",
    who=EVERYONE,
    usage="取消请假",
    help="又能到会了，取消请假",
    private=True,
    about=nobody,  # everybody excuses himself
)
def end_leave(context: Context, person: Person | None = None) -> Message:
    return _come_after_all(context, _whose_leave(context, person))


def _come_after_all(context: Context, person: Person) -> Message:
    polls.end_leave(context.work, context.cycle, context.department, context.actor, person)
    return Message(text=texts.leave_ended(person.title, own=person == context.actor))


@router.command("请假名单", who=ORGANISER, help="看应到、实到和请假", reads=True, private=True)
def leave_list(context: Context) -> Message:
    return _list(context)


def _whose_leave(context: Context, person: Person | None) -> Person:
    """Everybody speaks for himself, the organiser for all. Raises OnlyOwnLeave."""
    if person is None or person == context.actor:
        return context.actor
    if not ORGANISER.allows(context.actor):
        raise OnlyOwnLeave
    return person


def _titles(persons: Sequence[Person]) -> list[str]:
    return [person.title for person in persons]
