"""Lines and sentences with their places in the whole text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.report.lines import Line, Sentence, lines_of, sentences_of


def lines(*texts: str) -> tuple[Line, ...]:
    return lines_of(Manuscript("txt", tuple(Paragraph(text) for text in texts)))


def test_a_soft_line_break_begins_a_line() -> None:
    first, second, third = lines("一、学习\n不够", "二、谈心")
    assert (first.text, first.start, first.end, first.paragraph) == ("一、学习", 0, 4, 0)
    assert (second.text, second.start, second.end, second.paragraph) == ("不够", 5, 7, 0)
    assert (third.text, third.start, third.paragraph) == ("二、谈心", 8, 1)


@pytest.mark.parametrize("end", ["\n", "\r", "\v", "\f", "\u2028", "\u2029", "\x85", "\r\n"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    assert [line.text for line in lines(f"学习{end}谈心")] == ["学习", "谈心"]


def test_white_space_around_is_no_part_of_a_line() -> None:
    assert [(line.text, line.start) for line in lines("\u3000\u3000学习 ", "   ", "", " 谈心")] == [
        ("学习", 2),
        ("谈心", 12),
    ]


def test_lines_know_the_style_of_their_paragraph() -> None:
    styled = Manuscript("docx", (Paragraph("学习\n谈心", outline=2, bold=True), Paragraph("活动")))
    assert [(line.outline, line.bold) for line in lines_of(styled)] == [
        (2, True),
        (2, True),
        (0, False),
    ]


@pytest.mark.parametrize(
    ("text", "shown", "start", "outline", "bold"),
    [
        ("## 问题", "问题", 3, 2, False),
        ("######  问题", "问题", 8, 6, False),
        ("####### 问题", "####### 问题", 0, 0, False),
        ("#问题", "#问题", 0, 0, False),
        ("**问题**", "**问题**", 0, 0, True),
        ("**问题**：", "**问题**：", 0, 0, True),
        ("**问题** 读书少", "**问题** 读书少", 0, 0, False),
        ("问题 ## 一", "问题 ## 一", 0, 0, False),
    ],
)
def test_marks_of_markdown_are_taken_for_styles(
    text: str, shown: str, start: int, outline: int, bold: bool
) -> None:
    assert lines(text) == (Line(shown, start, 0, outline, bold),)


@given(st.lists(st.text(alphabet="学习谈心 #*\n\u3000。", max_size=12), max_size=5))
@settings(max_examples=60)
def test_a_line_stands_where_it_says(texts: list[str]) -> None:
    whole = "\n".join(texts)
    for line in lines(*texts):
        assert whole[line.start : line.end] == line.text
        assert line.text.strip()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("学习。谈心！活动？", ["学习。", "谈心！", "活动？"]),
        ("他说：“学习。”谈心", ["他说：“学习。”", "谈心"]),
        ("学习。。。谈心", ["学习。。。", "谈心"]),
        ("学习\n谈心", ["学习", "谈心"]),
        ("占3.5%. 好! 是?", ["占3.5%. 好! 是?"]),
        ("  学习  \n", ["学习"]),
        ("。", ["。"]),
        ("（学习。）谈心", ["（学习。）", "谈心"]),
        ("", []),
    ],
)
def test_full_stops_and_line_ends_end_a_sentence(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in sentences_of(text)] == sentences


def test_sentences_between_two_places() -> None:
    text = "学习。谈心。活动。"
    assert list(sentences_of(text, 3, 6)) == [Sentence("谈心。", 3)]
    assert [sentence.end for sentence in sentences_of(text)] == [3, 6, 9]


@given(st.text(alphabet="学习谈心。！？”）\n 　", max_size=40))
@settings(max_examples=60)
def test_sentences_hold_every_character_but_white_space(text: str) -> None:
    told = "".join(sentence.text for sentence in sentences_of(text))
    assert "".join(told.split()) == "".join(text.split())
    assert all(text[each.start : each.end] == each.text for each in sentences_of(text))
