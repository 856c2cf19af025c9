"""What is said about the ledger: items, what is reported of them, and how the whole stands."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.pairing import Change, Row
from bot.domain.patterns import pattern
from bot.domain.rectification.items import Item, Source, Standing, State
from bot.domain.rectification.refusals import (
    ItemArchived,
    ItemClosed,
    NoItems,
    NoProof,
    NoSuchItem,
    NothingToVerify,
    OwnersMayNotVerify,
    ReasonMissing,
    StaysInLedger,
    WhichItem,
)
from bot.domain.refusals import Refusal
from bot.domain.words import ACTIVITY, OFFICE, REPORT, SPEECH, SUBJECT, UNIT
from bot.texts import contacts, dates
from bot.texts.listing import quoted

HEAD = 24  # characters of a problem that a list shows
_NUMBERING = pattern(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九]是)\s*"
)

SOURCES = {
    Source.REPORT: "报告自查",
    Source.PROMISE: f"{SPEECH}承诺",
    Source.COMMENT: "领导点评",
    Source.FEEDBACK: "党员群众反映",
    Source.UPPER: "上级检查",
}
GONE = f"已撤销的{UNIT}"
STATES = {State.OPEN: "推进中", State.PROPOSED: "待核验", State.CLOSED: "已销号"}
NOT_REVISITED, REVISITED = "未回访", "已回访"
EVENTS = {
    "under_way": "推进中",
    "progress": "进展",
    "help": "需要帮助",
    "help_answered": "求助答复",
    "help_passed_on": "求助转请",
    "helped": "求助已解决",
    "done": "报告完成",
    "proof": "补充佐证",
    "verified": "核验通过",
    "returned": "核验退回",
    "held": "回访：成效保持",
    "relapsed": "回访：有反弹",
    "handed_over": "交接",
    "reworded": "更正文字",
    "due_set": "调整时限",
    "adopted": "归档读入，原已销号",
}


def _no_such(refusal: NoSuchItem) -> str:
    known = "、".join(str(number) for number in refusal.known)
    return f"台账里没有第 {refusal.number} 条。现有的是：{known}。发“整改”可以查看。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NoItems: lambda _: (
        "现在没有正在跟踪的整改事项。确认报告里的问题对应，或作出承诺后就会列入，例如：承诺 每月讲一次党课，6月底前完成；以前的请发“整改台账”查看。"
    ),
    NoSuchItem: _no_such,
    ItemArchived: lambda refusal: (
        f"第 {refusal.number} 条是 {refusal.year} 年度的，该年度已归档，记录不再改动，"
        "发“整改台账”可以查看。还要继续办的，请重新列入，例如：承诺 每月讲一次党课，6月底前完成。"
    ),
    WhichItem: lambda refusal: f"是指哪一条？请写上{UNIT}或编号：" + "、".join(refusal.known),
    ItemClosed: lambda refusal: f"第 {refusal.number} 条已经销号，不用再更新了。",
    StaysInLedger: lambda refusal: (
        f"第{refusal.number}条已在整改台账，不能去掉；情况有变化请发：进展 {refusal.number} 文字，"
        "或联系组织员。"
    ),
    NothingToVerify: lambda _: "目前没有等您核验的整改事项。",
    # An item is open until somebody else has verified it (S35).
    OwnersMayNotVerify: lambda _: "核验要由责任人以外的同志办理，请另一位组织员或班子成员核验。",
    ReasonMissing: lambda refusal: f"退回时请写上理由，这样{UNIT}知道怎样改进：{refusal.usage}",
    NoProof: lambda refusal: f"第 {refusal.number} 条没有附佐证文件。",
}


def unnumbered(text: str) -> str:
    """Words of a report without the number or 「一是」 before them."""
    return _NUMBERING.sub("", text)


def head(text: str) -> str:
    """Returns the first words of a problem, on one line."""
    line = " ".join(unnumbered(text).split())
    first = re.split(r"[。；;]", line, maxsplit=1)[0] or line
    if len(first) <= HEAD:
        return first
    return first[: HEAD - 1] + "…"


def origin_report(version: int, position: int) -> str:
    return f"{REPORT}第 {version} 版，问题 {position}"


def origin_promise(on: date) -> str:
    return f"{dates.day(on)}作出的整改承诺"


def origin_comment(author: str, on: date, number: int) -> str:
    return f"{author}{dates.day(on)}的点评，第 {number} 条"


COMMENT_USAGE = "交办 点评 12（编号见“详情”）"


def origin_entered(on: date, source: Source) -> str:
    return f"{SOURCES[source]}，{dates.day(on)}列入"


def state_of(item: Item) -> str:
    """Says how an item stands; of a closed one also whether somebody has looked again."""
    if item.state is not State.CLOSED:
        return STATES[item.state]
    if item.revisit is None:
        return f"{STATES[State.CLOSED]}，{NOT_REVISITED}"
    return f"{STATES[State.CLOSED]}，{REVISITED}"


def item_line(
    number: int, problem: str, *, due: date, today: date, state: State, overdue: bool
) -> str:
    day = dates.day(due, today)
    until = f"{day}前"
    if overdue:
        # The state and the day, no reproach (S37).
        until = f"{day}已到期"
    return f"{number}. {head(problem)}（{STATES[state]}，{until}）"


def closed_line(number: int, item: Item) -> str:
    return f"{number}. {head(item.problem)}（{state_of(item)}）"


def came_back_line(number: int, problem: str, due: date, today: date) -> str:
    return f"{number}. {head(problem)}（回访时有反弹，重新列入，{dates.day(due, today)}前）"


def mine(name: str, lines: Sequence[str], *, closed: int, more: int, first: int | None) -> str:
    done = ""
    if closed:
        done = f"，已销号 {closed} 条"
    if first is None:
        return f"{name}的整改事项都办结了{done}。谢谢！"
    how = f"有进展或办完了，直接告诉我，例如：进展 {first} 已和3名党员谈心；完成 {first} 制度已经修订。可以附文件。"
    return "\n".join([f"{name}推进中的整改事项{done}：", *lines, *_left_out(more), how])


def _left_out(more: int) -> list[str]:
    if not more:
        return []
    return [f"另有 {more} 条，发“整改台账”看全部。"]


def said_before(change: Change, row: Row) -> str:
    """Returns what stood there before it was put right."""
    sentences = {
        Change.PROBLEM: f"问题原为：{row.problem}",
        Change.CAUSE: f"原因原为：{row.cause}",
        Change.MEASURE: f"措施原为：{row.measure}",
    }
    return sentences[change]


def reworded(number: int) -> str:
    return f"第{number}条已改好，原来写的留在台账的记录里。"


def promised(number: int, due: date, today: date, *, dated: bool) -> str:
    day = dates.day(due, today)
    when = f"没有写时限，先按 {day} 记，要调整请告诉我，例如：时限 {number} 6月30日"
    if dated:
        when = f"时限 {day}"
    return f"已记下您的整改承诺，列入整改台账第 {number} 条（{when}）。"


def promised_before(number: int) -> str:
    return f"这条承诺已在整改台账第 {number} 条，没有重复记录。"


def entered(
    branches: Sequence[str], problem: str, source: Source, due: date, today: date, *, dated: bool
) -> str:
    when = f"没有写时限，按 {dates.day(due, today)} 记"
    if dated:
        when = f"时限 {dates.day(due, today)}"
    return f"已列入整改台账：{'、'.join(branches)}，{head(problem)}（来源：{SOURCES[source]}，{when}）。已告知{SUBJECT}。"


def entered_line(number: int, problem: str, source: Source, due: date, today: date) -> str:
    said = quoted(problem.rstrip("。；，、 "))
    return f"第 {number} 条（{SOURCES[source]}）：{said}，时限 {dates.day(due, today)}"


def entered_notice(lines: Sequence[str], contact: str) -> str:
    last = f"发“整改”可以查看。{contacts.in_need(contact)}"
    return "\n".join(["整改台账为您列入了：", *lines, last])


ENTER_USAGE = f"交办 第三{UNIT} 上级检查指出组织生活记录不全，6月底前整改"


def due_set(number: int, due: date, today: date) -> str:
    return f"第 {number} 条的时限已记为 {dates.day(due, today)}。"


def taken_over(name: str, branch: str, count: int) -> str:
    return f"{name}，您好。您接手了{branch}的 {count} 条整改事项，发“整改”可以查看来龙去脉。"


def handed_over(before: str, after: str) -> str:
    if not before:
        return f"由{after}负责"
    return f"由{before}交接给{after}"


def progress_noted(number: int, said: str = "") -> str:
    if not said:
        return f"已记下第{number}条的进展。"
    return f"已记下第{number}条：{quoted(said)}"


def is_done_title(number: int) -> str:
    return f"第{number}条办完了吗"


IS_DONE_TEXT = "办完了就点一下，刚才这句话会作为完成情况送去核验。"
IS_DONE = "办完了"
GOES_ON = "好的，这条接着做。"


def several_completed(numbers: Sequence[int]) -> str:
    which = "、".join(map(str, numbers))
    return f"已记下第{which}条完成。由责任人以外的同志核验后销号，结果会告诉您。"


def completed(number: int, file: str, *, waiting_for: Sequence[str]) -> str:
    proof = ""
    if file:
        proof = f"佐证《{file}》已留存。"
    if waiting_for:
        return (
            f"已记下第 {number} 条您这部分已完成。{proof}等{'、'.join(waiting_for)}完成后一并核验。"
        )
    return f"已记下第 {number} 条完成。{proof}由责任人以外的同志核验后销号，结果会告诉您。"


def proof_added(number: int, file: str) -> str:
    return f"佐证《{file}》已留存在第 {number} 条。"


# For those who oversee the whole.


def counts(standings: Mapping[Standing, int], proposed: int) -> str:
    total = sum(standings.values())
    closed = standings[Standing.CLOSED] + standings[Standing.HELD]
    parts = [f"共 {total} 条", f"已销号 {closed}"]
    if proposed:
        parts.append(f"待核验 {proposed}")
    parts.append(f"未到期 {standings[Standing.OPEN] - proposed}")
    if standings[Standing.DUE]:
        parts.append(f"到期待办 {standings[Standing.DUE]}")
    return f"整改：{'，'.join(parts)}"


def overview(head_line: str, sections: Sequence[tuple[str, Sequence[str]]]) -> str:
    lines = [f"{title}：{'、'.join(names)}" for title, names in sections if names]
    return "\n".join([head_line, *lines, f"细看请发：整改情况 第三{UNIT}；全部请发：整改台账"])


OVERDUE, WANTS_HELP, TO_VERIFY, VACANT = (
    "到期待办",
    "需要帮助",
    "待核验",
    f"暂缺{OFFICE}",
)


def of_branch(branch: str, lines: Sequence[str], more: int) -> str:
    return "\n".join([f"{branch}的整改事项：", *lines, *_left_out(more)])


NOTHING_YET = (
    f"整改台账还没有事项。{OFFICE}确认问题对应、作出承诺后会自动列入；组织员也可以发“交办”列入。"
)


def ledger_title(unit: str) -> str:
    return f"{unit}{ACTIVITY}整改台账"


def ledger_name(unit: str, on: date) -> str:
    return f"{unit}整改台账（{on:%Y-%m-%d}）.xlsx"


def ledger_sent(count: int) -> str:
    return f"整改台账，共 {count} 条。"


# What came out of an archive.


def seen_by(name: str, seen: str) -> str:
    if not name:
        return seen
    return f"{name}：{seen}"


def verified_by(name: str) -> str:
    if not name:
        return ""
    return f"{name}核验"


# What an audit finds.

SPOT_CHECK = "抽查"


def closed_without_look(name: str) -> str:
    return f"整改事项 {name} 没有经责任人以外的同志核验就销号了"


def proof_changed(name: str, file: str) -> str:
    return f"{name} 的佐证《{file}》丢失或被改动过"
