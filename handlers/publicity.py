"""Publication and feedback in the chat (S29)."""

from bot.actions import inbox, publicity
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import PUBLICITY
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Role
from bot.domain.permissions import ORGANISER, OVERSIGHT, SEES_FEEDBACK, Permission
from bot.domain.plan import Part
from bot.domain.publicity.publication import State
from bot.domain.publicity.refusals import FeedbackUnclear
from bot.domain.words import REPORT, UNIT
from bot.messages import Message, OutFile
from bot.texts import publicity as texts
from bot.texts import refusals
from bot.texts import result_list as list_texts

router = Router("publicity", Part.PUBLICITY, PUBLICITY)
# A guest of the meeting is not of the stated circle (S29).
IN_SCOPE = Permission("公示范围内的同志", lambda person: person.roles != frozenset({Role.GUEST}))


@router.command(
    "公示",
    who=IN_SCOPE,
    usage=f"公示 第三{UNIT}",
    help=f"看公示的{REPORT}",
    private=True,
    shows=lambda actor, said: bool(said) or not actor.has(Role.ORGANISER),
    about=nobody,  # what is public everybody may read, also about himself
)
def publish(context: Context, branch: Branch | None = None) -> Message:
    """The organiser prepares the publication, or hears that it was prepared.

    Everybody else reads the reports, and he as well while it lasts.
    """
    state = publicity.status(context.work, context.cycle).state
    if branch is None and context.actor.has(Role.ORGANISER) and state != State.OPEN:
        preparation = publicity.prepare(
            context.work, context.cycle, context.department, context.actor
        )
        text = texts.prepared(
            len(preparation.reports),
            without=preparation.without,
            unaccepted=preparation.open,
            rated=preparation.rated,
        )
        return Message(text=text, file=preparation.notice)
    file = publicity.public_file(context.work, context.cycle, branch)
    if branch is not None:
        return Message(text=texts.here_it_is(branch.name), file=file)
    shown = publicity.open_now(context.work, context.cycle)
    days = (shown.window.first, shown.window.last)
    text = texts.contents(context.cycle.year, days, shown.reports)
    return Message(text=text, file=file)


@router.confirmation(
    publicity.PUBLISH, who=OVERSIGHT, decline=publicity.decline, declined=texts.DECLINED
)
def confirm_release(context: Context, card: OpenCard) -> str:
    window = publicity.release(context.work, context.cycle, context.department, card, context.actor)
    return texts.release_done(window.last)


@router.command(
    "更正公示",
    who=ORGANISER,
    usage=f"更正公示 第三{UNIT} 交错了版本",
    help="把公示中的报告换成新的一版",
    private=True,
)
def correct(context: Context, branch: Branch, text: str) -> Message:
    before, after = publicity.ask_correction(
        context.work, context.cycle, context.department, context.actor, branch, text
    )
    return Message(text=texts.correction_asked(before, after))


@router.confirmation(
    publicity.CORRECT, who=OVERSIGHT, decline=publicity.decline_correction, declined=texts.DECLINED
)
def confirm_correction(context: Context, card: OpenCard) -> str:
    publicity.carry_out(context.work, context.cycle, context.department, card, context.actor)
    return texts.CORRECTION_DONE


@router.command(
    "公示名单",
    part=Part.RESULT_LIST,
    who=IN_SCOPE,
    help="看公示的结果名单",
    private=True,
    shows=lambda actor, _said: not actor.has(Role.ORGANISER),
    about=nobody,
)
def result_list(context: Context) -> Message:
    """The organiser prepares the list, once; everybody else reads it while it is public."""
    listed = publicity.has_listed(context.work, context.cycle)
    if context.actor.has(Role.ORGANISER) and not listed:
        prepared = publicity.prepare_list(
            context.work, context.cycle, context.department, context.actor
        )
        text = list_texts.prepared(prepared.results, prepared.untold)
        return Message(text=text, file=prepared.notice)
    shown = publicity.public_list(context.work, context.cycle)
    notice = shown.notice
    assert notice is not None, "what is public has a notice"
    file = OutFile(notice.sha256, notice.name, notice.size)
    return Message(text=list_texts.shown(shown, context.cycle.year), file=file)


@router.confirmation(
    publicity.PUBLISH_LIST,
    who=OVERSIGHT,
    decline=publicity.decline_list,
    declined=list_texts.DECLINED,
)
def confirm_list(context: Context, card: OpenCard) -> str:
    window = publicity.release_list(
        context.work, context.cycle, context.department, card, context.actor
    )
    return list_texts.release_done(window.last)


@router.command(
    "反馈",
    part=Part.FEEDBACK,
    who=IN_SCOPE,
    usage=f"反馈 第三{UNIT}报告里的活动时间写错了",
    help="对公示提意见，不愿署名的开头写“匿名反馈”",
    private=True,
)
def feedback(context: Context, text: str, *, anonymous: bool = False) -> Message:
    """Takes signed feedback.

    Anonymous feedback does not come here unless secrecy was asked for in an unusual way: then its
    words are removed.
    """
    if anonymous:
        # Its words stand in the inbox beside whoever wrote them.
        inbox.scrub(context.work, context.update)
        return refusals.answer(
            FeedbackUnclear()
        )  # returned, not raised: a refusal would take the removal back
    publicity.give(context.work, context.cycle, context.actor, text)
    return Message(text=texts.TAKEN)


@router.command(
    "反馈办法",
    part=Part.FEEDBACK,
    who=IN_SCOPE,
    help="怎样对公示提意见，匿名时记录什么",
    reads=True,
    private=True,
)
def how(_context: Context) -> Message:
    return Message(text=texts.HOW_TO_GIVE_FEEDBACK)


@router.command(
    "反馈情况",
    part=Part.FEEDBACK,
    who=SEES_FEEDBACK,
    help="看公示和测评表上收到的反馈",
    shows=lambda _actor, _said: True,  # only that it was read is noted
    private=True,
)
def heard(context: Context) -> Message:
    """Shows what was said; the trail keeps who has read how much of it."""
    lines = []
    readable = publicity.readable_by(context.work, context.cycle, context.actor)
    publicity.note_read(context.work, context.cycle, context.actor, len(readable))
    for feedback in readable:
        signature = texts.signed(
            feedback.author, feedback.at, context.work.zone, on_sheet=feedback.on_sheet
        )
        lines.append(texts.feedback_line(feedback.text, feedback.branch, signature))
    return Message(text=texts.feedback_list(lines))
