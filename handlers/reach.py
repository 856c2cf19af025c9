"""谁收不到: who cannot be written to yet, and what helps."""

from bot.actions import reach
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import REACH
from bot.domain.permissions import OVERSIGHT
from bot.domain.reach import Hindrance
from bot.messages import Message
from bot.texts import reach as texts

router = Router("reach", forms=REACH)


@router.command(
    "谁收不到", who=OVERSIGHT, help="看谁还收不到我的消息、怎么办", reads=True, private=True
)
def unreached(context: Context) -> Message:
    names: dict[Hindrance, list[str]] = {}
    for person, reason in reach.hindrances(context.work, context.department).items():
        names.setdefault(reason, []).append(person.title)
    return Message(text=texts.hindered(names))
