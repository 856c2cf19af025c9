"""A choice in words, with its names as the sheet writes them."""

import pytest

from bot.book import book
from bot.dispatch.meaning import Meaning
from bot.dispatch.overhearing import Overhearing
from bot.dispatch.understanding.choosing import called_as_on_sheet
from tests.dispatch.understanding.casts import NAMED, NUMBERED

SHEET = [subject.name for subject in NUMBERED.subjects]
VOTER = next(person for person in NUMBERED.people if person.name == "李伟")


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("王书记好", "王建国好"),
        ("老孙投好，三支部较好", "孙德胜投好，赵明较好"),
        ("欧阳老师一般", "欧阳雪一般"),
        ("都好", "都好"),
        ("钱书记好", "钱书记好"),
    ],
)
def test_whoever_is_on_the_sheet_is_called_by_his_full_name(said: str, called: str) -> None:
    assert called_as_on_sheet(said, NUMBERED, SHEET, VOTER).text == called


def test_a_misspelt_name_stays_as_it_was_typed() -> None:
    choosing = called_as_on_sheet("王建过好", NUMBERED, SHEET, VOTER)
    assert choosing.text == "王建过好"
    assert [person.name for person in choosing.misspelt] == ["王建国"]


def test_where_a_name_fits_two_on_the_sheet_none_is_taken() -> None:
    sheet = [subject.name for subject in NAMED.subjects]
    choosing = called_as_on_sheet("王书记好", NAMED, sheet, NAMED.people[-1])
    assert choosing.text == "王书记好"
    assert [person.name for person in choosing.namesakes] == ["王海燕", "王磊"]


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("投票真的是匿名的吗", True),
        ("投票真的是匿名的吗？会不会公开我的名字", True),
        ("是不是真的匿名啊", True),
        ("匿名反映：第三支部的报告有两处数字不实", False),
        ("第三支部的事没人管，替我保密", False),
        ("第三支部的事有人管吗，能替我保密吗", False),
        ("能替我保密吗，书记从不开会", False),
        ("不要写我的名字，公示的报告里党课次数不对", False),
    ],
)
def test_a_question_about_secrecy_is_told_from_what_shall_be_secret(said: str, asks: bool) -> None:
    overhearing = Overhearing(Meaning(book()))
    assert overhearing.asks_about_secrecy(said) is asks
