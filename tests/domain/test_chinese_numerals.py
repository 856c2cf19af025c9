import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chinese_numerals import parse, spell, spell_in_list


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("壹", 1),
        ("贰拾叁", 23),
        ("两", 2),
        ("", 0),
        ("一二", 0),
        ("十十", 0),
        ("二十一二", 0),
        ("百", 0),
        ("3", 0),
    ],
)
def test_what_is_a_numeral_below_a_hundred_has_its_value(numeral: str, value: int) -> None:
    assert parse(numeral) == value


@pytest.mark.parametrize(
    ("value", "full", "in_list"),
    [
        (0, "0", "0"),
        (3, "三", "三"),
        (10, "一十", "十"),
        (15, "一十五", "十五"),
        (20, "二十", "二十"),
        (105, "一百零五", "一百零五"),
        (110, "一百一十", "一百一十"),
        (1001, "一千零一", "一千零一"),
        (9999, "九千九百九十九", "九千九百九十九"),
        (10_000, "10000", "10000"),
        (-1, "-1", "-1"),
    ],
)
def test_numbers_are_spelled(value: int, full: str, in_list: str) -> None:
    assert (spell(value), spell_in_list(value)) == (full, in_list)


@given(st.integers(1, 99))
def test_what_is_spelled_is_read_back(value: int) -> None:
    assert parse(spell(value)) == parse(spell_in_list(value)) == value


@given(st.text(alphabet="零一二三四五六七八九十百两壹拾x", max_size=5))
def test_any_text_has_a_value_below_a_hundred(text: str) -> None:
    assert 0 <= parse(text) < 100


DIGIT_VALUES = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
UNIT_VALUES = {"十": 10, "百": 100, "千": 1000}


def value_of(text: str) -> int:
    """A Chinese number read aloud, independently of how it was written."""
    total, digit = 0, 0
    for sign in text:
        if sign in UNIT_VALUES:
            total += (digit or 1) * UNIT_VALUES[sign]
            digit = 0
        else:
            digit = DIGIT_VALUES[sign]
    return total + digit


@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(value: int) -> None:
    assert value_of(spell(value)) == value_of(spell_in_list(value)) == value
