"""谁收不到: who cannot be written to yet, and what helps."""

from bot.actions import reach
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.permissions import OVERSIGHT
from bot.domain.reach import Hindrance
from bot.messages import Message
from bot.texts import reach as texts

router = Router("reach")


@router.command(
    "谁收不到", who=OVERSIGHT, help="看谁还收不到我的消息、怎么办", reads=True, private=True
)
def unreached(context: Context) -> Message:
    names: dict[Hindrance, list[str]] = {}
    for person, reason in reach.hindrances(context.work, context.department).items():
        names.setdefault(reason, []).append(person.title)
    return Message(text=texts.hindered(names))


router.alias(
    "谁收不到",
    r"(?:还有|现在)?(?:谁|哪些人|哪几位|哪几个人?|哪些同志|有没有人)(?:都|还|现在)?"
    r"(?:没有?|不能?)?(?:能?联系不?上|收不?到(?:你的|机器人的?|消息|通知|提醒)*|"
    r"(?:和|跟)(?:你|机器人)说过话|够不?着|找不到)(?:的|你|你的消息|消息|机器人)?[呢了吗？?。]*",
)
