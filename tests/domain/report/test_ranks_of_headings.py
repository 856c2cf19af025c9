"""How headings are nested, which lines are none, and what stands in a table of contents."""

import pytest

from bot.domain.report.headings import Heading, HeadingKind, headings_of
from bot.domain.report.lines import lines_of
from tests.domain.report.building import manuscript

BODY = "我抓学习，读书十二次，谈心九人，开会五次，走访三家。"


def headings(*lines: str, bold: tuple[str, ...] = (), **outline: int) -> list[Heading]:
    return headings_of(lines_of(manuscript("\n".join(lines), bold=bold, outline=outline)))


def ranks(*lines: str, bold: tuple[str, ...] = (), **outline: int) -> list[tuple[str, float]]:
    return [(heading.title, heading.rank) for heading in headings(*lines, bold=bold, **outline)]


@pytest.mark.parametrize(
    ("lines", "ranked"),
    [
        (
            ("一、履职情况", BODY, "二、存在的问题", BODY),
            [("履职情况", 0), ("存在的问题", 0)],
        ),
        (
            ("一、履职情况", "（一）学习", BODY, "1.读书", BODY, "二、问题", BODY),
            [("履职情况", 0), ("学习", 1), ("读书", 2), ("问题", 0)],
        ),
        # A style that starts again at 1 is nested, whatever its marks.
        (
            ("1、履职情况", "一、学习", BODY, "2、存在的问题", "一、谈心", BODY),
            [("履职情况", 0), ("学习", 1), ("存在的问题", 0), ("谈心", 1)],
        ),
        # One style for the parts and for the points inside them: the names tell them apart.
        (
            ("1.履职情况", "1.学习", BODY, "2.存在的问题", "1.谈心", BODY),
            [("履职情况", 0), ("学习", 1), ("存在的问题", 0), ("谈心", 1)],
        ),
        # A lone outermost heading divides nothing.
        (
            ("一、述职", "（一）履职情况", BODY, "（二）存在的问题", BODY),
            [("述职", 0), ("履职情况", 0), ("存在的问题", 0)],
        ),
        (("一、履职情况", BODY), [("履职情况", 0)]),
        ((), []),
    ],
)
def test_styles_are_nested(lines: tuple[str, ...], ranked: list[tuple[str, float]]) -> None:
    assert ranks(*lines) == ranked


def test_bold_lines_stand_between_the_numbers() -> None:
    lines = ("一、履职情况", "抓好学习", BODY, "（一）读书", BODY, "二、问题", BODY)
    assert ranks(*lines, bold=("抓好学习",)) == [
        ("履职情况", 0),
        ("抓好学习", 1),
        ("读书", 2),
        ("问题", 0),
    ]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("党建学习", True),
        ("党建学", False),  # a word that somebody made bold
        ("党建学习。", False),
        ("党建学习；", False),
        ("党建" * 22, True),
        ("党建" * 23, False),
        ("——党建学习——", True),
    ],
)
def test_a_bold_line_is_a_heading(line: str, is_heading: bool) -> None:
    assert bool(headings(line, BODY, bold=(line,))) is is_heading


@pytest.mark.parametrize(
    ("line", "title", "rest"),
    [
        ("一、存在的问题。学习不够。", "存在的问题", "学习不够。"),
        ("一、存在的问题：学习不够。", "存在的问题", "学习不够。"),
        ("一、学习不够。我读书少。", "学习不够", "我读书少。"),
        ("一、学习不够", "学习不够", ""),
        ("一、" + "党" * 45, "党" * 45, ""),
        ("一、" + "党" * 46, "党" * 40, "党" * 46),
    ],
)
def test_a_heading_may_run_into_its_text(line: str, title: str, rest: str) -> None:
    (heading,) = headings(line)
    assert heading.title == title
    assert line[heading.end :] == rest


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("存在的问题", [HeadingKind.WORDED]),
        ("学习不够", []),
        ("第一，存在的问题", [HeadingKind.NUMBERED]),
        ("第一，学习不够", []),  # an ordinal counts points, unless it names a part
        ("工作中还存在以下不足。", [HeadingKind.ANNOUNCED]),
        (f"{BODY}工作中还存在以下不足。", [HeadingKind.INLINE]),
        ("目录", []),
        ("2026年度述职报告", []),
    ],
)
def test_kinds_of_headings(line: str, kinds: list[HeadingKind]) -> None:
    assert [heading.kind for heading in headings(line, BODY)] == kinds


@pytest.mark.parametrize(
    ("contents", "left"),
    [
        (("一、履职情况", "二、问题"), 2),
        (("一、履职情况", "二、问题", BODY), 2),  # the body behind it is the opening
        (("一、履职情况", BODY, "二、问题", BODY), 4),  # with body it is no table of contents
        (("一、履职情况…………1", "二、问题…………2"), 2),
    ],
)
def test_entries_of_a_table_of_contents_are_no_headings(
    contents: tuple[str, ...], left: int
) -> None:
    report = ("一、履职情况", BODY, "二、问题", BODY)
    assert len(headings(*contents, *report)) == left
