"""Who cannot be reached yet: known before the meeting, not when the ballots are handed out.

What the program knows is the account on the roster, and whether a message ever came from it in
single chat. Votes and anonymous letters leave no trace, so whoever wrote nothing else counts as one
who never wrote.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person, Role
from bot.domain.reach import FirstWord, Hindrance, hindrance
from bot.storage import inbox

MEETING = timedelta(hours=3)  # who wrote within them is taken to be in the hall
ANSWERABLE = timedelta(minutes=55)  # of the hour in which one answer may follow a message


def first_word(work: UnitOfWork, department: Department) -> FirstWord:
    """Returns when the department's platform lets the bot write first."""
    return work.first_words.get(department.platform, FirstWord.ALWAYS)


def hindrances(work: UnitOfWork, department: Department) -> Mapping[Person, Hindrance]:
    """Returns everybody whom the bot cannot write to, and why, in the order of the roster.

    Guests without an account are not meant to be written to.
    """
    allowed = first_word(work, department)
    writers: frozenset[str] = frozenset()
    if allowed is FirstWord.ONCE_SPOKEN:
        writers = inbox.writers(work.session, department.platform)
    hindered = {}
    for person in people.roster(work, department.id).people:
        if not person.account and person.roles <= {Role.GUEST}:
            continue
        reason = hindrance(person, allowed, has_written=person.account in writers)
        if reason is not None:
            hindered[person] = reason
    return hindered


def wrote_lately(work: UnitOfWork, department: Department) -> frozenset[str]:
    """Returns the accounts that wrote in single chat in the last hours: who is in the hall says so."""
    return inbox.writers(work.session, department.platform, since=work.now - MEETING)


def reachable(work: UnitOfWork, department: Department) -> frozenset[int]:
    """Returns the persons to whom something can be sent now, by id.

    Where the platform lets the bot only answer, they are those who wrote a short while ago: one
    answer to that is still open.
    """
    hindered = hindrances(work, department)
    answerable: frozenset[str] = frozenset()
    if first_word(work, department) is FirstWord.NEVER:
        since = work.now - ANSWERABLE
        answerable = inbox.writers(work.session, department.platform, since=since)
    return frozenset(
        person.id
        for person in people.roster(work, department.id).people
        if person.account and (person not in hindered or person.account in answerable)
    )
