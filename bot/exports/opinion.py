"""评价意见 as a paper (S32): three paragraphs, signed by the organisation of the plan.

The secretary's copy has the opinion and the grade. The working copy of one or of all is the same paper, one
page each, to be edited and sent back; behind the last page the leadership reads where each sentence comes
from.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.evaluation.opinion import PARTS, Half, Opinion
from bot.domain.evaluation.returned import PLACEHOLDER
from bot.domain.evaluation.sheet import GradeSheet
from bot.exports.documents import (
    OFFICIAL,
    Block,
    Heading,
    NewPage,
    OfficialDocument,
    Signed,
    Text,
    official_document,
)
from bot.exports.documents.lengths import points
from bot.texts.exporting import opinions as texts
from bot.texts.opinions import HALVES
from bot.texts.papers import ordinal

# An opinion stands on one page, signature and all.
PAGE = replace(OFFICIAL, line=points(25), after_title=points(8))
QUOTED = 18  # characters of a sentence by which its source is found


def opinion_document(sheet: GradeSheet) -> bytes:
    """What the secretary is told: without sources, with the grade, dated as it was decided."""
    blocks = _page(sheet, sheet.opinion or Opinion(), is_draft=False)
    title = texts.opinion_title(sheet.year, sheet.name)
    return official_document(OfficialDocument(title, tuple(blocks), layout=PAGE, words=sheet.words))


def working_copy(sheets: Sequence[GradeSheet]) -> bytes:
    """The opinions of one or several to be edited, and their sources at the end."""
    blocks: list[Block] = []
    for number, sheet in enumerate(sheets):
        if number:
            blocks.append(NewPage(texts.opinion_title(sheet.year, sheet.name)))
        blocks += _page(sheet, sheet.opinion or Opinion(), is_draft=True)
    # Behind the last page, so that the pages before it are what the secretaries get.
    blocks += [NewPage(texts.SOURCES_TITLE), Text(texts.SOURCES_NOTE)]
    for sheet in sheets:
        blocks.append(Heading(texts.sources_of(sheet.name, sheet.opinion_version), level=2))
        opinion = sheet.opinion or Opinion()
        for half in PARTS:
            for _, sentence in opinion.of(half):
                words = sentence.text[:QUOTED].rstrip("。")
                blocks.append(Text(texts.source(words, sentence.source)))
    first = sheets[0]
    title = texts.opinion_title(first.year, first.name)
    return official_document(
        OfficialDocument(title, tuple(blocks), layout=PAGE, words=first.words, as_written=True)
    )


def _page(sheet: GradeSheet, opinion: Opinion, *, is_draft: bool) -> list[Block]:
    """Returns one page; an empty part has a place in a draft, and none in what is told."""
    inputs = [rule.title for rule in sheet.input_rules]
    blocks: list[Block] = [
        Text(texts.opinion_preamble(inputs, sheet.year, sheet.branch, sheet.name))
    ]
    parts = [half for half in PARTS if is_draft or opinion.of(half)]
    if is_draft and opinion.of(Half.UNSORTED):
        parts.append(Half.UNSORTED)
    for number, half in enumerate(parts, 1):
        prose = "".join(sentence.text for _, sentence in opinion.of(half)) or PLACEHOLDER
        blocks.append(Text(prose, lead=_lead(number, HALVES[half])))
    decided_on = None
    if sheet.grade is not None:
        decided_on = sheet.grade.committee_day
        lead = _lead(len(parts) + 1, texts.GRADE_LEAD)
        blocks.append(Text(texts.grade_set(sheet.grade.grade), lead=lead))
    blocks.append(Signed(sheet.signature or sheet.unit, decided_on))
    return blocks


def _lead(number: int, heading: str) -> str:
    return f"{ordinal(number)}{heading}。"
