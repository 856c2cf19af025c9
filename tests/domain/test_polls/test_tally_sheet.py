"""A tally sheet that comes back filled in by hand, read into what would be typed."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.manuscript import Cell, Manuscript, Paragraph
from bot.domain.polls.tally_sheet import counted, read_tally_sheet

HEADS = ["发出", "收回", "有效", "废票"]
STEPS = ["姓名", "好", "较好", "一般", "差"]


def sheet(*classes: tuple[str, Sequence[Sequence[str]], Sequence[Sequence[str]]]) -> Manuscript:
    """For each class its title and the two tables under it, as the printed sheet has them."""
    paragraphs = [Paragraph("现场测评统计表")]
    for number, (title, *tables) in enumerate(classes):
        paragraphs.append(Paragraph(title))
        for which, rows in enumerate(tables):
            paragraphs += [
                Paragraph(words, cell=Cell(number * 2 + which, row, column))
                for row, line in enumerate(rows)
                for column, words in enumerate(line)
            ]
    return Manuscript("docx", tuple(paragraphs))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", 12),
        (" ３ 张", 3),
        ("正正下", 13),
        ("正 正 一", 11),
        ("丁", 2),
        ("7（涂改为）8", 8),
        ("", None),
        ("—", None),
        ("无", None),
        ("正确", None),
    ],
)
def test_a_cell_is_counted_in_figures_or_strokes(words: str, number: int | None) -> None:
    assert counted(words) == number


@given(fives=st.integers(0, 20), rest=st.sampled_from(["", "一", "丁", "下", "止"]))
def test_strokes_add_up(fives: int, rest: str) -> None:
    strokes = "正" * fives + rest
    expected = fives * 5 + ["", "一", "丁", "下", "止"].index(rest)
    assert counted(strokes) == (expected or None)


def test_each_counted_class_is_a_text_of_its_own() -> None:
    manuscript = sheet(
        (
            "A票（班子成员）",
            [HEADS, ["5", "5", "5", "0"]],
            [STEPS, ["王文例", "正", "", "", ""], ["李思样", "止", "一", "", ""]],
        ),
        (
            "B票（党员）",
            [HEADS, ["40", "38", "37", "1"]],
            [STEPS, ["王文例", "30", "7", "", ""]],
        ),
    )
    assert read_tally_sheet(manuscript) == (
        "A票 发出5 收回5 有效5 废票0：王文例 好5；李思样 好4 较好1",
        "B票 发出40 收回38 有效37 废票1：王文例 好30 较好7",
    )


def test_a_class_that_nobody_counted_is_left_out() -> None:
    blank = sheet(("A票", [HEADS, ["5", "", "", ""]], [STEPS, ["王文例", "", "", "", ""]]))
    assert read_tally_sheet(blank) == ()


def test_who_got_nothing_has_a_line_nevertheless() -> None:
    manuscript = sheet(
        ("A票", [HEADS, ["1", "1", "1", "0"]], [STEPS, ["王文例", "", "", "", ""], ["", "3"]])
    )
    assert read_tally_sheet(manuscript) == ("A票 发出1 收回1 有效1 废票0：王文例 好0",)


def test_a_row_of_marks_is_read_ballot_by_ballot() -> None:
    manuscript = sheet(
        (
            "A票",
            [HEADS, ["3", "3", "3", "0"]],
            [["项目", "各张分数"], ["王文例：政治学习", "95、88，90"]],
        )
    )
    assert read_tally_sheet(manuscript) == (
        "A票 发出3 收回3 有效3 废票0：王文例 政治学习 95分1 88分1 90分1",
    )


@given(st.lists(st.text("正一好票收回0123：（", max_size=8), max_size=12))
def test_whatever_stands_in_the_file_is_read_without_an_error(lines: list[str]) -> None:
    cells = [Paragraph(text, cell=Cell(at % 3, at // 3, at % 2)) for at, text in enumerate(lines)]
    assert isinstance(read_tally_sheet(Manuscript("docx", tuple(cells))), tuple)
