"""Which headings open a new section, and which merely stand inside one.

A report is written here line by line; 【】 around a line make it a bold one, and each opening is told
by its title and its parts, as letters: A work done, B basics, L last year, P problems, C causes,
M measures, S promise, O other.
"""

import pytest

from bot.domain.report.lines import lines_of
from bot.domain.report.outline import Opening, openings_of
from bot.domain.report.partition import Part
from bot.domain.report.tables import lay_out
from tests.domain.report.building import manuscript

LETTERS = {
    Part.ACHIEVEMENTS: "A",
    Part.BASICS: "B",
    Part.LAST_YEAR: "L",
    Part.PROBLEMS: "P",
    Part.CAUSES: "C",
    Part.MEASURES: "M",
    Part.PROMISE: "S",
    Part.OTHER: "O",
}
BODY = "我抓学习，读书十二次，谈心九人，开会五次，走访三家，帮扶两户。"


def openings(*lines: str, year: int | None = None, bold: tuple[str, ...] = ()) -> list[Opening]:
    text = manuscript("\n".join(lines), bold=bold)
    return openings_of(lines_of(text), lay_out(text), year)


def told(*lines: str, year: int | None = None, bold: tuple[str, ...] = ()) -> list[str]:
    """Each opening as 「title letters」."""
    return [
        f"{opening.title} {''.join(LETTERS[part] for part in opening.parts)}".strip()
        for opening in openings(*lines, year=year, bold=bold)
    ]


WORK = ("一、履职情况", BODY)
PROBLEMS = ("二、存在的问题", BODY)


@pytest.mark.parametrize(
    ("lines", "sections"),
    [
        ((*WORK, *PROBLEMS), ["履职情况 A", "存在的问题 P"]),
        # A slogan divides where it has the style of the parts, and names none.
        ((*WORK, "二、砥砺奋进", BODY), ["履职情况 A", "砥砺奋进"]),
        # 「整改」 inside the work done is what was looked after, where a heading names the measures.
        (
            ("一、履职情况", "（一）抓问题整改", BODY, *PROBLEMS, "三、整改措施", BODY),
            ["履职情况 A", "存在的问题 P", "整改措施 M"],
        ),
        # A heading of several parts is shared out where others stand in it.
        (
            ("一、问题、原因及措施", BODY, "（一）原因分析", BODY, "（二）整改措施", BODY),
            ["问题、原因及措施 PCM", "原因分析 C", "整改措施 M"],
        ),
        (
            (*WORK, "二、问题及原因", BODY, "三、措施", BODY),
            ["履职情况 A", "问题及原因 PC", "措施 M"],
        ),
        # A heading under which another stands at once joins it.
        (
            ("一、砥砺奋进", "（一）整改措施", BODY, "二、承诺", BODY),
            ["砥砺奋进 M", "承诺 S"],
        ),
        ((BODY,), []),
        ((), []),
    ],
)
def test_which_headings_open_a_section(lines: tuple[str, ...], sections: list[str]) -> None:
    assert told(*lines) == sections


@pytest.mark.parametrize(
    ("outer", "inner", "sections"),
    [
        ("存在的问题", "原因分析", ["存在的问题 P", "原因分析 C"]),
        ("存在的问题", "整改措施", ["存在的问题 P", "整改措施 M"]),
        ("存在的问题", "整改承诺", ["存在的问题 P", "整改承诺 S"]),
        ("存在的问题", "主要做法", ["存在的问题 P"]),  # never back
        ("原因分析", "存在的问题", ["原因分析 C"]),
        ("原因分析", "整改措施", ["原因分析 C", "整改措施 M"]),
        ("整改措施", "原因分析", ["整改措施 M"]),
        ("整改措施", "整改承诺", ["整改措施 M", "整改承诺 S"]),
        ("整改承诺", "整改措施", ["整改承诺 S"]),
        ("主要做法", "基本情况", ["主要做法 A", "基本情况 B", "创新 A"]),  # a detour
        ("主要做法", "存在的问题", ["主要做法 A", "存在的问题 P"]),
        ("主要做法", "原因分析", ["主要做法 A", "原因分析 C"]),
        ("基本情况", "存在的问题", ["基本情况 B", "存在的问题 P"]),
        ("砥砺奋进", "存在的问题", ["砥砺奋进", "存在的问题 P"]),
        ("砥砺奋进", "创新的劲头不足", ["砥砺奋进"]),  # a point about something
        ("问题及原因", "原因分析", ["问题及原因 P", "原因分析 C"]),
        ("问题及原因", "存在的问题", ["问题及原因 P", "存在的问题 PC"]),
        ("存在的问题", "主要问题", ["存在的问题 P"]),
    ],
)
def test_what_a_heading_inside_a_section_turns_it_to(
    outer: str, inner: str, sections: list[str]
) -> None:
    lines = (f"一、{outer}", BODY, f"（一）{inner}", BODY, "（二）创新", BODY)
    assert told(*lines, "二、砥砺前行", BODY)[:-1] == sections


@pytest.mark.parametrize(
    ("lines", "sections"),
    [
        ((*WORK, "工作中还存在以下不足。", BODY), ["履职情况 A", "工作中还存在以下不足 P"]),
        (
            ("一、履职情况", f"{BODY}工作中还存在以下不足：", BODY),
            ["履职情况 A", "工作中还存在以下不足 P"],
        ),
        # A heading names the problems: then it opens them.
        (
            ("一、履职情况", f"{BODY}工作中还存在以下不足：", BODY, *PROBLEMS),
            ["履职情况 A", "存在的问题 P"],
        ),
        (
            (
                *WORK,
                *PROBLEMS,
                "究其原因，主要是懒散。",
                BODY,
                "下一步，我将从以下几个方面努力。",
                BODY,
            ),
            [
                "履职情况 A",
                "存在的问题 P",
                "究其原因，主要是懒散 C",
                "下一步，我将从以下几个方面努力 M",
            ],
        ),
        (
            (*WORK, *PROBLEMS, "三、下一步打算", BODY, "对此，我郑重承诺：按期整改。"),
            ["履职情况 A", "存在的问题 P", "下一步打算 M", "对此，我郑重承诺 S"],
        ),
        # What every point has is no part of the whole.
        (
            (
                *WORK,
                "二、存在的问题",
                "（一）读书少。",
                "究其原因，主要是懒散。",
                "（二）谈心少。",
                "究其原因，主要是懒散。",
            ),
            ["履职情况 A", "存在的问题 P"],
        ),
        # Only forward: causes before any problem are no part.
        (("究其原因，主要是懒散。", BODY, *WORK), ["履职情况 A"]),
    ],
)
def test_which_sentences_open_a_section(lines: tuple[str, ...], sections: list[str]) -> None:
    assert told(*lines) == sections


@pytest.mark.parametrize(
    ("lines", "sections"),
    [
        (
            (*WORK, "（一）上年度问题整改情况", BODY, "（二）抓学习", BODY, *PROBLEMS),
            ["履职情况 A", "上年度问题整改情况 L", "抓学习 A", "存在的问题 P"],
        ),
        (
            (*WORK, "（一）支部基本情况", BODY, "（二）主要做法", BODY, *PROBLEMS),
            ["履职情况 A", "支部基本情况 B", "主要做法 A", "存在的问题 P"],
        ),
        # Told in a paragraph, it ends with its line …
        (
            (*WORK, "去年述职评议时指出的问题已整改。", "今年我抓学习。", BODY, *PROBLEMS),
            ["履职情况 A", "去年述职评议时指出的问题已整改 L", "今年我抓学习。", "存在的问题 P"],
        ),
        # … but not where the line only announces what follows,
        (
            (*WORK, "去年述职评议时指出的问题整改如下：", "逐一改了。", BODY, *PROBLEMS),
            ["履职情况 A", "去年述职评议时指出的问题整改如下 L", "存在的问题 P"],
        ),
        # and nothing stands between it and a heading.
        (
            (*WORK, "去年述职评议时指出的问题已整改。", *PROBLEMS),
            ["履职情况 A", "去年述职评议时指出的问题已整改 L", "存在的问题 P"],
        ),
        (
            (*WORK, "去年述职评议时指出的问题已整改。"),
            ["履职情况 A", "去年述职评议时指出的问题已整改 L"],
        ),
    ],
)
def test_last_year_and_basics_are_a_detour(lines: tuple[str, ...], sections: list[str]) -> None:
    assert told(*lines) == sections


TITLE = "2022年度述职报告"


@pytest.mark.parametrize(
    ("before", "is_left_out"),
    [
        (("尊敬的领导：", "现报上材料。"), True),
        ((TITLE, "一、履职情况", "二、存在的问题"), True),  # a table of contents
        ((TITLE, "一、履职情况", BODY * 3), False),  # another report
        ((TITLE, "一、履职情况", "党" * 58), True),
        ((TITLE, "一、履职情况", "党" * 59), False),
        ((TITLE, "一、砥砺奋进", BODY * 3), True),  # no part of a report
    ],
)
def test_what_stands_before_the_title_is_no_section(
    before: tuple[str, ...], is_left_out: bool
) -> None:
    whole = told(*WORK, *PROBLEMS)
    sections = told(*before, TITLE, *WORK, *PROBLEMS)
    assert (sections == whole) is is_left_out


def test_a_title_far_down_begins_nothing() -> None:
    assert told(*WORK, "党" * 900, TITLE, *PROBLEMS) == told(*WORK, *PROBLEMS)


@pytest.mark.parametrize(
    ("title", "year", "section"),
    [
        ("2023年重点工作", 2022, "2023年重点工作 M"),
        ("2022年重点工作", 2022, "2022年重点工作 A"),
        ("2023年重点工作", None, "2023年重点工作 A"),
        # What is to come is not last year's, whatever its words.
        ("2023年整改承诺", 2022, "2023年整改承诺 S"),
        ("2023年整改措施", 2022, "2023年整改措施 M"),
        ("2022年整改情况", 2022, "2022年整改情况 L"),
        ("2023年整改措施", None, "2023年整改措施 L"),
        ("2023年上年度整改情况", 2022, "2023年上年度整改情况 L"),
    ],
)
def test_a_later_year_is_a_plan(title: str, year: int | None, section: str) -> None:
    assert told(*WORK, f"二、{title}", BODY, year=year)[-1] == section


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (("一、抓党建的主要举措", BODY, *PROBLEMS, "三、整改措施", BODY), "抓党建的主要举措 A"),
        (("一、抓党建的主要举措", BODY, *PROBLEMS), "抓党建的主要举措 M"),
        (("一、下一步打算", BODY, *PROBLEMS, "三、整改措施", BODY), "下一步打算 M"),
        ((*PROBLEMS, "三、抓党建的主要举措", BODY, "四、整改措施", BODY), "存在的问题 P"),
        (
            ("砥砺奋进", BODY, "一、抓党建的主要举措", BODY, *PROBLEMS, "三、整改措施", BODY),
            "抓党建的主要举措 A",
        ),
    ],
)
def test_measures_before_the_problems_may_be_work_done(lines: tuple[str, ...], first: str) -> None:
    assert told(*lines)[0] == first


def test_a_bold_line_inside_a_named_section_is_the_title_of_a_point() -> None:
    lines = ("履职情况", BODY, "抓好学习教育", BODY, "存在的问题", BODY)
    assert told(*lines, bold=lines[::2]) == ["履职情况 A", "存在的问题 P"]
    slogans = ("砥砺奋进", BODY, "抓好学习教育", BODY, "存在的问题", BODY)
    assert told(*slogans, bold=slogans[::2]) == ["砥砺奋进", "抓好学习教育", "存在的问题 P"]


@pytest.mark.parametrize(
    ("closing", "is_apart"),
    [
        (("特此报告。", "述职人：张三", "2022年12月3日"), True),
        (("谢谢大家。",), True),
        (("以上是我的述职，请批评指正。",), True),
        (("特此报告，我承诺改。",), False),
        (("特此报告。", BODY * 2), False),  # goes on: it was no closing
        (("特此报告。", "党" * 30), True),
        (("特此报告。", "党" * 31), False),
        (("党建",), False),
    ],
)
def test_thanks_and_signature_belong_to_no_part(closing: tuple[str, ...], is_apart: bool) -> None:
    sections = told(*WORK, *PROBLEMS, *closing)
    assert (sections[-1] == "结尾 O") is is_apart


def test_a_closing_begins_with_its_first_line_behind_the_last_heading() -> None:
    assert told("谢谢大家。") == []
    whole = openings(*WORK, *PROBLEMS, "特此报告。", "述职人：张三")
    text = "\n".join([*WORK, *PROBLEMS])
    assert whole[-1].start == len(text) + 1
    assert told(*WORK, "二、谢谢大家") == ["履职情况 A", "谢谢大家"]


def test_a_section_knows_whether_a_heading_names_it() -> None:
    first, second = openings(*WORK, "工作中还存在以下不足。", BODY)
    assert (first.headed, second.headed) == (True, False)
    (slogan,) = openings("一、砥砺奋进", BODY)
    assert not slogan.headed
    assert (first.start, first.body) == (0, 6)
