"""Speaking time at the meeting."""

from bot.actions import polls
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import EVERYONE, ORGANISER
from bot.domain.plan import Part
from bot.messages import Card, CardState, ClickAnswer, Message

router = Router("speeches", Part.MEETING)


@router.command(
    "发言", who=ORGANISER, help="会上给发言计时：开始、加时、讲完、下一位", private=True
)
def chair(context: Context) -> Message:
    return Message(card=polls.open_chair(context.work, context.cycle, context.actor))


@router.button(polls.CHAIR, who=ORGANISER, whose=Whose.OWN, form=polls.steering)
def steer(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    polls.steer(context.work, context.cycle, context.department, context.actor, pressed)
    return _redrawn(polls.chair_card(context.work, context.cycle, card.id))


@router.button(polls.LISTEN, who=EVERYONE, whose=Whose.GROUP, options=("left",))
def how_long(context: Context, card: OpenCard, _pressed: str) -> ClickAnswer:
    return _redrawn(polls.ask_time(context.work, card))


def _redrawn(card: Card) -> ClickAnswer:
    return ClickAnswer(
        accepted=True, notice=card.text, state=CardState.OPEN, card=card, for_all=True
    )
