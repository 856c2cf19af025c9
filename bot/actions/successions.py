"""What follows from a change of the roster in the middle of a year.

Reports, items and ballots stay where they are: under the branch, under the name, in the box. The
rights of whoever gave up his office end with it, so his cards close and what others asked of him
goes to the others; whoever takes over hears who writes to him and what is open; the group hears who
it is now.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions import (
    conditions,
    confirmations,
    digests,
    open_cards,
    people,
    rosters,
    sister_rosters,
    speaking_places,
    stepping_down,
)
from bot.actions.digests import Part
from bot.actions.rectification import asking, ledger
from bot.actions.rectification.handing_over import hand_over
from bot.actions.rosters import RosterChanges
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Branch, Department, Person, Role, Roster
from bot.domain.reminders import REPORT
from bot.texts import staffing as texts

WELCOME, ANNOUNCEMENT = "succession", "announcement of an office"
# What somebody is told as who answers for a place: of its report, of its items.
OF_OFFICE = (REPORT, asking.ITEM, WELCOME)
PUBLIC_OFFICES = (Role.SECRETARY, Role.ORGANISER)  # the group needs to know who holds them


def import_roster(
    work: UnitOfWork,
    department: Department,
    lines: Sequence[RosterLine],
    *,
    actor: Person | str,
    confirmed_by: Person | None = None,
) -> RosterChanges:
    """Makes the roster what the workbook says (`rosters.import_roster`), with all that follows."""
    before = people.roster(work, department.id)
    changes = rosters.import_roster(
        work, department.id, lines, actor=actor, confirmed_by=confirmed_by
    )
    follow(work, department, before, people.roster(work, department.id))
    return changes


def follow(work: UnitOfWork, department: Department, before: Roster, after: Roster) -> None:
    """Lets everything that belongs to an office follow it.

    It is a no-op where no office changed hands, and for the first roster of a department.
    """
    if not before.people:
        return
    for former in before.people:
        current = after.person(former.id)
        if current is None:
            digests.take_back(work, department, former, "")  # also what is not of his office
        elif former.reports and not current.reports:
            digests.take_back(work, department, former, "", kinds=OF_OFFICE)
        if current is None or former.roles - current.roles:
            _close_cards(work, department, former)
            stepping_down.settle(work, former)
    welcomed = []
    for place in after.places:
        holder = after.responsible_for(place)
        if holder is None or place not in before.places:
            continue
        predecessor = before.responsible_for(place)
        # By name as well: where two accounts were exchanged the same human goes on under another
        # line.
        if predecessor is not None and (
            holder.id == predecessor.id or holder.name == predecessor.name
        ):
            continue
        speaking_places.take_place(work, department.id, holder)
        welcome(work, department, holder, place)
        welcomed.append(holder.id)
    unfinished = ledger.unfinished(work, department.id)
    # After the welcomes: they tell of the items as well, and nobody hears of these twice.
    hand_over(work, after, unfinished, welcomed=welcomed)
    _announce(work, department, before, after)
    sister_rosters.offer(work, department, before, after)


def _announce(work: UnitOfWork, department: Department, before: Roster, after: Roster) -> None:
    """Tells the group who holds an office now that it needs to know."""
    appointed: list[tuple[Role, Person]] = []
    for role in PUBLIC_OFFICES:
        # By name: where two accounts were exchanged the same human goes on under another line.
        known = {(person.name, person.branch) for person in before.with_role(role)}
        appointed += [
            (role, person)
            for person in after.with_role(role)
            if (person.name, person.branch) not in known
        ]
    if not appointed:
        return
    lines = [texts.appointed(role, person) for role, person in appointed]
    persons = ",".join(f"{role}:{person.id}" for role, person in appointed)
    key = f"staff:{persons}:{work.today.isoformat()}"
    condition = {"kind": ANNOUNCEMENT, "department": department.id, "persons": persons}
    digests.post(work, department, Part(key, texts.announced(lines), condition))


@conditions.checks(ANNOUNCEMENT)
def _why_obsolete(work: UnitOfWork, condition: Mapping[str, Any]) -> str:
    """What was changed again on the same day is not told the group."""
    roster = people.roster(work, condition["department"])
    for named in condition["persons"].split(","):
        role, _, person_id = named.partition(":")
        person = roster.person(int(person_id))
        if person is None or not person.has(Role(role)):
            return texts.GIVEN_BACK
    return ""


def welcome(work: UnitOfWork, department: Department, holder: Person, place: Branch) -> None:
    """Tells whoever took over a place what is open there, with his next digest.

    It is a no-op while he has no account: what waits for him he hears once he is bound.
    """
    key = f"{WELCOME}:{place.id}:{holder.id}"
    condition = {"kind": WELCOME, "person": holder.id, "place": place.id}
    digests.tell(work, department, holder, Part(key, texts.taken_over(place.name), condition))


def _close_cards(work: UnitOfWork, department: Department, former: Person) -> None:
    """Closes what waits for somebody; where others asked him, the others who may are asked."""
    for card in open_cards.waiting_for(work, former):
        if card.asked_by == former.id or card.text is None:
            open_cards.withdraw(work, card, former)
        else:
            confirmations.pass_on_departed(work, department, card, former)
