"""归档: the end of a year, by two persons (rule of conduct 6)."""

from bot.actions import archiving
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import ARCHIVING
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import ORGANISER, OVERSIGHT
from bot.domain.refusals import Missing
from bot.messages import Message
from bot.texts import archiving as texts

router = Router("archiving", forms=ARCHIVING)
USAGE = "归档 2026"


@router.command(
    "归档",
    who=ORGANISER,
    usage=USAGE,
    help="一个年度全部结束，另一位同志确认",
    private=True,
    timeless=True,
)
def archive(context: Context, text: str = "") -> Message:
    if text and not text.isdecimal():
        raise Missing(USAGE)
    year = None
    if text:
        year = int(text)
    archiving.ask(context.work, context.department, context.actor, year)
    return Message(text=texts.WAITS)


@router.confirmation(
    archiving.KIND, who=OVERSIGHT, decline=archiving.decline, declined=texts.DECLINED, timeless=True
)
def confirm(context: Context, card: OpenCard) -> str:
    cycle = archiving.carry_out(context.work, context.department, card, context.actor)
    return texts.done(cycle.year)
