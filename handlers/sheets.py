"""The sheet (测评表) in the chat: opening it, getting one's own, and how it is kept secret.

What is chosen on it does not pass here: it goes straight to the ballot box.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.actions import polls, reach
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms import ballots as forms
from bot.dispatch.understanding.windows import Window, read_window
from bot.domain.people import Person
from bot.domain.permissions import EVERYONE, ORGANISER
from bot.domain.plan import InputRule, Part
from bot.domain.polls.window import closing_time
from bot.domain.refusals import NoSuch, WhichPlace
from bot.domain.words import OFFICE
from bot.messages import Message
from bot.texts import polls as poll_texts
from bot.texts import reach as reach_texts
from bot.texts.polls import sheets as texts
from handlers.todos import with_the_next

router = Router("sheets", Part.BALLOT, forms.SHEETS)
OPEN = "发测评表"
SHEET = "测评表"


@router.command(OPEN, who=ORGANISER, help=f"发一张测评表，全部{OFFICE}都在上面")
def hand_out(context: Context, text: str = "") -> Message:
    """Opens one sheet for all, or for those who are named, in the order of speaking; until it is
    ended, or until the day and time that are said.

    Raises NoSuch where a name is nobody's who is evaluated, WhichPlace where it is of several.
    """
    window = read_window(text, context.work.today)
    closes_at = closing_time_of(context, window)
    round_, names = round_said(context, window.rest)
    subjects: Sequence[Person] = polls.speakers(context.work, context.cycle)
    if not forms.means_everybody(names):
        groups = [group.title for group in context.cycle.plan.subjects]
        known = {name for person in subjects for name in _names_of(person)} | {*groups}
        ids_named = set()
        for name in forms.listed_names(names, known):
            of_group = group_named(context, name)
            if of_group:
                ids_named |= {person.id for person in of_group}
            else:
                ids_named.add(subject_called(context, name, f"{OPEN} 张三 李四").id)
        subjects = [person for person in subjects if person.id in ids_named]
    return _open(context, subjects, closes_at, round_)


def round_said(context: Context, text: str) -> tuple[InputRule | None, str]:
    """Returns which of the plan's ballots is meant, and what else is said; None where none is
    named.
    """
    for rule in context.cycle.plan.rounds:
        if rule.title in text:
            return rule, text.replace(rule.title, "", 1)
    return None, text


def closing_time_of(context: Context, window: Window) -> datetime | None:
    """Returns when the ballot closes by itself, as far as that was said. Raises ClosesTooSoon."""
    if not window.is_said:
        return None
    return closing_time(
        window.day,
        window.clock,
        now=context.work.now.astimezone(context.work.zone),
        evening=context.cycle.plan.reminders.quiet_from,  # a day without an hour ends with it
    )


def hand_out_to_all(context: Context) -> Message:
    return _open(context, polls.speakers(context.work, context.cycle), None)


@router.command(
    SHEET,
    who=EVERYONE,
    help="领取您的测评表",
    private=True,
    shows=lambda _actor, _said: True,  # whoever asks for his own sheet decides nothing by it
)
def own_sheet(context: Context) -> Message:
    """Gives somebody his sheet, again as often as he asks; he is present then.

    Whoever asks for it by its name gets a new link, which ends the one before: he may have lost
    that, or want to go on on another phone. A greeting repeats the link.
    """
    poll = polls.open_sheet_for(context.work, context.cycle, context.department, context.actor)
    if poll is None:
        if polls.is_held(context.work, context.cycle, context.actor):
            return Message(text=texts.NOT_YOURS)
        return Message(text=texts.NO_SHEET)
    if SHEET in context.update.text:
        polls.end_link(context.work, poll.id, context.actor)
    message = polls.handed_out(context.work, poll, context.actor)
    return message or Message(text=texts.NOT_YOURS)


@router.command("怎样保密", who=EVERYONE, help="看测评怎样保密", reads=True, private=True)
def secrecy(context: Context) -> Message:
    """Tells the whole notice, which would be too long for a card."""
    rules = context.cycle.plan.ballot
    notice = poll_texts.whole_notice(keep_days=rules.objection_days, small_apart=rules.small_apart)
    return Message(text=notice)


def group_named(context: Context, name: str) -> Sequence[Person]:
    """Returns the group of subjects with this title, in the order of speaking; nobody for another
    name.
    """
    speakers = polls.speakers(context.work, context.cycle)
    groups = {group.title: group for group in context.cycle.plan.subjects}
    if name not in groups:
        return ()
    return [person for person in speakers if context.cycle.plan.group_of(person) == groups[name]]


def subject_called(context: Context, name: str, usage: str) -> Person:
    """Returns the one subject of this name or branch. Raises NoSuch with the usage, WhichPlace."""
    speakers = polls.speakers(context.work, context.cycle)
    fitting = [person for person in speakers if name in _names_of(person)]
    if len(fitting) > 1:
        raise WhichPlace(tuple(person.title for person in fitting))
    if not fitting:
        raise NoSuch("姓名", name, usage)
    return fitting[0]


def _names_of(person: Person) -> Sequence[str]:
    branch = person.branch_name
    # People leave 党支部 away from a branch's name.
    return person.name, person.title, branch, branch.removesuffix("党支部")


def _open(
    context: Context,
    subjects: Sequence[Person],
    closes_at: datetime | None = None,
    round_: InputRule | None = None,
) -> Message:
    """Opens the sheet; in the group the answer is the notice itself."""
    opened = polls.open_poll(
        context.work,
        context.cycle,
        context.department,
        context.actor,
        subjects,
        closes_at=closes_at,
        turning=True,
        round_=round_,
    )
    brought = polls.hand_out(context.work, context.department, opened.id)
    notice = Message(text=polls.sheet_notice(opened.terms, context.work.zone))
    if context.in_group:
        return notice
    context.work.message_group(
        context.department, notice, key=f"poll:{opened.id}:opened", priority=1
    )
    answer = texts.opened(len(subjects), opened.terms.eligible, opened.code)
    hindered = reach.hindrances(context.work, context.department)
    answer += texts.brought(brought) + reach_texts.warning(hindered.values())
    message = Message(text=answer + poll_texts.unplanned(opened.unknown))
    return with_the_next(context, message)
