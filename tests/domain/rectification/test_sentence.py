"""One sentence of the organiser becomes an item of branches, with its source and its day."""

from datetime import date

import pytest

from bot.domain.rectification.items import Source
from bot.domain.rectification.sentence import Sentence, read_sentence

NAMES = {"第一支部": 1, "王文例": 1, "第二支部": 2, "李思样": 2, "第三支部": 3}
ON = date(2027, 3, 1)


def read(text: str) -> Sentence:
    return read_sentence(text, NAMES, ON)


@pytest.mark.parametrize(
    ("text", "branches"),
    [
        ("第二支部：记录不全", (2,)),
        ("第三支部、第一支部：记录不全", (1, 3)),  # in the order of the roster
        ("王文例、第一支部：记录不全", (1,)),
        ("李思样：记录不全", (2,)),
        ("各支部：记录不全", (1, 2, 3)),
        ("全系党支部记录不全", (1, 2, 3)),
        ("记录不全", ()),
    ],
)
def test_whose_item_it_is(text: str, branches: tuple[int, ...]) -> None:
    assert read(text).branches == branches


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("第一支部：记录不全", Source.UPPER),
        ("第一支部：上级检查指出记录不全", Source.UPPER),
        ("第一支部：领导点评记录不全", Source.COMMENT),
        ("第一支部：群众反馈记录不全", Source.FEEDBACK),
        ("第一支部：领导看了群众意见", Source.COMMENT),  # the one that is named first
        ("第一支部：群众向领导反映", Source.FEEDBACK),
    ],
)
def test_where_an_item_comes_from(text: str, source: Source) -> None:
    assert read(text).source is source


@pytest.mark.parametrize(
    ("text", "problem", "due"),
    [
        ("第一支部：记录不全，6月底前整改", "记录不全", date(2027, 6, 30)),
        ("第一支部：记录不全；6月底前整改。", "记录不全", date(2027, 6, 30)),
        ("第一支部：记录不全，台账也不全", "记录不全，台账也不全", None),
        ("第一支部：6月前补齐记录", "6月前补齐记录", date(2027, 6, 30)),
        ("第一支部、第二支部和李思样：记录不全", "记录不全", None),
        ("记录不全，第一支部要改", "记录不全，第一支部要改", None),
        ("第一支部", "", None),
    ],
)
def test_what_is_the_problem_and_until_when(text: str, problem: str, due: date | None) -> None:
    sentence = read(text)
    assert (sentence.problem, sentence.due) == (problem, due)


def test_without_a_roster_nobody_is_named() -> None:
    assert read_sentence("第一支部：记录不全", {}, ON).branches == ()
    assert read_sentence("：记录不全", {}, ON).problem == "记录不全"
