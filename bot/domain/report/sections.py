"""Splits a report into its parts (S21).

By what its headings say, else by announcing sentences, else by content and order. The sections
partition the whole text. Each is `sure` or not; the split is `clear` only when what is not sure
is too small to matter, because a share that rests on a guess must not send a report back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bot.domain.patterns import pattern
from bot.domain.report.content import Tone, ToneOf, tones_in
from bot.domain.report.counting import count_words
from bot.domain.report.headings import is_contents, is_title
from bot.domain.report.lines import Line, lines_of
from bot.domain.report.outline import Opening, openings_of
from bot.domain.report.partition import Doubt, Part, Section, Split
from bot.domain.report.placing import Position, hints_at, place_parts
from bot.domain.report.tables import Layout

Corrections = Mapping[int, Part]
"""Section number as shown -> the part that its author says it is. Unknown numbers have no effect."""

_NEGLIGIBLE = Fraction(3, 100)  # of the text; a guess about so little moves no share over its limit
_LONG_OPENING = Fraction(15, 100)  # of the text; so much before the first heading is a part
_SHORT_OPENING = 50  # 字; so little never is
_MAX_UNHEADED_TITLE = 16  # characters that stand for a missing heading
_MAX_SALUTATION = 25
# Shares of the sentences of one kind in a section. They were set on reports whose parts were known, and
# are held by others that were set aside (tests/domain/report/test_held.py).
_MOSTLY = 0.6
_OFTEN = 0.35
_PARTLY = 0.3
_SOME = 0.05
_ANNOUNCES_REPORT = pattern(
    r"(?:述职|汇报|报告)(?:情况)?(?:如下|于后)|请.{0,8}(?:评议|审议|批评|审阅)"
)


def split(
    layout: Layout, corrections: Corrections | None = None, *, year: int | None = None
) -> Split:
    """Divides the report into sections, as offsets in the text of the laid out manuscript.

    Corrections relabel and never move a border, so they can be repeated. `year`, the year
    reported on, tells plans from work done where a heading only names a year.
    """
    text = layout.manuscript.text
    lines = lines_of(layout.manuscript)
    tone_of = tones_in(text)
    borders = openings_of(lines, layout, year)
    sections = []
    for inferred in _infer(_cut(text, lines, borders), tone_of):
        section = inferred
        part = (corrections or {}).get(section.number)
        if part is not None:
            section = replace(section, part=part, also=(), sure=True, headed=True)
        if section.end > section.start:
            sections.append(section)
    whole = Split(tuple(sections))
    unsure = [section for section in sections if not section.sure]
    matters = sum(section.characters for section in unsure) > _NEGLIGIBLE * whole.total
    return replace(
        whole,
        doubt=_doubt(whole, tone_of, unsure=matters),
        doubtful=tuple(section.number for section in unsure),
    )


def _cut(text: str, lines: Sequence[Line], openings: Sequence[Opening]) -> list[Section]:
    """Makes sections from border to border, without a judgement of the unnamed ones."""
    first = len(text)
    if openings:
        first = openings[0].start
    unheaded = _end_of_opening(text, [line for line in lines if line.start < first], first)
    borders = [*openings]
    # Body text before the first heading is a section that nobody has named.
    if unheaded < first:
        title = text[unheaded : unheaded + _MAX_UNHEADED_TITLE].strip()
        borders.insert(0, Opening(unheaded, unheaded, title, ()))
    ends = [*(border.start for border in borders), len(text)]
    sections = [Section(0, Part.OTHER, "开头", 0, ends[0], count_words(text[: ends[0]]))]
    for number, border in enumerate(borders, 1):
        part, *also = border.parts or (Part.OTHER,)
        section = Section(
            number,
            part,
            border.title,
            border.start,
            ends[number],
            count_words(text[border.start : ends[number]]),
            tuple(also),
            sure=bool(border.parts) and border.plain,
            body=border.body,
            headed=border.headed,
        )
        sections.append(section)
    return sections


def _end_of_opening(text: str, before: Sequence[Line], first: int) -> int:
    """Returns where title, salutation and the announcing sentence end and body text begins.

    Body text that is short beside the whole report stays with the opening.
    """
    titles = [index for index, line in enumerate(before) if is_title(line)]
    for line in before[max(titles, default=0) :]:
        if is_title(line) or is_contents(line) or len(line.text) <= _MAX_SALUTATION:
            continue
        if _ANNOUNCES_REPORT.search(line.text):
            continue
        body = count_words(text[line.start : first])
        if body > _SHORT_OPENING and body > _LONG_OPENING * count_words(text):
            return line.start
        break
    return first


def _infer(sections: Sequence[Section], tone_of: ToneOf) -> list[Section]:
    """Gives unnamed sections a part by their place in the report and by their words.

    Where nothing names problems, causes or measures, everything inferred stays a guess.
    """
    checked = _check(sections, tone_of)
    named_late = any(section.sure and section.is_late for section in checked)
    last_problems = -1
    for index, section in enumerate(checked):
        if section.sure and section.holds(Part.PROBLEMS):
            last_problems = index
    positions = []
    for section, following in zip(checked, [*checked[1:], None], strict=True):
        part: Part | None = section.part
        if section.unnamed:
            part = None
        if section.unnamed and following is not None:
            goes_on_with_problems = following.part is Part.PROBLEMS and following.sure
            # What goes on with problems in a sentence of its own is the work done on its subject.
            if goes_on_with_problems and not following.headed:
                part = Part.ACHIEVEMENTS
        positions.append(Position(part, section.title, tone_of(section.body, section.end)))
    inferred = []
    late = False
    for index, part in enumerate(place_parts(positions)):
        section = checked[index]
        if section.unnamed:
            before_problems = index < last_problems
            sure = _is_certain(positions[index], part, late=late, before_problems=before_problems)
            section = replace(section, part=part, sure=named_late and sure)
        late = late or section.is_late
        inferred.append(section)
    return inferred


def _is_certain(position: Position, part: Part, *, late: bool, before_problems: bool) -> bool:
    """Tells whether words and neighbours agree so well that a figure may rest on the guess.

    What stands where problems belong is never surely work done, however much it counts.
    """
    lacks = position.tone.share(Part.PROBLEMS)
    if part is Part.ACHIEVEMENTS:
        return before_problems and lacks < _PARTLY and position.tone.share(part) >= _MOSTLY
    if part is Part.PROBLEMS:
        return lacks >= _OFTEN or hints_at(position.title, part)
    if part is Part.MEASURES:
        return late and lacks < _MOSTLY
    return hints_at(position.title, part)


def _check(sections: Sequence[Section], tone_of: ToneOf) -> list[Section]:
    """Believes a slogan, or a heading of several parts, as far as the content agrees.

    What stands where it belongs needs no such proof: plans, and problems told by facts, often
    read like work done.
    """
    checked = []
    behind_problems = False
    for index, section in enumerate(sections):
        plainly_named = section.sure and not section.holds(Part.ACHIEVEMENTS)
        if section.part is not Part.OTHER and not plainly_named:
            belongs_here = section.part is Part.MEASURES and behind_problems
            if belongs_here or _fits(section, sections[index + 1 :]):
                checked.append(replace(section, sure=True))
            else:
                agrees = _agrees(section, tone_of(section.body, section.end))
                mixed = section.holds(Part.ACHIEVEMENTS) and bool(section.also)
                checked.append(replace(section, sure=agrees and not mixed))
        else:
            checked.append(section)
        behind_problems = behind_problems or section.holds(Part.PROBLEMS)
    return checked


def _fits(section: Section, later: Sequence[Section]) -> bool:
    """Tells whether a heading for problems or causes stands before what follows from them."""
    if not section.headed or section.part not in {Part.PROBLEMS, Part.CAUSES}:
        return False
    for following in later:
        if following.headed and following.part is not Part.OTHER:
            return following.part in {Part.CAUSES, Part.MEASURES}
    return False


def _agrees(section: Section, tone: Tone) -> bool:
    """Tells whether a section speaks as its heading says."""
    if section.sure:
        return tone.share(Part.PROBLEMS) < _PARTLY
    done = tone.share(Part.ACHIEVEMENTS)
    match section.part:
        case Part.ACHIEVEMENTS:
            return done >= 1 - _MOSTLY
        case Part.PROBLEMS | Part.CAUSES:
            return done <= _MOSTLY or tone.share(Part.PROBLEMS) >= _OFTEN
        case Part.MEASURES:
            return done <= _MOSTLY or tone.share(Part.MEASURES) >= _OFTEN
        case _:
            return True


def _doubt(whole: Split, tone_of: ToneOf, *, unsure: bool) -> Doubt | None:
    """Returns why the split is not clear; `unsure` says that sections of weight are a guess."""
    done = whole.of(Part.ACHIEVEMENTS)
    late = whole.of(Part.PROBLEMS, Part.CAUSES, Part.MEASURES)
    if not any(section.sure for section in late):
        done_is_sure = any(section.sure for section in done)
        return Doubt.NO_PROBLEMS if done_is_sure else Doubt.NO_PARTS
    if whole.of_several_reports:
        return Doubt.SEVERAL_REPORTS
    if unsure:
        return Doubt.UNSURE_SECTION
    if not done:
        return Doubt.NO_ACHIEVEMENTS
    if not whole.of(Part.PROBLEMS):
        # Problems that are not set apart would count as achievements.
        for section in done:
            if tone_of(section.body, section.end).share(Part.PROBLEMS) > _SOME:
                return Doubt.NO_PROBLEMS
    return None
