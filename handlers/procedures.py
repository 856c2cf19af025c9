"""Several procedures of one office: of which of them somebody speaks."""

from bot.actions import open_cards
from bot.dispatch import procedures
from bot.dispatch.context import Context
from bot.dispatch.router import BUTTONS, Router, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import EVERYONE
from bot.messages import ClickAnswer
from bot.texts import talk

router = Router("procedures")


@router.button(
    procedures.KIND,
    who=EVERYONE,
    whose=Whose.OWN,
    form=lambda card: {BUTTONS: frozenset(card.subject["departments"])},
    timeless=True,
)
def choose(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Goes on with what was said, in the procedure that was chosen; the answer follows."""
    open_cards.decide(context.work, card, context.actor, accepted=True)
    procedures.choose(context.work, card, context.actor.account, pressed)
    return ClickAnswer.closing(talk.PROCEDURE_CHOSEN)
