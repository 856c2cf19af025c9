"""The roster made what a workbook or a sentence says, with what that changes, by name.

Nothing follows from it here: what an office brings with it goes with `actions.successions`.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.actions import people, voters
from bot.actions.files import Incoming
from bot.actions.roster_matching import match
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine, RosterSheet
from bot.documents.roster import read_roster as read_workbook
from bot.documents.unreadable import UnreadableFile
from bot.domain import deciders, staffing
from bot.domain.deciders import DeciderChange
from bot.domain.people import Person, Role
from bot.domain.plan import Plan
from bot.domain.refusals import FileUnreadable
from bot.domain.roster_entries import RosterEntry
from bot.domain.staffing import StaffChange
from bot.domain.values import dataclass
from bot.storage import cycles as cycle_store
from bot.storage import rosters as store
from bot.texts import deciders as decider_texts

FEW_LEAVE = 5  # so many may leave at once without more ado
ADMINISTRATOR = "administrator"  # the actor of what is done on the command line


@dataclass(frozen=True)
class RosterChanges:
    """What an import did or would do, by name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...]
    branches_added: tuple[str, ...]
    branches_left: tuple[str, ...]
    deciders: tuple[DeciderChange, ...] = ()
    # persons who are new, or have another name, account, office or branch
    touched: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        return any((self.added, self.changed, self.left, self.branches_added, self.branches_left))


def is_perhaps_partial(changes: RosterChanges, people_before: int) -> bool:
    """Tells whether so many would leave that the workbook may be a list of some, not of all."""
    return len(changes.left) > max(FEW_LEAVE, people_before // 4)


def accounts_elsewhere(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> dict[str, str]:
    """Returns the accounts of these lines that another department uses for somebody else, with its
    name.
    """
    names = {line.account: line.name for line in lines if line.account}
    return store.accounts_elsewhere(work.session, department_id, names)


def read_roster(work: UnitOfWork, file: Incoming, plan: Plan) -> RosterSheet:
    """Reads a received workbook, in the worker where there is one. Raises FileUnreadable."""
    content = work.files.read(file.sha256)
    categories = [category.id for category in plan.ballot.categories]
    if work.reader is None:
        return read_workbook(content, categories=categories, groups=plan.subjects)
    try:
        return work.reader.roster(content, categories, plan.subjects)
    except UnreadableFile as error:
        raise FileUnreadable(error.code, file.name) from None


def preview_roster(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> RosterChanges:
    """Returns what an import would change, and keeps nothing of it."""
    with work.trial():
        return _make_roster(work, department_id, lines)


def import_roster(
    work: UnitOfWork,
    department_id: str,
    lines: Sequence[RosterLine],
    *,
    actor: Person | str,
    confirmed_by: Person | None = None,
) -> RosterChanges:
    """Makes the roster what the workbook says; who is not in it any more becomes inactive.

    The same workbook twice changes nothing. The administrator's is noted all the same: he vouches
    for everybody in it.
    """
    changes = _make_roster(work, department_id, lines)
    # Whoever got his first account by it may vote in what is open.
    voters.let_in(
        work,
        people.department(work, department_id),
        actor,
        people.roster(work, department_id).people,
    )
    if changes.any or actor == ADMINISTRATOR:
        audit_changes(work, department_id, changes, actor=actor, confirmed_by=confirmed_by)
    return changes


def audit_changes(
    work: UnitOfWork,
    department_id: str,
    changes: RosterChanges,
    *,
    actor: Person | str,
    confirmed_by: Person | None,
) -> None:
    """Writes the audit lines of a roster that was put in force; those who decide stand in them with
    their names, before and after.
    """
    second_person = people.second_person(confirmed_by)
    work.audit(
        department_id,
        actor,
        "roster.imported",
        department_id,
        # by these `deciders` knows whom he changed
        people=",".join(str(person_id) for person_id in changes.touched),
        added=len(changes.added),
        changed=len(changes.changed),
        left=len(changes.left),
        **second_person,
    )
    for change in changes.deciders:
        decider = change.after or change.before
        assert decider is not None, "a change is of somebody"
        work.audit(
            department_id,
            actor,
            "decider.changed",
            f"person:{decider.id}",
            names=change.names,
            change=decider_texts.line(change),
            **second_person,
        )


def _make_roster(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> RosterChanges:
    """Stores branches and people as the lines say, without a line in the trail; returns what
    changed.
    """
    before = store.roster(work.session, department_id).people
    entries = store.entries(work.session, department_id)
    branches = list(dict.fromkeys(line.branch for line in lines if line.branch))
    branches_added, branches_left = store.set_branches(work.session, department_id, branches)
    edited_lines: list[RosterEntry] = []
    offices = offices_of(work, department_id)
    secretaries = {line.branch: line.name for line in lines if Role.SECRETARY in line.roles}
    for line, known in zip(lines, match(entries, lines), strict=True):
        edited = _entry_of(line, known)
        if line.groups:
            # An office's place is its branch; who is evaluated otherwise has one of his own
            # (docs/decisions/0023).
            is_office = not offices.isdisjoint(line.groups)
            is_branch = line.is_body and line.name == line.branch
            edited = replace(edited, own_place=not (is_office or is_branch))
        # A body has no account: where the workbook names nobody, its branch's secretary hands in
        # for it.
        if line.is_body and not line.responsible:
            edited = replace(edited, responsible=secretaries.get(line.branch, ""))
        edited_lines.append(edited)
    store.set_people(work.session, department_id, edited_lines)
    changes = _compare(work, department_id, before, entries, edited_lines)
    return replace(changes, branches_added=branches_added, branches_left=branches_left)


def _entry_of(line: RosterLine, known: RosterEntry | None) -> RosterEntry:
    """Returns what a line of the workbook says, under the id of the entry that it speaks of."""
    # A bound account outlives a workbook that does not know it.
    known_account, known_id = "", None
    if known is not None:
        known_account, known_id = known.account, known.id
    return RosterEntry(
        id=known_id,
        name=line.name,
        account=line.account or known_account,
        branch=line.branch,
        roles=line.roles,
        category=line.category,
        since=line.since,
        note=line.note,
        groups=line.groups,
        is_body=line.is_body,
        responsible=line.responsible,
        superiors=line.superiors,
    )


def offices_of(work: UnitOfWork, department_id: str) -> frozenset[str]:
    """Returns the groups of subjects that belong to an office, by the plan of the latest year."""
    cycle = cycle_store.current(work.session, department_id)
    if cycle is None:
        return frozenset()
    return frozenset(group.id for group in cycle.plan.subjects if group.office)


def change_staff(
    work: UnitOfWork, department_id: str, changes: Sequence[StaffChange]
) -> RosterChanges:
    """Makes single changes of the roster as it is now, which `bot.domain.staffing` describes.

    Raises the refusals of `staffing.apply`.
    """
    before = store.roster(work.session, department_id).people
    entries = store.entries(work.session, department_id)
    offices = offices_of(work, department_id)
    edited = staffing.apply(entries, changes, today=work.today, offices=offices)
    store.set_people(work.session, department_id, edited)
    return _compare(work, department_id, before, entries, edited)


def _compare(
    work: UnitOfWork,
    department_id: str,
    before: Sequence[Person],
    entries: Sequence[RosterEntry],
    edited: Sequence[RosterEntry],
) -> RosterChanges:
    """Returns what the lines that were just stored changed."""
    known = {entry.id: entry for entry in entries}
    kept = {entry.id for entry in edited}
    after = store.roster(work.session, department_id).people
    return RosterChanges(
        added=tuple(entry.name for entry in edited if entry.id is None),
        changed=tuple(
            entry.name for entry in edited if entry.id in known and known[entry.id] != entry
        ),
        left=tuple(entry.name for entry in entries if entry.active and entry.id not in kept),
        branches_added=(),
        branches_left=(),
        deciders=deciders.changes(before, after),
        touched=deciders.touched(before, after),
    )
