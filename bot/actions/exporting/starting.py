"""Last year's archive as this year's starting point: what was promised and how it stands, read from one JSON file."""

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
from bot.domain.rectification.items import Item, NewItem, Source, State
from bot.storage import cycles as cycle_store
from bot.storage.rectification import events, items

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
    """The plan, the grades and the rectification items of a year, for `adopt`."""
    names = {branch.id: branch.name for branch in roster.branches}
    found = [
        item
        for item in of_department(work, cycle.department, archived=True)
        if item.cycle == cycle.id
    ]
    plain = {
        "format": FORMAT,
        "unit": cycle.plan.unit,
        "year": cycle.year,
        "plan": render(cycle.plan),
        "grades": [
            {
                "branch": sheet.branch,
                "secretary": sheet.name,
                "grade": sheet.grade.grade if sheet.grade else None,
            }
            for sheet in sheets
        ],
        "items": [_plain(item, names) for item in found],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def adopt(work: UnitOfWork, department_id: str, content: bytes) -> tuple[int, int]:
    """Brings an earlier year in as an archived cycle with its items; (year, items). Raises ArchiveUnusable."""
    year = _read(content)
    running = cycles.current(work, department_id)
    if running is not None and year["year"] >= running.year:
        raise ArchiveUnusable(
            f"归档是 {year['year']} 年度的，要读入的应当是 {running.year} 年度以前的归档"
        )
    if cycle_store.of_year(work.session, department_id, year["year"]) is not None:
        raise ArchiveUnusable(f"{year['year']} 年度已经有记录，没有重复读入")
    try:
        cycle = cycles.begin(work, department_id, parse(year["plan"]), actor=SYSTEM)
        taken = _adopt_items(work, department_id, cycle, year["items"])
    except (KeyError, TypeError, ValueError, PlanInvalid):
        raise ArchiveUnusable("归档文件不完整或被改动过，请用导出目录里的 archive.json") from None
    cycle_store.archive(work.session, cycle.id)
    work.audit(department_id, SYSTEM, "cycle.adopted", f"cycle:{cycle.year}", items=taken)
    return cycle.year, taken


def _read(content: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        plain = None
    if (
        not isinstance(plain, dict)
        or plain.get("format") != FORMAT
        or not isinstance(plain.get("year"), int)
    ):
        raise ArchiveUnusable("这不是能读的归档文件，请用导出目录里的 archive.json")
    return plain


def _plain(item: Item, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "branches": [names[owner.branch] for owner in item.owners if owner.branch in names],
        "source": item.source.value,
        "origin": item.origin,
        "problem": item.problem,
        "cause": item.cause,
        "measure": item.measure,
        "due": item.due.isoformat() if item.due else None,
        "created_at": item.created_at.isoformat(),
        "closed_at": item.closed_at.isoformat() if item.closed_at else None,
        "held_at": item.held_at.isoformat() if item.held_at else None,
    }


def _adopt_items(
    work: UnitOfWork, department_id: str, cycle: Cycle, plain: Sequence[Mapping[str, Any]]
) -> int:
    """Items of branches that are still there, by name; how many."""
    roster = people.roster(work, department_id)
    branches = {branch.name: branch for branch in roster.branches}
    taken = 0
    for one in plain:
        owners = [branches[name] for name in one["branches"] if name in branches]
        if owners:
            secretaries = ((branch.id, roster.secretary_of(branch)) for branch in owners)
            in_charge = [
                (branch_id, person.id if person else None) for branch_id, person in secretaries
            ]
            _note_closing(work, _add(work, cycle, one, in_charge))
            taken += 1
    return taken


def _note_closing(work: UnitOfWork, item: Item) -> None:
    """Who looked before an item was closed stands in that year's own records, not here."""
    if item.state is State.CLOSED:
        events.add(work.session, item.id, EventKind.ADOPTED, at=work.now)


def _add(
    work: UnitOfWork,
    cycle: Cycle,
    plain: Mapping[str, Any],
    owners: Sequence[tuple[int, int | None]],
) -> Item:
    item = NewItem(
        source=Source(plain["source"]),
        origin=str(plain["origin"]),
        problem=str(plain["problem"]),
        cause=str(plain["cause"]),
        measure=str(plain["measure"]),
        due=date.fromisoformat(plain["due"]) if plain["due"] else None,
    )
    return items.add(
        work.session,
        item,
        owners,
        cycle_id=cycle.id,
        created_at=datetime.fromisoformat(plain["created_at"]),
        closed_at=_moment(plain["closed_at"]),
        held_at=_moment(plain.get("held_at")),  # older archives do not say whether it held
    )


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
