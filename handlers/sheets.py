"""The sheet (测评表) in the chat: opening it, getting one's own, and how it is kept secret.

What is chosen on it does not pass here: it goes straight to the ballot box.
"""

import re
from collections.abc import Sequence

from bot.actions import polls
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.people import Person
from bot.domain.permissions import EVERYONE, ORGANISER
from bot.domain.plan import Part
from bot.domain.refusals import NoSuch, WhichPlace
from bot.domain.words import OFFICE
from bot.messages import Message
from bot.texts import polls as poll_texts
from bot.texts.polls import sheets as texts

router = Router("sheets", Part.BALLOT)
OPEN = "发测评表"
SHEET = "测评表"
NAMES_END = re.compile(r"[\s,，、;；和与及]+")
ALL = re.compile(r"(?:给|发给)?(?:全部|所有|全体|大家)?(?:书记|同志|人)?")
router.alias(
    OPEN, r"(?:请|现在|可以|开始)*(?:发|发放|发一下|下发)测评表(?:吧|了)?(?P<text>[^?？]*)"
)
router.alias("怎样保密", r"(?:测评|投票|选票|票)?(?:是)?(?:怎样|怎么|如何)保密的?[?？]?")
router.alias("测评表", r"(?:请)?(?:给我|再给我|我要)?(?:发|发一下|看看|看)?(?:我的)?测评表[。!！]?")


@router.command(OPEN, who=ORGANISER, help=f"发一张测评表，全部{OFFICE}都在上面")
def hand_out(context: Context, text: str = "") -> Message:
    """Opens one sheet for all, or for those who are named, in the order of speaking."""
    if ALL.fullmatch(text.strip()):
        return hand_out_to_all(context)
    return _open(context, _named(context, text))


def hand_out_to_all(context: Context) -> Message:
    return _open(context, polls.speakers(context.work, context.cycle))


@router.command(SHEET, who=EVERYONE, help="领取您的测评表", private=True)
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
    notice = poll_texts.whole_notice(keep_days=context.cycle.plan.ballot.objection_days)
    return Message(text=notice)


def _named(context: Context, text: str) -> Sequence[Person]:
    """Returns the persons who are named by name or branch, in the order of speaking.

    Raises NoSuch where a name is nobody's who is evaluated, WhichPlace where it is of several.
    """
    named = set()
    speakers = polls.speakers(context.work, context.cycle)
    for name in filter(None, NAMES_END.split(text)):
        of_group = group_named(context, name)
        if of_group:
            named |= {person.id for person in of_group}
            continue
        fitting = [person for person in speakers if _is_called(person, name)]
        if len(fitting) > 1:
            raise WhichPlace(tuple(person.title for person in fitting))
        if not fitting:
            raise NoSuch("姓名", name, f"{OPEN} 姓名 姓名")
        named.add(fitting[0].id)
    return [person for person in speakers if person.id in named]


def group_named(context: Context, name: str) -> Sequence[Person]:
    """Returns the group of subjects with this title, in the order of speaking; nobody for another
    name.
    """
    speakers = polls.speakers(context.work, context.cycle)
    groups = {group.title: group for group in context.cycle.plan.subjects}
    if name not in groups:
        return ()
    return [person for person in speakers if context.cycle.plan.group_of(person) == groups[name]]


def _is_called(person: Person, name: str) -> bool:
    branch = person.branch.name if person.branch else ""
    return name in (person.name, person.title, branch, branch.removesuffix("党支部"))


def _open(context: Context, subjects: Sequence[Person]) -> Message:
    """Opens the sheet; in the group the answer is the notice itself."""
    opened = polls.open_poll(
        context.work,
        context.cycle,
        context.department,
        context.actor,
        subjects,
        turning=True,
    )
    brought = polls.hand_out(context.work, context.department, opened.id)
    notice = Message(text=polls.sheet_notice(opened.terms, context.work.zone))
    if context.in_group:
        return notice
    context.work.message_group(
        context.department, notice, key=f"poll:{opened.id}:opened", priority=1
    )
    answer = texts.opened(len(subjects), opened.terms.eligible, opened.code)
    answer += texts.brought(brought)
    return Message(text=answer + poll_texts.unplanned(opened.unknown))
