"""Everything that an authorised person may archive, as files by path.

Runs on a snapshot: nothing of it changes a thing.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import PurePath

from bot.actions import audit, evaluation, materials, people, publicity, submissions
from bot.actions.evaluation.files import stored
from bot.actions.exporting.starting import ARCHIVE, packed_year
from bot.actions.exporting.workbook import item_counts, year_workbook
from bot.actions.rectification.ledger import branch_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.people import Person, Roster
from bot.domain.words import filled
from bot.exports.archive import ArchivedFile, packed, safe
from bot.exports.branch_basis import branch_basis
from bot.exports.charts.ballots import BallotBar, BallotChart, ballot_chart
from bot.exports.charts.frame import Caption
from bot.exports.grade_sheet import grade_sheet_document, grade_sheet_picture
from bot.exports.opinion import opinion_document
from bot.messages import OutFile
from bot.storage import publicity as publicity_store
from bot.texts import evaluation as words
from bot.texts import publicity as publicity_texts
from bot.texts.exporting import basis as basis_texts
from bot.texts.exporting import folders as texts
from bot.texts.exporting import opinions as opinions_texts
from bot.texts.exporting import sheets as sheets_texts
from bot.texts.exporting import workbook as workbook_texts

TRAIL = "audit.json"
PICTURES = 1  # scale of the sheets in the archive, where there are dozens of them
BARS = 10  # secretaries on one picture: more would be unreadable on a phone


def archive_file(work: UnitOfWork, cycle: Cycle, reader: Person) -> tuple[OutFile, int]:
    """Packs all artefacts that this person may read into one .zip.

    Returns it and how many they are.
    """
    files = list(artefacts(work, cycle, reader))
    name = texts.archive_name(cycle.plan.unit, cycle.year)
    return stored(work, packed(files), name), len(files)


def artefacts(
    work: UnitOfWork, cycle: Cycle, reader: Person | None = None
) -> Iterator[ArchivedFile]:
    """Yields what the reader may archive: nothing that others wrote about himself.

    Without a reader, for the administrator, it is all of it.
    """
    for file in _artefacts(work, cycle, reader):
        yield filled(file, cycle.plan.words)


def _artefacts(work: UnitOfWork, cycle: Cycle, reader: Person | None) -> Iterator[ArchivedFile]:
    roster = people.roster(work, cycle.department)
    sheets = [sheet for sheet in evaluation.sheets(work, cycle) if not _is_own(work, sheet, reader)]
    name = safe(workbook_texts.workbook_name(cycle.plan.unit, cycle.year))
    yield ArchivedFile(name, year_workbook(work, cycle, roster, sheets, reader))
    yield ArchivedFile(ARCHIVE, packed_year(work, cycle, roster, sheets))
    # Kept outside the house, the trail's end shows whether lines were removed afterwards.
    trails = {cycle.department: asdict(audit.trail_end(work, cycle.department))}
    yield ArchivedFile(TRAIL, json.dumps({"trails": trails}, indent=2).encode())
    for sheet in sheets:
        yield from _papers(work, cycle, roster, sheet)
    yield from _charts(cycle, sheets)
    yield from _publicity(work, cycle)
    yield from _reports(work, cycle, roster)
    yield from _materials(work, cycle, roster)


def is_left_out(roster: Roster, reader: Person) -> bool:
    """Tells whether what others wrote about the reader is missing from what he gets."""
    return conflicts.concerns(reader, roster.subjects)


def _is_own(work: UnitOfWork, sheet: GradeSheet, reader: Person | None) -> bool:
    subject = people.by_id(work, sheet.person)
    if reader is None or subject is None:
        return False
    return conflicts.concerns(reader, [subject])


def _papers(
    work: UnitOfWork, cycle: Cycle, roster: Roster, sheet: GradeSheet
) -> Iterator[ArchivedFile]:
    """Yields the sheet of a secretary.

    Opinion and branch basis only where there is something to say.
    """
    person = f"{sheet.branch}{sheet.name}"
    best = cycle.plan.grade_steps[0]
    document = grade_sheet_document(sheet, best=best)
    picture = grade_sheet_picture(sheet, scale=PICTURES)
    yield _file("sheets", sheets_texts.sheet_name(person, "docx"), document)
    yield _file("sheets", sheets_texts.sheet_name(person, "png"), picture)
    if sheet.opinion is not None:
        yield _file(
            "opinions", opinions_texts.working_copy(person), opinion_document(sheet, sources=True)
        )
    place = branch_of(roster, sheet.place)
    # What one person among others is told says nothing of a branch's year (S34).
    is_of_branch = place in roster.branches
    if is_of_branch and (sheet.grade is not None or sheet.opinion is not None):
        items, closed = item_counts(work, cycle, place)
        name = f"{basis_texts.branch_title(cycle.year, place.name)}.docx"
        yield _file("branches", name, branch_basis(sheet, items=items, closed=closed))


def _charts(cycle: Cycle, sheets: Sequence[GradeSheet]) -> Iterator[ArchivedFile]:
    """Yields the released numbers in the order of the roster, some secretaries to a picture."""
    bars = []
    for sheet in sheets:
        bar = _bar(sheet)
        if bar is not None:
            bars.append((sheet, bar))
    for number, start in enumerate(range(0, len(bars), BARS), 1):
        shown = bars[start : start + BARS]
        first, _ = shown[0]
        assert first.ballot is not None
        terms = first.ballot.result.terms
        chart = BallotChart(
            filled(
                Caption(texts.chart_title(cycle.year), cycle.plan.unit, first.as_of),
                cycle.plan.words,
            ),
            terms.form.items[0].steps,
            tuple(bar for _, bar in shown),
            str(terms.rule_version),
        )
        yield _file("charts", texts.chart_part(number), ballot_chart(chart))


def _bar(sheet: GradeSheet) -> BallotBar | None:
    """Adds up all categories, and the rows that have the steps of the first; returns None where
    nothing may be shown.
    """
    if sheet.ballot is None or sheet.ballot.result.withheld:
        return None
    result = sheet.ballot.result
    form = result.terms.form
    shown = [
        item
        for item in form.items
        if item.subject.person == sheet.person
        and item.steps == form.items[0].steps
        and not result.hides(item.position)
    ]
    lines = [item.folded(group.counts[item.position]) for group in result.groups for item in shown]
    if not lines:
        return None
    counts = tuple(sum(column) for column in zip(*lines, strict=True))
    score = words.ballot_score(sheet.ballot, sheet.person)
    return BallotBar(sheet.name, sheet.branch, counts, score)


def _publicity(work: UnitOfWork, cycle: Cycle) -> Iterator[ArchivedFile]:
    """Yields the notice as it was released, and of each report the clean copy that was public."""
    publication = publicity_store.latest(work.session, cycle.id)
    if publication is None or publication.notice is None:
        return
    notice = publication.notice
    yield _file("publicity", notice.name, work.files.read(notice.sha256))
    for report in publication.reports:
        copy = publicity.copy_of(work, cycle, report)
        yield _file("publicity", copy.name, work.files.read(copy.sha256))


def _reports(work: UnitOfWork, cycle: Cycle, roster: Roster) -> Iterator[ArchivedFile]:
    """Yields the newest report of every branch, as it was handed in."""
    submission_by_branch = submissions.newest_of_all(work, cycle)
    for branch in roster.places:
        submission = submission_by_branch.get(branch.id)
        if submission is None:
            continue
        secretary = roster.subject_of(branch)
        author = secretary.name if secretary else ""
        ending = PurePath(submission.name).suffix
        name = publicity_texts.public_name(roster.home_of(branch), author, ending)
        yield _file("reports", name, work.files.read(submission.sha256))


def _materials(work: UnitOfWork, cycle: Cycle, roster: Roster) -> Iterator[ArchivedFile]:
    """Yields the newest version of what was handed in beside the reports."""
    for place in roster.places:
        subject = roster.subject_of(place)
        author = subject.name if subject else ""
        for material, handed in materials.of_place(work, cycle, roster, place):
            if handed is not None:
                ending = PurePath(handed.name).suffix
                name = f"{roster.home_of(place)}{author}{material.title}{ending}"
                yield _file("reports", name, work.files.read(handed.sha256))


def _file(folder: str, name: str, content: bytes) -> ArchivedFile:
    return ArchivedFile(f"{texts.FOLDERS[folder]}/{safe(name)}", content)
