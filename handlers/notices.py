"""通知: draft, confirm, post."""

from dataclasses import replace

from bot.actions import confirmations, cycles, notices, reach
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.permissions import ORGANISER
from bot.domain.plan import Part
from bot.domain.words import HOUSE
from bot.messages import Message
from bot.texts import notices as texts
from bot.texts import reach as reach_texts

router = Router("notices", Part.NOTICE)
KIND = "notice"


@router.command(
    "通知",
    who=ORGANISER,
    help=f"看今年的通知稿，确认后发到{HOUSE}群",
    private=True,
    shows=lambda _actor, _said: True,  # the draft is shown before anything is posted
)
def propose(context: Context) -> Message:
    # What only shows is not asked it before.
    context.check_open()
    if notices.posted(context.work, context.cycle) is not None:
        return Message(text=texts.POSTED_BEFORE)
    if not context.department.group:
        return Message(text=texts.NO_GROUP)
    # Campaigns change (S6): last year's focus would be announced as this year's.
    if context.cycle.plan.focus_is_old:
        return Message(text=texts.focus_is_old(context.cycle.plan))
    card_text = CardText(
        texts.CONFIRM_TITLE, texts.confirm(notices.draft(context.work, context.cycle))
    )
    return Message(card=confirmations.ask_oneself(context.work, context.actor, KIND, {}, card_text))


@router.command(
    "确认重点",
    who=ORGANISER,
    help="今年仍用方案里往年的重点内容",
    private=True,
)
def confirm_focus(context: Context) -> Message:
    """Takes the focus areas of another year for this one; a no-op where they are this year's."""
    plan = context.cycle.plan
    if plan.focus_is_old:
        report = replace(plan.report, focus_year=plan.year)
        changed = replace(plan, report=report)
        cycles.replace_plan(context.work, context.cycle, changed, actor=context.actor)
    return Message(text=texts.FOCUS_CONFIRMED)


@router.own_confirmation(KIND, who=ORGANISER, declined=texts.LEFT)
def decide(context: Context, _card: OpenCard) -> str:
    # Another organiser may have tapped first.
    if not notices.post(context.work, context.cycle, context.actor):
        return texts.POSTED_BEFORE
    hindered = reach.hindrances(context.work, context.department)
    return texts.posted(reach_texts.warning(hindered.values()))
