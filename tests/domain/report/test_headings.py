import pytest

from bot.domain.report import Part
from bot.domain.report.cues import announced_part
from bot.domain.report.headings import HeadingKind, headings_of, is_contents, is_title
from bot.domain.report.lines import lines_of
from tests.domain.report.building import manuscript


def headings(
    text: str, *, bold: tuple[str, ...] = (), outline: dict[str, int] | None = None
) -> list[tuple[HeadingKind, float, str]]:
    lines = lines_of(manuscript(text, bold=bold, outline=outline))
    return [(heading.kind, heading.rank, heading.title) for heading in headings_of(lines)]


NUMBERED, STYLED, WORDED = HeadingKind.NUMBERED, HeadingKind.STYLED, HeadingKind.WORDED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一、履职情况\n（一）抓学习\n读书。\n二、存在的问题\n不够。",
         [(NUMBERED, 0, "履职情况"), (NUMBERED, 1, "抓学习"), (NUMBERED, 0, "存在的问题")]),
        ("存 在 的 问 题\n学习不够。", [(WORDED, 0, "存在的问题")]),
        ("【下一步打算】\n读书。", [(WORDED, 0, "下一步打算")]),
        ("一、履职情况。一年来我抓学习。\n二、存在问题：学习不够。",
         [(NUMBERED, 0, "履职情况"), (NUMBERED, 0, "存在问题")]),
        ("我抓学习。工作中还存在以下不足：\n读书少。", [(HeadingKind.INLINE, 1, "工作中还存在以下不足")]),
        ("工作中还存在以下不足。\n读书少。", [(HeadingKind.ANNOUNCED, 1, "工作中还存在以下不足")]),
        ("2022年度述职报告\n读书。", []),
    ],
)  # fmt: skip
def test_headings_of_every_style(text: str, found: list[tuple[HeadingKind, float, str]]) -> None:
    assert headings(text) == found


def test_bold_lines_and_styled_lines_are_headings() -> None:
    text = "抓好学习教育\n读书。"
    assert headings(text) == []
    assert headings(text, bold=("抓好学习教育",)) == [(STYLED, 0, "抓好学习教育")]
    assert headings(text, outline={"抓好学习教育": 2}) == [(STYLED, 0, "抓好学习教育")]


def test_a_style_that_starts_again_is_nested() -> None:
    points = "1.学习\n我读原著。\n2.组织\n我抓换届。"
    found = headings(f"（一）履职情况\n{points}\n（二）存在问题\n{points}")
    assert [rank for _, rank, _ in found] == [0, 1, 1, 0, 1, 1]


def test_entries_of_a_table_of_contents_are_dropped() -> None:
    body = "一、履职情况\n我抓学习，读书十二次，谈心九人。\n二、存在问题\n学习不够。"
    assert headings(f"一、履职情况\n二、存在问题\n{body}") == headings(body)


@pytest.mark.parametrize(
    ("line", "title", "contents"),
    [
        ("2022年度抓基层党建工作述职报告", True, False),
        ("一、述职报告", False, False),
        ("述职报告，请评议", False, False),
        ("目　录", False, True),
        ("一、履职情况………………3", False, True),
        ("共有党员12", False, False),
    ],
)
def test_titles_and_contents(line: str, *, title: bool, contents: bool) -> None:
    (only,) = lines_of(manuscript(line))
    assert (is_title(only), is_contents(only)) == (title, contents)


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("在看到成绩的同时，也还存在以下不足：", Part.PROBLEMS),
        ("工作中还存在一些问题。", Part.PROBLEMS),
        ("究其原因，主要是学习不够。", Part.CAUSES),
        ("下一步，我将从以下几个方面努力。", Part.MEASURES),
        ("针对以上问题，我将逐项改进。", Part.MEASURES),
        ("对此，我郑重承诺：按期整改。", Part.PROMISE),
        ("一年来，主要做了以下工作：", Part.ACHIEVEMENTS),
        ("支部现有党员26名。", Part.BASICS),
        ("去年述职评议时指出的问题已整改。", Part.LAST_YEAR),
        ("解决了师生反映的突出问题。", None),
        ("我们召开了支部大会。", None),
    ],
)
def test_what_a_sentence_announces(sentence: str, part: Part | None) -> None:
    assert announced_part(sentence) is part
