"""Splits and reports whose parts have the sizes that a rule is asked about, without a text to read."""

from collections.abc import Sequence

from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.report.counting import Characters, count
from bot.domain.report.findings import Report
from bot.domain.report.partition import Doubt, Part, Section, Split


def section(
    part: Part,
    characters: int = 100,
    *,
    number: int = 1,
    start: int = 0,
    also: tuple[Part, ...] = (),
    sure: bool = True,
    headed: bool = True,
    title: str = "",
) -> Section:
    end = start + characters
    return Section(number, part, title, start, end, characters, also, sure, start, headed)


def split(*sections: Section, doubt: Doubt | None = None, doubtful: tuple[int, ...] = ()) -> Split:
    return Split(sections, doubt, doubtful)


def report(text: str = "", parts: Split | None = None, *, characters: int | None = None) -> Report:
    """A report of one paragraph a line; `characters` are counted unless they are given."""
    counted = count(text)
    if characters is not None:
        counted = Characters(characters, characters)
    paragraphs = tuple(Paragraph(line, source=at) for at, line in enumerate(text.split("\n")))
    whole = parts or split(section(Part.OTHER, len(text)))
    return Report(Manuscript("txt", paragraphs), text, counted, whole)


def one_after_another(text: str, *pieces: tuple[Part, str]) -> Split:
    """A split of the text where each part reaches from its words to those of the next."""
    starts = [text.index(words) for _, words in pieces]
    ends: Sequence[int] = [*starts[1:], len(text)]
    return split(
        *(
            section(part, end - start, start=start, number=number)
            for number, ((part, _), start, end) in enumerate(
                zip(pieces, starts, ends, strict=True), 1
            )
        )
    )
