"""我的信息: what is kept about oneself."""

from bot.actions import personal
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.permissions import EVERYONE
from bot.messages import Message

router = Router("personal")


@router.command(
    "我的信息",
    who=EVERYONE,
    help="看这里存着您的哪些信息、存多久",
    reads=True,
    private=True,
    timeless=True,  # it is kept after the year as well (decision 0038)
)
def own_information(context: Context) -> Message:
    return Message(text=personal.own(context.work, context.department, context.actor))
