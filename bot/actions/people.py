"""Finding people, importing the roster, binding unknown accounts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select

from bot.actions import voters
from bot.actions.files import Incoming
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.reader import UnreadableFile
from bot.documents.roster import RosterLine, RosterSheet
from bot.documents.roster import read_roster as read_workbook
from bot.domain import deciders
from bot.domain.deciders import DeciderChange
from bot.domain.people import Department, Person, Role, Roster
from bot.domain.refusals import FileUnreadable
from bot.storage import departments as departments_store
from bot.storage import people as store
from bot.storage.people import BranchRow, PersonRow
from bot.texts import deciders as decider_texts

ADMINISTRATOR = "administrator"  # the actor of what is done on the command line

ADDED, REMOVED = "department.added", "department.removed"  # verbs of the audit trail


def find(work: UnitOfWork, account: str) -> Person | None:
    return store.by_account(work.session, account)


def by_id(work: UnitOfWork, person_id: int) -> Person | None:
    return store.by_id(work.session, person_id)


def has_met(work: UnitOfWork, person: Person) -> bool:
    """Whether the bot has introduced itself to this person."""
    return store.has_met(work.session, person.id)


def meet(work: UnitOfWork, person: Person) -> bool:
    """Notes that it does so now; False where it has."""
    return store.meet(work.session, person.id, work.now)


def department(work: UnitOfWork, department_id: str) -> Department:
    """Raises LookupError where there is none."""
    found = store.department(work.session, department_id)
    if found is None:
        raise LookupError(department_id)
    return found


def of_group(work: UnitOfWork, chat_id: str) -> Department | None:
    """The department whose group this is."""
    return next(
        (found for found in store.departments(work.session) if found.group == chat_id), None
    )


def departments(work: UnitOfWork) -> tuple[Department, ...]:
    return store.departments(work.session)


def roster(work: UnitOfWork, department_id: str) -> Roster:
    return store.roster(work.session, department_id)


def add_department(work: UnitOfWork, added: Department) -> None:
    store.add_department(work.session, added)
    work.audit(added.id, SYSTEM, ADDED, added.id, name=added.name)


def edit_department(work: UnitOfWork, known: Department, changed: Department) -> None:
    """Makes its name, platform and group those of `changed`."""
    departments_store.edit(
        work.session, known.id, name=changed.name, platform=changed.platform, group=changed.group
    )
    work.audit(
        known.id,
        SYSTEM,
        "department.changed",
        known.id,
        name=changed.name,
        platform=changed.platform,
    )


def remove_department(work: UnitOfWork, known: Department) -> bool:
    """Takes it away where it is empty; False, and nothing happens, where anything belongs to it."""
    if not departments_store.is_empty(work.session, known.id):
        return False
    work.audit(known.id, SYSTEM, REMOVED, known.id, name=known.name)
    departments_store.remove(work.session, known.id)
    return True


def learn_group(work: UnitOfWork, known: Department, *, platform: str, group: str) -> None:
    """Remembers the chat id of the department's group, once: neither a second group nor another department's changes it."""
    if known.group or of_group(work, group) is not None:
        return
    store.learn_group(work.session, known.id, platform=platform, group=group)
    work.audit(known.id, SYSTEM, "department.group_learned", known.id, platform=platform)


@dataclass(frozen=True)
class RosterChanges:
    """What an import did or would do, by name."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...]
    branches_added: tuple[str, ...]
    branches_left: tuple[str, ...]
    deciders: tuple[DeciderChange, ...] = ()
    touched: tuple[
        int, ...
    ] = ()  # persons who are new, or have another name, account, office or branch

    @property
    def any(self) -> bool:
        return any((self.added, self.changed, self.left, self.branches_added, self.branches_left))


def accounts_elsewhere(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> dict[str, str]:
    """Accounts of these lines that another department uses, with its name."""
    return store.accounts_elsewhere(
        work.session, department_id, [line.account for line in lines if line.account]
    )


def read_roster(work: UnitOfWork, file: Incoming, categories: Sequence[str]) -> RosterSheet:
    """A received workbook as a roster, read in the worker where there is one. Raises FileUnreadable."""
    content = work.files.read(file.sha256)
    if work.reader is None:
        return read_workbook(content, categories=categories)
    try:
        return work.reader.roster(content, categories)
    except UnreadableFile as error:
        raise FileUnreadable(error.code, file.name) from None


def preview_roster(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> RosterChanges:
    """What an import would change; nothing is kept."""
    trial = work.session.begin_nested()
    changes = _make_roster(work, department_id, lines)
    trial.rollback()
    return changes


def import_roster(
    work: UnitOfWork,
    department_id: str,
    lines: Sequence[RosterLine],
    *,
    actor: Person | str,
    confirmed_by: Person | None = None,
) -> RosterChanges:
    """Makes the roster what the workbook says; who is not in it any more becomes inactive.

    The same workbook twice changes nothing; of the administrator it is noted all the same: he vouches for everybody in it.
    """
    changes = _make_roster(work, department_id, lines)
    voters.let_in(work, department(work, department_id), actor, roster(work, department_id).people)
    if changes.any or actor == ADMINISTRATOR:
        _note_import(work, department_id, changes, actor=actor, confirmed_by=confirmed_by)
    return changes


def _note_import(
    work: UnitOfWork,
    department_id: str,
    changes: RosterChanges,
    *,
    actor: Person | str,
    confirmed_by: Person | None,
) -> None:
    """Those who decide stand in the trail with their names, before and after."""
    numbers = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "left": len(changes.left),
    }
    touched = ",".join(str(person_id) for person_id in changes.touched)
    second = {"confirmed_by": f"person:{confirmed_by.id}"} if confirmed_by else {}
    work.audit(
        department_id, actor, "roster.imported", department_id, people=touched, **numbers, **second
    )
    for change in changes.deciders:
        known = change.after or change.before
        assert known is not None, "a change is of somebody"
        work.audit(
            department_id,
            actor,
            "decider.changed",
            f"person:{known.id}",
            names=change.names,
            change=decider_texts.line(change),
            **second,
        )


def _make_roster(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> RosterChanges:
    before = store.roster(work.session, department_id).people
    branches, branch_changes = _import_branches(work, department_id, lines)
    rows = sorted(
        store.rows_of(work.session, department_id), key=lambda row: (row.position, row.id)
    )
    added: list[str] = []
    changed: list[str] = []
    matches = _matches(rows, lines, branches)
    for position, (line, known) in enumerate(zip(lines, matches, strict=True)):
        row = known or PersonRow(department_id=department_id, name=line.name)
        if known is None:
            added.append(line.name)
        elif _differs(known, line, branches):
            changed.append(line.name)
        _fill(row, line, branches, position)
        work.session.add(row)
    kept = {row.id for row in matches if row}
    left = [row for row in rows if row.id not in kept and row.active]
    for row in left:
        row.active, row.account = False, None
    work.session.flush()
    after = store.roster(work.session, department_id).people
    return RosterChanges(
        tuple(added),
        tuple(changed),
        tuple(row.name for row in left),
        *branch_changes,
        deciders=deciders.changes(before, after),
        touched=deciders.touched(before, after),
    )


def _import_branches(
    work: UnitOfWork, department_id: str, lines: Sequence[RosterLine]
) -> tuple[dict[str, BranchRow], tuple[tuple[str, ...], tuple[str, ...]]]:
    rows = {row.name: row for row in store.branch_rows_of(work.session, department_id)}
    wanted = list(dict.fromkeys(line.branch for line in lines if line.branch))
    added = tuple(name for name in wanted if name not in rows or not rows[name].active)
    left = tuple(name for name, row in rows.items() if row.active and name not in wanted)
    for position, name in enumerate(wanted):
        row = rows.setdefault(name, BranchRow(department_id=department_id, name=name))
        row.position, row.active = position, True
        work.session.add(row)
    for name in left:
        rows[name].active = False
    work.session.flush()
    return rows, (added, left)


def _matches(
    rows: Sequence[PersonRow], lines: Sequence[RosterLine], branches: dict[str, BranchRow]
) -> list[PersonRow | None]:
    """The row that each line speaks of: by account, else by name and still without another account.

    Of several with one name the one in the same branch comes first, and who left comes last.
    """
    bound = {row.account: row for row in rows if row.account}
    found = [bound.get(line.account) for line in lines]
    taken = {row.id for row in found if row}
    free: dict[str, list[PersonRow]] = {}
    for row in rows:
        if row.id not in taken:
            free.setdefault(row.name, []).append(row)
    for fits in (_same_branch, _still_here, _came_back):
        for index, line in enumerate(lines):
            if found[index] is None:
                found[index] = _take(free.get(line.name, []), line, branches, fits)
    return found


Fits = Callable[[PersonRow, BranchRow | None], bool]


def _same_branch(row: PersonRow, branch: BranchRow | None) -> bool:
    return row.active and row.branch_id == (branch.id if branch else None)


def _still_here(row: PersonRow, _branch: BranchRow | None) -> bool:
    return row.active


def _came_back(row: PersonRow, _branch: BranchRow | None) -> bool:
    return not row.active


def _take(
    free: list[PersonRow], line: RosterLine, branches: dict[str, BranchRow], fits: Fits
) -> PersonRow | None:
    for index, row in enumerate(free):
        if not (row.account and line.account) and fits(row, branches.get(line.branch)):
            return free.pop(index)
    return None


def _differs(row: PersonRow, line: RosterLine, branches: dict[str, BranchRow]) -> bool:
    branch = branches[line.branch].id if line.branch else None
    new = (
        line.name,
        line.account or row.account,
        branch,
        _roles(line.roles),
        line.category,
        line.since,
        line.note,
        True,
    )
    return new != (
        row.name,
        row.account,
        row.branch_id,
        row.roles,
        row.category,
        row.since,
        row.note,
        row.active,
    )


def _fill(row: PersonRow, line: RosterLine, branches: dict[str, BranchRow], position: int) -> None:
    row.name, row.roles, row.category = line.name, _roles(line.roles), line.category
    row.branch_id = branches[line.branch].id if line.branch else None
    row.account = (
        line.account or row.account
    )  # a bound account outlives a workbook that does not know it
    row.since, row.note, row.position, row.active = line.since, line.note, position, True


def _roles(roles: frozenset[Role]) -> str:
    return "、".join(role.value for role in Role if role in roles)


def named(work: UnitOfWork, name: str) -> list[Person]:
    """People of that name on any roster, with or without an account."""
    bearers = select(PersonRow.id).where(PersonRow.name == name, col(PersonRow.active))
    found = (
        store.by_id(work.session, person_id)
        for person_id in work.session.exec(bearers)
        if person_id
    )
    return [person for person in found if person]


def unbound(work: UnitOfWork, name: str) -> list[Person]:
    """Those of that name who have no account yet."""
    return [person for person in named(work, name) if not person.account]


def bind(
    work: UnitOfWork,
    person: Person,
    account: str,
    *,
    actor: Person,
    confirmed_by: Person | None = None,
) -> bool:
    """Ties an account to a person; False where either was tied, or the person left, meanwhile."""
    row = work.session.get_one(PersonRow, person.id)
    if row.account or not row.active or store.by_account(work.session, account):
        return False
    row.account = account
    work.session.flush()
    voters.let_in(
        work, department(work, person.department), actor, [replace(person, account=account)]
    )
    second = {"confirmed_by": f"person:{confirmed_by.id}"} if confirmed_by else {}
    work.audit(
        person.department, actor, "person.bound", f"person:{person.id}", name=person.name, **second
    )
    return True
