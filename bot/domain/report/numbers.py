"""The numbers that Chinese documents put before headings and points.

第一部分 一、 (一) 1. (1) ① 一是 首先 其一.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from bot.domain import chinese_numerals
from bot.domain.patterns import pattern

_CHINESE = "[一二三四五六七八九十]{1,3}"


class NumberStyle(IntEnum):
    """Outer styles first, as official documents nest them."""

    PART = 0
    CHINESE = 1
    CHINESE_BRACKETS = 2
    ARABIC = 3
    ARABIC_BRACKETS = 4
    CIRCLED = 5
    SPOKEN = 6  # 一是 二是, 一要 二要
    FIRSTLY = 7  # 首先 其次 最后
    ORDINAL = 8  # 第一, 第二,
    AMONG = 9  # 其一 其二
    EACH = 10  # 一条是 另一条是 还有一条是, 一方面 另一方面
    NAMED = 11  # 第一个问题, 问题一：
    CAUSE = 12  # 原因一：
    MEASURE = 13  # 措施一：


class Number(NamedTuple):
    style: NumberStyle
    value: int
    start: int
    end: int  # where the text after the number begins


# 「2.每月」 and 「2.3月起」 are second points, 「2.3万元」 is a figure.
_DOT = r"\.(?!\d(?!\d?月|0\d\d年))"
_HEADING = pattern(
    rf"(?P<PART>第(?P<p>[一二三四五六七八九十\d]{{1,3}})(?:部分|章|篇|方面)[、:：.．\s]*)"
    rf"|(?P<CHINESE>(?:(?P<c>[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{{1,3}})|(?P<r>[Ⅰ-Ⅻ]|I{{1,3}}|IV|VI{{0,3}}|IX|X))\s*[、.．,，﹑:：]\s*(?!{_CHINESE}[、，,和至到]))"
    rf"|(?P<CHINESE_BRACKETS>(?:[（(]\s*(?P<b>{_CHINESE})\s*[）)]|(?P<bu>[㈠-㈩]))[、.．]?\s*)"
    rf"|(?P<ARABIC>(?P<a>\d{{1,2}})\s*(?:[、．]|{_DOT})\s*)"
    r"|(?P<ARABIC_BRACKETS>(?:[（(]\s*(?P<ab>\d{1,2})\s*[）)]|(?P<ac>\d{1,2})[）)]|(?P<au>[⑴-⒇]))[、.．]?\s*)"
    r"|(?P<CIRCLED>(?P<o>[①-⑳])[、.．]?\s*)"
    rf"|(?P<ORDINAL>第(?P<n>{_CHINESE})[，,、])"
)
# They stand at the start of a clause; 一是 inside 「另一是」 or 「唯一是」 does not count.
_POINT_MAY_BEGIN = pattern(
    r"[一二三四五六七八九十首其再最第另还问原措整对针①-⑳（(\d](?<![^。；;：:，,！\s].)", re.DOTALL
)
_POINT = pattern(
    rf"(?P<SPOKEN>(?P<s>{_CHINESE})(?:是|要|则)(?!否)[，,：:]?)"
    r"|(?P<FIRSTLY>(?P<f>首先|其次|再次|再者|最后)[，,、是])"
    rf"|(?P<ORDINAL>第(?P<n>{_CHINESE})(?:点|条|件)?[，,、：:是])"
    rf"|(?P<NAMED>(?:针对)?(?:第(?P<k>{_CHINESE})(?:个|条|项)(?=问题)|问题(?P<kc>{_CHINESE}|\d{{1,2}})[:：，,]\s*|(?P<kn>问题)[:：]\s*))"
    rf"|(?P<CAUSE>原因(?P<q>{_CHINESE}|\d{{1,2}})[:：，,]\s*)"
    rf"|(?P<MEASURE>(?:整改)?(?:措施|对策|举措)(?P<w>{_CHINESE}|\d{{1,2}})[:：，,]\s*)"
    r"|(?P<EACH>(?P<e>一方面|另一方面|(?:还有一|另外一|另一|再一|一)(?:条|个|项|件|点|种)(?:[，,]|就?是)))"
    rf"|(?P<AMONG>其(?P<m>{_CHINESE})[，,、：:是])"
    r"|(?P<CIRCLED>(?P<o>[①-⑳])[、.．]?\s*)"
    rf"|(?P<CHINESE_BRACKETS>[（(]\s*(?P<b>{_CHINESE})\s*[）)][、.．]?\s*)"
    r"|(?P<ARABIC_BRACKETS>(?:[（(]\s*(?P<ab>\d{1,2})\s*[）)]|(?P<ac>\d{1,2})[）)])[、.．]?\s*)"
    rf"|(?P<ARABIC>(?P<a>\d{{1,2}})(?:[、．]|{_DOT})\s*)"
    rf"|(?<!\S)(?P<CHINESE>(?P<c>{_CHINESE})\s*[、.．﹑]\s*(?!{_CHINESE}[、，,和至到]))"
)
_FIRSTLY = {"首先": 1, "其次": 2}
_SERIES = (("①", 20), ("⑴", 20), ("㈠", 10), ("Ⅰ", 12))
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SYMBOLS = {chr(ord(first) + at): at + 1 for first, size in _SERIES for at in range(size)}
_SYMBOLS |= {numeral: value for value, numeral in enumerate(_ROMAN, 1)}
_STYLES = dict(NumberStyle.__members__)
_UNCOUNTED = frozenset({NumberStyle.FIRSTLY, NumberStyle.EACH, NumberStyle.NAMED})
NEXT = 0  # the value of 再次 and 最后: whatever comes next


def _number(match: re.Match[str]) -> Number | None:
    """Returns the number that was met; None for a numeral without a value.

    Every alternative is a group named for its style around a group that holds the numeral.
    """
    style = _STYLES[match.lastgroup or ""]
    numeral = next(text for text in match.groups()[match.lastindex or 0 :] if text is not None)
    if style is NumberStyle.EACH or numeral == "问题":
        value = NEXT
    elif style is NumberStyle.FIRSTLY:
        value = _FIRSTLY.get(numeral, NEXT)
    elif numeral in _SYMBOLS:
        value = _SYMBOLS[numeral]
    elif numeral.isdecimal():
        value = int(numeral)
    else:
        value = chinese_numerals.parse(numeral)
    if not value and style not in _UNCOUNTED:
        return None
    return Number(style, value, match.start(), match.end())


def heading_number(text: str) -> Number | None:
    """Returns the number at the head of a line, None where there is none."""
    match = _HEADING.match(text)
    if match is None:
        return None
    return _number(match)


def point_numbers(text: str) -> Iterator[Number]:
    """Yields every number at the start of a clause, in the order of the text."""
    reached = 0
    for place in _POINT_MAY_BEGIN.finditer(text):
        if place.start() < reached:
            continue
        match = _POINT.match(text, place.start())
        if match is None:
            continue
        reached = match.end()
        number = _number(match)
        if number is not None:
            yield number
