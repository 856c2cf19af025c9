"""归档: the end of a year, by two persons (rule of conduct 6)."""

from bot.actions import archiving
from bot.actions.confirmations import YES
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import ORGANISER, OVERSIGHT
from bot.domain.refusals import Missing
from bot.messages import CardState, ClickAnswer, Message
from bot.texts import archiving as texts

router = Router("archiving")
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
    archiving.ask(context.work, context.department, context.actor, int(text) if text else None)
    return Message(text=texts.WAITS)


router.alias("归档", r"归档\s*(?P<text>20\d\d)\s*(?:年|年度)?")


@router.button(archiving.KIND, who=OVERSIGHT, whose=Whose.SECOND, timeless=True)
def confirm(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    if pressed == YES:
        cycle = archiving.carry_out(context.work, context.department, card, context.actor)
        return ClickAnswer(accepted=True, notice=texts.done(cycle.year), state=CardState.CLOSED)
    archiving.decline(context.work, context.department, card, context.actor)
    return ClickAnswer(accepted=True, notice=texts.DECLINED, state=CardState.CLOSED)
