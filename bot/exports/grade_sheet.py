"""考核等次表 (S31-S33): one secretary on one sheet, as a Word file and as a picture for the phone, from the same value."""

from collections.abc import Sequence
from datetime import tzinfo
from itertools import groupby

from bot.domain.evaluation.inputs import Source
from bot.domain.evaluation.opinion import PARTS, Opinion
from bot.domain.evaluation.sheet import Ballot, GradeSheet
from bot.domain.words import filled
from bot.exports.charts.frame import (
    INK,
    LABEL,
    MARGIN,
    PALE,
    ROOM,
    WIDTH,
    Caption,
    draw_foot,
    draw_head,
)
from bot.exports.documents import (
    SHEET,
    Block,
    Heading,
    OfficialDocument,
    Table,
    Text,
    official_document,
)
from bot.exports.pictures import Canvas, render, wrapped
from bot.texts import conditions as condition_texts
from bot.texts import dates
from bot.texts.evaluation import STATES, ballots_lines, basis, history_line, kind_of, signed
from bot.texts.exporting import sheets as texts
from bot.texts.opinions import HALVES
from bot.texts.papers import full_date, on_paper

_NUMERALS = "一二三四五六"
_SIZE, _LINE, _GAP = LABEL - 2, 34, 10
_SCALE = 1.5  # drawing takes a tenth of a second at scale 1, and grows with the area
_BOX = 18  # around the text of a part


def grade_sheet_document(sheet: GradeSheet, *, best: str) -> bytes:
    """Returns the .docx file; `best` is the first step of the scale, which the caps are about."""
    blocks: list[Block] = []
    unit, branch, name, report = texts.basics(sheet.unit, sheet.branch, sheet.name, sheet.report)
    # Two pairs of label and value in a row.
    basics = Table((*unit, *branch), ((*name, *report),), widths=(1, 2, 1, 5))
    told = _facts(texts.told_rows(sheet.told, _zone(sheet)))
    parts: dict[str, list[Block]] = {
        "basics": [basics],
        "inputs": _inputs(sheet),
        "ballot": _ballots(sheet),
        "opinion": _opinion(sheet),
        "grades": _grades(sheet, best),
        "told": [told],
    }
    if not sheet.with_opinion:
        del parts["opinion"]
    if not _rests_on_ballot(sheet):
        del parts["ballot"]
    for numeral, (part_name, part) in zip(_NUMERALS, parts.items(), strict=False):
        blocks += [Heading(f"{numeral}、{_heading(sheet, part_name)}"), *part]
    digest = ""
    if sheet.ballot is not None:
        digest = sheet.ballot.digest
    blocks.append(_facts(texts.versions(_versions(sheet), digest)))
    title = texts.sheet_title(sheet.year, sheet.name)
    return official_document(
        OfficialDocument(
            title,
            tuple(blocks),
            addressee=sheet.upper_unit,
            signature=sheet.signature or sheet.unit,
            words=sheet.words,
            dated=sheet.as_of.date(),
            layout=SHEET,
        )
    )


def grade_sheet_picture(sheet: GradeSheet) -> bytes:
    canvas = Canvas(WIDTH)
    caption = Caption(
        texts.sheet_title(sheet.year, sheet.name),
        f"{sheet.unit} {sheet.branch}",
        sheet.as_of,
        (_versions(sheet),),
    )
    caption = filled(caption, sheet.words)
    y = draw_head(canvas, caption)
    for heading, lines in filled(_parts(sheet), sheet.words):
        y = _part(canvas, y, heading, [on_paper(line) for line in lines])
    return render(canvas.svg(draw_foot(canvas, y, caption)), scale=_SCALE)


# --- Word -----------------------------------------------------------------------------------------------------------


def _rests_on_ballot(sheet: GradeSheet) -> bool:
    return any(rule.is_ballot for rule in sheet.input_rules) or bool(sheet.ballots)


def _heading(sheet: GradeSheet, name: str) -> str:
    if name == "inputs":
        return basis(len(sheet.input_rules))
    return texts.SHEET_HEADINGS[name]


def _inputs(sheet: GradeSheet) -> list[Block]:
    """Returns a table of the inputs, corrected ones too: the sheet replays, it does not tidy."""
    if not sheet.inputs:
        return [Text(texts.NOT_YET)]
    code_of = {ballot.input: ballot.code for ballot in reversed(sheet.ballots)}
    rows = []
    for entry in sheet.inputs:
        words = entry.text
        if entry.source is Source.RELEASE and entry.kind in code_of:
            words = texts.see_ballot(code_of[entry.kind])  # its numbers have a part of their own
        elif entry.corrected_by:
            words += texts.corrected_by(entry.corrected_by)
        author = signed(entry, _zone(sheet))
        rows.append((str(entry.number or ""), kind_of(entry), words, author))
    return [Table(texts.INPUT_COLUMNS, tuple(rows), widths=(0.7, 1.3, 5.6, 4))]


def _ballots(sheet: GradeSheet) -> list[Block]:
    """Returns the ballots one under the other; nothing is made of them together."""
    if not sheet.ballots:
        return [Text(texts.NO_BALLOT)]
    if len(sheet.ballots) == 1:
        return _ballot(sheet, sheet.ballots[0])
    blocks: list[Block] = []
    for ballot in sheet.ballots:
        blocks += [Heading(ballot.title, 2), *_ballot(sheet, ballot)]
    return blocks


def _ballot(sheet: GradeSheet, ballot: Ballot) -> list[Block]:
    result = ballot.result
    facts = list(texts.turnout(*result.turnout_of(sheet.person), result.paper))
    if result.withheld:
        return [_facts([*facts, texts.withheld(result.withheld)])]
    columns = texts.ballot_columns(result.terms.form.all_steps)
    table = Table(
        columns, texts.ballot_rows(result, sheet.person), widths=(1.8, *(1.0,) * (len(columns) - 1))
    )
    facts += texts.sums(result)
    return [table, _facts([*facts, *texts.ballot_replay(result, sheet.person)])]


def _opinion(sheet: GradeSheet) -> list[Block]:
    if sheet.opinion is None or not sheet.opinion.sentences:
        return [Text(texts.NOT_YET)]
    rows = []
    for half in PARTS:
        lines = []
        # Sentences that follow each other from one source share its name.
        for source, pairs in groupby(sheet.opinion.of(half), key=lambda pair: pair[1].source):
            words = "".join(f"{number}．{sentence.text}" for number, sentence in pairs)
            lines.append(f"{words}〔{source}〕")
        if lines:
            rows.append((HALVES[half], "\n".join(lines)))
    return [Table(texts.SENTENCE_COLUMNS, tuple(rows), widths=(1, 7.5))]


def _grades(sheet: GradeSheet, best: str) -> list[Block]:
    room = sheet.room
    caps = _facts(
        [
            texts.caps(room.total, room.best, room.below, best),
            *map(condition_texts.sheet_row, sheet.comparisons),
        ]
    )
    if not sheet.history:
        return [Text(texts.NOT_YET), caps]
    rows = []
    for grade in sheet.history:
        decided = ""
        if grade.decided_at is not None:
            decided = f"{grade.decided_by}\n{dates.moment(grade.decided_at, _zone(sheet))}"
        state = STATES[grade.state]
        if grade.reason:
            state += f"：{grade.reason}"
        rows.append(
            (
                str(grade.number),
                grade.grade,
                full_date(grade.committee_day),
                f"{grade.set_by}\n{dates.moment(grade.set_at, _zone(sheet))}",
                decided,
                state,
            )
        )
    return [Table(texts.HISTORY_COLUMNS, tuple(rows), widths=(0.5, 0.8, 2, 2.4, 2.4, 2.7)), caps]


def _facts(rows: Sequence[tuple[str, str]]) -> Table:
    """Returns pairs of label and value; the first pair stands in the header row."""
    return Table(rows[0], tuple(rows[1:]), widths=(1, 7.5))


# --- the picture ----------------------------------------------------------------------------------------------------


def _parts(sheet: GradeSheet) -> list[tuple[str, list[str]]]:
    """Returns the headings of the picture and the lines under each: what stands, not how it came."""
    zone = _zone(sheet)
    headings = texts.SHEET_HEADINGS
    entries = [
        f"{kind_of(entry)}：{entry.text}〔{signed(entry, zone)}〕"
        for entry in sheet.inputs
        if entry.stands and entry.source is not Source.RELEASE
    ]
    parts = [(_heading(sheet, "inputs"), entries or [texts.NOT_YET])]
    if _rests_on_ballot(sheet):
        parts.append((headings["ballot"], ballots_lines(sheet) or [texts.NO_BALLOT]))
    if sheet.with_opinion:
        opinion = sheet.opinion or Opinion()
        sentences = [
            f"{HALVES[half]}：{''.join(sentence.text for _, sentence in opinion.of(half))}"
            for half in PARTS
            if opinion.of(half)
        ]
        parts.append((headings["opinion"], sentences or [texts.NOT_YET]))
    history = [history_line(grade, zone) for grade in sheet.history] or [texts.NOT_YET]
    conditions = [condition_texts.sheet_line(comparison) for comparison in sheet.comparisons]
    parts.append((headings["grades"], [*history, *conditions]))
    feedback = []
    for label, value in texts.told_rows(sheet.told, zone):
        if value:
            feedback.append(f"{label}：{value}")
        else:
            feedback.append(label)
    parts.append((headings["told"], feedback))
    return parts


def _part(canvas: Canvas, y: float, heading: str, lines: list[str]) -> float:
    """Draws a heading and its lines on a pale ground; returns where the next part begins."""
    written = [wrapped(line, _SIZE, ROOM - 2 * _BOX) for line in lines]
    canvas.text(MARGIN, y + 30, heading, LABEL + 3, INK, weight=700)
    y += 46
    height = sum(len(rows) * _LINE for rows in written) + (len(written) - 1) * _GAP + 2 * _BOX
    canvas.rectangle(MARGIN, y, ROOM, height, PALE, radius=10)
    y += _BOX
    for rows in written:
        for row in rows:
            y += _LINE
            canvas.text(MARGIN + _BOX, y - 9, row, _SIZE, INK)
        y += _GAP
    return y - _GAP + _BOX + 22


def _versions(sheet: GradeSheet) -> str:
    counting = None
    if sheet.ballot is not None:
        counting = sheet.ballot.result.terms.rule_version
    return texts.rule_versions(sheet.plan_version, counting)


def _zone(sheet: GradeSheet) -> tzinfo:
    """Returns the zone in which times are shown: that of the sheet's own time."""
    assert sheet.as_of.tzinfo is not None
    return sheet.as_of.tzinfo
