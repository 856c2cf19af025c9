"""Splits a report into its parts (S21): by what its headings say, else by announcing sentences, else by content and order.

The sections partition the whole text. Each is `sure` or not; the split is `clear` only when what is not sure is too
small to matter, because a share that rests on a guess must not send a report back.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import dropwhile, pairwise

from bot.domain.report.content import Hearing, Tone, hearing
from bot.domain.report.counting import count_words
from bot.domain.report.headings import is_contents, is_title
from bot.domain.report.lines import Line, lines_of
from bot.domain.report.outline import Opening, openings_of
from bot.domain.report.parts import Part
from bot.domain.report.placing import Place, hinted, placed
from bot.domain.report.tables import Layout

Corrections = Mapping[int, Part]
"""Section number as shown -> the part that its author says it is. Unknown numbers have no effect."""

_NEGLIGIBLE = Fraction(3, 100)
_LONG_OPENING = Fraction(15, 100)
_SHORT_OPENING = 50
_MAX_SALUTATION = 25
_MOSTLY = 0.6
_OFTEN = 0.35
_LATE = frozenset({Part.PROBLEMS, Part.CAUSES, Part.MEASURES})
_PARTLY = 0.3
_SOME = 0.05
_ANNOUNCES_REPORT = re.compile(
    r"(?:述职|汇报|报告)(?:情况)?(?:如下|于后)|请.{0,8}(?:评议|审议|批评|审阅)"
)


class Doubt(StrEnum):
    """Why a split is not clear."""

    NO_PARTS = "no_parts"  # nothing in the text names a part
    NO_ACHIEVEMENTS = "no_achievements"
    NO_PROBLEMS = "no_problems"  # neither problems nor measures were found
    UNSURE_SECTION = "unsure_section"
    SEVERAL_REPORTS = "several_reports"


@dataclass(frozen=True)
class Section:
    number: int  # as shown and as named in corrections; 0 = title and opening
    part: Part
    title: str
    start: int  # offsets in Manuscript.text
    end: int
    characters: int  # 字数 with the heading
    also: tuple[Part, ...] = ()  # further parts under the same heading: 「问题及原因」
    sure: bool = True
    body: int = 0  # offset where the text after the heading begins
    headed: bool = False  # its own heading names the part

    def holds(self, part: Part) -> bool:
        return part is self.part or part in self.also


@dataclass(frozen=True)
class Split:
    sections: tuple[Section, ...]
    doubt: Doubt | None = None
    doubtful: tuple[int, ...] = ()  # numbers of the sections that are not sure

    @property
    def clear(self) -> bool:
        return self.doubt is None

    @property
    def total(self) -> int:
        return sum(section.characters for section in self.sections)

    @property
    def by_subject(self) -> bool:
        """Whether work done comes again behind problems: each subject brings its own."""
        turns = [
            section.part
            for section in self.sections
            if section.part in {Part.ACHIEVEMENTS, Part.PROBLEMS}
        ]
        return sum(pair == (Part.PROBLEMS, Part.ACHIEVEMENTS) for pair in pairwise(turns)) > 1

    def holds(self, part: Part, offset: int) -> bool:
        """Whether the section at this place holds the part."""
        return any(
            section.holds(part)
            for section in self.sections
            if section.start <= offset < section.end
        )

    def of(self, *parts: Part) -> tuple[Section, ...]:
        return tuple(
            section for section in self.sections if any(section.holds(part) for part in parts)
        )


def split(
    layout: Layout, corrections: Corrections | None = None, *, year: int | None = None
) -> Split:
    """The sections of the report in order, as offsets in the text of the laid out manuscript. Corrections relabel and never move a border, so they can be repeated.

    `year`, the year reported on, tells plans from work done where a heading only names a year.
    """
    text = layout.manuscript.text
    lines = lines_of(layout.manuscript)
    heard = hearing(text)
    sections = _inferred(_cut(text, lines, openings_of(lines, layout, year)), heard)
    return _weighed([_corrected(section, corrections or {}) for section in sections], heard)


def _cut(text: str, lines: Sequence[Line], openings: Sequence[Opening]) -> list[Section]:
    """Sections from border to border, without a judgement of the unnamed ones."""
    first = openings[0].start if openings else len(text)
    unheaded = _end_of_opening(text, [line for line in lines if line.start < first], first)
    borders = [*openings]
    if unheaded < first:
        borders.insert(0, Opening(unheaded, unheaded, text[unheaded : unheaded + 16].strip(), ()))
    starts = [border.start for border in borders] + [len(text)]
    sizes = [count_words(text[start:end]) for start, end in pairwise(starts)]
    sections = [Section(0, Part.OTHER, "开头", 0, starts[0], count_words(text[: starts[0]]))]
    for number, (border, end, size) in enumerate(zip(borders, starts[1:], sizes, strict=True), 1):
        part, *also = border.parts or (Part.OTHER,)
        sure = bool(border.parts) and border.plain
        sections.append(
            Section(
                number,
                part,
                border.title,
                border.start,
                end,
                size,
                tuple(also),
                sure=sure,
                body=border.body,
                headed=border.headed,
            )
        )
    return sections


def _end_of_opening(text: str, before: Sequence[Line], first: int) -> int:
    """Where title, salutation and the announcing sentence end and body text without a heading begins.

    Body text that is short beside the whole report stays with the opening.
    """
    titles = [index for index, line in enumerate(before) if is_title(line)]
    rest = dropwhile(_is_opening, before[max(titles, default=0) :])
    end = next((line.start for line in rest), first)
    body = count_words(text[end:first])
    return end if body > _SHORT_OPENING and body > _LONG_OPENING * count_words(text) else first


def _is_opening(line: Line) -> bool:
    if is_title(line) or is_contents(line) or len(line.text) <= _MAX_SALUTATION:
        return True
    return _ANNOUNCES_REPORT.search(line.text) is not None


def _inferred(sections: Sequence[Section], heard: Hearing) -> list[Section]:
    """Gives unnamed sections a part by their place in the order of the report and by their words.

    Where nothing names problems, causes or measures, everything inferred stays a guess.
    """
    named_problems = next(
        (section.start for section in sections if section.holds(Part.PROBLEMS)), sys.maxsize
    )
    checked = [
        _checked(section, heard, behind=section.start > named_problems, fits=_fits(sections, at))
        for at, section in enumerate(sections)
    ]
    named = any(section.sure and _LATE & {section.part, *section.also} for section in checked)
    places = [
        Place(_known(section, following), section.title, heard(section.body, section.end))
        for section, following in zip(checked, [*checked[1:], None], strict=True)
    ]
    last_problems = max(
        (at for at, one in enumerate(checked) if one.sure and one.holds(Part.PROBLEMS)), default=-1
    )
    late, judged = False, list[Section]()
    for at, (section, place, part) in enumerate(zip(checked, places, placed(places), strict=True)):
        inferred = section
        if _unnamed(section):
            sure = _certain(place, part, late=late, before_problems=at < last_problems)
            inferred = replace(section, part=part, sure=named and sure)
        late = late or bool(_LATE & {inferred.part, *inferred.also})
        judged.append(inferred)
    return judged


def _fits(sections: Sequence[Section], at: int) -> bool:
    """Whether a heading for problems or causes stands where they belong: behind others, before what follows from them."""
    if not sections[at].headed or sections[at].part not in {Part.PROBLEMS, Part.CAUSES}:
        return False
    later = (sections[index] for index in range(at + 1, len(sections)))
    following = next(
        (section.part for section in later if section.headed and section.part is not Part.OTHER),
        None,
    )
    return following in {Part.CAUSES, Part.MEASURES}


def _known(section: Section, following: Section | None) -> Part | None:
    """What is named; and what goes on with problems in a sentence of its own is the work done on its subject."""
    if not _unnamed(section):
        return section.part
    if (
        following is None
        or following.headed
        or following.part is not Part.PROBLEMS
        or not following.sure
    ):
        return None
    return Part.ACHIEVEMENTS


def _unnamed(section: Section) -> bool:
    return section.part is Part.OTHER and not section.sure


def _certain(place: Place, part: Part, *, late: bool, before_problems: bool) -> bool:
    """Whether words and neighbours agree so well that a figure may rest on the guess.

    What stands where problems belong is never surely work done, however much it counts.
    """
    lacks = place.tone.share(Part.PROBLEMS)
    if part is Part.ACHIEVEMENTS:
        return before_problems and lacks < _PARTLY and place.tone.share(part) >= _MOSTLY
    if part is Part.PROBLEMS:
        return lacks >= _OFTEN or hinted(place.title, part)
    if part is Part.MEASURES:
        return late and lacks < _MOSTLY
    return hinted(place.title, part)


def _checked(section: Section, heard: Hearing, *, behind: bool, fits: bool) -> Section:
    """A heading in slogan style, or one that names several parts, is believed as far as the content agrees.

    What stands where it belongs needs no such proof: plans, and problems told by facts, often read like work done.
    """
    if section.part is Part.OTHER or (section.sure and not section.holds(Part.ACHIEVEMENTS)):
        return section
    if fits or (section.part is Part.MEASURES and behind):
        return replace(section, sure=True)
    content = heard(section.body, section.end)
    mixed = section.holds(Part.ACHIEVEMENTS) and bool(section.also)
    agrees = (
        content.share(Part.PROBLEMS) < _PARTLY if section.sure else _agrees(section.part, content)
    )
    return replace(section, sure=agrees and not mixed)


def _agrees(part: Part, heard: Tone) -> bool:
    if part is Part.ACHIEVEMENTS:
        return heard.share(Part.ACHIEVEMENTS) >= 1 - _MOSTLY
    if part in {Part.PROBLEMS, Part.CAUSES, Part.MEASURES}:
        return (
            heard.share(Part.ACHIEVEMENTS) <= _MOSTLY
            or heard.share(part if part is not Part.CAUSES else Part.PROBLEMS) >= _OFTEN
        )
    return True


def _corrected(section: Section, corrections: Corrections) -> Section:
    part = corrections.get(section.number)
    return section if part is None else replace(section, part=part, also=(), sure=True, headed=True)


def _weighed(sections: Sequence[Section], heard: Hearing) -> Split:
    kept = tuple(section for section in sections if section.end > section.start)
    unsure = [section for section in kept if not section.sure]
    whole = Split(kept)
    matters = sum(section.characters for section in unsure) > _NEGLIGIBLE * whole.total
    return replace(
        whole,
        doubt=_doubt(whole, heard, unsure=matters),
        doubtful=tuple(section.number for section in unsure),
    )


def _doubt(whole: Split, heard: Hearing, *, unsure: bool) -> Doubt | None:
    late = [
        section for section in whole.of(Part.PROBLEMS, Part.CAUSES, Part.MEASURES) if section.sure
    ]
    done = whole.of(Part.ACHIEVEMENTS)
    if not late:
        return Doubt.NO_PROBLEMS if any(section.sure for section in done) else Doubt.NO_PARTS
    if _several(whole.sections):
        return Doubt.SEVERAL_REPORTS
    if unsure:
        return Doubt.UNSURE_SECTION
    if not done:
        return Doubt.NO_ACHIEVEMENTS
    return (
        Doubt.NO_PROBLEMS
        if not whole.of(Part.PROBLEMS) and _speaks_of_problems(done, heard)
        else None
    )


def _speaks_of_problems(done: Sequence[Section], heard: Hearing) -> bool:
    """No problems are set apart, so those inside the account of work done would count as achievements."""
    return any(heard(section.body, section.end).share(Part.PROBLEMS) > _SOME for section in done)


def _several(sections: Sequence[Section]) -> bool:
    """Headings name work done, problems, and again work done and problems: two reports in one file.

    A report that treats subject by subject names its problems in sentences.
    """
    turns = [section for section in sections if section.part in {Part.ACHIEVEMENTS, Part.PROBLEMS}]
    alternating = [
        now
        for before, now in zip([None, *turns], turns, strict=False)
        if not before or now.part is not before.part
    ]
    return sum(section.part is Part.PROBLEMS and section.headed for section in alternating) > 1


@dataclass(frozen=True)
class Shares:
    """Numerators and denominator in 字数; the denominator is the whole text."""

    achievements: int
    problems_and_causes: int
    total: int

    @property
    def of_achievements(self) -> Fraction:
        return Fraction(self.achievements, self.total or 1)

    @property
    def of_problems_and_causes(self) -> Fraction:
        return Fraction(self.problems_and_causes, self.total or 1)


def headed_achievements(whole: Split) -> int:
    """字数 of what its own headings call work done."""
    return sum(
        section.characters
        for section in whole.of(Part.ACHIEVEMENTS)
        if section.headed and not section.also
    )


def shares(whole: Split) -> Shares:
    """Basics and last year's matters are not achievements (S21)."""
    sizes = dict.fromkeys(Part, 0)
    for section in whole.sections:
        sizes[section.part] += section.characters
    return Shares(sizes[Part.ACHIEVEMENTS], sizes[Part.PROBLEMS] + sizes[Part.CAUSES], whole.total)
