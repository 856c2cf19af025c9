"""What a unit calls things, filled into texts and into values made of texts."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import words
from bot.domain.words import STANDARD, Words, filled, year_title

FIRM = Words("党组织书记", "党组织", "党建考核", "述职材料", "考核会", "汇报", "公司", "年")
EVERY = (
    words.SUBJECT
    + words.OFFICE
    + words.UNIT
    + words.ACTIVITY
    + words.REPORT
    + words.MEETING
    + words.SPEECH
    + words.HOUSE
    + words.PARTY_WORK
)


@dataclass(frozen=True)
class Card:
    title: str
    rows: tuple[str, ...] = ()
    number: int = 0
    key: str = field(default="", init=False)


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        (STANDARD, "支部书记书记支部述职评议考核述职报告述职评议会述职系抓基层党建"),
        (FIRM, "党组织书记书记党组织党建考核述职材料考核会汇报公司"),
    ],
)
def test_every_placeholder_has_its_word(unit: Words, text: str) -> None:
    assert filled(EVERY, unit) == text


@pytest.mark.parametrize(
    ("subject", "unit", "office"),
    [
        ("支部书记", "支部", "书记"),
        ("支部", "支部", "支部"),
        ("院长", "学院", "院长"),
        ("支部书记", "党支部", "书记"),
        ("党支部书记", "教工党支部", "书记"),
        ("党支部书记", "支部", "党支部书记"),
    ],
)
def test_the_office_stands_behind_a_name(subject: str, unit: str, office: str) -> None:
    assert Words(subject=subject, unit=unit).office == office


@pytest.mark.parametrize(
    ("year", "named"), [("年度", "2026年度"), ("年", "2026年"), ("学年", "2026—2027学年")]
)
def test_a_year_is_said_as_the_unit_says_it(year: str, named: str) -> None:
    unit = replace(STANDARD, year=year)
    assert unit.named_year(2026) == named
    assert (
        filled(f"{year_title(2026)}的通知，{year_title(2026)}", unit) == f"{named}的通知，{named}"
    )


def test_values_made_of_texts_are_filled_to_their_leaves() -> None:
    card = Card(f"{words.UNIT}好", (words.HOUSE, "K7"), 3)
    value = {"card": card, "list": [words.SPEECH, None], words.UNIT: "键"}
    assert filled(value, FIRM) == {
        "card": Card("党组织好", ("公司", "K7"), 3),
        "list": ["汇报", None],
        words.UNIT: "键",
    }
    assert filled(7, FIRM) == 7
    assert filled(Card, FIRM) is Card  # a class is no value


@given(st.text(max_size=30))
@settings(max_examples=60)
def test_a_text_without_placeholders_stays(text: str) -> None:
    assert filled(text, FIRM) == text
    once = filled(EVERY + text, FIRM)
    assert filled(once, STANDARD) == once


def test_party_building_stands_where_somebody_reports() -> None:
    assert (STANDARD.party_work, FIRM.party_work) == ("抓基层党建", "")


def test_an_example_is_a_branch_that_there_is() -> None:
    three = ("机关支部", "教工支部", "学生支部")
    assert words.example_among(three, STANDARD) == "学生支部"
    assert words.example_among(three[:2], STANDARD) == "教工支部"
    assert words.example_among((), STANDARD) == "第三支部"
    assert words.example_among(("第一支部", "第三支部"), STANDARD) == "第三支部"
    said = f"退回 {words.EXAMPLE} 问题写得太虚"
    assert filled(said, STANDARD) == "退回 第三支部 问题写得太虚"
    assert filled(said, STANDARD, lambda: three[0]) == "退回 机关支部 问题写得太虚"
