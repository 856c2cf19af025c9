"""The periodic bulletin (S36), in the form of real ones: 总体情况, 存在问题, 下一步工作要求."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.rectification.bulletins import Happenings, Period, Problem, Section
from bot.domain.rectification.items import Standing
from bot.domain.rectification.refusals import NoDraft, NothingToReport
from bot.domain.refusals import Refusal
from bot.domain.words import ACTIVITY, HOUSE, UNIT
from bot.texts import contacts, dates
from bot.texts.listing import quoted, shortened
from bot.texts.papers import full_date

REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NoDraft: lambda _: "没有待发布的通报草稿。请先发“通报”生成草稿。",
    NothingToReport: lambda refusal: (
        f"从{refusal.since.month}月{refusal.since.day}日起还没有人报告进展，也没有核验和回访，暂时没有可通报的内容。"
    ),
}

SECTIONS = {
    Section.OVERALL: "总体情况",
    Section.PROBLEMS: "存在问题",
    Section.NEXT: "下一步工作要求",
}
EARLIER_NAMES = {"下步要求": Section.NEXT}  # still understood
HEADINGS = ("一、", "二、", "三、")
ADDRESSEE = f"各{UNIT}"
SHOWN_PROBLEMS = 3  # the others stand in the ledger
DEEDS, STEPS, SEEN = 3, 2, 2  # of what was done, is being done and was seen
LONGEST = 60  # characters of what somebody wrote
FEW = 2  # branches that are called 个别
ORDINALS = "一二三四五"


def period(interval: Period) -> str:
    if interval.months == 1:
        return f"{interval.first.year}年{interval.first.month}月"
    return (
        f"{interval.first.year}年第{'一二三四'[(interval.first.month - 1) // interval.months]}季度"
    )


def title(unit: str, interval: Period) -> str:
    return f"关于{unit}{period(interval)}{ACTIVITY}整改情况的通报"


def overall(
    unit: str, as_of: date, counts: Mapping[Standing, int], now: Happenings, help_line: str
) -> str:
    """Says how the ledger stands, and what was done and seen in the words of those who wrote it."""
    lines = [_standing(unit, as_of, counts, now)]
    if now.verified:
        lines.append(_with_words(f"本期核验销号{now.verified}条", now.deeds, DEEDS))
    if now.steps:
        lines.append(_with_words("正在推进的事项报告了进展", now.steps, STEPS))
    if now.seen:
        lines.append(_with_words(f"本期回访{now.revisited}条，成效保持", now.seen, SEEN))
    if help_line:
        lines.append(help_line)
    return "\n".join(lines)


def _standing(unit: str, as_of: date, counts: Mapping[Standing, int], now: Happenings) -> str:
    closed = counts[Standing.CLOSED] + counts[Standing.HELD]
    parts = [f"截至{full_date(as_of)}，{unit}整改台账共列入{sum(counts.values())}条"]
    if now.entered:
        parts.append(f"本期新列入{now.entered}条")
    parts.append(f"已核验销号{closed}条")
    if counts[Standing.OPEN]:
        parts.append(f"未到期{counts[Standing.OPEN]}条")
    if counts[Standing.DUE]:
        parts.append(f"已到时限、尚未销号{counts[Standing.DUE]}条")
    return f"{'，'.join(parts)}。"


def _with_words(sentence: str, words: Sequence[str], most: int) -> str:
    if not words:
        return f"{sentence}。"
    # It tells what was reported or seen, in the words of those who did (decision 0033).
    shown = "；".join(shortened(quoted(text).rstrip("。；"), LONGEST) for text in words[:most])
    more = ""
    if len(words) > most:
        more = "等"
    return f"{sentence}：{shown}{more}。"


def help_calls(*, settled: int, waiting: int) -> str:
    """Says how many calls for help there were; empty where there were none."""
    if not settled and not waiting:
        return ""
    parts = []
    if settled:
        parts.append(f"已解决{settled}件")
    if waiting:
        parts.append(f"正在协调{waiting}件")
    # How many, never what or whose (decision 0036).
    return f"{UNIT}请求帮助{settled + waiting}件，{'，'.join(parts)}。"


def some_branches(count: int) -> str:
    """Says how a bulletin that names nobody speaks of so many branches."""
    if count <= FEW:
        return f"个别{UNIT}"
    return f"部分{UNIT}"


def problems(due: Sequence[Problem], relapsed: Sequence[Problem]) -> str:
    """Says what came back, and then what is due: the first SHOWN_PROBLEMS, and how many more."""
    sentences = [
        f"{problem.whose}在“{problem.text}”方面回访时发现有反弹，已重新列入。"
        for problem in relapsed
    ]
    for problem in due:
        number = ""
        if problem.items > 1:
            number = f"{problem.items}条"
        sentences.append(f"{problem.whose}在“{problem.text}”方面{number}已到时限，尚未核验销号。")
    if not sentences:
        return "没有到时限未销号的事项。"
    lines = [
        f"（{ORDINALS[number]}）{sentence}"
        for number, sentence in enumerate(sentences[:SHOWN_PROBLEMS])
    ]
    if len(sentences) > SHOWN_PROBLEMS:
        lines.append(f"另有{len(sentences) - SHOWN_PROBLEMS}类问题，见整改台账。")
    return "\n".join(lines)


ALL_DONE = "已全部整改到位，转入巩固。"


def next_steps(contact: str, *, unfinished: int) -> str:
    """Says what is asked of the branches: of nobody anything where everything is closed."""
    if not unfinished:
        return ALL_DONE
    return (
        # Nothing is asked for that only leaves a trace (S14).
        f"请各{UNIT}逐条推进、按时限办结，重在解决问题，不要求为此另做材料。"
        f"遇到困难请在私聊里写明第几条需要帮助、缺什么{contacts.also(contact)}。"
        "办结的由责任人以外的同志核验销号。"
    )


def chart_title(interval: Period) -> str:
    return f"{period(interval)}整改情况"


CHART_NOTES = (
    "已销号：责任人以外的同志核验通过。",
    "成效保持：销号后有人去看过，并记下了所见。",
    "待核验的事项计入未到期。",
)


def chart_name(interval: Period) -> str:
    return f"{period(interval)}整改情况.png"


def document_name(interval: Period) -> str:
    return f"{period(interval)}整改情况通报（草稿）.docx"


def draft(title_line: str, sections: Sequence[tuple[str, str]], *, released: bool) -> str:
    """Returns what the organiser sees: the bulletin, and what he may do with it."""
    note = "修改，例如：通报 存在问题 个别支部谈心谈话还不够经常；发布请发：通报 发布（由另一位同志复核）。"
    if released:
        note = "（这一期已经发布。）"
    return "\n".join([released_text(title_line, sections), note])


NOTHING_YET = "整改台账还没有事项，暂时没有可通报的内容。"


def edited(section: Section) -> str:
    return f"已按您写的更新“{SECTIONS[section]}”。"


EDIT_USAGE = "通报 存在问题 个别支部谈心谈话还不够经常；或：通报 发布"
WAITS_FOR_SECOND = f"已请另一位同志确认，确认后在{HOUSE}群发布一次。"
CARD_TITLE = "发布整改通报"


def question(asker: str) -> str:
    return f"{asker}请您核对后确认发布到{HOUSE}群："


RELEASED = f"已发布到{HOUSE}群。"


def released_later(day: date) -> str:
    return f"已确认，{dates.day(day)}上班后发布到{HOUSE}群。"


DECLINED = "好的，没有发布，已告知发起人。"


def declined_notice(name: str) -> str:
    return f"{name}认为整改通报还要再改，没有发布。"


def released_text(title_line: str, sections: Sequence[tuple[str, str]]) -> str:
    return "\n".join(
        [
            title_line,
            *(f"{HEADINGS[number]}{name}：{text}" for number, (name, text) in enumerate(sections)),
        ]
    )


def ready(interval: Period) -> str:
    return f"{period(interval)}整改通报的草稿可以看了，发“通报”查看、修改。"
