"""大屏: the page for the projector in the hall."""

from bot.actions import polls
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.permissions import ORGANISER
from bot.messages import Message
from bot.texts.polls import pages as texts

router = Router("screens")


@router.command(
    "大屏",
    who=ORGANISER,
    help="拿会场大屏的链接：议程、发言计时、二维码、收票数",
    shows=lambda _actor, _said: True,  # that the address is made at the first time changes nothing
    private=True,
)
def screen(context: Context) -> Message:
    link = polls.screen_link(context.work, context.cycle, context.actor)
    if link is None:
        return Message(text=texts.NO_ADDRESS)
    return Message(text=texts.SCREEN_TOLD, link=link)
