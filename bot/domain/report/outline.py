"""Which headings open a new section, and which merely stand inside one.

The outermost style always divides. A heading inside a section turns it only where its words leave
no doubt: 「整改」 or 「问题」 in a heading within the account of work done do not make a problem
section.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from bot.domain.patterns import pattern
from bot.domain.report.headings import Heading, HeadingKind, headings_of, is_title
from bot.domain.report.lines import Line
from bot.domain.report.partition import Part
from bot.domain.report.parts import naming, tells_plans
from bot.domain.report.tables import Layout

_MAX_FRONT = 800  # characters of a cover letter or a table of contents before the title
# Body text under a heading that makes it more than an entry in a table of contents.
_SUBSTANTIAL = 60
_YEAR = pattern(r"20\d\d(?=年)")
_MAX_CLOSING = 15  # lines
_MAX_SIGNATURE = 30
_MAX_BORROWED_TITLE = 20
_CLOSES = pattern(
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

    @classmethod
    def at(cls, heading: Heading) -> Self:
        return cls(
            heading.start,
            heading.end,
            heading.title,
            heading.parts,
            heading.plain,
            heading.rank,
            headed=bool(heading.parts) and heading.kind <= HeadingKind.WORDED,
        )

    @property
    def has_turned(self) -> bool:
        """A turn towards the later parts is for good; last year's and basics are a detour."""
        return bool(_LATE & set(self.parts))


@dataclass(frozen=True, slots=True)
class Survey:
    """What all headings together tell about each."""

    named: frozenset[Part]  # parts that a dividing heading names
    titles: Counter[str]
    under_points: frozenset[Part]  # parts that come again under every point: 「原因：」

    @classmethod
    def of(cls, headings: Sequence[Heading]) -> Self:
        named = {part for heading in headings if _divides(heading) for part in heading.parts}
        titles = Counter(
            heading.title for heading in headings if heading.kind <= HeadingKind.WORDED
        )
        # Parts that a sentence announces between two neighbouring numbers of a list.
        under_points: set[Part] = set()
        last: Heading | None = None
        # Part, rank of the list, and the value that would show that the list goes on.
        waiting: set[tuple[Part, float, int]] = set()
        for heading in headings:
            if heading.kind in {HeadingKind.ANNOUNCED, HeadingKind.INLINE}:
                if last is not None and last.rank > 0:
                    waiting.add((heading.parts[0], last.rank, last.value + 1))
            elif heading.kind is HeadingKind.NUMBERED:
                number = (heading.rank, heading.value)
                under_points |= {place[0] for place in waiting if place[1:] == number}
                waiting = {place for place in waiting if heading.rank > place[1]}
                last = heading
        return cls(frozenset(named), titles, frozenset(under_points))

    def belongs_to_point(self, heading: Heading) -> bool:
        if heading.kind <= HeadingKind.WORDED:
            return self.titles[heading.title] > 1
        return bool(self.under_points & set(heading.parts))

    def opening_of(self, heading: Heading, current: Opening | None) -> Opening | None:
        """Returns what the heading opens, None where it merely stands inside a section."""
        opening = Opening.at(heading)
        # A bold line that names no part, inside one that a heading of the same style names, is the
        # title of a point.
        is_subtitle = heading.kind is HeadingKind.STYLED and heading.bold and not heading.parts
        if _divides(heading) and not (is_subtitle and current is not None and current.parts):
            return opening
        if heading.kind >= HeadingKind.ANNOUNCED:
            opens = self.announces(heading, current) and not self.belongs_to_point(heading)
            return opening if opens else None
        if current is None:
            return None
        if self.turns(heading, current) and not self.belongs_to_point(heading):
            return opening._replace(parent=current.parent or current.parts)
        ends_detour = heading.rank <= current.level and not current.has_turned
        if not current.parent or not ends_detour:
            return None
        return opening._replace(parts=current.parent, parent=())

    def turns(self, heading: Heading, current: Opening) -> bool:
        """Tells whether a heading inside a section turns it to another part."""
        if not heading.plain or not heading.parts or heading.parts == current.parts:
            return False
        if not current.parts:
            return True
        if len(current.parts) > 1 and set(heading.parts) <= set(current.parts):
            return True
        part, around = heading.parts[0], current.parts[0]
        if around in {Part.ACHIEVEMENTS, Part.BASICS, Part.LAST_YEAR} and part in _LATE:
            return part not in self.named
        if around is Part.BASICS and part is Part.ACHIEVEMENTS:
            return True
        return around in _TURNS.get(part, frozenset())

    def announces(self, heading: Heading, current: Opening | None) -> bool:
        """Tells whether the announcing sentence opens its part.

        Not if a heading names that part somewhere, and only forward.
        """
        part = heading.parts[0]
        parts: tuple[Part, ...] = ()
        if current is not None:
            parts = current.parts
        around = frozenset(parts)
        at_line_start = heading.kind is HeadingKind.ANNOUNCED
        if part in parts[1:]:
            return at_line_start
        if part in self.named or len(around) > 1:
            return False
        if part not in _LATE:
            if part is Part.LAST_YEAR:
                around -= {Part.ACHIEVEMENTS}
            return at_line_start and not around
        if part is Part.PROBLEMS:
            return not around & _LATE
        follows_problems = part is not Part.MEASURES or Part.PROBLEMS in self.named
        if follows_problems:
            return bool(_TURNS[part] & around)
        return not around & {Part.MEASURES, Part.PROMISE}


def openings_of(lines: Sequence[Line], layout: Layout, year: int | None = None) -> list[Opening]:
    """Returns where sections begin, in the order of the text.

    In a table that is read by column the heads of the columns are the only headings.
    """
    free = lines
    if layout.cells:
        free = [line for line in lines if line.paragraph not in layout.cells]
    title_start = _title_start(free)
    headings = headings_of([line for line in free if line.start >= title_start])
    headings = [_tell_next_year(heading, year) for heading in headings]
    headings = _tell_work_done(headings)
    headings += _column_heads(lines, layout)
    headings.sort(key=lambda heading: heading.start)
    survey = Survey.of(headings)
    openings: list[Opening] = []
    for heading in headings:
        current = None
        around: tuple[Part, ...] = ()
        if openings:
            current = openings[-1]
            around = current.parts
        if heading.kind is HeadingKind.COLUMN:
            if Part.LAST_YEAR in around or around == heading.parts:
                continue  # the table is about last year, or its part is open already
            opening: Opening | None = Opening.at(heading)._replace(column=True)
        else:
            opening = survey.opening_of(heading, current)
        if opening is None:
            continue
        if current is not None and current.start == opening.start:
            openings.pop()  # nothing stands between a paragraph about last year and the heading
        elif current is not None and not current.column and not _divides(heading):
            openings[-1:], opening = _join(current, opening)
        openings.append(opening)
        if heading.kind is HeadingKind.ANNOUNCED and heading.parts == (Part.LAST_YEAR,):
            openings += _return_behind(heading, lines)
    return [*openings, *_closing(openings, lines)]


def _title_start(lines: Sequence[Line]) -> int:
    """Returns where the report's title stands.

    A cover letter or a table of contents may stand before it, no other report.
    """
    titles = [line.start for line in lines if is_title(line) and line.start <= _MAX_FRONT]
    last = max(titles, default=0)
    if len(titles) < 2:
        return last
    headings = headings_of([line for line in lines if line.start < last])
    ends = [*(heading.start for heading in headings[1:]), last]
    for heading, end in zip(headings, ends, strict=False):
        if heading.plain and end - heading.end > _SUBSTANTIAL:
            return titles[0]
    return last


def _tell_next_year(heading: Heading, year: int | None) -> Heading:
    """Returns the heading, as one of measures where it names a later year.

    「2023年重点工作」 in a report on 2022 is a plan.
    """
    named = _YEAR.search(heading.title)
    if year is None or named is None or int(named[0]) <= year:
        return heading
    if heading.parts == (Part.LAST_YEAR,):
        # 「2023年整改措施」: the year alone made it sound like last year's matters.
        undated = naming(heading.title.replace(f"{named[0]}年", ""))
        return heading._replace(parts=undated.parts)
    if set(heading.parts) - {Part.ACHIEVEMENTS}:
        return heading
    return heading._replace(parts=(Part.MEASURES,))


def _tell_work_done(headings: Sequence[Heading]) -> list[Heading]:
    """Returns the headings, the first as one of work done where it only sounds like measures.

    「抓党建的主要举措」 before the problems tells of work done, where the plans have a heading.
    """
    dividing = [heading for heading in headings if _divides(heading)]
    first = next((heading for heading in dividing if heading.parts), None)
    if first is None or first.parts != (Part.MEASURES,) or tells_plans(first.title):
        return list(headings)
    later = {part for heading in dividing if heading.start > first.start for part in heading.parts}
    if not {Part.PROBLEMS, Part.MEASURES} <= later:
        return list(headings)
    retold = list(headings)
    retold[retold.index(first)] = first._replace(parts=(Part.ACHIEVEMENTS,))
    return retold


def _column_heads(lines: Sequence[Line], layout: Layout) -> Iterator[Heading]:
    for line in lines:
        if line.paragraph in layout.headers:
            parts = layout.headers[line.paragraph]
            kind = HeadingKind.COLUMN
            yield Heading(kind, 1, 0, line.start, line.end, line.text, parts, plain=True)


def _divides(heading: Heading) -> bool:
    return heading.kind <= HeadingKind.WORDED and heading.rank == 0


def _join(current: Opening, opening: Opening) -> tuple[list[Opening], Opening]:
    """Returns what becomes of a section inside which another opens.

    「问题、原因及措施」 is shared out in its own order: what comes before the named part stays, the
    rest goes with it. A heading without text of its own joins what opens under it.
    """
    shared = len(current.parts) > 1
    kept = current
    if shared:
        first = opening.parts[0]
        at = 0
        if first in current.parts:
            at = current.parts.index(first)
        kept = current._replace(parts=current.parts[: at or 1])
        if not opening.column:
            rest = [part for part in current.parts[at:] if part is not first]
            if first not in current.parts:
                rest = rest[1:]
            opening = opening._replace(parts=(first, *rest))
    bare = opening.start - current.body <= _BARE
    if not bare or (current.parts and not shared):
        return [kept], opening
    title = current.title
    if shared:
        title = f"{current.title}：{opening.title}"
    return [], opening._replace(start=current.start, title=title, level=current.level)


def _return_behind(heading: Heading, lines: Sequence[Line]) -> list[Opening]:
    """Returns what opens behind an announced paragraph about last year: whatever stood around it.

    The paragraph ends with its line, unless it only announces what follows.
    """
    at = bisect_right(lines, heading.start, key=lambda line: line.start) - 1
    if lines[at].text.endswith(("：", ":")) or at + 1 == len(lines):
        return []
    following = lines[at + 1]
    title = following.text[:_MAX_BORROWED_TITLE]
    return [Opening(following.start, following.start, title, (), plain=True)]


def _closing(openings: Sequence[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Returns where thanks, signature, date and list of annexes begin: they belong to no part."""
    if not openings:
        return []
    start: int | None = None
    for line in reversed(lines[-_MAX_CLOSING:]):
        if line.start <= openings[-1].body:
            break
        if _CLOSES.match(line.text) and "承诺" not in line.text:
            start = line.start
        elif len(line.text) > _MAX_SIGNATURE:
            break
    if start is None:
        return []
    return [Opening(start, start, "结尾", (Part.OTHER,))]
