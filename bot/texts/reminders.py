"""What the bot says unasked: the countdown for the group, what is missing for one person."""

from collections.abc import Sequence
from datetime import date

from bot.domain.plan import Plan
from bot.domain.words import ACTIVITY, REPORT, year_title
from bot.texts import dates

# Why somebody was not reminded, as the ledger tells it.
NO_GROUP = "还不知道工作群"
NO_ACCOUNT = "还没有绑定账号"
HANDED_IN = "已经交了"
ALL_DONE = "各环节都已完成"
HANDED_IN_MEANWHILE = "发送前已经交了"
DAY_OVER = "当天没有送出，内容已过时"
SETTLED = "发送前已由别的同志办好"
PUT_OFF = "没有按时送出，仍然有效的内容顺延"
MISSED = "当时没有运行，已过当天，由下一次代替"
CAUGHT_UP = "晚于原定时间，恢复后补发"
REPEATED = "发送时中断，重发一次，可能收到两遍"
UNCLEAR = "两次中断，是否送到不能确定，不再重发"


def countdown(plan: Plan, *, remaining: int, handed_in: int, total: int, next_step: str) -> str:
    """Says how long it is until the end, and what comes next; no number tells who is still missing."""
    lines = [_when(plan, remaining)]
    if total and handed_in == total:
        lines.append(f"{REPORT}{total}份已交齐。")
    lines.append(next_step)
    return "\n".join(lines)


def until_deadline(plan: Plan, remaining: int) -> str:
    return _when(plan, remaining)


def archived(plan: Plan) -> str:
    """Returns what takes the place of the countdown once the year is put away."""
    return f"{year_title(plan.year)}{ACTIVITY}已经结束并归档。"


def _when(plan: Plan, remaining: int) -> str:
    what, last_day = f"{year_title(plan.year)}{ACTIVITY}", dates.of_plan(plan.deadline, plan.year)
    if remaining > 0:
        return f"{what}{last_day}前完成，还有 {remaining} 天。"
    if remaining == 0:
        return f"今天{last_day}是{what}的完成时限。"
    # The date has passed, and nobody is blamed for it (rule of conduct 4).
    return f"{what}的完成时限是{last_day}，工作仍在继续，按实际进度办理即可。"


def report_missing(
    last_day: date,
    *,
    remaining: int,
    contact: str,
    body: str = "",
    what: Sequence[str] = (REPORT,),
    is_last: bool = False,
) -> str:
    """Says that documents are missing, `what`, and to whoever is reminded for the last time that,
    too.

    No person is named, because it is said in single chat, and equal words to many are one call of a
    platform. `body` is what he hands in for.
    """
    documents = f"{body or '您'}的{'、'.join(what)}"
    when = f"请于{dates.day(last_day)}前交，还有 {remaining} 天"
    if remaining == 0:
        when = f"请于今天{dates.day(last_day)}交"
    elif remaining < 0:
        # No word about being late, only that it is still welcome (rule of conduct 4).
        when = f"约定{dates.day(last_day)}交，现在交也照常收"
        if is_last:
            when = f"约定{dates.day(last_day)}交，以后不再提醒，什么时候交都照常收"
    help_line = ""
    if contact:
        help_line = f"写的过程中有问题，请联系{contact}。"
    return f"您好。{documents}{when}。写好后把文件发给我就行。{help_line}"


def stage_line(title: str, last_day: date, remaining: int) -> str:
    if remaining > 0:
        return f"· {title}：{dates.day(last_day)}，还有 {remaining} 天"
    if remaining == 0:
        return f"· {title}：{dates.day(last_day)}，就是今天"
    return f"· {title}：{dates.day(last_day)}"


def unsent(key: str) -> str:
    """Says why nothing was sent, for the ledger; empty where something waits under this key."""
    if not key:
        return NO_ACCOUNT
    return ""
