"""Automatic numbers, as Word shows them (checked against LibreOffice's printed numbers on the shared corpus)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.extraction import extract
from bot.documents.numbering import join_number
from bot.documents.numerals import FORMATS, numeral, roman
from tests.documents.word_files import (
    definition,
    in_list,
    level,
    paragraph,
    paragraph_style,
    restart,
    style,
    use,
    word_file,
)  # fmt: skip

CHINESE = definition(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%2.%3.%4", more="<w:isLgl/>"),
)


def numbers(numbering: str, items: list[tuple[int, int]], styles: str = "") -> list[str]:
    """Numbers of paragraphs in (list, level)."""
    body = "".join(paragraph("文", properties=in_list(list_id, depth)) for list_id, depth in items)
    manuscript = extract(word_file(body, numbering=numbering, styles=styles), "")
    return [found.number for found in manuscript.paragraphs]


def test_levels_count_and_restart_under_each_other() -> None:
    items = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)]
    assert numbers(CHINESE + use(1, 0), items) == [
        "一、",
        "（一）",
        "1.",
        "2.",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]


def test_legal_levels_are_in_plain_digits() -> None:
    assert numbers(CHINESE + use(1, 0), [(1, 0), (1, 1), (1, 2), (1, 3)])[-1] == "1.1.1.1"


def test_a_skipped_level_is_used_up() -> None:
    decimal = definition(
        0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3")
    )
    assert numbers(decimal + use(1, 0), [(1, 0), (1, 2), (1, 1)]) == ["1", "1.1.1", "1.2"]


def test_uses_of_one_definition_count_on_unless_they_restart() -> None:
    numbering = (
        CHINESE + use(1, 0) + use(2, 0) + use(3, 0, restart(0, 1)) + use(4, 0, restart(0, 5))
    )
    assert numbers(numbering, [(1, 0), (2, 0), (3, 0), (3, 0), (4, 0)]) == [
        "一、",
        "二、",
        "一、",
        "二、",
        "五、",
    ]


def test_a_use_may_override_a_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    assert numbers(CHINESE + use(1, 0, own), [(1, 0), (1, 0)]) == ["C)", "D)"]


def test_levels_that_never_restart() -> None:
    numbering = definition(
        0, level(0, "decimal", "%1"), level(1, "decimal", "%2", more='<w:lvlRestart w:val="0"/>')
    )
    assert numbers(numbering + use(1, 0), [(1, 0), (1, 1), (1, 0), (1, 1)]) == ["1", "1", "2", "2"]


def test_lists_of_styles() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="L"/></w:abstractNum>'
        + definition(
            0,
            level(0, "decimal", "第%1条", more='<w:pStyle w:val="A"/>'),
            level(1, "decimal", "%2）", more='<w:pStyle w:val="B"/>'),
        )
        + use(1, 0)
        + use(2, 9)
    )
    styles = (
        paragraph_style("A", "article", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + paragraph_style("B", "clause", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + paragraph_style("C", "free", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="A")
        + '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(paragraph("文", properties=style(name)) for name in ("A", "B", "C", "A"))
    manuscript = extract(word_file(body, numbering=linked, styles=styles), "")
    assert [found.text for found in manuscript.paragraphs] == [
        "第1条 文",
        "1）文",
        "文",
        "第2条 文",
    ]
    assert numbers(linked, [(2, 0)], styles) == ["第1条"]


def test_empty_numbered_paragraphs_count_bullets_and_unknown_lists_do_not_show() -> None:
    numbering = CHINESE + definition(7, level(0, "bullet", "●")) + use(1, 0) + use(2, 7)
    body = (
        paragraph("甲", properties=in_list(1)) + paragraph(properties=in_list(1)) + paragraph("丙", properties=in_list(1))
        + paragraph("点", properties=in_list(2)) + paragraph("无", properties=in_list(99))
    )  # fmt: skip
    manuscript = extract(word_file(body, numbering=numbering), "")
    assert [found.text for found in manuscript.paragraphs] == ["一、甲", "三、丙", "点", "无"]


@pytest.mark.parametrize(
    ("number", "text", "suffix", "joined"),
    [
        ("一、", "加强", "tab", "一、加强"),
        ("（一）", "Abc", "tab", "（一）Abc"),
        ("1.", "加强", "tab", "1.加强"),
        ("1.1", "范围", "tab", "1.1 范围"),
        ("第一条", "目的", "space", "第一条 目的"),
        ("第一条", "目的", "nothing", "第一条目的"),
        ("1.", "Scope", "tab", "1. Scope"),
        ("", "正文", "tab", "正文"),
    ],
)
def test_number_and_text_are_joined_as_typed(
    number: str, text: str, suffix: str, joined: str
) -> None:
    assert join_number(number, text, suffix) == joined


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("chineseCounting", "一 十 十一 二十 九十九"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 玖拾玖"),
        ("ideographDigital", "一 一〇 一一 二〇 九九"),
        ("ideographTraditional", "甲 癸 11 20 99"),
        ("ideographZodiac", "子 酉 戌 20 99"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 99"),
        ("decimalFullWidth", "１ １０ １１ ２０ ９９"),
        ("upperRoman", "I X XI XX XCIX"),
        ("lowerLetter", "a j k t uuuu"),
        ("ordinal", "1st 10th 11th 20th 99th"),
        ("decimalZero", "01 10 11 20 99"),
        ("none", "    "),
        ("somethingNew", "1 10 11 20 99"),
    ],
)
def test_formats(name: str, shown: str) -> None:
    assert " ".join(numeral(value, name) for value in (1, 10, 11, 20, 99)) == shown


@given(st.integers(1, 3998))
def test_roman_numbers_grow(value: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    letters = [worth[letter] for letter in roman(value)]
    assert (
        sum(
            -one if one < next_one else one
            for one, next_one in zip(letters, [*letters[1:], 0], strict=True)
        )
        == value
    )


@given(st.sampled_from(sorted(FORMATS)), st.integers(-5, 10**7))
def test_every_format_shows_something_for_any_value(name: str, value: int) -> None:
    assert numeral(value, name)
