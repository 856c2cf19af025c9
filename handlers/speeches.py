"""Speaking time at the meeting."""

from bot.actions import polls
from bot.actions.requests import OpenRequest
from bot.dispatch.router import Router, Whose
from bot.dispatch.turn import Turn
from bot.domain.permissions import EVERYONE, ORGANISER
from bot.messages import Card, CardState, ClickAnswer, Message

router = Router("speeches")


@router.command(
    "发言", who=ORGANISER, help="会上给发言计时：开始、加时、讲完、下一位", private=True
)
def chair(turn: Turn) -> Message:
    return Message(card=polls.open_chair(turn.work, turn.cycle, turn.actor))


@router.button(polls.CHAIR, who=ORGANISER, whose=Whose.OWN, form=polls.steering)
def steer(turn: Turn, request: OpenRequest, pressed: str) -> ClickAnswer:
    polls.steer(turn.work, turn.cycle, turn.department, turn.actor, pressed)
    return _redrawn(polls.chair_card(turn.work, turn.cycle, request.id))


@router.button(polls.LISTEN, who=EVERYONE, whose=Whose.GROUP, options=("left",))
def how_long(turn: Turn, request: OpenRequest, _pressed: str) -> ClickAnswer:
    return _redrawn(polls.ask_time(turn.work, request))


def _redrawn(card: Card) -> ClickAnswer:
    return ClickAnswer(
        accepted=True, notice=card.text, state=CardState.OPEN, card=card, for_all=True
    )
