"""A year packed into one JSON file with its own checksum, for the year that follows it elsewhere."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.actions import people
from bot.actions.rectification.ledger import entries, of_year
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Roster, name_of
from bot.domain.planfile import render
from bot.domain.rectification.history import Entry

if TYPE_CHECKING:
    # Whoever adopts an archive has no sheets yet.
    from bot.domain.evaluation.sheet import GradeSheet

ARCHIVE = "archive.json"
FORMAT = 1  # by which a later program knows how to read it
CHECKSUM = "checksum"


def packed_year(
    work: UnitOfWork, cycle: Cycle, roster: Roster, sheets: "Sequence[GradeSheet]"
) -> bytes:
    """Packs the plan, the grades and the rectification items of a year, for `adopt`."""
    # Items of earlier years went along with the archives of those.
    items = of_year(work, cycle)
    names = {branch.id: branch.name for branch in roster.all_places}
    grades = []
    for sheet in sheets:
        grade = None
        if sheet.grade is not None:
            grade = sheet.grade.grade
        grades.append({"branch": sheet.branch, "secretary": sheet.name, "grade": grade})
    # Who answers for each branch, by name: another installation may call it otherwise.
    secretaries = {}
    for branch in roster.all_places:
        responsible = roster.responsible_for(branch)
        if responsible is not None:
            secretaries[branch.name] = responsible.name
    plain = {
        "format": FORMAT,
        "unit": cycle.plan.unit,
        "year": cycle.year,
        "plan": render(cycle.plan),
        "grades": grades,
        "secretaries": secretaries,
        "items": [_plain(work, entry, names) for entry in entries(work, items)],
    }
    return sealed(plain)


def sealed(plain: Mapping[str, Any]) -> bytes:
    """Writes an archive with its checksum, which stands for all the rest."""
    whole = {**plain, CHECKSUM: checksum(plain)}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def checksum(plain: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in plain.items() if key != CHECKSUM}
    # One spelling for one content: other spacing or another order of keys is no damage.
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # JSON from elsewhere may hold half a character, at which plain UTF-8 would stumble.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(work: UnitOfWork, entry: Entry, names: Mapping[int, str]) -> dict[str, Any]:
    item = entry.item
    said = [
        {"at": _written(report.at), "kind": report.kind.value, "text": report.text}
        for report in entry.reports
    ]
    revisit = None
    if item.revisit is not None:
        revisit = {
            "at": _written(item.revisit.at),
            "by": _name(work, item.revisit.by),
            "seen": item.revisit.seen,
        }
    return {
        "branches": [names[owner.branch] for owner in item.owners if owner.branch in names],
        "source": item.source.value,
        "origin": item.origin,
        "problem": item.problem,
        "cause": item.cause,
        "measure": item.measure,
        "due": _written(item.due),
        "created_at": _written(item.created_at),
        "said": said,
        "closed_at": _written(item.closed_at),
        "closed_by": _name(work, item.closed_by),
        "revisit": revisit,
    }


def _name(work: UnitOfWork, person_id: int | None) -> str:
    person = people.by_id(work, person_id)
    return name_of(person)


def _written(moment: date | None) -> str | None:
    """Writes a day or a moment as it stands in the archive."""
    if moment is None:
        return None
    return moment.isoformat()
