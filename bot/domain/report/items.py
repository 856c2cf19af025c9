"""The single points of a passage: numbered in any style, or one a paragraph (S19)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.report.numbers import NEXT, Number, Style, item_numbers

_MIN_ITEM = 6
_MAX_HEADING = 30
_LINE = re.compile(r"[^\n]+")
_LEAD_IN = re.compile(r"[^：:；;]{2,60}[：:]")
_PIECE = re.compile(r"[^；;]+[；;]?")
_INTRODUCES = re.compile(r"[:：]\s*$")


@dataclass(frozen=True, slots=True)
class Item:
    text: str  # without its number
    start: int  # offset in Manuscript.text


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Item, ...]
    numbered: bool  # by the author; paragraphs alone are a guess
    restarted: bool = False  # the numbering begins more than once, so its order says nothing
    most: int = 0  # numbers of the style that has the most, be it an inner one

    def __len__(self) -> int:
        return len(self.items)


def items_of(text: str, start: int = 0) -> Items:
    """The points of `text`, which begins at `start` of the whole text.

    The style whose first number comes first is the outer one: 「(一)…一是…二是…(二)…」 has two points.
    """
    numbers = list(item_numbers(text))
    styles = sorted({number.style for number in numbers})
    chains = [chain for style in styles if len(chain := _chain(numbers, style)) > 1]
    if not chains:
        return Items(_paragraphs(text, start), numbered=False)
    outer = min(chains, key=lambda chain: chain[0].start)
    ends = [*(number.start for number in outer[1:]), _last_end(text, outer)]
    found = (_item(text, number.end, end, start) for number, end in zip(outer, ends, strict=True))
    return Items(
        tuple(found),
        numbered=True,
        restarted=sum(number.value == 1 for number in outer) > 1,
        most=max(map(len, chains)),
    )


def _chain(numbers: Sequence[Number], style: Style) -> list[Number]:
    """The numbers of one style that count on from 1. One out of turn (a date, a list inside a point) is passed over."""
    chain: list[Number] = []
    for number in numbers:
        expected = chain[-1].value + 1 if chain else 1
        counts_on = number.value == NEXT and (chain or style in {Style.EACH, Style.NAMED})
        if number.style is style and (number.value in {expected, 1} or counts_on):
            chain.append(number if number.value else number._replace(value=expected))
    return chain


def _pieces(text: str, line: re.Match[str], start: int) -> tuple[Item, ...]:
    lead = _LEAD_IN.match(line[0])
    begin = line.start() + (lead.end() if lead else 0)
    pieces = _PIECE.finditer(text, begin, line.end())
    return tuple(
        _item(text, piece.start(), piece.end(), start)
        for piece in pieces
        if len(piece[0].strip()) >= _MIN_ITEM
    )


def _last_end(text: str, outer: Sequence[Number]) -> int:
    """The last point ends with its line where all points before it do; behind it may come a closing paragraph."""
    one_line_each = all(
        "\n" not in text[one.end : other.start].rstrip() for one, other in pairwise(outer)
    )
    line_end = text.find("\n", outer[-1].end)
    return line_end if one_line_each and line_end >= 0 else len(text)


def _item(text: str, begin: int, end: int, start: int) -> Item:
    passage = text[begin:end]
    stripped = passage.strip()
    return Item(stripped, start + begin + (passage.index(stripped) if stripped else 0))


def _paragraphs(text: str, start: int) -> tuple[Item, ...]:
    """One point a paragraph; a short line without a full stop is the heading of the paragraph behind it.

    In a single paragraph the semicolons divide: 「…没有公布；…没有人管；…拖了半年」.
    """
    lines = [match for match in _LINE.finditer(text) if len(match[0].strip()) >= _MIN_ITEM]
    if lines:
        fullest = max(lines, key=lambda line: line[0].count("；"))
        pieces = _pieces(text, fullest, start)
        if len(pieces) > (1 if len(lines) == 1 or _INTRODUCES.search(lines[0][0]) else 2):
            return pieces
    found: list[Item] = []
    heading: re.Match[str] | None = None
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if len(line) < _MIN_ITEM or _INTRODUCES.search(line):
            continue
        if heading is None and len(line) <= _MAX_HEADING and not line.endswith(("。", "；", "！")):
            heading = match
            continue
        begin = heading.start() if heading else match.start()
        found.append(_item(text, begin, match.end(), start))
        heading = None
    return tuple(found)
