"""The periodic bulletin (S36), in the form of real ones: 总体情况, 存在问题, 下步要求."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.rectification.bulletins import Period, Section
from bot.domain.rectification.items import Standing
from bot.domain.rectification.refusals import NoDraft
from bot.domain.refusals import Refusal
from bot.domain.words import ACTIVITY, HOUSE, UNIT

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NoDraft: lambda _: "没有待发布的通报草稿。请先发「通报」生成草稿。",
}

SECTIONS = {Section.OVERALL: "总体情况", Section.PROBLEMS: "存在问题", Section.NEXT: "下步要求"}
HEADINGS = ("一、", "二、", "三、")
SHOWN_PROBLEMS = 5
FEW = 2  # branches that are called 个别
ORDINALS = "一二三四五"


def period(found: Period) -> str:
    if found.months == 1:
        return f"{found.first.year}年{found.first.month}月"
    return f"{found.first.year}年第{'一二三四'[(found.first.month - 1) // found.months]}季度"


def title(unit: str, found: Period) -> str:
    return f"关于{unit}{period(found)}{ACTIVITY}整改情况的通报"


def overall(unit: str, as_of: date, counts: Mapping[Standing, int], *, fresh: int) -> str:
    total = sum(counts.values())
    closed = counts[Standing.CLOSED] + counts[Standing.HELD]
    parts = [f"截至{as_of.year}年{as_of.month}月{as_of.day}日，{unit}整改台账共列入 {total} 条"]
    if fresh:
        parts.append(f"本期新列入 {fresh} 条")
    parts.append(f"已核验销号 {closed} 条")
    if counts[Standing.OPEN]:
        parts.append(f"按计划推进 {counts[Standing.OPEN]} 条")
    if counts[Standing.DUE]:
        parts.append(f"已到期、尚未销号 {counts[Standing.DUE]} 条")
    return "，".join(parts) + "。"


def some_branches(count: int) -> str:
    """How a bulletin that names nobody speaks of so many branches."""
    return f"个别{UNIT}" if count <= FEW else f"部分{UNIT}"


def problems(due: Sequence[tuple[str, str]]) -> str:
    """`due` are the problems that are due, each behind whose it is."""
    if not due:
        return "目前没有到期未办结的事项。"
    lines = [
        f"（{ORDINALS[number]}）{whose}在“{problem}”方面还需继续推进。"
        for number, (whose, problem) in enumerate(due[:SHOWN_PROBLEMS])
    ]
    if len(due) > SHOWN_PROBLEMS:
        lines.append(f"另有 {len(due) - SHOWN_PROBLEMS} 条到期未办结。")
    return "\n".join(lines)


def next_steps(contact: str, *, unfinished: int) -> str:
    """Nothing is asked of anybody where everything is closed."""
    if not unfinished:
        return "列入台账的事项已全部销号，请巩固成效，防止反弹。"
    help_line = f"，也可以直接联系{contact}" if contact else ""
    return (
        f"各{UNIT}按时限逐条推进，重在解决问题，不要求为此另做材料。"
        f"遇到困难请在私聊里选“需要帮助”{help_line}。"
        "办结的由责任人以外的同志核验销号，销号后跟踪问效。"
    )


def chart_title(found: Period) -> str:
    return f"{period(found)}整改情况"


CHART_NOTES = (
    "已销号：责任人以外的同志核验通过。",
    "成效保持：销号后一段时间再问，责任人答复保持良好。",
    "待核验的事项计入未到期。",
)


def chart_name(found: Period) -> str:
    return f"{period(found)}整改情况.png"


def document_name(found: Period) -> str:
    return f"{period(found)}整改情况通报（草稿）.docx"


def draft(title_line: str, sections: Sequence[tuple[str, str]], *, released: bool) -> str:
    lines = [
        title_line,
        *(f"{HEADINGS[number]}{name}：{text}" for number, (name, text) in enumerate(sections)),
    ]
    if released:
        return "\n".join([*lines, "（这一期已经发布。）"])
    return "\n".join(
        [
            *lines,
            "修改，例如：通报 存在问题 个别支部谈心谈话还不够经常；发布请发：通报 发布（由另一位同志复核）。",
        ]
    )


NOTHING_YET = "整改台账还没有事项，暂时没有可通报的内容。"


def edited(section: Section) -> str:
    return f"已按您写的更新「{SECTIONS[section]}」。"


EDIT_USAGE = "通报 存在问题 个别支部谈心谈话还不够经常；或：通报 发布"
WAITS_FOR_SECOND = f"已请另一位同志确认，确认后在{HOUSE}群发布一次。"
CARD_TITLE = "发布整改通报"


def question(asker: str) -> str:
    return f"{asker}请您核对后确认发布到{HOUSE}群："


RELEASED = f"已发布到{HOUSE}群。"
DECLINED = "好的，没有发布，已告知发起人。"


def declined_notice(name: str) -> str:
    return f"{name}认为整改通报还要再改，没有发布。"


def released_text(title_line: str, sections: Sequence[tuple[str, str]]) -> str:
    return "\n".join(
        [
            title_line,
            *(f"{HEADINGS[number]}{name}\n{text}" for number, (name, text) in enumerate(sections)),
        ]
    )


def ready(found: Period) -> str:
    return f"{period(found)}整改通报的草稿可以看了，发「通报」查看、修改。"
