"""考核等次表 (S31-S33): one secretary on one sheet, as a Word file and as a picture for the phone, from the same value."""

from datetime import tzinfo

from bot.domain.evaluation.opinion import Half
from bot.domain.evaluation.sheet import GradeSheet
from bot.exports.charts.frame import (
    INK,
    LABEL,
    MARGIN,
    PALE,
    ROOM,
    SCALE,
    WIDTH,
    Caption,
    draw_foot,
    draw_head,
)
from bot.exports.documents import Block, Heading, OfficialDocument, Table, Text, official_document
from bot.exports.pictures import Canvas, render, wrapped
from bot.texts import dates
from bot.texts import exporting as texts
from bot.texts.evaluation import HALVES, KINDS, STATES, ballot_score, history_line, signed

_LINE = 34
_BOX = 18  # around the text of a part


def grade_sheet_document(sheet: GradeSheet, *, best: str) -> bytes:
    """`best` is the first step of the scale, which the caps are about."""
    blocks: list[Block] = []
    for heading, part in zip(
        texts.SHEET_HEADINGS,
        (_basics(sheet), _inputs(sheet), _ballot(sheet), _opinion(sheet), _grades(sheet, best), _told(sheet)),
        strict=True,
    ):
        blocks += [Heading(heading), *part]
    blocks.append(Text(_versions(sheet)))
    title = texts.sheet_title(sheet.year, sheet.name)
    return official_document(OfficialDocument(title, tuple(blocks), signature=sheet.unit, dated=sheet.as_of.date()))


def grade_sheet_picture(sheet: GradeSheet) -> bytes:
    canvas = Canvas(WIDTH)
    caption = Caption(
        texts.sheet_title(sheet.year, sheet.name), f"{sheet.unit} {sheet.branch}", sheet.as_of, (_versions(sheet),)
    )
    y = draw_head(canvas, caption)
    for heading, lines in _parts(sheet):
        y = _part(canvas, y, heading, lines)
    return render(canvas.svg(draw_foot(canvas, y, caption)), scale=SCALE)


# --- Word -----------------------------------------------------------------------------------------------------------


def _basics(sheet: GradeSheet) -> list[Block]:
    rows = texts.basics(sheet.unit, sheet.branch, sheet.name, sheet.report)
    return [Table(rows[0], rows[1:], widths=(1, 4))]


def _inputs(sheet: GradeSheet) -> list[Block]:
    """Corrected entries too: the sheet replays, it does not tidy."""
    if not sheet.inputs:
        return [Text(texts.not_yet())]
    rows = tuple(
        (
            str(one.number or ""),
            KINDS[one.kind],
            one.text + (f"（已由第 {one.corrected_by} 条更正）" if one.corrected_by else ""),
            signed(one, _zone(sheet)),
        )
        for one in sheet.inputs
    )
    return [Table(texts.INPUT_COLUMNS, rows, widths=(1.1, 1.7, 5.4, 3))]


def _ballot(sheet: GradeSheet) -> list[Block]:
    if sheet.ballot is None:
        return [Text(texts.no_ballot())]
    result = sheet.ballot.result
    told = Text(texts.turnout(result.terms.eligible, result.voted, result.paper, sheet.ballot.digest))
    if result.withheld:
        return [told]
    table = Table(texts.ballot_columns(result.terms.form.steps), texts.ballot_rows(result, sheet.person))
    return [told, table, Text(texts.ballot_replay(result, sheet.person))]


def _opinion(sheet: GradeSheet) -> list[Block]:
    if sheet.opinion is None or not sheet.opinion.sentences:
        return [Text(texts.not_yet())]
    rows = tuple(
        (str(number), HALVES[one.half], one.text, one.source) for number, one in enumerate(sheet.opinion.sentences, 1)
    )
    return [Table(texts.SENTENCE_COLUMNS, rows, widths=(0.8, 1.7, 5.6, 3))]


def _grades(sheet: GradeSheet, best: str) -> list[Block]:
    room = sheet.room
    said: list[Block] = [Text(texts.caps(room.total, room.best, room.below, best))]
    if not sheet.history:
        return [Text(texts.not_yet()), *said]
    rows = tuple(
        (
            str(one.number),
            one.grade,
            texts.dated(one.committee_day),
            f"{one.set_by} {dates.moment(one.set_at, _zone(sheet))}",
            f"{one.decided_by} {dates.moment(one.decided_at, _zone(sheet))}" if one.decided_at else "",
            STATES[one.state] + (f"：{one.reason}" if one.reason else ""),
        )
        for one in sheet.history
    )
    return [Table(texts.HISTORY_COLUMNS, rows, widths=(0.7, 1.2, 2, 2.2, 2.2, 2.7)), *said]


def _told(sheet: GradeSheet) -> list[Block]:
    return [Text("\n".join(texts.told_lines(sheet.told, _zone(sheet))))]


# --- the picture ----------------------------------------------------------------------------------------------------


def _parts(sheet: GradeSheet) -> list[tuple[str, list[str]]]:
    entries = [f"{KINDS[one.kind]}：{one.text}〔{signed(one, _zone(sheet))}〕" for one in sheet.inputs if one.stands]
    opinion = sheet.opinion
    sentences = (
        [f"{HALVES[half]}：{''.join(one.text for _, one in opinion.of(half))}" for half in Half if opinion.of(half)]
        if opinion
        else []
    )
    score = [f"加权得分 {told}"] if sheet.ballot and (told := ballot_score(sheet.ballot, sheet.person)) else []
    return [
        (texts.SHEET_HEADINGS[1][2:], [*entries, *score] or [texts.not_yet()]),
        (texts.SHEET_HEADINGS[3][2:], sentences or [texts.not_yet()]),
        (texts.SHEET_HEADINGS[4][2:], [history_line(one, _zone(sheet)) for one in sheet.history] or [texts.not_yet()]),
        (texts.SHEET_HEADINGS[5][2:], texts.told_lines(sheet.told, _zone(sheet))),
    ]


def _part(canvas: Canvas, y: float, heading: str, lines: list[str]) -> float:
    """A heading and its lines on a pale ground; returns where the next part begins."""
    written = [row for line in lines for row in wrapped(line, LABEL - 2, ROOM - 2 * _BOX)]
    canvas.text(MARGIN, y + 30, heading, LABEL + 3, INK, weight=700)
    y += 46
    canvas.rectangle(MARGIN, y, ROOM, len(written) * _LINE + 2 * _BOX, PALE, radius=10)
    y += _BOX
    for row in written:
        y += _LINE
        canvas.text(MARGIN + _BOX, y - 9, row, LABEL - 2, INK)
    return y + _BOX + 22


def _versions(sheet: GradeSheet) -> str:
    counting = sheet.ballot.result.terms.rule_version if sheet.ballot else None
    return texts.rule_versions(sheet.plan_version, counting)


def _zone(sheet: GradeSheet) -> tzinfo:
    """Times are shown in the zone of the sheet's own time."""
    assert sheet.as_of.tzinfo is not None
    return sheet.as_of.tzinfo
