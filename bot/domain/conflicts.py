"""Nobody acts on himself, and two persons are two persons:
the one rule for every act, card and reading.

In small departments one person holds several offices as a rule. In his own case he holds none of
them: he neither decides nor reads what others wrote. Somebody else with the office does; where
nobody else has it, another leader or organiser stands in. A second person is another human, and
none whom the first put on the roster or changed this year.
"""

from collections.abc import Collection, Iterable

from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.permissions import LEADER, ORGANISER, OVERSIGHT, Permission
from bot.domain.refusals import NotAllowed, OwnCase

HELPERS = 2  # names that are told: a choice of two is soon made, a list of all is read by nobody


def is_same_human(one: Person, other: Person) -> bool:
    """One human may stand on two lines of the roster:
    the same name, in the same branch or in none.
    """
    if one.id == other.id:
        return True
    is_same_place = one.branch == other.branch or one.branch is None or other.branch is None
    return one.name == other.name and is_same_place


def concerns(actor: Person, about: Iterable[Person]) -> bool:
    """Whether an act about these people is about the actor himself."""
    return any(is_same_human(actor, person) for person in about)


def answering(roster: Roster, branch: Branch) -> tuple[Person, ...]:
    """Those who answer for a branch or a place: what is said of it is said of them."""
    secretaries = roster.with_role(Role.SECRETARY)
    answering = [person for person in secretaries if person.branch == branch]
    for person in (roster.subject_of(branch), roster.responsible_for(branch)):
        if person is not None and person not in answering:
            answering.append(person)
    return tuple(answering)


def about_subject(roster: Roster, subject: Person) -> tuple[Person, ...]:
    """Those whom an act about this person concerns; for a body also who hands in for it."""
    if subject.responsible is None:
        return (subject,)
    responsible = roster.person(subject.responsible)
    if responsible is None:  # he has left the roster since
        return (subject,)
    return (subject, responsible)


def able(who: Permission, roster: Roster, about: Collection[Person]) -> tuple[Person, ...]:
    """Those who may do an act about these people: with the office,
    else those who stand in for all who hold it.
    """
    holders = [person for person in roster.people if who.allows(person)]
    free = tuple(person for person in holders if person.account and not concerns(person, about))
    # Where nobody is free for want of an account, not because it is their own case, nobody stands in.
    if free or not any(concerns(person, about) for person in holders):
        return free
    overseers = [person for person in roster.people if OVERSIGHT.allows(person) and person.account]
    return tuple(person for person in overseers if not concerns(person, about))


def may_ever(actor: Person, who: Permission) -> bool:
    """Whether there is a case in which this one may: by his office, or because he stands in."""
    return who.allows(actor) or (OVERSIGHT.allows(actor) and who in (LEADER, ORGANISER))


def check(actor: Person, who: Permission, roster: Roster, about: Collection[Person]) -> None:
    """Raises NotAllowed without the office, OwnCase with the names of those who may instead."""
    if who.allows(actor) and not concerns(actor, about):
        return
    others: tuple[Person, ...] = ()
    if about:
        others = able(who, roster, about)
    if who.allows(actor):
        raise OwnCase(tuple(person.name for person in others))
    if actor.id not in {person.id for person in others}:
        raise NotAllowed(who.title, helpers(roster, actor))


def helpers(roster: Roster, actor: Person) -> tuple[str, ...]:
    """The names of those whom this person can ask: the organisers; for an organiser the leaders."""
    others = [person for person in roster.with_role(Role.ORGANISER) if person.id != actor.id]
    if not others:
        others = [person for person in roster.with_role(Role.LEADER) if person.id != actor.id]
    return tuple(person.name for person in others[:HELPERS])


def is_second(
    first: Person, other: Person, changed: Collection[int], about: Collection[Person]
) -> bool:
    """Whether this one may confirm what the first asks.

    `changed` are persons whom the first changed this year.
    """
    if not OVERSIGHT.allows(other) or not other.account:
        return False
    if not first.has(Role.LEADER) and not other.has(Role.LEADER):
        return False  # one of the two answers for it
    if is_same_human(first, other) or other.id in changed:
        return False
    return not concerns(other, about)
