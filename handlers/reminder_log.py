"""提醒记录: why somebody was reminded, or not."""

from bot.actions import reminder_log
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import REMINDER_LOG
from bot.domain.permissions import EVERYONE
from bot.messages import Message
from bot.texts import dates
from bot.texts import reminder_log as texts

router = Router("reminder_log", forms=REMINDER_LOG)
SHOWN = 8


@router.command(
    "提醒记录", who=EVERYONE, help="看提醒过您什么、为什么没有提醒", reads=True, private=True
)
def log(context: Context) -> Message:
    lines = []
    for entry in reminder_log.latest(context.work, context.actor, SHOWN):
        day = dates.day(entry.planned_at.astimezone(context.work.zone).date())
        outcome = texts.outcome(entry.state, entry.reasons)
        lines.append(texts.line(day, texts.kind(entry.item), outcome))
    # Entries about several items of one moment are one line.
    distinct_lines = list(dict.fromkeys(lines))
    return Message(text=texts.mine(distinct_lines[:SHOWN]))
