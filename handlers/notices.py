"""通知: draft, confirm, post."""

from bot.actions import confirmations, notices, open_cards
from bot.actions.confirmations import YES
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.permissions import ORGANISER
from bot.domain.plan import Part
from bot.domain.words import HOUSE
from bot.messages import CardState, ClickAnswer, Message
from bot.texts import notices as texts

router = Router("notices", Part.NOTICE)
KIND = "notice"


@router.command("通知", who=ORGANISER, help=f"看今年的通知稿，确认后发到{HOUSE}群", private=True)
def propose(context: Context) -> Message:
    if notices.posted(context.work, context.cycle) is not None:
        return Message(text=texts.POSTED_BEFORE)
    if not context.department.group:
        return Message(text=texts.NO_GROUP)
    card_text = CardText(texts.CONFIRM_TITLE, texts.confirm(notices.draft(context.cycle)))
    return Message(card=confirmations.ask_oneself(context.work, context.actor, KIND, {}, card_text))


@router.button(KIND, who=ORGANISER, whose=Whose.OWN)
def decide(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    open_cards.decide(context.work, card, context.actor, accepted=pressed == YES)
    if pressed != YES:
        return ClickAnswer(accepted=True, notice=texts.LEFT, state=CardState.CLOSED)
    is_posted = notices.post(context.work, context.cycle, context.actor)
    notice = texts.POSTED if is_posted else texts.POSTED_BEFORE
    return ClickAnswer(accepted=True, notice=notice, state=CardState.CLOSED)
