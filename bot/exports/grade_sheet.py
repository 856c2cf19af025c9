"""考核等次表 (S31-S33): one secretary on one sheet, as a Word file and as a picture for the phone, from the same value."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from itertools import groupby

from bot.domain.evaluation.inputs import Input, Source
from bot.domain.evaluation.opinion import PARTS, Opinion, Sentence
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
_BOX = 18  # around the text of a part


def grade_sheet_document(sheet: GradeSheet, *, best: str) -> bytes:
    """`best` is the first step of the scale, which the caps are about."""
    blocks: list[Block] = []
    parts = {
        "basics": _basics(sheet),
        "inputs": _inputs(sheet),
        "ballot": _ballots(sheet),
        "opinion": _opinion(sheet),
        "grades": _grades(sheet, best),
        "told": _told(sheet),
    }
    if not sheet.with_opinion:
        del parts["opinion"]
    if not _rests_on_ballot(sheet):
        del parts["ballot"]
    for numeral, (name, part) in zip(_NUMERALS, parts.items(), strict=False):
        blocks += [Heading(f"{numeral}、{_heading(sheet, name)}"), *part]
    blocks.append(
        _facts(texts.versions(_versions(sheet), sheet.ballot.digest if sheet.ballot else ""))
    )
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


def grade_sheet_picture(sheet: GradeSheet, *, scale: float = 1.5) -> bytes:
    """At scale 1 it is 750 pixels wide; drawing takes a tenth of a second at scale 1 and grows with the area."""
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
    return render(canvas.svg(draw_foot(canvas, y, caption)), scale=scale)


# --- Word -----------------------------------------------------------------------------------------------------------


def _rests_on_ballot(sheet: GradeSheet) -> bool:
    return any(rule.is_ballot for rule in sheet.input_rules) or bool(sheet.ballots)


def _heading(sheet: GradeSheet, name: str) -> str:
    if name == "inputs":
        return basis(len(sheet.input_rules))
    return texts.SHEET_HEADINGS[name]


def _basics(sheet: GradeSheet) -> list[Block]:
    """Two pairs of label and value in a row."""
    unit, branch, name, report = texts.basics(sheet.unit, sheet.branch, sheet.name, sheet.report)
    return [Table((*unit, *branch), ((*name, *report),), widths=(1, 2, 1, 5))]


def _inputs(sheet: GradeSheet) -> list[Block]:
    """Corrected entries too: the sheet replays, it does not tidy."""
    if not sheet.inputs:
        return [Text(texts.NOT_YET)]
    rows = tuple(
        (str(one.number or ""), kind_of(one), _words(sheet, one), signed(one, _zone(sheet)))
        for one in sheet.inputs
    )
    return [Table(texts.INPUT_COLUMNS, rows, widths=(0.7, 1.3, 5.6, 4))]


def _words(sheet: GradeSheet, entry: Input) -> str:
    """The ballot's numbers have a part of their own."""
    for ballot in sheet.ballots:
        if entry.source is Source.RELEASE and entry.kind == ballot.input:
            return texts.see_ballot(ballot.code)
    return entry.text + (texts.corrected_by(entry.corrected_by) if entry.corrected_by else "")


def _ballots(sheet: GradeSheet) -> list[Block]:
    """Several ballots stand beside each other; nothing is made of them together."""
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
    return [table, _facts([*facts, *texts.ballot_replay(result, sheet.person)])]


def _opinion(sheet: GradeSheet) -> list[Block]:
    if sheet.opinion is None or not sheet.opinion.sentences:
        return [Text(texts.NOT_YET)]
    parts = [(half, sheet.opinion.of(half)) for half in PARTS]
    rows = tuple(
        (HALVES[half], "\n".join(_by_source(sentences))) for half, sentences in parts if sentences
    )
    return [Table(texts.SENTENCE_COLUMNS, rows, widths=(1, 7.5))]


def _by_source(sentences: Iterable[tuple[int, Sentence]]) -> Iterator[str]:
    """Sentences that follow each other from one source share its name."""
    for source, found in groupby(sentences, key=lambda one: one[1].source):
        yield "".join(f"{number}．{one.text}" for number, one in found) + f"〔{source}〕"


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
    rows = tuple(
        (
            str(one.number),
            one.grade,
            full_date(one.committee_day),
            f"{one.set_by}\n{dates.moment(one.set_at, _zone(sheet))}",
            f"{one.decided_by}\n{dates.moment(one.decided_at, _zone(sheet))}"
            if one.decided_at
            else "",
            STATES[one.state] + (f"：{one.reason}" if one.reason else ""),
        )
        for one in sheet.history
    )
    return [Table(texts.HISTORY_COLUMNS, rows, widths=(0.5, 0.8, 2, 2.4, 2.4, 2.7)), caps]


def _told(sheet: GradeSheet) -> list[Block]:
    return [_facts(texts.told_rows(sheet.told, _zone(sheet)))]


def _facts(rows: Sequence[tuple[str, str]]) -> Table:
    """Label and value; the first pair stands in the header row."""
    return Table(rows[0], tuple(rows[1:]), widths=(1, 7.5))


# --- the picture ----------------------------------------------------------------------------------------------------


def _parts(sheet: GradeSheet) -> list[tuple[str, list[str]]]:
    zone = _zone(sheet)
    entries = [
        f"{kind_of(one)}：{one.text}〔{signed(one, zone)}〕"
        for one in sheet.inputs
        if one.stands and one.source is not Source.RELEASE
    ]
    ballot = ballots_lines(sheet) or [texts.NO_BALLOT]
    opinion = sheet.opinion or Opinion()
    sentences = [
        f"{HALVES[half]}：{''.join(one.text for _, one in opinion.of(half))}"
        for half in PARTS
        if opinion.of(half)
    ]
    headings = texts.SHEET_HEADINGS
    parts = [
        (_heading(sheet, "inputs"), entries or [texts.NOT_YET]),
        (headings["ballot"], ballot),
        (headings["opinion"], sentences or [texts.NOT_YET]),
        (
            headings["grades"],
            [
                *([history_line(one, zone) for one in sheet.history] or [texts.NOT_YET]),
                *map(condition_texts.sheet_line, sheet.comparisons),
            ],
        ),
        (
            headings["told"],
            [
                f"{label}：{value}" if value else label
                for label, value in texts.told_rows(sheet.told, zone)
            ],
        ),
    ]
    if not sheet.with_opinion:
        parts = [part for part in parts if part[0] != headings["opinion"]]
    if not _rests_on_ballot(sheet):
        parts = [part for part in parts if part[0] != headings["ballot"]]
    return parts


def _part(canvas: Canvas, y: float, heading: str, lines: list[str]) -> float:
    """A heading and its lines on a pale ground; returns where the next part begins."""
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
    counting = sheet.ballot.result.terms.rule_version if sheet.ballot else None
    return texts.rule_versions(sheet.plan_version, counting)


def _zone(sheet: GradeSheet) -> tzinfo:
    """Times are shown in the zone of the sheet's own time."""
    assert sheet.as_of.tzinfo is not None
    return sheet.as_of.tzinfo
