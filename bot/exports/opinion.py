"""评价意见 as a Word file (S32): the secretary's copy without sources, the working copy with them, to be edited and sent back."""

from collections.abc import Sequence

from bot.domain.evaluation.opinion import PARTS, PLACEHOLDER, Half, Opinion
from bot.domain.evaluation.sheet import GradeSheet
from bot.exports.documents import Block, Heading, OfficialDocument, Table, Text, official_document
from bot.texts.exporting import opinions as texts
from bot.texts.exporting import sheets as sheets_texts
from bot.texts.opinions import HALVES

_NUMERALS = "一二三四五"


def opinion_document(sheet: GradeSheet, *, sources: bool) -> bytes:
    """With `sources` it is to be edited: a table says where each sentence comes from, nobody has signed it yet."""
    made = sheet.opinion or Opinion()
    blocks: list[Block] = [
        Text(texts.opinion_preamble(sheet.unit, sheet.year, sheet.branch, sheet.name))
    ]
    shown = [*PARTS, *([Half.UNSORTED] if sources and made.of(Half.UNSORTED) else [])]
    for numeral, half in zip(_NUMERALS, shown, strict=False):
        blocks.append(Heading(f"{numeral}、{HALVES[half]}"))
        blocks += _sentences(made, half)
    if sources and made.sentences:
        blocks += [Heading(texts.SOURCES_HEADING), _sources(made)]
    if not sources and sheet.grade is not None:
        blocks += [
            Heading(f"{_NUMERALS[len(PARTS)]}、{sheets_texts.GRADE_HEADING}"),
            Text(sheet.grade.grade),
        ]
    title = texts.opinion_title(sheet.year, sheet.name)
    if sources:
        return official_document(
            OfficialDocument(title, tuple(blocks), words=sheet.words, as_written=True)
        )
    return official_document(
        OfficialDocument(
            title,
            tuple(blocks),
            signature=sheet.signature or sheet.unit,
            words=sheet.words,
            dated=sheet.as_of.date(),
        )
    )


def opinions_document(sheets: Sequence[GradeSheet]) -> bytes:
    """The working copies of several in one file, each under a line that names whose it is."""
    blocks: list[Block] = []
    for sheet in sheets:
        made = sheet.opinion or Opinion()
        blocks.append(Heading(texts.whose_part(sheet.name)))
        for half in (*PARTS, *([Half.UNSORTED] if made.of(Half.UNSORTED) else [])):
            blocks.append(Text(HALVES[half]))
            blocks += _sentences(made, half)
    title = texts.opinions_title(sheets[0].year)
    return official_document(
        OfficialDocument(title, tuple(blocks), words=sheets[0].words, as_written=True)
    )


def _sentences(made: Opinion, half: Half) -> list[Block]:
    return [Text(f"{number}．{one.text}") for number, one in made.of(half)] or [Text(PLACEHOLDER)]


def _sources(made: Opinion) -> Table:
    rows = tuple((str(number), one.source) for number, one in enumerate(made.sentences, 1))
    return Table(texts.SOURCE_COLUMNS, rows, widths=(1, 8))
