"""Which headings open a new section, and which merely stand inside one.

The outermost style always divides. A heading inside a section turns it only where its words leave no doubt: 「整改」 or
「问题」 in a heading within the account of work done do not make a problem section.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.report.headings import Heading, Kind, headings_of, is_title
from bot.domain.report.lines import Line
from bot.domain.report.parts import Part, tells_plans
from bot.domain.report.tables import Layout

_MAX_FRONT = 800
_TOLD = 60  # body text under a heading that makes it more than an entry in a table of contents
_YEAR = re.compile(r"20\d\d(?=年)")
_MAX_CLOSING = 15  # lines
_MAX_SIGNATURE = 30
_CLOSES = re.compile(
    r"特此报告|专此报告|以上(?:报告|述职|汇报|是我)|(?:我的)?(?:述职|汇报|报告)(?:完毕|到此|结束)|请.{0,12}(?:批评指正|评议|审议|监督指正)|敬请"
    r"|谢谢|述职人|报告人|附件?[:：]|落款|此致|(?:20\d\d|二〇..)年.{1,3}月.{1,3}日$"
)
_BARE = 12  # a heading followed by another one this near has no text of its own
_TURNS: dict[Part, frozenset[Part]] = {
    Part.BASICS: frozenset({Part.ACHIEVEMENTS}),
    Part.LAST_YEAR: frozenset({Part.ACHIEVEMENTS}),
    Part.CAUSES: frozenset({Part.PROBLEMS}),
    Part.MEASURES: frozenset({Part.PROBLEMS, Part.CAUSES}),
    Part.PROMISE: frozenset({Part.PROBLEMS, Part.CAUSES, Part.MEASURES}),
}
"""Part -> the parts inside which a heading may turn to it."""
_LATE = frozenset({Part.PROBLEMS, Part.CAUSES, Part.MEASURES, Part.PROMISE})


class Opening(NamedTuple):
    start: int
    body: int  # where the text after the heading begins
    title: str
    parts: tuple[Part, ...]  # empty: the heading does not say
    plain: bool = True
    level: float = 0
    parent: tuple[Part, ...] = ()  # of a detour: what its neighbours speak about
    column: bool = False  # of a table, which is of its part alone
    headed: bool = False  # a heading names the part, not a sentence


@dataclass(frozen=True, slots=True)
class Survey:
    """What all headings together tell about each."""

    named: frozenset[Part]  # parts that a dividing heading names
    titles: Counter[str]
    under_items: frozenset[Part]  # parts that come again under every point: 「原因：」


def openings_of(lines: Sequence[Line], layout: Layout, year: int | None = None) -> list[Opening]:
    """In a table that is read by column the heads of the columns are the only headings."""
    free = [line for line in lines if line.paragraph not in layout.cells] if layout.cells else lines
    front = _front_matter(free)
    headings = [
        _dated(heading, year)
        for heading in headings_of([line for line in free if line.start >= front])
    ]
    headings = _work_done_first(headings)
    headings = sorted([*headings, *_columns(lines, layout)], key=lambda heading: heading.start)
    survey = _survey(headings)
    found: list[Opening] = []
    for heading in headings:
        current = found[-1] if found else None
        opening = (
            _column_opened(heading, current)
            if heading.kind is Kind.COLUMN
            else _opened(heading, current, survey)
        )
        if (
            opening is not None
            and current is not None
            and not current.column
            and not _divides(heading)
        ):
            found[-1:], opening = _joined(current, opening)
        found += [opening] if opening else []
        found += _return_after(heading, opening, lines)
    return [*found, *_closing(found, lines)]


def _work_done_first(headings: Sequence[Heading]) -> list[Heading]:
    """「抓党建的主要举措」 before the problems tells of work done, where the plans have a heading of their own."""
    dividing = [heading for heading in headings if _divides(heading)]
    told = next((heading for heading in dividing if heading.parts), None)
    if told is None or told.parts != (Part.MEASURES,) or tells_plans(told.title):
        return list(headings)
    later = {part for heading in dividing if heading.start > told.start for part in heading.parts}
    if not {Part.PROBLEMS, Part.MEASURES} <= later:
        return list(headings)
    return [
        heading._replace(parts=(Part.ACHIEVEMENTS,)) if heading is told else heading
        for heading in headings
    ]


def _closing(found: Sequence[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Thanks, signature, date and list of annexes behind the last part belong to none."""
    start: int | None = None
    for line in reversed(lines[-_MAX_CLOSING:]):
        if found and line.start <= found[-1].body:
            break
        if _CLOSES.match(line.text) and "承诺" not in line.text:
            start = line.start
        elif len(line.text) > _MAX_SIGNATURE:
            break
    if start is None or not found:
        return []
    return [Opening(start, start, "结尾", (Part.OTHER,))]


def _columns(lines: Sequence[Line], layout: Layout) -> Iterator[Heading]:
    for line in lines:
        if line.paragraph in layout.headers:
            parts = layout.headers[line.paragraph]
            yield Heading(Kind.COLUMN, 1, 0, line.start, line.end, line.text, parts, plain=True)


def _joined(current: Opening, opening: Opening) -> tuple[list[Opening], Opening]:
    """What becomes of a section inside which another opens.

    「问题、原因及措施」 is shared out in its own order: what comes before the named part stays, the rest goes with it.
    A heading without text of its own joins what opens under it.
    """
    shared = len(current.parts) > 1
    kept = current
    if shared:
        first = opening.parts[0]
        at = current.parts.index(first) if first in current.parts else 0
        kept = current._replace(parts=current.parts[: at or 1])
        rest = tuple(part for part in current.parts[at:] if part is not first)
        shared_out = (first, *rest) if first in current.parts else (first, *rest[1:])
        opening = opening._replace(parts=opening.parts if opening.column else shared_out)
    if opening.start - current.body > _BARE or not (shared or not current.parts):
        return [kept], opening
    title = f"{current.title}：{opening.title}" if shared else current.title
    return [], opening._replace(start=current.start, title=title, level=current.level)


def _front_matter(lines: Sequence[Line]) -> int:
    """Offset of the report's title: a cover letter or a table of contents may stand before it, no other report."""
    titles = [line.start for line in lines if is_title(line) and line.start <= _MAX_FRONT]
    last = max(titles, default=0)
    if len(titles) < 2:
        return last
    headings = headings_of([line for line in lines if line.start < last])
    ends = [*(heading.start for heading in headings[1:]), last]
    told = any(
        heading.plain and end - heading.end > _TOLD
        for heading, end in zip(headings, ends, strict=False)
    )
    return titles[0] if told else last


def _dated(heading: Heading, year: int | None) -> Heading:
    """「2023年重点工作」 in a report on 2022 is a plan."""
    named = _YEAR.search(heading.title)
    if (
        year is None
        or named is None
        or int(named[0]) <= year
        or set(heading.parts) - {Part.ACHIEVEMENTS}
    ):
        return heading
    return heading._replace(parts=(Part.MEASURES,))


def _divides(heading: Heading) -> bool:
    return heading.kind <= Kind.WORDED and heading.rank == 0


def _at(heading: Heading) -> Opening:
    headed = bool(heading.parts) and heading.kind <= Kind.WORDED
    return Opening(
        heading.start,
        heading.end,
        heading.title,
        heading.parts,
        heading.plain,
        heading.rank,
        headed=headed,
    )


def _column_opened(heading: Heading, current: Opening | None) -> Opening | None:
    """A column opens its part, unless the table is about last year's matters or the part is open already."""
    around = current.parts if current else ()
    return (
        None
        if Part.LAST_YEAR in around or around == heading.parts
        else _at(heading)._replace(column=True)
    )


def _opened(heading: Heading, current: Opening | None, survey: Survey) -> Opening | None:
    opening = _at(heading)
    if _divides(heading) and not _subtitle(heading, current):
        return opening
    if heading.kind >= Kind.ANNOUNCED:
        turns = _announces(heading, current, survey.named) and not _belongs_to_item(heading, survey)
        return opening if turns else None
    if current is None:
        return None
    if _turns_inside(heading, current, survey.named) and not _belongs_to_item(heading, survey):
        return opening._replace(parent=current.parent or current.parts)
    if current.parent and heading.rank <= current.level and not _turned(current):
        return opening._replace(parts=current.parent, parent=())
    return None


def _subtitle(heading: Heading, current: Opening | None) -> bool:
    """A bold line that names no part, inside one that a heading of the same style names: the title of a point."""
    return (
        heading.kind is Kind.STYLED
        and heading.bold
        and not heading.parts
        and current is not None
        and bool(current.parts)
    )


def _turned(current: Opening) -> bool:
    """A turn towards the later parts is for good; last year's matters and basics are a detour."""
    return bool(_LATE & set(current.parts))


def _turns_inside(heading: Heading, current: Opening, named: frozenset[Part]) -> bool:
    if not heading.plain or not heading.parts or heading.parts == current.parts:
        return False
    if not current.parts:
        return True
    if len(current.parts) > 1 and set(heading.parts) <= set(current.parts):
        return True
    part, around = heading.parts[0], current.parts[0]
    if around in {Part.ACHIEVEMENTS, Part.BASICS, Part.LAST_YEAR} and part in _LATE:
        return part not in named
    return around in _TURNS.get(part, frozenset()) or (
        around is Part.BASICS and part is Part.ACHIEVEMENTS
    )


def _announces(heading: Heading, current: Opening | None, named: frozenset[Part]) -> bool:
    """Whether the announcing sentence opens its part: not if a heading names that part somewhere, and only forward."""
    part = heading.parts[0]
    around = frozenset(current.parts if current else ())
    at_line_start = heading.kind is Kind.ANNOUNCED
    if current is not None and part in current.parts[1:]:
        return at_line_start
    if part in named or len(around) > 1:
        return False
    if part is Part.LAST_YEAR:
        return at_line_start and around <= {Part.ACHIEVEMENTS}
    if part not in _LATE:
        return at_line_start and not around
    if part is Part.PROBLEMS or (part is Part.MEASURES and Part.PROBLEMS not in named):
        return not around & (_LATE if part is Part.PROBLEMS else {Part.MEASURES, Part.PROMISE})
    return bool(_TURNS[part] & around)


def _belongs_to_item(heading: Heading, survey: Survey) -> bool:
    if heading.kind <= Kind.WORDED:
        return survey.titles[heading.title] > 1
    return bool(survey.under_items & set(heading.parts))


def _survey(headings: Sequence[Heading]) -> Survey:
    named = frozenset(part for heading in headings if _divides(heading) for part in heading.parts)
    titles = Counter(heading.title for heading in headings if heading.kind <= Kind.WORDED)
    return Survey(named, titles, frozenset(_under_items(headings)))


def _under_items(headings: Sequence[Heading]) -> Iterator[Part]:
    """Parts that a sentence announces between two neighbouring numbers of a list."""
    last: Heading | None = None
    waiting: set[tuple[Part, float, int]] = (
        set()
    )  # part, rank of the list, value that would show that it goes on
    for heading in headings:
        if heading.kind in {Kind.ANNOUNCED, Kind.INLINE} and last is not None and last.rank > 0:
            waiting.add((heading.parts[0], last.rank, last.value + 1))
        elif heading.kind is Kind.NUMBERED:
            yield from (
                part
                for part, rank, value in waiting
                if (rank, value) == (heading.rank, heading.value)
            )
            waiting = {(part, rank, value) for part, rank, value in waiting if heading.rank > rank}
            last = heading


def _return_after(
    heading: Heading, opening: Opening | None, lines: Sequence[Line]
) -> list[Opening]:
    """One announced paragraph about last year's matters ends with its line, unless it only announces."""
    if opening is None or heading.kind is not Kind.ANNOUNCED or heading.parts != (Part.LAST_YEAR,):
        return []
    at = bisect_right(lines, heading.start, key=lambda line: line.start) - 1
    line, following = lines[at], next(iter(lines[at + 1 : at + 2]), None)
    if line.text.endswith(("：", ":")) or following is None:
        return []
    return [Opening(following.start, following.start, following.text[:20], (), plain=True)]
