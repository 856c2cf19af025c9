"""Last year's archive as this year's starting point: what was promised and how it stands, read from
one JSON file.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.actions import cycles, people
from bot.actions.rectification.ledger import of_department
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.people import Roster
from bot.domain.planfile import PlanInvalid, parse, render
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, NewItem, Revisit, Source, State
from bot.storage import cycles as cycle_store
from bot.storage.rectification import events, items
from bot.texts.exporting import starting as texts

ARCHIVE = "archive.json"
FORMAT = 1


class ArchiveUnusable(Exception):
    """`reason` is a Chinese sentence for whoever runs the command."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def packed_year(
    work: UnitOfWork, cycle: Cycle, roster: Roster, sheets: Sequence[GradeSheet]
) -> bytes:
    """Packs the plan, the grades and the rectification items of a year, for `adopt`."""
    ledger = of_department(work, cycle.department, archived=True)
    names = {branch.id: branch.name for branch in roster.all_places}
    grades = []
    for sheet in sheets:
        grade = sheet.grade.grade if sheet.grade else None
        grades.append({"branch": sheet.branch, "secretary": sheet.name, "grade": grade})
    plain = {
        "format": FORMAT,
        "unit": cycle.plan.unit,
        "year": cycle.year,
        "plan": render(cycle.plan),
        "grades": grades,
        "items": [_plain(item, names) for item in ledger if item.cycle == cycle.id],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def adopt(work: UnitOfWork, department_id: str, content: bytes) -> tuple[int, int]:
    """Brings an earlier year in as an archived cycle; returns the year and how many items came.

    Raises ArchiveUnusable.
    """
    archive = _read(content)
    year = archive["year"]
    running = cycles.current(work, department_id)
    if running is not None and year >= running.year:
        raise ArchiveUnusable(texts.archive_too_late(year, running.year))
    if cycle_store.of_year(work.session, department_id, year) is not None:
        raise ArchiveUnusable(texts.archive_known(year))
    try:
        cycle = cycles.begin(work, department_id, parse(archive["plan"]), actor=SYSTEM)
        items = _adopt_items(work, department_id, cycle, archive["items"])
    except (KeyError, TypeError, ValueError, PlanInvalid):
        raise ArchiveUnusable(texts.ARCHIVE_DAMAGED) from None
    cycle_store.archive(work.session, cycle.id)
    work.audit(department_id, SYSTEM, "cycle.adopted", f"cycle:{cycle.year}", items=items)
    return cycle.year, items


def _read(content: bytes) -> dict[str, Any]:
    """Returns the archive as it was packed. Raises ArchiveUnusable."""
    try:
        archive = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        raise ArchiveUnusable(texts.NO_ARCHIVE) from None
    if not isinstance(archive, dict) or archive.get("format") != FORMAT:
        raise ArchiveUnusable(texts.NO_ARCHIVE)
    if not isinstance(archive.get("year"), int):
        raise ArchiveUnusable(texts.NO_ARCHIVE)
    return archive


def _plain(item: Item, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "branches": [names[owner.branch] for owner in item.owners if owner.branch in names],
        "source": item.source.value,
        "origin": item.origin,
        "problem": item.problem,
        "cause": item.cause,
        "measure": item.measure,
        "due": _written(item.due),
        "created_at": _written(item.created_at),
        "closed_at": _written(item.closed_at),
        "revisit": _written_revisit(item.revisit),
    }


def _written_revisit(revisit: Revisit | None) -> dict[str, str | None] | None:
    if revisit is None:
        return None
    return {"at": _written(revisit.at), "seen": revisit.seen}


def _written(moment: date | None) -> str | None:
    """Writes a day or a moment as it stands in the archive."""
    return moment.isoformat() if moment else None


def _adopt_items(
    work: UnitOfWork, department_id: str, cycle: Cycle, archived: Sequence[Mapping[str, Any]]
) -> int:
    """Enters the items of branches that are still there, by name; returns how many those are."""
    roster = people.roster(work, department_id)
    branch_by_name = {branch.name: branch for branch in roster.all_places}
    adopted = 0
    for plain in archived:
        owners = []
        for name in plain["branches"]:
            if name in branch_by_name:
                branch = branch_by_name[name]
                responsible = roster.responsible_for(branch)
                responsible_id = responsible.id if responsible else None
                owners.append((branch.id, responsible_id))
        if not owners:
            continue
        item = _add(work, cycle, plain, owners)
        if item.state is State.CLOSED:
            # Who looked before it was closed stands in that year's own records, not here.
            events.add(work.session, item.id, EventKind.ADOPTED, at=work.now)
        adopted += 1
    return adopted


def _add(
    work: UnitOfWork,
    cycle: Cycle,
    plain: Mapping[str, Any],
    owners: Sequence[tuple[int, int | None]],
) -> Item:
    due = date.fromisoformat(plain["due"]) if plain["due"] else None
    item = NewItem(
        source=Source(plain["source"]),
        origin=str(plain["origin"]),
        problem=str(plain["problem"]),
        cause=str(plain["cause"]),
        measure=str(plain["measure"]),
        due=due,
    )
    return items.add(
        work.session,
        item,
        owners,
        cycle_id=cycle.id,
        created_at=datetime.fromisoformat(plain["created_at"]),
        closed_at=_moment(plain["closed_at"]),
        revisit=_revisit(plain.get("revisit")),  # older archives do not say what was seen
    )


def _revisit(plain: Mapping[str, str] | None) -> Revisit | None:
    """Who went there is somebody of the other installation: his words are kept."""
    if plain is None:
        return None
    return Revisit(datetime.fromisoformat(plain["at"]), None, plain["seen"])


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
