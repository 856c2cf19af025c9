"""Where a report's headings stand, whatever their style.

Numbered, styled, bold, worded, or a sentence that announces.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from bot.domain.patterns import pattern
from bot.domain.report.cues import announced_part, may_announce
from bot.domain.report.lines import Line, sentences_of
from bot.domain.report.numbers import NumberStyle, heading_number
from bot.domain.report.partition import Part
from bot.domain.report.parts import naming

_MAX_TITLE = 45  # characters; what is longer is a sentence
_BREAK = 2  # characters between two lines without text between them
_OUTER = 0.25  # less than the distance between two styles
_MAX_RUN_IN = 40  # of a heading with its text in the same line
_MAX_WORDED = 25  # of a line that is a heading by its words alone
_MIN_BOLD = 4  # less is a word that somebody made bold
_RUN_IN = pattern(rf"[^。：:？?\n]{{2,{_MAX_RUN_IN}}}(?=[。：:？?])")
_LEADER = pattern(r"(?:(?<![.．·…•—_\-])[.．·…•—_\-]{3,}\s{0,20}|(?<!\s)\s{3,}|\t\s?)\d{1,3}$")
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_DECORATION = "◆●■★▲※•☆◇○◎►▶-—【[*" + _SPACES
_CLOSING = "】]*：:。；;？?" + _SPACES
_CLAUSE_END = pattern("[。：:]")
_STOPS = pattern("[。！？]")
_SENTENCE_MARKS = pattern(r"[。；;！？，,]")
_REPORT = pattern(r"述\s*职\s*(?:报\s*告|材\s*料|汇\s*报|发\s*言)")


class HeadingKind(IntEnum):
    NUMBERED = 0
    STYLED = 1  # by outline level or bold type
    WORDED = 2  # a short line that is nothing but the name of a part
    ANNOUNCED = 3  # a sentence at the start of a line
    INLINE = 4  # a sentence inside a line
    COLUMN = 5  # the head of a table's column


class Heading(NamedTuple):
    kind: HeadingKind
    rank: float  # nesting by style, outer first; see `rank_headings`
    value: int  # its number; 0 without one
    start: int
    end: int  # where the heading ends: the rest of a run-in line is body
    title: str
    parts: tuple[Part, ...]
    plain: bool  # nothing but the name of its parts
    bold: bool = False  # bold type alone makes it a heading


def is_title(line: Line) -> bool:
    """The report's own title: 「2022年度抓基层党建工作述职报告」."""
    if len(line.text) > _MAX_TITLE or not _REPORT.search(line.text):
        return False
    return not heading_number(line.text) and not _SENTENCE_MARKS.search(line.text)


def is_contents(line: Line) -> bool:
    """A line of a table of contents that the author typed or that the reader could not leave out."""
    if line.text[-1].isdigit():
        return _LEADER.search(line.text[-_MAX_TITLE:]) is not None
    if not line.text.startswith("目"):
        return False
    return line.text.replace(" ", "").replace("\u3000", "") == "目录"


def _bare(text: str) -> str:
    """Without decoration and closing marks; letters spaced for looks stand together."""
    bare = text.lstrip(_DECORATION).rstrip(_CLOSING)
    dense = "".join(bare.split())
    spaces = len(bare) - len(dense)
    if spaces * 3 >= len(bare):  # 「存 在 的 问 题」
        return dense
    return bare


def _numbered(line: Line) -> Heading | None:
    text = line.text.lstrip(_DECORATION)
    number = heading_number(text)
    if number is None:
        return None
    body = text[number.end :]
    body_start = line.start + len(line.text) - len(body)
    run_in = _RUN_IN.match(body)
    names_part = run_in is not None and run_in.end() + 1 < len(body) and naming(run_in[0]).plain
    if not names_part and len(body) <= _MAX_TITLE and not _STOPS.search(body[:-1]):
        title, end = _bare(body), line.end
    elif run_in:
        title, end = _bare(run_in[0]), body_start + run_in.end() + 1
    else:
        title, end = body[:_MAX_RUN_IN], body_start
    if not title:
        return None
    named = naming(title)
    if number.style is NumberStyle.ORDINAL and not named.plain:
        return None
    return Heading(HeadingKind.NUMBERED, number.style, number.value, line.start, end, title, *named)


def _unnumbered(line: Line) -> Heading | None:
    if line.text.endswith(("。", "！", "？", "；", "，")):
        return None
    title = _bare(line.text)
    if not title or len(title) > _MAX_TITLE:
        return None
    rank: float = NumberStyle.CHINESE
    if line.bold:
        rank += 0.5  # inside 一、 and outside （一）
    heading = Heading(HeadingKind.WORDED, rank, 0, line.start, line.end, title, *naming(title))
    if line.outline:
        return heading._replace(kind=HeadingKind.STYLED, rank=line.outline)
    if len(title) <= _MAX_WORDED and heading.plain:
        return heading
    if line.bold and len(title) >= _MIN_BOLD:
        return heading._replace(kind=HeadingKind.STYLED, bold=True)
    return None


def headings_of(lines: Sequence[Line]) -> list[Heading]:
    headings: list[Heading] = []
    for line in lines:
        if is_title(line) or is_contents(line):
            continue
        heading = _numbered(line) or _unnumbered(line)
        reached = line.start
        if heading is not None:
            headings.append(heading)
            reached = heading.end
        # Behind its heading a line may announce a part in a sentence.
        if not may_announce(line.text):
            continue
        for sentence in sentences_of(line.text):
            start = line.start + sentence.start
            part = announced_part(sentence.text)
            if part is None or start < reached:
                continue
            kind = HeadingKind.ANNOUNCED
            if sentence.start > 0:
                kind = HeadingKind.INLINE
            title = _bare(_CLAUSE_END.split(sentence.text, 1)[0][:_MAX_RUN_IN])
            headings.append(
                Heading(kind, NumberStyle.CHINESE, 0, start, start, title, (part,), plain=True)
            )
    return rank_headings(_without_contents(headings))


def _solid(headings: Iterable[Heading]) -> list[Heading]:
    """Returns the headings that stand in a line of their own."""
    return [heading for heading in headings if heading.kind <= HeadingKind.WORDED]


def _without_contents(headings: Sequence[Heading]) -> list[Heading]:
    """Drops the entries of a table of contents.

    Their titles come again, and between them stands no body. The body after the last entry is
    the report's opening, so an entry after a dropped one is dropped too.
    """
    solid = _solid(headings)
    last = {heading.title: index for index, heading in enumerate(solid)}
    dropped: set[int] = set()
    dropping = False
    for index, heading in enumerate(solid):
        again = last[heading.title] > index
        bodiless = again and solid[index + 1].start - heading.end <= _BREAK
        dropping = again and (bodiless or dropping)
        if dropping:
            dropped.add(heading.start)
    return [heading for heading in headings if heading.start not in dropped]


def rank_headings(headings: Sequence[Heading]) -> list[Heading]:
    """Gives every heading its level: 0 for the style that divides the report, more inside it.

    A style that starts again at 1 is nested in one that does not. Where one style numbers both
    the parts and the points inside them, the parts' names tell them apart. A lone outermost
    heading divides nothing.
    """
    solid = _solid(headings)
    restarts = _restarts(solid)
    named = Counter(heading.rank for heading in solid if heading.plain and heading.parts)
    mixed = {rank for rank in named if named[rank] > 1 and restarts[rank] > 1}
    apart = []
    for heading in headings:
        if heading.rank in mixed and heading.plain and heading.parts:
            apart.append(heading._replace(rank=heading.rank - _OUTER))
        else:
            apart.append(heading)
    solid = _solid(apart)
    restarts = _restarts(solid)
    ranks = sorted({heading.rank for heading in solid}, key=lambda rank: (restarts[rank] > 1, rank))
    sizes = Counter(heading.rank for heading in solid)
    levels = {rank: level for level, rank in enumerate(ranks)}
    if len(ranks) > 1 and sizes[ranks[0]] == 1:
        levels = {rank: max(0, level - 1) for rank, level in levels.items()}
    return [heading._replace(rank=levels.get(heading.rank, 1)) for heading in apart]


def _restarts(headings: Iterable[Heading]) -> Counter[float]:
    """Counts for each rank how often its numbers begin at 1."""
    return Counter(heading.rank for heading in headings if heading.value == 1)
