"""What is said of inputs, opinions and reports."""

from datetime import date

import pytest

from bot.dispatch.understanding.forms.bulletins import read_section, releases
from bot.dispatch.understanding.forms.evaluation import (
    read_author,
    read_author_of_lines,
    read_half,
    read_sentence,
    read_wanted_sheet,
)
from bot.dispatch.understanding.forms.everybody import behind_everybody
from bot.dispatch.understanding.forms.reports import read_overruled, read_part, read_until
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.opinion import Half
from bot.domain.rectification.bulletins import Section
from bot.domain.report import Part

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("said", "author", "words"),
    [
        ("代钱守样：讲得实在", "钱守样", "讲得实在"),
        ("代 钱守样书记说，措施还要具体", "钱守样", "措施还要具体"),
        ("代钱守样 讲得实在", "钱守样", "讲得实在"),
        ("讲得实在", "", "讲得实在"),
        ("代表性强", "", "代表性强"),
    ],
)
def test_words_may_be_somebody_elses(said: str, author: str, words: str) -> None:
    assert read_author(said) == (author, words)


def test_an_author_may_stand_above_the_lines() -> None:
    lines = "王文例：实在\n李思样：细致"
    assert read_author_of_lines(f"代钱守样：\n{lines}") == ("代钱守样：", lines)
    assert read_author_of_lines(lines) == ("", lines)
    assert read_author_of_lines("代钱守样：") == ("", "代钱守样：")


@pytest.mark.parametrize(
    ("said", "kind", "as_workbook"),
    [
        ("平时", Kind.EVERYDAY, False),
        ("平时 Excel", Kind.EVERYDAY, True),
        ("调研的Excel版", Kind.FIELDWORK, True),
        ("点评记录表用电子表格", Kind.COMMENT, True),
        ("周报", None, False),
    ],
)
def test_a_sheet_is_wanted_for_an_input(said: str, kind: Kind | None, *, as_workbook: bool) -> None:
    assert read_wanted_sheet(said) == (kind, as_workbook)


@pytest.mark.parametrize(
    ("said", "half", "sentence"),
    [
        ("问题 谈心还不够经常", Half.LACKING, "谈心还不够经常"),
        ("建议：多去教研室", Half.DIRECTION, "多去教研室"),
        ("成绩", Half.ACHIEVED, ""),
        ("谈心还不够", None, "谈心还不够"),
    ],
)
def test_a_sentence_is_added_to_a_part(said: str, half: Half | None, sentence: str) -> None:
    assert read_sentence(said) == (half, sentence)


def test_a_part_of_an_opinion_is_said_and_never_guessed() -> None:
    assert read_half("：问题。") is Half.LACKING
    assert read_half("有点问题") is None


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("延到12月15日", date(2026, 12, 15)),
        ("至12月15日", date(2026, 12, 15)),
        ("延期三天", 3),
        ("", None),
        ("很久", None),
    ],
)
def test_reports_are_extended_until_a_day_or_by_days(said: str, until: date | int | None) -> None:
    assert read_until(said, TODAY) == until


def test_a_part_of_a_report_is_named() -> None:
    assert read_part("问题部分的吧。") is Part.PROBLEMS
    assert read_part("天气") is None


@pytest.mark.parametrize(
    ("said", "overruled"),
    [
        ("篇幅 党总支同意", ("S21", "党总支同意")),
        ("s21：党总支同意", ("S21", "党总支同意")),
        ("篇幅", None),
        ("S21", None),
        ("篇幅：", None),
        ("党总支同意", None),
    ],
)
def test_a_hint_is_overruled_for_a_reason(said: str, overruled: tuple[str, str] | None) -> None:
    assert read_overruled(said) == overruled


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("存在问题 个别支部谈心不够", (Section.PROBLEMS, "个别支部谈心不够")),
        ("改 下步要求：每月谈一次", (Section.NEXT, "每月谈一次")),
        ("存在问题", None),
        ("随便写写", None),
    ],
)
def test_a_section_of_the_bulletin_gets_new_words(
    said: str, section: tuple[Section, str] | None
) -> None:
    assert read_section(said) == section


def test_the_bulletin_is_released_by_a_word() -> None:
    assert releases("发到群里。")
    assert not releases("发布什么")


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("全部", ""),
        ("所有支部：缺会议记录", "缺会议记录"),
        ("都 延期三天", "延期三天"),
        ("第三支部", None),
    ],
)
def test_everybody_is_meant_and_something_said(said: str, rest: str | None) -> None:
    assert behind_everybody(said) == rest
