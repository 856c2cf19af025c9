"""提醒记录: why somebody was reminded, or not."""

from bot.actions import reminder_log
from bot.actions.reminder_log import Logged
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.permissions import EVERYONE
from bot.messages import Message
from bot.texts import dates
from bot.texts import reminder_log as texts

router = Router("reminder_log")
SHOWN = 8


@router.command(
    "提醒记录", who=EVERYONE, help="看提醒过您什么、为什么没有提醒", reads=True, private=True
)
def log(context: Context) -> Message:
    found = reminder_log.latest(context.work, context.actor, SHOWN)
    lines = dict.fromkeys(
        _line(context, one) for one in found
    )  # rows about several items of one moment are one line
    return Message(text=texts.mine(list(lines)[:SHOWN]))


router.alias(
    "提醒记录",
    r"(?:为什么|为啥|怎么|咋)(?:都|还|也)?(?:没有?|不|未)(?:收到|给我)?(?:提醒|通知)(?:到)?我?[？?呢啊。]*",
)


def _line(context: Context, one: Logged) -> str:
    day = dates.day(one.planned_at.astimezone(context.work.zone).date())
    return texts.line(day, texts.kind(one.item), texts.outcome(one.state, one.reasons))
