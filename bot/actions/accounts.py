"""Whose account a person writes from."""

from dataclasses import replace

from bot.actions import people, voters
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person
from bot.storage import people as store


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
    # Who had no account at the opening may vote now; who had one is bound to that.
    voters.let_in(work, people.department(work, person.department), actor, [bound])
    work.audit(
        person.department,
        actor,
        "person.bound",
        f"person:{person.id}",
        name=person.name,
        **people.second_person(confirmed_by),
    )
    return True
