"""通知: draft, confirm, post."""

from bot.actions import confirmations, notices, requests
from bot.actions.confirmations import YES, Asking
from bot.actions.requests import OpenRequest
from bot.dispatch.router import Router, Whose
from bot.dispatch.turn import Turn
from bot.domain.permissions import ORGANISER
from bot.messages import CardState, ClickAnswer, Message
from bot.texts import notices as texts

router = Router("notices")
KIND = "notice"


@router.command("通知", who=ORGANISER, help="看今年的通知稿，确认后发到系群", private=True)
def propose(turn: Turn) -> Message:
    if notices.posted(turn.work, turn.cycle) is not None:
        return Message(text=texts.posted_before())
    if not turn.department.group:
        return Message(text=texts.no_group())
    asking = Asking(texts.confirm_title(), texts.confirm(notices.draft(turn.cycle)))
    return Message(card=confirmations.ask_oneself(turn.work, turn.actor, KIND, {}, asking))


@router.button(KIND, who=ORGANISER, whose=Whose.OWN)
def decide(turn: Turn, request: OpenRequest, pressed: str) -> ClickAnswer:
    requests.decide(turn.work, request, turn.actor, accepted=pressed == YES)
    if pressed != YES:
        return ClickAnswer(accepted=True, notice=texts.left(), state=CardState.CLOSED)
    done = notices.post(turn.work, turn.cycle, turn.actor)
    return ClickAnswer(
        accepted=True,
        notice=texts.posted() if done else texts.posted_before(),
        state=CardState.CLOSED,
    )
