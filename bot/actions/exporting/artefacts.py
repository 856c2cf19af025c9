"""上报材料: everything that an authorised person may archive and send up, in numbered folders.

Runs on a snapshot: nothing of it changes a thing.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict

from bot.actions import audit, evaluation, people
from bot.actions.exporting import reporting
from bot.actions.exporting.dossier import Dossier, Paper
from bot.actions.exporting.folders import KEPT, NUMBERED
from bot.actions.exporting.starting import ARCHIVE, packed_year
from bot.actions.files import stored
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Person, Roster
from bot.domain.words import filled
from bot.exports.archive import ArchivedFile, packed, safe
from bot.messages import OutFile
from bot.texts.exporting import folders as texts
from bot.texts.exporting.folders import Folder

TRAIL = "audit.json"


def archive_file(work: UnitOfWork, cycle: Cycle, reader: Person) -> tuple[OutFile, int, int]:
    """Packs all artefacts that this person may read into one .zip, the checksums in their folder.

    Returns it, how many papers it holds, and in how many numbered folders.
    """
    files = list(artefacts(work, cycle, reader))
    machine = texts.TITLES[Folder.MACHINE]
    folders = {file.path.partition("/")[0] for file in files if "/" in file.path}
    numbered = [folder for folder in folders if folder[0].isdecimal()]
    papers = [file for file in files if not file.path.startswith(machine)]
    name = filled(texts.archive_name(cycle.plan.unit, cycle.year), cycle.plan.words)
    content = packed(files, manifest_in=machine)
    return stored(work, content, name), len(papers), len(numbered)


def artefacts(
    work: UnitOfWork, cycle: Cycle, reader: Person | None = None
) -> Iterator[ArchivedFile]:
    """Yields what the reader may archive: nothing that others wrote about himself.

    Without a reader, for the administrator, it is all of it.
    """
    roster = people.roster(work, cycle.department)
    sheets = list(evaluation.sheets(work, cycle))
    if reader is not None:
        sheets = [
            sheet
            for sheet in sheets
            if not conflicts.concerns(reader, [people.known(work, sheet.person)])
        ]
    for path, paper in _papers(Dossier(work, cycle, roster, tuple(sheets), reader)):
        name = safe(filled(paper.name, cycle.plan.words))
        yield ArchivedFile(filled(path, cycle.plan.words) + name, paper.content)


def is_left_out(roster: Roster, reader: Person) -> bool:
    """Tells whether what others wrote about the reader is missing from what he gets."""
    return conflicts.concerns(reader, roster.subjects)


def _papers(dossier: Dossier) -> Iterator[tuple[str, Paper]]:
    """Yields each paper with the path of its folder.

    A part that the plan does not have makes no folder and takes no number.
    """
    report = reporting.paper(dossier)
    if report is not None:
        yield "", report
    number = 0
    for folder, (parts, papers) in NUMBERED.items():
        if parts and not any(map(dossier.cycle.plan.has, parts)):
            continue
        # Also where it has no paper yet, so that numbers do not wander during the year
        # (docs/decisions/0029).
        number += 1
        for paper in papers(dossier):
            yield f"{texts.numbered(number, folder)}/", paper
    for paper in KEPT(dossier):
        yield f"{texts.TITLES[Folder.KEPT]}/", paper
    work, cycle = dossier.work, dossier.cycle
    machine_folder = f"{texts.TITLES[Folder.MACHINE]}/"
    # The year as `adopt` reads it.
    yield machine_folder, Paper(ARCHIVE, packed_year(work, cycle, dossier.roster, dossier.sheets))
    # Kept outside the house, the trail's end shows whether lines were removed afterwards.
    trails = {cycle.department: asdict(audit.trail_end(work, cycle.department))}
    yield machine_folder, Paper(TRAIL, json.dumps({"trails": trails}, indent=2).encode())
