"""评议问题: problems raised at the evaluation become items of the ledger by one tap of the organiser."""

from bot.actions import open_cards, raised, todos
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import ORGANISER
from bot.domain.plan import Part
from bot.messages import ClickAnswer, Message
from bot.texts import raised as texts

router = Router("raised", Part.RECTIFICATION)


@router.command(
    "评议问题",
    who=ORGANISER,
    help="把点评、反馈里反映的问题列入整改台账",
    private=True,
    about=nobody,
)
def offer(context: Context) -> Message:
    card = raised.card(context.work, context.cycle, context.actor)
    if card is None:
        return Message(text=texts.NOTHING)
    return Message(card=card)


@router.button(raised.RAISED, who=ORGANISER, whose=Whose.OWN)
def enter(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    if pressed != raised.ENTER:
        open_cards.decide(context.work, card, context.actor, accepted=False)
        return ClickAnswer.closing(texts.LEFT)
    items = raised.enter(context.work, context.cycle, context.actor, card)
    # The moment in which a step ends brings the next (decision 0039).
    todos.bring_the_next(
        context.work, context.cycle, context.department, context.actor, key=f"next:{card.id}"
    )
    notice = texts.entered(len(items))
    return ClickAnswer.closing(notice)
