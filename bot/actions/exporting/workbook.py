"""The workbook of a year: overview, inputs, ballots by category, grades with their history, publicity, rectification.

Only what was released of a poll is here; a poll that is open, closing or only counted has no row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.actions import publicity, submissions
from bot.actions.rectification import printing
from bot.actions.rectification.ledger import of_branch
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Input, missing
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.people import Branch, Person, Roster
from bot.domain.polls.results import Result
from bot.domain.polls.tally import average, round_half_up, weight_of
from bot.domain.publicity.report import PublicReport
from bot.domain.rectification.items import State
from bot.exports.workbook import Cell, Sheet, workbook
from bot.storage import publicity as publicity_store
from bot.texts import evaluation as words
from bot.texts import exporting as texts


def year_workbook(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    sheets: Sequence[GradeSheet],
    reader: Person | None = None,
) -> bytes:
    """Without feedback about the reader himself; his own sheet is left out by whoever gives the sheets."""
    steps = tuple(step.title for step in cycle.plan.ballot.scale)
    overview, inputs, ballots, grades, published, feedback = texts.SHEETS
    made = [
        Sheet(overview, texts.OVERVIEW, tuple(_overview(work, cycle, roster, sheets))),
        Sheet(inputs, texts.INPUTS, tuple(_inputs(work, sheets))),
        Sheet(
            ballots,
            (*texts.BALLOTS, *steps),
            tuple(row for sheet in sheets for row in _ballots(sheet)),
        ),
        Sheet(grades, texts.GRADES, tuple(_grades(work, sheets))),
        Sheet(published, texts.PUBLICITY, tuple(_publicity(work, cycle))),
        Sheet(feedback, texts.FEEDBACK, tuple(_feedback(work, cycle, reader))),
        replace(printing.sheet(work, cycle), title=texts.LEDGER_TITLE),
        *printing.further_sheets(work, cycle),
    ]
    rules = texts.rule_versions(cycle.plan_version, _counting(sheets))
    notes = texts.sheet_notes(cycle.plan.unit, cycle.year, work.now.astimezone(work.zone), rules)
    return workbook([replace(sheet, notes=(*sheet.notes, *notes)) for sheet in made])


def item_counts(work: UnitOfWork, cycle: Cycle, branch: Branch) -> tuple[int, int]:
    """Items of this year in the branch's ledger, and how many of them are closed."""
    items = [
        item
        for item in of_branch(work, cycle.department, branch, archived=True)
        if item.cycle == cycle.id
    ]
    return len(items), sum(item.state is State.CLOSED for item in items)


def _counting(sheets: Sequence[GradeSheet]) -> int | None:
    return next((sheet.ballot.result.terms.rule_version for sheet in sheets if sheet.ballot), None)


def _overview(
    work: UnitOfWork, cycle: Cycle, roster: Roster, sheets: Sequence[GradeSheet]
) -> Iterator[tuple[Cell, ...]]:
    reports, branches = (
        submissions.newest_of_all(work, cycle),
        {branch.name: branch for branch in roster.branches},
    )
    for sheet in sheets:
        branch = branches[sheet.branch]
        report, grade, told, ballot = reports.get(branch.id), sheet.grade, sheet.told, sheet.ballot
        yield (
            sheet.branch,
            sheet.name,
            report.version if report else None,
            report.characters if report else None,
            texts.VERDICTS[report.verdict] if report else None,
            words.kinds(missing(sheet.inputs)),
            ballot.result.eligible if ballot else None,
            ballot.result.voted if ballot else None,
            _score(sheet),
            grade.grade if grade else None,
            grade.committee_day if grade else None,
            words.STATES[sheet.history[-1].state] if sheet.history else None,
            told.told_at.astimezone(work.zone) if told else None,
            told.read_at.astimezone(work.zone) if told and told.read_at else None,
            told.objection if told else None,
            *item_counts(work, cycle, branch),
        )


def _score(sheet: GradeSheet) -> float | None:
    text = words.ballot_score(sheet.ballot, sheet.person) if sheet.ballot else ""
    return float(text) if text else None


def _inputs(work: UnitOfWork, sheets: Sequence[GradeSheet]) -> Iterator[tuple[Cell, ...]]:
    entries = [(sheet, entry) for sheet in sheets for entry in sheet.inputs]
    for sheet, entry in sorted(entries, key=lambda pair: (pair[1].number == 0, pair[1].number)):
        yield _input(work, sheet, entry)


def _input(work: UnitOfWork, sheet: GradeSheet, entry: Input) -> tuple[Cell, ...]:
    return (
        entry.number or None,
        sheet.branch,
        sheet.name,
        words.KINDS[entry.kind],
        entry.text,
        entry.author,
        entry.entered_by,
        entry.at.astimezone(work.zone),
        words.SOURCES[entry.source],
        entry.corrects,
        entry.corrected_by,
    )


def _ballots(sheet: GradeSheet) -> Iterator[tuple[Cell, ...]]:
    """One row per item and group of categories, in the order of the form."""
    if sheet.ballot is None:
        return
    result = sheet.ballot.result
    head = (sheet.ballot.code, sheet.branch, sheet.name)
    if result.withheld:
        yield (*head, None, texts.WITHHELD_CELL)
        return
    score = next(one for one in result.scores if one.person == sheet.person)
    items = [item for item in result.terms.form.items if item.subject.person == sheet.person]
    for item, value in zip(items, score.rows, strict=True):
        for row in _groups(result, item.position):
            yield (*head, item.row, *row[:4], None if value is None else float(value), *row[4:])


def _groups(result: Result, position: int) -> Iterator[tuple[Cell, ...]]:
    """Name, weight, ballots, average, then the number for each step."""
    terms = result.terms
    for group in result.groups:
        mean = round_half_up(average(terms.points, group.counts[position]), 4)
        shown = None if mean is None else float(mean)
        hidden = position in group.hidden
        counts: Sequence[Cell] = (
            [texts.HIDDEN] * len(terms.form.steps) if hidden else group.counts[position]
        )
        yield (group.name, float(weight_of(terms, group)), group.ballots, shown, *counts)


def _grades(work: UnitOfWork, sheets: Sequence[GradeSheet]) -> Iterator[tuple[Cell, ...]]:
    for sheet in sheets:
        for one in sheet.history:
            yield (
                sheet.branch,
                sheet.name,
                one.number,
                one.grade,
                one.committee_day,
                texts.yes_or_no(one.day_said),
                one.reason,
                one.set_by,
                one.set_at.astimezone(work.zone),
                one.decided_by,
                one.decided_at.astimezone(work.zone) if one.decided_at else None,
                words.STATES[one.state],
            )


def _publicity(work: UnitOfWork, cycle: Cycle) -> Iterator[tuple[Cell, ...]]:
    row = publicity_store.latest(work.session, cycle.id)
    if row is None or row.id is None:
        return
    corrected = {one.branch_id: one for one in publicity_store.corrections(work.session, row.id)}
    for report in publicity.reports_of(row):
        change = corrected.get(report.branch_id)
        before = PublicReport(**change.before) if change else None
        yield (
            report.branch,
            report.secretary,
            report.version,
            report.name,
            report.characters,
            report.sha256,
            row.first,
            row.last,
            f"第 {before.version} 版《{before.name}》" if before else None,
            change.reason if change else None,
        )


def _feedback(work: UnitOfWork, cycle: Cycle, reader: Person | None) -> Iterator[tuple[Cell, ...]]:
    for one in publicity.readable(work, cycle, reader):
        yield (
            one.branch,
            one.text,
            one.author or texts.UNNAMED,
            one.at.astimezone(work.zone) if one.at else None,
        )
