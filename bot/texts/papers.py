"""How text stands on a paper, as GB/T 15834 and GB/T 9704 have it; texts of the chat stay as they are.

Whoever prints a text passes it through `on_paper`: official papers do, the grade sheet as a picture, and the
words that are our own in workbooks.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from bot.domain.patterns import pattern
from bot.texts.dates import WEEKDAYS

OPEN: Final = "＿＿＿＿"  # a place for what only people know

_NUMERALS = "〇一二三四五六七八九"
_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff"
_MARKS = r"，。；：、？！“”‘’（）《》〔〕【】…—～＿"
_QUOTES = str.maketrans("「」『』", "“”‘’")
_STRAIGHT = pattern(rf'"([^"\n{_HAN}]*+[{_HAN}][^"\n]*+)"')
_BRACKETS = pattern(r"\(([^()\n]*)\)")
_HALF = str.maketrans(",;:?!", "，；：？！")
_BETWEEN = pattern(rf"(?<=[{_HAN}”’）》])[,;:?!](?=[{_HAN}“‘（《]|$)", re.MULTILINE)
_BLANK_AFTER = pattern(rf"(?<=[{_HAN}{_MARKS}])[ \u00a0]+(?=[0-9A-Za-z])")
_BLANK_BEFORE = pattern(rf"(?<=[0-9A-Za-z%‰℃])[ \u00a0]+(?=[{_HAN}{_MARKS}])")
_HAN_ONE = pattern(rf"[{_HAN}{_MARKS}]")
# Without one of these, a text stands on paper as it is: most do.
_ALTERABLE = pattern(r'[「」『』"(,;:?! \u00a0]')


def on_paper(text: str) -> str:
    """Returns the text with “” for 「」, full-width brackets and marks in Chinese, and no blank
    beside a number.

    What is not Chinese keeps its marks; blanks between Chinese characters stay, as in 王　芳.
    """
    if _ALTERABLE.search(text) is None:
        return text
    text = text.translate(_QUOTES)
    text = _from_the_inside(_STRAIGHT, r"“\1”", text)
    text = _from_the_inside(_BRACKETS, _widened, text)
    text = _BETWEEN.sub(lambda mark: mark[0].translate(_HALF), text)
    text = _BLANK_AFTER.sub("", text)
    return _BLANK_BEFORE.sub("", text)


def _from_the_inside(
    pair: re.Pattern[str], made: str | Callable[[re.Match[str]], str], text: str
) -> str:
    """Replaces pairs from the inside: one that is changed may change the one around it."""
    changed = pair.sub(made, text)
    while changed != text:
        text, changed = changed, pair.sub(made, changed)
    return text


def _widened(bracketed: re.Match[str]) -> str:
    """Brackets are full-width where they hold Chinese or stand beside it."""
    whole = bracketed.string
    before = whole[bracketed.start() - 1 : bracketed.start()]
    after = whole[bracketed.end() : bracketed.end() + 1]
    if _HAN_ONE.search(before + bracketed[1] + after) is None:
        return bracketed[0]
    return f"（{bracketed[1]}）"


def full_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """Returns the date in full with its day of the week."""
    return f"{full_date(day)}（周{WEEKDAYS[day.weekday()]}）"


def ordinal(number: int, level: int = 1) -> str:
    """Returns what stands before a heading of this level: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{chinese_number(number)}、"
    if level == 2:
        return f"（{chinese_number(number)}）"
    if level == 3:
        return f"{number}."
    return f"（{number}）"


def chinese_number(number: int) -> str:
    """Returns a number from 1 to 99 as in 第二十一条."""
    tens, ones = divmod(number, 10)
    written = ""
    if tens > 1:
        written += _NUMERALS[tens]
    if tens:
        written += "十"
    if ones:
        written += _NUMERALS[ones]
    return written
