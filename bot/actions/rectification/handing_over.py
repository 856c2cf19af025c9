"""Who leaves hands his items over: the ledger belongs to the branch, and its new secretary hears of it once."""

from collections import defaultdict
from collections.abc import Sequence

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.rectification.ledger import branch_of
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Person, Roster
from bot.domain.rectification.items import Item
from bot.storage.rectification import events, items
from bot.storage.rectification.events import EventRow
from bot.storage.rectification.items import OwnerRow
from bot.texts import rectification as texts


def hand_over(work: UnitOfWork, roster: Roster, unfinished: Sequence[Item]) -> int:
    """Writes down who is in charge now and tells each new secretary once; how many items changed hands."""
    taken: dict[int, list[OwnerRow]] = defaultdict(list)
    for owner in items.owners_of(work.session, [item.id for item in unfinished]):
        secretary = roster.secretary_of(branch_of(roster, owner.branch_id))
        if secretary is not None and owner.person_id != secretary.id:
            taken[secretary.id].append(owner)
    for person_id, owners in taken.items():
        person = roster.person(person_id)
        assert person is not None, "secretaries are on the roster"
        _take_over(work, roster, person, owners)
    return sum(map(len, taken.values()))


def _take_over(
    work: UnitOfWork, roster: Roster, person: Person, owners: Sequence[OwnerRow]
) -> None:
    for owner in owners:
        before = people.by_id(work, owner.person_id) if owner.person_id else None
        text = texts.handed_over(before.name if before else "", person.name)
        events.add(
            work.session,
            EventRow(
                item_id=owner.item_id,
                branch_id=owner.branch_id,
                at=work.now,
                kind="handed_over",
                text=text,
            ),
        )
        owner.person_id = person.id
        work.audit(
            person.department,
            SYSTEM,
            "rectification.handed_over",
            f"item:{owner.item_id}",
            to=person.id,
        )
    work.session.flush()
    branch = person.branch.name if person.branch else ""
    part = Part(
        f"taken_over:{person.id}:{owners[0].item_id}",
        texts.taken_over(person.name, branch, len(owners)),
    )
    digests.tell(work, roster.department, person, part)
