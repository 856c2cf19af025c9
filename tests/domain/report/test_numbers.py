import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report.numbers import NEXT, NumberStyle, heading_number, point_numbers


@pytest.mark.parametrize(
    ("line", "style", "value", "title"),
    [
        ("第一部分 履职", NumberStyle.PART, 1, "履职"),
        ("一、履职", NumberStyle.CHINESE, 1, "履职"),
        ("十二、其他", NumberStyle.CHINESE, 12, "其他"),
        ("二十一、其他", NumberStyle.CHINESE, 21, "其他"),
        ("壹、前言", NumberStyle.CHINESE, 1, "前言"),
        ("Ⅲ、打算", NumberStyle.CHINESE, 3, "打算"),
        ("（二）问题", NumberStyle.CHINESE_BRACKETS, 2, "问题"),
        ("3.整改", NumberStyle.ARABIC, 3, "整改"),
        ("3．整改", NumberStyle.ARABIC, 3, "整改"),
        ("(4)措施", NumberStyle.ARABIC_BRACKETS, 4, "措施"),
        ("5）措施", NumberStyle.ARABIC_BRACKETS, 5, "措施"),
        ("①学习", NumberStyle.CIRCLED, 1, "学习"),
        ("第二，我", NumberStyle.ORDINAL, 2, "我"),
    ],
)
def test_headings_are_numbered(line: str, style: NumberStyle, value: int, title: str) -> None:
    number = heading_number(line)
    assert number is not None
    assert (number.style, number.value, line[number.end :]) == (style, value, title)


@pytest.mark.parametrize("line", ["2.3万元", "工作", "一二三", ""])
def test_other_lines_have_no_number(line: str) -> None:
    assert heading_number(line) is None


@pytest.mark.parametrize(
    ("text", "style", "values"),
    [
        ("一是学习；二是活动；三是谈心。", NumberStyle.SPOKEN, [1, 2, 3]),
        ("首先，学习。其次，组织。最后，作风。", NumberStyle.FIRSTLY, [1, 2, NEXT]),
        ("其一，学习。其二，活动。", NumberStyle.AMONG, [1, 2]),
        ("一条是学习，另一条是活动", NumberStyle.EACH, [NEXT, NEXT]),
        ("问题一：学习。问题二：活动。", NumberStyle.NAMED, [1, 2]),
        ("第一个问题是学习。", NumberStyle.NAMED, [1]),
        ("原因一：学习。", NumberStyle.CAUSE, [1]),
        ("整改措施二：学习。", NumberStyle.MEASURE, [2]),
        ("1.学习。2.3月起谈心。3.5万元。", NumberStyle.ARABIC, [1, 2]),
    ],
)
def test_points_are_numbered(text: str, style: NumberStyle, values: list[int]) -> None:
    numbers = list(point_numbers(text))
    assert [(number.style, number.value) for number in numbers] == [
        (style, value) for value in values
    ]


@pytest.mark.parametrize("text", ["唯一是好的", "达到3.5万元", "其实不然，首先进的"])
def test_words_that_only_look_like_numbers(text: str) -> None:
    assert list(point_numbers(text)) == []


@given(st.text(alphabet="一二三是要、，。（）1.23其首先①问题：\n", max_size=60))
def test_numbers_stand_behind_one_another(text: str) -> None:
    reached = 0
    for number in point_numbers(text):
        assert reached <= number.start < number.end <= len(text)
        reached = number.end
