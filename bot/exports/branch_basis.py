"""A branch's annual basis (S34): what its secretary's evaluation says about the branch's year, on one sheet."""

from bot.domain.evaluation.opinion import PARTS
from bot.domain.evaluation.sheet import GradeSheet
from bot.exports.documents import Block, Heading, OfficialDocument, Table, Text, official_document
from bot.texts.evaluation import ballots_lines
from bot.texts.exporting import basis as texts
from bot.texts.exporting import sheets as sheets_texts
from bot.texts.opinions import HALVES


def branch_basis(sheet: GradeSheet, *, items: int, closed: int) -> bytes:
    """Returns the .docx file; of `items` in the branch's ledger `closed` are verified."""
    grade = sheets_texts.NOT_YET
    if sheet.grade is not None:
        grade = sheet.grade.grade
    rows = [
        (texts.ROW_REPORT, sheet.report),
        (texts.ROW_BALLOT, "；".join(ballots_lines(sheet)) or sheets_texts.NO_BALLOT),
        (sheets_texts.GRADE_HEADING, grade),
        (texts.ROW_ITEMS, texts.items(items, closed)),
    ]
    blocks: list[Block] = [
        Text(texts.branch_preamble(sheet.unit, sheet.year, sheet.branch, sheet.name)),
        Table(texts.BASIS_COLUMNS, tuple(rows), widths=(1, 4)),
    ]
    if sheet.opinion is not None:
        blocks.append(Heading(texts.OPINION_HEADING))
        for half in PARTS:
            text = "".join(sentence.text for _, sentence in sheet.opinion.of(half))
            if text:
                blocks.append(Text(f"{HALVES[half]}：{text}"))
    blocks.append(Text(texts.as_of(sheet.as_of.date())))
    title = texts.branch_title(sheet.year, sheet.branch)
    return official_document(
        OfficialDocument(
            title,
            tuple(blocks),
            signature=sheet.signature or sheet.unit,
            words=sheet.words,
            dated=sheet.as_of.date(),
        )
    )
