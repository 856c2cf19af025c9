"""Finding people, importing the roster, binding unknown accounts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions import voters
from bot.actions.files import Incoming
from bot.actions.roster_matching import match
from bot.actions.unit_of_work import SYSTEM, UnitOfWork, actor_name
from bot.documents.roster import RosterLine, RosterSheet
from bot.documents.roster import read_roster as read_workbook
from bot.documents.unreadable import UnreadableFile
from bot.domain import deciders, staffing
from bot.domain.deciders import DeciderChange
from bot.domain.people import Department, Person, Role, Roster
from bot.domain.plan import Plan
from bot.domain.refusals import FileUnreadable
from bot.domain.roster_entries import RosterEntry
from bot.domain.staffing import StaffChange
from bot.storage import choices
from bot.storage import cycles as cycle_store
from bot.storage import departments as departments_store
from bot.storage import people as store
from bot.texts import deciders as decider_texts

ADMINISTRATOR = "administrator"  # the actor of what is done on the command line
ADDED, REMOVED = "department.added", "department.removed"  # verbs of the audit trail


def find(work: UnitOfWork, account: str, department_id: str = "") -> Person | None:
    """Returns who speaks with this account of the chat platform, None for a stranger.

    Who stands on several rosters is found on that of the department, or else on the first.
    """
    for person in memberships(work, account):
        if department_id in ("", person.department):
            return person
    return None


def memberships(work: UnitOfWork, account: str) -> list[Person]:
    """Returns the persons behind an account, one for each roster on which it stands."""
    return store.by_account(work.session, account)


def choose(work: UnitOfWork, account: str, department_id: str) -> None:
    """Notes of which department this account speaks today where it is not said otherwise."""
    choices.choose(work.session, account, department_id, work.today)


def chosen(work: UnitOfWork, account: str) -> str:
    """Returns the department of which the account speaks today; empty where nobody said."""
    return choices.chosen(work.session, account, work.today)


def by_id(work: UnitOfWork, person_id: int) -> Person | None:
    """Returns the person, also one who has left."""
    return store.by_id(work.session, person_id)


def department(work: UnitOfWork, department_id: str) -> Department:
    """Returns the department. Raises LookupError where there is none."""
    department = store.department(work.session, department_id)
    if department is None:
        raise LookupError(department_id)
    return department


def of_group(work: UnitOfWork, chat_id: str) -> Department | None:
    """Returns the department whose group this is."""
    for department in store.departments(work.session):
        if department.group == chat_id:
            return department
    return None


def departments(work: UnitOfWork) -> tuple[Department, ...]:
    return store.departments(work.session)


def roster(work: UnitOfWork, department_id: str) -> Roster:
    return store.roster(work.session, department_id)


def add_department(work: UnitOfWork, added: Department) -> None:
    """Adds a department, which begins its own audit trail."""
    store.add_department(work.session, added)
    work.audit(added.id, SYSTEM, ADDED, added.id, name=added.name)


def edit_department(work: UnitOfWork, known: Department, changed: Department) -> None:
    """Gives the department the name, platform and group of `changed`."""
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
    """Removes an empty department.

    Returns False, and does nothing, where anything belongs to it.
    """
    if not departments_store.is_empty(work.session, known.id):
        return False
    work.audit(known.id, SYSTEM, REMOVED, known.id, name=known.name)
    departments_store.remove(work.session, known.id)
    return True


def learn_group(work: UnitOfWork, known: Department, *, platform: str, group: str) -> None:
    """Remembers the chat id of the department's group, once.

    It is a no-op where the department has a group, or the group is another department's.
    """
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
    # persons who are new, or have another name, account, office or branch
    touched: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        return any((self.added, self.changed, self.left, self.branches_added, self.branches_left))


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
    voters.let_in(work, department(work, department_id), actor, roster(work, department_id).people)
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
    second_person = _second_person(confirmed_by)
    work.audit(
        department_id,
        actor,
        "roster.imported",
        department_id,
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
    before = store.roster(work.session, department_id).people
    entries = store.entries(work.session, department_id)
    branches = list(dict.fromkeys(line.branch for line in lines if line.branch))
    branches_added, branches_left = store.set_branches(work.session, department_id, branches)
    people: list[RosterEntry] = []
    offices = offices_of(work, department_id)
    secretaries = {line.branch: line.name for line in lines if Role.SECRETARY in line.roles}
    for line, entry in zip(lines, match(entries, lines), strict=True):
        edited = _entry_of(line, entry)
        if line.groups:
            is_office = not offices.isdisjoint(line.groups)
            is_branch = line.is_body and line.name == line.branch
            edited = replace(edited, own_place=not (is_office or is_branch))
        if line.is_body and not line.responsible:
            edited = replace(edited, responsible=secretaries.get(line.branch, ""))
        people.append(edited)
    store.set_people(work.session, department_id, people)
    changes = _compare(work, department_id, before, entries, people)
    return replace(changes, branches_added=branches_added, branches_left=branches_left)


def offices_of(work: UnitOfWork, department_id: str) -> frozenset[str]:
    """Returns the groups of subjects that belong to an office, by the plan of the latest year."""
    cycle = cycle_store.current(work.session, department_id)
    groups = cycle.plan.subjects if cycle else ()
    return frozenset(group.id for group in groups if group.office)


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


def _entry_of(line: RosterLine, known: RosterEntry | None) -> RosterEntry:
    # A bound account outlives a workbook that does not know it.
    known_account = known.account if known else ""
    known_id = known.id if known else None
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


def lines_of(work: UnitOfWork, department_id: str) -> tuple[RosterLine, ...]:
    """Returns the people of a department as the lines of a workbook; groups are left out, because
    they are those of its plan.
    """
    return tuple(
        RosterLine(
            0,
            entry.name,
            entry.account,
            entry.branch,
            entry.roles,
            entry.category,
            entry.since,
            entry.note,
            superiors=entry.superiors,
        )
        for entry in store.entries(work.session, department_id)
        if entry.active and not entry.is_body
    )


def whole_lines_of(work: UnitOfWork, department_id: str) -> tuple[RosterLine, ...]:
    """Returns everybody of a department as the lines of its own workbook."""
    return tuple(
        RosterLine(
            0,
            entry.name,
            entry.account,
            entry.branch,
            entry.roles,
            entry.category,
            entry.since,
            entry.note,
            groups=entry.groups,
            is_body=entry.is_body,
            responsible=entry.responsible,
            superiors=entry.superiors,
        )
        for entry in store.entries(work.session, department_id)
        if entry.active
    )


def of_name(work: UnitOfWork, name: str) -> list[Person]:
    """Returns the people of that name on any roster, with or without an account."""
    return store.by_name(work.session, name)


def bind(
    work: UnitOfWork,
    person: Person,
    account: str,
    *,
    actor: Person,
    confirmed_by: Person | None = None,
) -> bool:
    """Ties an account to a person, who votes with it from now on where he stands on an open roll.

    Returns False where either was tied, or the person left, meanwhile.
    """
    if not store.bind(work.session, person.id, account):
        return False
    bound = replace(person, account=account)
    voters.let_in(work, department(work, person.department), actor, [bound])
    work.audit(
        person.department,
        actor,
        "person.bound",
        f"person:{person.id}",
        name=person.name,
        **_second_person(confirmed_by),
    )
    return True


def _second_person(confirmed_by: Person | None) -> dict[str, str]:
    """Returns the fact of an audit line that names the second person, where there was one."""
    return {"confirmed_by": actor_name(confirmed_by)} if confirmed_by else {}
