"""提醒记录: why somebody was reminded, or not."""

from bot.actions import reminder_log
from bot.actions.reminder_log import Logged
from bot.dispatch.router import Router
from bot.dispatch.turn import Turn
from bot.domain.permissions import EVERYONE
from bot.messages import Message
from bot.texts import dates
from bot.texts import rectification as texts

router = Router("reminder_log")
SHOWN = 8


@router.command("提醒记录", who=EVERYONE, help="看提醒过您什么、为什么没有提醒", reads=True, private=True)
def log(turn: Turn) -> Message:
    found = reminder_log.latest(turn.work, turn.actor, SHOWN)
    return Message(text=texts.reminders([_line(turn, one) for one in found]))


router.alias(
    "提醒记录", r"(?:为什么|为啥|怎么|咋)(?:都|还|也)?(?:没有?|不|未)(?:收到|给我)?(?:提醒|通知)(?:到)?我?[？?呢啊。]*"
)


def _line(turn: Turn, one: Logged) -> str:
    outcome = texts.OUTCOMES.get(one.state) or texts.not_sent(one.reason)
    day = dates.day(one.at.astimezone(turn.work.zone).date())
    return texts.reminder_line(day, texts.reminder_item(one.item), outcome)
