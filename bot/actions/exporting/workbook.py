"""The workbook of a year: overview, inputs, ballots by category, grades with their history,
publicity, rectification.

Only what was released of a poll is here; a poll that is open, closing or only counted has no row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.actions import publicity, submissions
from bot.actions.exporting.ledger import ledger_sheets
from bot.actions.rectification.ledger import branch_of, of_year
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import missing
from bot.domain.evaluation.sheet import Ballot, GradeSheet
from bot.domain.people import Branch, Person, Roster
from bot.domain.permissions import SEES_FEEDBACK
from bot.domain.polls.tally import mean, round_half_up, weight_of
from bot.domain.rectification.items import State
from bot.domain.submissions import Submission
from bot.domain.words import filled
from bot.exports.workbook import Cell, Sheet, workbook
from bot.storage import publicity as publicity_store
from bot.texts import evaluation as words
from bot.texts.evaluation import basis
from bot.texts.exporting import sheets as sheets_texts
from bot.texts.exporting import workbook as texts

LAST = 10**9  # after every number


def year_workbook(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    sheets: Sequence[GradeSheet],
    reader: Person | None = None,
) -> bytes:
    """Writes the workbook without feedback about the reader himself; a sheet of which there is
    nothing to tell is left out.

    His own sheet is left out by whoever gives the sheets.
    """
    # The columns of counts: the plan's steps, then those that only some ballots have.
    steps = dict.fromkeys(step.title for step in cycle.plan.ballot.scale)
    for sheet in sheets:
        for ballot in sheet.ballots:
            steps |= dict.fromkeys(ballot.result.terms.form.all_steps)
    items, *beside_items = ledger_sheets(work, cycle)
    overview, ballots, grades, published, feedback = texts.SHEETS
    ballot_rows = tuple(
        row
        for sheet in sheets
        for ballot in sheet.ballots
        for row in _rows(sheet, ballot, tuple(steps))
    )
    pages = [
        Sheet(overview, texts.OVERVIEW, tuple(_overview(work, cycle, roster, sheets)), fixed=2),
        Sheet(basis(len(cycle.plan.inputs)), texts.INPUTS, tuple(_inputs(work, sheets)), fixed=3),
        Sheet(ballots, (*texts.BALLOTS, *steps), ballot_rows, fixed=3),
        Sheet(grades, texts.GRADES, tuple(_grades(work, sheets)), fixed=2),
        Sheet(published, texts.PUBLICITY, tuple(_publicity(work, cycle)), fixed=2),
        Sheet(feedback, texts.FEEDBACK, tuple(_feedback(work, cycle, reader))),
        items.only(texts.LEDGER_TITLE, texts.LEDGER_COLUMNS),
        items.only(texts.HISTORY_TITLE, texts.HISTORY_COLUMNS),
        *beside_items,
    ]
    counting_rules = [sheet.ballot.result.terms.rule_version for sheet in sheets if sheet.ballot]
    counting_rule = None
    if counting_rules:
        counting_rule = counting_rules[0]
    rules = sheets_texts.rule_versions(cycle.plan_version, counting_rule)
    notes = texts.sheet_notes(cycle.plan.unit, cycle.year, work.now.astimezone(work.zone), rules)
    first, *others = pages
    # The overview is there in any case, another sheet only where it has something to tell.
    shown = [first, *(page for page in others if page.rows)]
    noted = [replace(page, notes=(*page.notes, *notes)) for page in shown]
    return workbook(filled(noted, cycle.plan.words))


def item_counts(work: UnitOfWork, cycle: Cycle, branch: Branch) -> tuple[int, int]:
    """Counts the items of this year in the branch's ledger, and how many of them are closed."""
    items = [item for item in of_year(work, cycle) if item.is_owned_by(branch.id)]
    return len(items), sum(item.state is State.CLOSED for item in items)


def _overview(
    work: UnitOfWork, cycle: Cycle, roster: Roster, sheets: Sequence[GradeSheet]
) -> Iterator[tuple[Cell, ...]]:
    """Yields one row per secretary: report, ballot, grade, telling, ledger."""
    submission_by_branch = submissions.newest_of_all(work, cycle)
    for sheet in sheets:
        branch = branch_of(roster, sheet.place)
        items, closed = item_counts(work, cycle, branch)
        yield (
            sheet.branch,
            sheet.name,
            _report_cell(submission_by_branch.get(branch.id)),
            words.titles(missing(sheet.inputs, sheet.required_rules)),
            *_ballot_cells(sheet),
            *_grade_cells(sheet),
            *_telling_cells(work, sheet),
            texts.of_all(closed, items),
        )


def _report_cell(submission: Submission | None) -> Cell:
    if submission is None:
        return None
    return texts.VERDICTS[submission.verdict]


def _ballot_cells(sheet: GradeSheet) -> tuple[Cell, ...]:
    """Returns how many sheets came back of how many, and the score where it is public.

    Of several ballots each stands with its name.
    """
    if sheet.ballot is None:
        return None, None
    turnouts = []
    for ballot in sheet.ballots:
        eligible, voted = ballot.result.turnout_of(sheet.person)
        turnouts.append(texts.of_all(voted, eligible))
    scores = [words.ballot_score(ballot, sheet.person) for ballot in sheet.ballots]
    if len(sheet.ballots) > 1:
        return _named(sheet, turnouts), _named(sheet, scores)
    score_cell = None
    if scores[0]:
        score_cell = float(scores[0])
    return turnouts[0], score_cell


def _named(sheet: GradeSheet, figures: Sequence[str]) -> str:
    """Returns a figure of each ballot behind its name; those that are not told are left out."""
    named = zip(sheet.ballots, figures, strict=True)
    return "；".join(f"{ballot.title} {figure}" for ballot, figure in named if figure)


def _grade_cells(sheet: GradeSheet) -> tuple[Cell, ...]:
    """Returns grade and day of the meeting that decided, and how far the last decision has come."""
    grade, day, state = None, None, None
    if sheet.grade is not None:
        grade = sheet.grade.grade
        day = sheet.grade.committee_day
    if sheet.history:
        state = words.STATES[sheet.history[-1].state]
    return grade, day, state


def _telling_cells(work: UnitOfWork, sheet: GradeSheet) -> tuple[Cell, ...]:
    """Returns when the secretary was told, when he read it, and what he objects."""
    if sheet.told is None:
        return None, None, None
    told = sheet.told
    return work.day_of(told.told_at), work.day_of(told.read_at), told.objection


def _local(work: UnitOfWork, moment: datetime | None) -> datetime | None:
    """Returns a moment as the department's clocks show it."""
    if moment is None:
        return None
    return moment.astimezone(work.zone)


def _inputs(work: UnitOfWork, sheets: Sequence[GradeSheet]) -> Iterator[tuple[Cell, ...]]:
    """Yields the inputs by their numbers; those without a number come last."""
    entries = [(sheet, entry) for sheet in sheets for entry in sheet.inputs]
    entries.sort(key=lambda pair: pair[1].number or LAST)
    for sheet, entry in entries:
        yield (
            entry.number or None,
            sheet.branch,
            sheet.name,
            words.kind_of(entry),
            entry.text,
            texts.author(entry.author, entry.entered_by),
            _local(work, entry.at),
            words.SOURCES[entry.source],
            texts.correction(entry.corrects, entry.corrected_by),
        )


def _rows(sheet: GradeSheet, ballot: Ballot, steps: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    """Yields one row per item and group of categories, in the order of the form."""
    result = ballot.result
    terms = result.terms
    head = (ballot.code, sheet.branch, sheet.name)
    if result.withheld:
        yield (*head, None, texts.WITHHELD_CELL)
        return
    items, values = terms.form.items_about(sheet.person), result.score_of(sheet.person).rows
    for item, value in zip(items, values, strict=True):
        item_score = None
        if value is not None:
            item_score = float(value)
        for group in result.groups:
            line = group.counts[item.position]
            average = None
            rounded = round_half_up(mean(terms, item, line), 4)
            if rounded is not None:
                average = float(rounded)
            counts: Sequence[Cell] = item.folded(line)
            if item.position in group.hidden:
                counts = [sheets_texts.HIDDEN] * len(counts)
            weight = float(weight_of(terms, group))
            cells = sheets_texts.in_columns(steps, item.steps, counts)
            yield (*head, item.row, group.name, weight, group.ballots, average, item_score, *cells)


def _grades(work: UnitOfWork, sheets: Sequence[GradeSheet]) -> Iterator[tuple[Cell, ...]]:
    """Yields every decision on a grade, those that were not confirmed too."""
    for sheet in sheets:
        for decision in sheet.history:
            yield (
                sheet.branch,
                sheet.name,
                decision.number,
                decision.grade,
                decision.committee_day,
                texts.reason(decision.reason, day_said=decision.day_said),
                decision.set_by,
                work.day_of(decision.set_at),
                decision.decided_by,
                work.day_of(decision.decided_at),
                words.STATES[decision.state],
            )


def _publicity(work: UnitOfWork, cycle: Cycle) -> Iterator[tuple[Cell, ...]]:
    publication = publicity_store.latest(work.session, cycle.id)
    if publication is None:
        return
    corrections = publicity_store.corrections(work.session, publication.id)
    correction_by_branch = {correction.after.branch_id: correction for correction in corrections}
    for report in publication.reports:
        correction = correction_by_branch.get(report.branch_id)
        replaced, reason = None, None
        if correction is not None:
            reason = correction.reason
            replaced = texts.replaced_report(correction.before.version, correction.before.name)
        yield (
            report.branch,
            report.secretary,
            report.name,
            publication.first,
            publication.last,
            replaced,
            reason,
        )


def _feedback(work: UnitOfWork, cycle: Cycle, reader: Person | None) -> Iterator[tuple[Cell, ...]]:
    """Yields nothing for whom the plan does not show it: it was given to those whom it names."""
    rights = cycle.plan.rights
    if reader is not None and not SEES_FEEDBACK.under(rights).allows(reader):
        return
    for piece in publicity.readable_by(work, cycle, reader):
        yield (
            piece.branch,
            piece.text,
            piece.author or texts.UNNAMED,
            _local(work, piece.at),
        )
