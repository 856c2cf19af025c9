"""Last year's archive as this year's starting point: what was promised, done, verified and seen.

Branches are matched by name, else by who answered for them; what does not match is told.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.actions import cycles, people
from bot.actions.exporting.starting import CHECKSUM, FORMAT, checksum
from bot.actions.rectification.ledger import of_department, owners_now
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.archived_year import ArchivedItem, ArchivedYear, read_year
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Roster
from bot.domain.plan import Plan
from bot.domain.planfile import PlanInvalid, parse
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import NewItem, Revisit, State
from bot.domain.values import dataclass
from bot.storage import cycles as cycle_store
from bot.storage.rectification import events, items
from bot.texts import rectification as ledger_texts
from bot.texts.exporting import starting as texts


class ArchiveUnusable(Exception):
    """`reason` is a Chinese sentence for whoever runs the command."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Adopted:
    """What came of an archive.

    `matched` are branches that were found by who answers for them: the archive's name and today's.
    `unknown` are the names of branches that are not on the roster, whose items stayed out. Without
    `is_new` the year had been read in before, and nothing changed.
    """

    year: int
    unit: str
    items: int
    left_out: int
    matched: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    has_checksum: bool
    is_new: bool


def adopt(
    work: UnitOfWork, department_id: str, content: bytes, *, other_unit: bool = False
) -> Adopted:
    """Brings an earlier year in as an archived cycle.

    With `other_unit` it may bear another unit's name, as after a renaming. The same archive once
    more changes nothing. Raises ArchiveUnusable, and then nothing is changed.
    """
    plain, archived, plan = _read(content)
    known = cycle_store.of_year(work.session, department_id, archived.year)
    _must_fit(work, department_id, archived, known, other_unit=other_unit)
    roster = people.roster(work, department_id)
    branches = _Branches(roster, archived)
    entered = [item for item in archived.items if branches.of(item)]
    # An archive none of whose branches is known here is of another unit, or was made long ago.
    if archived.items and not entered:
        raise ArchiveUnusable(texts.no_branch_known(branches.unknown))
    adopted = Adopted(
        year=archived.year,
        unit=archived.unit,
        items=len(entered),
        left_out=len(archived.items) - len(entered),
        matched=branches.matched,
        unknown=branches.unknown,
        has_checksum=CHECKSUM in plain,
        is_new=known is None,
    )
    if known is not None:
        return adopted
    # It begins and ends here: the years after it look back at it, and nobody is asked after it.
    cycle = cycles.begin(work, department_id, plan, actor=SYSTEM)
    for archived_item in entered:
        _enter(work, cycle, roster, branches.of(archived_item), archived_item)
    cycle_store.archive(work.session, cycle.id)
    work.audit(
        department_id,
        SYSTEM,
        "cycle.adopted",
        f"cycle:{cycle.year}",
        items=len(entered),
        checksum=checksum(plain),
    )
    return adopted


def preview(
    work: UnitOfWork, department_id: str, content: bytes, *, other_unit: bool = False
) -> Adopted:
    """Returns what `adopt` would do, and changes nothing. Raises ArchiveUnusable."""
    with work.trial():
        return adopt(work, department_id, content, other_unit=other_unit)


def _read(content: bytes) -> tuple[Mapping[str, Any], ArchivedYear, Plan]:
    """Returns the archive as it was packed, its year and its plan.

    Raises ArchiveUnusable, also where year and plan do not agree.
    """
    try:
        plain = json.loads(content.decode("utf-8-sig"))
    # What is nested without end is no archive of ours either.
    except (ValueError, RecursionError):
        raise ArchiveUnusable(texts.NO_ARCHIVE) from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise ArchiveUnusable(texts.NO_ARCHIVE)
    if CHECKSUM in plain and plain[CHECKSUM] != checksum(plain):
        raise ArchiveUnusable(texts.ARCHIVE_DAMAGED)
    try:
        archived = read_year(plain)
        plan = parse(archived.plan)
    except (ValueError, OverflowError, PlanInvalid):
        raise ArchiveUnusable(texts.ARCHIVE_DAMAGED) from None
    if plan.year != archived.year:
        raise ArchiveUnusable(texts.ARCHIVE_DAMAGED)
    return plain, archived, plan


def _must_fit(
    work: UnitOfWork,
    department_id: str,
    archived: ArchivedYear,
    known: Cycle | None,
    *,
    other_unit: bool,
) -> None:
    """Raises ArchiveUnusable for a year that is under way or there already, and for another unit's."""
    running = cycles.current(work, department_id)
    is_new = True
    # A year that is there may have come out of this very archive.
    if known is not None and known.archived:
        there = {
            (item.problem, item.created_at)
            for item in of_department(work, known.department, archived=True)
            if item.cycle == known.id
        }
        # What belonged to unknown branches stayed out, so fewer items than the archive's are the
        # same year.
        is_new = not there <= {(item.problem, item.created_at) for item in archived.items}
    if running is not None and archived.year >= running.year and is_new:
        raise ArchiveUnusable(texts.archive_too_late(archived.year, running.year))
    if known is not None and is_new:
        raise ArchiveUnusable(texts.archive_known(archived.year))
    if running is not None and running.plan.unit != archived.unit and not other_unit:
        raise ArchiveUnusable(texts.of_another_unit(archived.unit, running.plan.unit))


class _Branches:
    """The roster's branches for those that an archive names."""

    def __init__(self, roster: Roster, archived: ArchivedYear) -> None:
        self._by_name = {branch.name: branch for branch in roster.all_places}
        by_secretary: dict[str, list[Branch]] = {}
        for branch in roster.places:
            responsible = roster.responsible_for(branch)
            if responsible is not None:
                by_secretary.setdefault(responsible.name, []).append(branch)
        names = dict.fromkeys(name for item in archived.items for name in item.branches)
        matched, unknown = [], []
        for name in names:
            if name in self._by_name:
                continue
            candidates = by_secretary.get(archived.secretaries.get(name, ""), [])
            # A branch that the archive names itself has items of its own.
            if len(candidates) == 1 and candidates[0].name not in names:
                self._by_name[name] = candidates[0]
                matched.append((name, candidates[0].name))
            else:
                unknown.append(name)
        self.matched = tuple(matched)
        self.unknown = tuple(unknown)

    def of(self, item: ArchivedItem) -> tuple[Branch, ...]:
        """Returns the branches that answer for an item; empty where none is on the roster."""
        branches = [self._by_name[name] for name in item.branches if name in self._by_name]
        # Two branches of the archive may be one on today's roster.
        return tuple(dict.fromkeys(branches))


def _enter(
    work: UnitOfWork,
    cycle: Cycle,
    roster: Roster,
    branches: tuple[Branch, ...],
    archived: ArchivedItem,
) -> None:
    """Enters an item of the archive with what was said of it, under the days that it had there."""
    revisit = None
    if archived.seen_at is not None and archived.closed_at is not None:
        # Who went there is somebody of the other installation: his words are kept, with his name.
        seen = ledger_texts.seen_by(archived.seen_by, archived.seen)
        revisit = Revisit(archived.seen_at, None, seen)
    item = items.add(
        work.session,
        NewItem(
            source=archived.source,
            origin=archived.origin,
            problem=archived.problem,
            cause=archived.cause,
            measure=archived.measure,
            due=archived.due,
        ),
        owners_now(roster, branches),
        cycle_id=cycle.id,
        created_at=archived.created_at,
        closed_at=archived.closed_at,
        revisit=revisit,
    )
    for said in archived.said:
        kind = EventKind.PROGRESS
        if said.done:
            kind = EventKind.DONE
        branch_id = branches[0].id
        events.add(work.session, item.id, kind, at=said.at, branch_id=branch_id, text=said.text)
    if item.state is State.CLOSED:
        # Who looked before it was closed stands in that year's own records.
        text = ledger_texts.verified_by(archived.closed_by)
        events.add(work.session, item.id, EventKind.ADOPTED, at=work.now, text=text)
