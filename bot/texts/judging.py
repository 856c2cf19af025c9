"""What is said about a verdict: the split, shared passages, overrulings, promises."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.judging import (
    FindingUnknown,
    NoMarkedCopy,
    NothingToConfirm,
    PartUnknown,
    SectionUnknown,
)
from bot.domain.refusals import Refusal
from bot.domain.report import Part
from bot.domain.words import UNIT
from bot.texts.listing import shortened

PASSAGE = 60  # characters of a passage
SHOWN = 8  # passages
NAMED = 3  # branches that share one

PARTS: dict[str, Part] = {
    "基本情况": Part.BASICS,
    "基本": Part.BASICS,
    "成绩": Part.ACHIEVEMENTS,
    "成效": Part.ACHIEVEMENTS,
    "工作成效": Part.ACHIEVEMENTS,
    "履职": Part.ACHIEVEMENTS,
    "上年度整改": Part.LAST_YEAR,
    "上年整改": Part.LAST_YEAR,
    "去年整改": Part.LAST_YEAR,
    "问题": Part.PROBLEMS,
    "存在问题": Part.PROBLEMS,
    "不足": Part.PROBLEMS,
    "原因": Part.CAUSES,
    "原因分析": Part.CAUSES,
    "措施": Part.MEASURES,
    "打算": Part.MEASURES,
    "措施打算": Part.MEASURES,
    "思路": Part.MEASURES,
    "下一步打算": Part.MEASURES,
    "承诺": Part.PROMISE,
    "其他": Part.OTHER,
}


# How people call what the checks look at; the keys are the rules of docs/requirements.md.
RULE_NAMES = {
    "S5": "重点内容",
    "S10": "上年整改",
    "S17": "文件",
    "S18": "事例数据",
    "S19": "对应",
    "S20": "空话",
    "S21": "篇幅",
    "S22": "个人履职",
    "S23": "自身问题",
    "S24": "实际问题",
    "S25": "主责主业",
    "S26": "字数",
    "S30": "承诺",
}


def rule_name(rule: str) -> str:
    return RULE_NAMES.get(rule, rule)


def rule_called(name: str) -> str:
    """Returns the rule that somebody names, by its name or by its number in the plan."""
    rules = {called: rule for rule, called in RULE_NAMES.items()}
    return rules.get(name, name.upper())


def _finding_unknown(refusal: FindingUnknown) -> str:
    standing = "、".join(rule_name(rule) for rule in refusal.standing) or "（没有）"
    return f"这一版没有“{rule_name(refusal.rule)}”的提示。现有的是：{standing}。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    SectionUnknown: lambda refusal: (
        f"报告里没有第 {refusal.number} 部分，请先发“分段”看看怎样划分。"
    ),
    PartUnknown: lambda refusal: (
        f"“{refusal.said}”不是能用的部分，请从这些里选：成绩、问题、原因、措施、承诺、上年整改、基本情况、其他。"
    ),
    FindingUnknown: _finding_unknown,
    NothingToConfirm: lambda _: "报告里没有读到成条的问题，暂时没有可确认的对应关系。",
    NoMarkedCopy: lambda _: "只有 .docx 文件能加批注。请把报告另存为 .docx 再发一次。",
}


def sections(lines: Sequence[str]) -> str:
    return "\n".join(["报告是这样划分的：", *lines, "不对的话直接告诉我，例如：第2部分是问题"])


def sections_corrected(receipt: Sequence[str]) -> str:
    return "\n".join(["已按您说的更正分段：", *receipt])


def copied_line(count: int) -> str:
    # A question and no charge, because usual phrases are the same everywhere.
    return f"有{count}段文字与别的报告相同，请看一下是否需要改写，发“重复”查看"


NOTHING_COPIED = "没有发现与其他报告相同的段落。"


def copied(passages: Sequence[tuple[str, str]]) -> str:
    """Says which passages stand elsewhere too, (passage, where), the most shared first."""
    lines = [f"· {shortened(words, PASSAGE)}（{where}）" for words, where in passages[:SHOWN]]
    if len(passages) > SHOWN:
        lines.append(f"另有 {len(passages) - SHOWN} 处。")
    return "\n".join(["这些文字也出现在别的报告里：", *lines])


def sources(branches: Sequence[str], *, apart: bool, last_year: bool) -> str:
    """Says in whose reports they stand; `apart`: the branches are counted, not named."""
    reports: list[str] = []
    if branches and not apart:
        whose = "、".join(branches[:NAMED])
        if len(branches) > NAMED:
            whose += f"等 {len(branches)} 个{UNIT}"
        reports.append(f"{whose}本年度的报告")
    elif len(branches) == 1:
        reports.append(f"本年度另一个{UNIT}的报告")
    elif branches:
        reports.append(f"本年度另外 {len(branches)} 个{UNIT}的报告")
    if last_year:
        reports.append(f"本{UNIT}上年度的报告")
    return "，".join(reports)


NAME_A_BRANCH = f"重复 第三{UNIT}，或：批注 第三{UNIT}"


def marked(notes: int) -> str:
    return f"这是加了 {notes} 处批注的报告，正文没有改动。"


NOTHING_TO_MARK = "这一版没有需要批注的地方。"


def marked_name(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    if not stem:
        return f"{name}（批注）"
    return f"{stem}（批注）.{ending}"


def overruled(branch: str, rule: str) -> str:
    return f"已记录：{branch}报告的“{rule_name(rule)}”一项不作要求，理由一并保留。"


def overruled_before(rule: str) -> str:
    return f"“{rule_name(rule)}”一项之前已经记过，没有重复记录。"


def overruled_mark(reason: str) -> str:
    return f"（不作要求：{reason}）"


OVERRULE_USAGE = f"不作要求 第三{UNIT} 篇幅 党总支同意"


def verdict_changed(name: str) -> str:
    return f"方案有调整，您的报告《{name}》按新方案重新检查了，发“我的材料”查看。"
