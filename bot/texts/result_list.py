"""A list of results that is made public: what is asked, announced and told at its end."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.plan import Listed, Plan
from bot.domain.publicity import Window
from bot.domain.publicity import refusals as why
from bot.domain.publicity.publication import Publication
from bot.domain.publicity.result import PublicResult
from bot.domain.refusals import Refusal
from bot.domain.words import ACTIVITY, year_title
from bot.texts import contacts, dates

SHOWN = 8  # names in a message; the notice has them all


def title(listed: Listed) -> str:
    return f"请确认公示{listed.value}名单"


def question(asker: str, listed: Listed, days: int, results: Sequence[PublicResult]) -> str:
    head = f"{asker}请您核对并确认公示{listed.value}名单，共 {len(results)} 位："
    period = f"确认后在群里公示 {days} 个工作日，附公告。"
    return "\n".join([head, *_lines(results), period])


def prepared(results: Sequence[PublicResult], untold: Sequence[str]) -> str:
    lines = [
        f"名单公告已拟好（附件），共 {len(results)} 位，已请另一位同志确认，确认后在群里公示。"
    ]
    # Nobody should read his result in a list before he was told.
    if untold:
        lines.append(f"还没有向本人反馈结果：{'、'.join(untold)}。")
    return "\n".join(lines)


def release_done(last: date) -> str:
    return f"已在群里公示名单，到{dates.day(last)}自动结束。"


DECLINED = "好的，没有公示。"


def declined_notice(who: str) -> str:
    return f"{who}没有确认公示名单，请沟通后再办。"


def announcement(plan: Plan, period: Window, results: Sequence[PublicResult]) -> str:
    return "\n".join(
        [
            f"{year_title(plan.year)}{ACTIVITY}{plan.release.listed.value}公示，{_days(period)}：",
            *_lines(results),
            f"有意见直接发给我，开头写“反馈”；不愿署名的，开头写“匿名反馈”{contacts.also(plan.help_contact)}。",
        ]
    )


def shown(listed: Publication, year: int) -> str:
    return "\n".join(
        [f"{year_title(year)}{ACTIVITY}名单公示，{_days(listed.window)}：", *_lines(listed.results)]
    )


def _days(period: Window) -> str:
    return f"{dates.day(period.first)}至{dates.day(period.last)}"


def _lines(results: Sequence[PublicResult]) -> list[str]:
    lines = []
    for result in results[:SHOWN]:
        whose = result.name
        if result.unit and result.unit != result.name:
            whose += f"（{result.unit}）"
        lines.append(f"· {whose}：{result.result}")
    if len(results) > SHOWN:
        lines.append(f"· 另有 {len(results) - SHOWN} 位，见附件")
    return lines


def closed_for_all(year: int) -> str:
    return f"{year_title(year)}{ACTIVITY}名单公示已经结束，谢谢大家的监督。"


def closed_for_leaders(heard: int) -> str:
    if not heard:
        return "名单公示已结束，没有收到反馈。"
    return f"名单公示已结束，收到反馈 {heard} 条，发“反馈情况”查看。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    why.ListPublic: lambda refusal: f"名单已经公示过，到{dates.day(refusal.last)}。",
    why.NothingToList: lambda _: (
        "还没有可以公示的结果。请先由另一位同志确认等次或公布测评结果，再发送“公示名单”。"
    ),
    why.NoListPublic: lambda _: "现在没有公示中的名单。公示时群里会有公告。",
}
