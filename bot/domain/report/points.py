"""The single points of a passage: numbered in any style, or one a paragraph (S19)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.patterns import pattern
from bot.domain.report.numbers import NEXT, Number, NumberStyle, point_numbers

_MIN_POINT = 6  # characters; less is a label or a slip
_MAX_HEADING = 30
_LINE = pattern(r"[^\n]+")
_LEAD_IN = pattern(r"[^：:；;]{2,60}[：:]")
_PIECE = pattern(r"[^；;]+[；;]?")
_INTRODUCES = pattern(r"[:：]\s*$")


@dataclass(frozen=True, slots=True)
class Point:
    text: str  # without its number
    start: int  # offset in Manuscript.text


@dataclass(frozen=True, slots=True)
class Points:
    points: tuple[Point, ...]
    numbered: bool  # by the author; paragraphs alone are a guess
    restarted: bool = False  # the numbering begins more than once, so its order says nothing
    most: int = 0  # numbers of the style that has the most, be it an inner one

    def __len__(self) -> int:
        return len(self.points)


def points_of(text: str, start: int = 0) -> Points:
    """Returns the points of `text`, which begins at `start` of the whole text.

    The style whose first number comes first is the outer one:
    「(一)…一是…二是…(二)…」 has two points.
    """
    numbers = list(point_numbers(text))
    styles = sorted({number.style for number in numbers})
    chains = [_counting(numbers, style) for style in styles]
    chains = [chain for chain in chains if len(chain) > 1]
    if not chains:
        return Points(_unnumbered(text, start), numbered=False)
    outer = min(chains, key=lambda chain: chain[0].start)
    # The last point ends with its line where all points before it do: behind it may come a
    # closing paragraph.
    one_line_each = all(
        "\n" not in text[number.end : following.start].rstrip()
        for number, following in pairwise(outer)
    )
    end = len(text)
    line_end = text.find("\n", outer[-1].end)
    if one_line_each and line_end >= 0:
        end = line_end
    ends = [*(number.start for number in outer[1:]), end]
    points = [_point(text, number.end, end, start) for number, end in zip(outer, ends, strict=True)]
    beginnings = [number for number in outer if number.value == 1]
    return Points(
        tuple(points),
        numbered=True,
        restarted=len(beginnings) > 1,
        most=max(map(len, chains)),
    )


def _counting(numbers: Sequence[Number], style: NumberStyle) -> list[Number]:
    """Returns the numbers of one style that count on from 1.

    One out of turn (a date, a list inside a point) is passed over.
    """
    chain: list[Number] = []
    for number in numbers:
        if number.style is not style:
            continue
        expected = 1
        if chain:
            expected = chain[-1].value + 1
        may_begin = style in {NumberStyle.EACH, NumberStyle.NAMED}
        if number.value == NEXT and (chain or may_begin):
            chain.append(number._replace(value=expected))
        elif number.value in {expected, 1}:
            chain.append(number)
    return chain


def _point(text: str, begin: int, end: int, start: int) -> Point:
    passage = text[begin:end]
    words = passage.strip()
    blank = passage.find(words)  # before the words; 0 where there are none
    return Point(words, start + begin + blank)


def _unnumbered(text: str, start: int) -> tuple[Point, ...]:
    """Takes a paragraph for a point, with a short line before it that is its heading.

    In a single paragraph the semicolons divide: 「…没有公布；…没有人管；…拖了半年」.
    """
    lines = [match for match in _LINE.finditer(text) if len(match[0].strip()) >= _MIN_POINT]
    if lines:
        fullest = max(lines, key=lambda line: line[0].count("；"))
        lead_in = _LEAD_IN.match(fullest[0])
        first = fullest.start()
        if lead_in is not None:
            first += lead_in.end()
        pieces = [
            _point(text, piece.start(), piece.end(), start)
            for piece in _PIECE.finditer(text, first, fullest.end())
            if len(piece[0].strip()) >= _MIN_POINT
        ]
        alone = len(lines) == 1 or _INTRODUCES.search(lines[0][0])
        # Beside other paragraphs two pieces may be one long sentence.
        if len(pieces) > 2 or (alone and len(pieces) == 2):
            return tuple(pieces)
    points: list[Point] = []
    heading: re.Match[str] | None = None
    for match in lines:
        line = match[0].strip()
        if _INTRODUCES.search(line):
            continue
        is_short = len(line) <= _MAX_HEADING and not line.endswith(("。", "；", "！"))
        if heading is None and is_short:
            heading = match
            continue
        begin = heading or match
        points.append(_point(text, begin.start(), match.end(), start))
        heading = None
    return tuple(points)
