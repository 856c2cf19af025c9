"""Numbers of items, as people write one or list several: 「第1条」, 「第1条和第三条」, 「第2至5条」."""

import re

from bot.dispatch.understanding.numerals import number
from bot.domain.patterns import pattern

# Whole numbers alone: the 1 of 「12」 is no item, with 「2」 behind it.
NUMERAL = r"(?:\d{1,3}(?!\d)|[一二三四五六七八九十]{1,3}(?![一二三四五六七八九十百]))"
N = rf"(?P<n>{NUMERAL})"
ITEM = rf"第?\s?{N}"
NTH = rf"第\s*{N}\s*[条项]"  # as people put it when they speak of one item
UNTIL = "[至到~—-]"
FURTHER = rf"(?:\s?[、，,和及与]\s?(?:第\s?)?{NUMERAL}(?:\s?[条项])?|\s?{UNTIL}\s?(?:第\s?)?{NUMERAL}\s?[条项])"
LISTED = rf"(?:第\s?)?{NUMERAL}(?:\s?[条项])?{FURTHER}{{1,30}}"
NUMERALS = pattern(NUMERAL)
# From one to another only in front of 条: 「2 到12月还没有」 names one.
SPAN = pattern(
    rf"(?P<first>{NUMERAL})(?:\s?[条项])?\s?{UNTIL}\s?(?:第\s?)?(?P<last>{NUMERAL})(?=\s?[条项])"
)
LONGEST = 40
# Figures alone: 「1条，3人」 lists no items.
IN_A_ROW = pattern(
    rf"(?<!\d)\d{{1,3}}(?:\s?[、，,和]\s?第?\d{{1,3}}|\s?{UNTIL}\s?第?\d{{1,3}}(?=\s?[条项])){{1,30}}\s?[条项]?"
)


def read_items(listed: str) -> tuple[int, ...]:
    """Returns the numbers of a list, each once."""
    numbers = map(number, NUMERALS.findall(SPAN.sub(_written_out, listed)))
    return tuple(dict.fromkeys(n for n in numbers if n is not None))


def items_from(first: int, text: str) -> tuple[int, ...]:
    """Returns the item that was read and those that the message lists behind it."""
    for row in IN_A_ROW.finditer(text):
        items = read_items(row[0])
        if items[0] == first:
            return items
    return (first,)


def _written_out(span: re.Match[str]) -> str:
    """Returns 「2、3、4」 for 「2至4」; the two ends alone where that is no span of items."""
    first, last = number(span["first"]) or 0, number(span["last"]) or 0
    items = range(first, last + 1)
    if not 0 < len(items) <= LONGEST:
        return f"{first}、{last}"
    return "、".join(map(str, items))
