"""How a report is divided: its parts, its sections, and the share of each."""

from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from bot.domain.values import dataclass


class Part(StrEnum):
    BASICS = "basics"
    ACHIEVEMENTS = "achievements"
    LAST_YEAR = "last_year"
    PROBLEMS = "problems"
    CAUSES = "causes"
    MEASURES = "measures"
    PROMISE = "promise"
    OTHER = "other"


_LATE = frozenset({Part.PROBLEMS, Part.CAUSES, Part.MEASURES})


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

    @property
    def is_late(self) -> bool:
        """Whether it holds a part that comes behind the work done."""
        return bool(_LATE & {self.part, *self.also})

    @property
    def unnamed(self) -> bool:
        return self.part is Part.OTHER and not self.sure


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

    @property
    def of_several_reports(self) -> bool:
        """Whether headings name work done, problems, and again work done and problems.

        A report that treats subject by subject names its problems in sentences.
        """
        headed_turns = 0
        before = None
        for section in self.sections:
            if section.part not in {Part.ACHIEVEMENTS, Part.PROBLEMS}:
                continue
            if section.part is Part.PROBLEMS and section.headed and before is not Part.PROBLEMS:
                headed_turns += 1
            before = section.part
        return headed_turns > 1

    def holds(self, part: Part, offset: int) -> bool:
        """Tells whether the section at this place holds the part."""
        for section in self.sections:
            if section.start <= offset < section.end:
                return section.holds(part)
        return False

    def of(self, *parts: Part) -> tuple[Section, ...]:
        return tuple(
            section for section in self.sections if any(section.holds(part) for part in parts)
        )


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
    """Returns the 字数 of what its own headings call work done."""
    return sum(
        section.characters
        for section in whole.of(Part.ACHIEVEMENTS)
        if section.headed and not section.also
    )


def shares(whole: Split) -> Shares:
    """Returns the shares; basics and last year's matters are not achievements (S21)."""
    sizes = dict.fromkeys(Part, 0)
    for section in whole.sections:
        sizes[section.part] += section.characters
    return Shares(sizes[Part.ACHIEVEMENTS], sizes[Part.PROBLEMS] + sizes[Part.CAUSES], whole.total)
