"""Departments and their people: who somebody is, and which account is his (`accounts` ties it)."""

from bot.actions.unit_of_work import SYSTEM, UnitOfWork, actor_name
from bot.domain.people import Department, Person, Roster
from bot.storage import choices, rosters
from bot.storage import departments as departments_store
from bot.storage import people as store

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


def by_id(work: UnitOfWork, person_id: int | None) -> Person | None:
    """Returns the person, also one who has left; None where there never was one, or none is meant."""
    if person_id is None:
        return None
    return store.by_id(work.session, person_id)


def known(work: UnitOfWork, person_id: int | None) -> Person:
    """Returns a person who is named in what is stored, also one who has left."""
    person = by_id(work, person_id)
    assert person is not None, "people stay in the database when they leave"
    return person


def department(work: UnitOfWork, department_id: str) -> Department:
    """Returns the department. Raises LookupError where there is none."""
    department = departments_store.department(work.session, department_id)
    if department is None:
        raise LookupError(department_id)
    return department


def of_group(work: UnitOfWork, chat_id: str) -> Department | None:
    """Returns the department whose group this is; None where it is nobody's."""
    for department in departments_store.departments(work.session):
        if department.group == chat_id:
            return department
    return None


def departments(work: UnitOfWork) -> tuple[Department, ...]:
    return departments_store.departments(work.session)


def roster(work: UnitOfWork, department_id: str) -> Roster:
    return rosters.roster(work.session, department_id)


def add_department(work: UnitOfWork, added: Department) -> None:
    """Adds a department, which begins its own audit trail."""
    departments_store.add(work.session, added)
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
    # The trail stays, and `audit` asks it why the department is gone.
    work.audit(known.id, SYSTEM, REMOVED, known.id, name=known.name)
    departments_store.remove(work.session, known.id)
    return True


def learn_group(work: UnitOfWork, known: Department, *, platform: str, group: str) -> None:
    """Remembers the chat id of the department's group, once.

    It is a no-op where the department has a group, or the group is another department's.
    """
    if known.group or of_group(work, group) is not None:
        return
    departments_store.learn_group(work.session, known.id, platform=platform, group=group)
    work.audit(known.id, SYSTEM, "department.group_learned", known.id, platform=platform)


def of_name(work: UnitOfWork, name: str) -> list[Person]:
    """Returns the people of that name on any roster, with or without an account."""
    return store.by_name(work.session, name)


def leaver(work: UnitOfWork, department_id: str, name: str) -> Person | None:
    """Returns who left this department's roster under that name; None where nobody did."""
    return next(iter(store.leavers_named(work.session, department_id, name)), None)


def second_person(confirmed_by: Person | None) -> dict[str, str]:
    """Returns the fact of an audit line that names the second person, where there was one."""
    if not confirmed_by:
        return {}
    return {"confirmed_by": actor_name(confirmed_by)}
