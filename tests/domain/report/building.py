"""Reports built from invented chapters in every style of headings and items that the tests want."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.plan import FocusArea, ReportRules
from bot.domain.report import Part

SAMPLES = Path(__file__).parent / "samples"
RULES = ReportRules(
    focus_areas=(
        FocusArea("S6", "主题教育", ("主题教育", "理论学习", "党的二十大", "集中学习")),
        FocusArea("S7", "基层基础", ("组织生活", "三会一课", "发展党员", "党员大会")),
        FocusArea("S8", "软弱涣散整顿", ("软弱涣散", "整顿", "双带头人")),
        FocusArea("S9", "重大任务", ("战斗堡垒", "先锋", "疫情", "志愿")),
        FocusArea("S10", "党建责任", ("第一责任人", "减负", "履职")),
    ),
    max_achievements=Fraction(1, 3),
)


def manuscript(
    text: str, *, bold: Sequence[str] = (), outline: dict[str, int] | None = None
) -> Manuscript:
    """One paragraph a line; the lines in `bold` are bold, those in `outline` carry a heading level."""
    levels = outline or {}
    paragraphs = (
        Paragraph(line, bold=line in bold, outline=levels.get(line, 0), source=index)
        for index, line in enumerate(text.split("\n"))
    )
    return Manuscript("txt", tuple(paragraphs))


def sample(name: str) -> Manuscript:
    return manuscript((SAMPLES / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n"))


@dataclass(frozen=True)
class Chapter:
    part: Part
    title: str
    lead: str
    points: tuple[str, ...]


NUMERALS = "一二三四五六七八九十"

ITEM_STYLES: dict[str, Callable[[int, str], str]] = {
    "spoken": lambda index, point: f"{NUMERALS[index]}是{point}",
    "brackets": lambda index, point: f"（{NUMERALS[index]}）{point}",
    "arabic": lambda index, point: f"{index + 1}.{point}",
    "arabic comma": lambda index, point: f"{index + 1}、{point}",
    "arabic brackets": lambda index, point: f"({index + 1}){point}",
    "half bracket": lambda index, point: f"{index + 1}）{point}",
    "circled": lambda index, point: f"{'①②③④⑤'[index]}{point}",
    "ordinal": lambda index, point: f"第{NUMERALS[index]}，{point}",
    "firstly": lambda index, point: f"{('首先', '其次', '再次', '最后')[index]}，{point}",
    "among": lambda index, point: f"其{NUMERALS[index]}，{point}",
}

HEADING_STYLES: dict[str, Callable[[int, str], str]] = {
    "chinese": lambda index, title: f"{NUMERALS[index]}、{title}",
    "chinese spaced": lambda index, title: f"　　{NUMERALS[index]}、 {title}",
    "chinese dot": lambda index, title: f"{NUMERALS[index]}.{title}",
    "brackets": lambda index, title: f"（{NUMERALS[index]}）{title}",
    "mixed brackets": lambda index, title: f"({NUMERALS[index]}）{title}",
    "arabic": lambda index, title: f"{index + 1}.{title}",
    "arabic comma": lambda index, title: f"{index + 1}、{title}",
    "part": lambda index, title: f"第{NUMERALS[index]}部分　{title}",
    "part colon": lambda index, title: f"第{NUMERALS[index]}部分：{title}",
    "formal": lambda index, title: f"{'壹贰叁肆伍陆'[index]}、{title}",
    "bare": lambda _, title: title,
    "bare colon": lambda _, title: f"{title}：",
    "black brackets": lambda _, title: f"【{title}】",
    "diamond": lambda _, title: f"◆{title}",
    "markdown": lambda _, title: f"## {title}",
    "markdown bold": lambda _, title: f"**{title}**",
}

CHAPTERS = (
    Chapter(
        Part.ACHIEVEMENTS,
        "履职情况",
        "一年来，我坚持把支部工作抓在手上。",
        (
            "抓学习。我主持集中学习12次，带头讲党课4次，组织参观学习2次，撰写体会26篇。",
            "抓组织。我主持党员大会5次，完成支部换届，发展党员3名，解决师生反映的突出问题4个。",
        ),
    ),
    Chapter(
        Part.PROBLEMS,
        "存在的主要问题",
        "对照支部书记职责，主要有以下几个方面。",
        (
            "理论学习不够系统。我读原著时断时续，全年只通读了一本，讲党课时引用的例子离本专业较远。",
            "谈心谈话不够经常。支部有26名党员，我全年只谈了9人，对青年教师的思想状况了解滞后。",
            "支部活动形式单一。全年8次主题党日有6次是读文件，党员参加的热情不高，我没有及时调整。",
        ),
    ),
    Chapter(
        Part.CAUSES,
        "原因分析",
        "深入思考，主要在于我自身。",
        (
            "学习的自觉性不强。我常以教学任务重为由把学习往后推，没有给自己定下硬指标。",
            "群众观念有所淡化。我以为同事天天见面不必专门去谈，对他们的难处关心不够。",
            "创新的劲头不足。我怕出差错，习惯照着往年的做法安排，很少听取党员的建议。",
        ),
    ),
    Chapter(
        Part.MEASURES,
        "下一步打算",
        "针对以上问题，我将逐项改进。",
        (
            "带头系统学习理论。2023年通读3本原著，每季度结合专业讲一次党课，由党员当场提问。",
            "坚持谈心谈话。每月与3名党员谈心，年底前做到全覆盖，重要情况一周内答复本人。",
            "丰富支部活动。每季度由一个党小组设计主题党日，年底由全体党员评出最受欢迎的一次。",
        ),
    ),
    Chapter(
        Part.PROMISE,
        "整改承诺",
        "我承诺，以上措施在2023年9月底前全部落实，请同志们监督。",
        (),
    ),
)
TITLE = "2022年度抓基层党建工作述职报告"
OPENING = "根据安排，现将本人一年来的工作述职如下，请予评议。"


def built(
    chapters: Sequence[Chapter] = CHAPTERS,
    *,
    heading: str = "chinese",
    items: str = "spoken",
    inline: bool = False,
) -> str:
    """The text of a report; `inline` sets all points of a chapter into one paragraph."""
    lines = [TITLE, OPENING]
    for index, chapter in enumerate(chapters):
        points = [ITEM_STYLES[items](at, point) for at, point in enumerate(chapter.points)]
        lines.append(HEADING_STYLES[heading](index, chapter.title))
        lines += [chapter.lead + "".join(points)] if inline else [chapter.lead, *points]
    return "\n".join(lines)
