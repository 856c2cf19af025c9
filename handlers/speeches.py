"""Speaking time at the meeting."""

from bot.actions import polls
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import ORGANISER
from bot.domain.plan import Part
from bot.messages import CardState, ClickAnswer, Message

router = Router("speeches", Part.MEETING)


@router.command(
    "发言", who=ORGANISER, help="会上给发言计时：开始、加时、讲完、下一位", private=True
)
def chair(context: Context) -> Message:
    return Message(card=polls.open_chair(context.work, context.cycle, context.actor))


@router.button(polls.CHAIR, who=ORGANISER, whose=Whose.OWN, form=polls.steering)
def steer(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """The card is redrawn for whoever presses; two organisers see the same clock."""
    polls.steer(context.work, context.cycle, pressed)
    redrawn = polls.chair_card(context.work, context.cycle, card.id)
    return ClickAnswer(
        accepted=True, notice=redrawn.text, state=CardState.OPEN, card=redrawn, for_all=True
    )
