"""Whoever leaves hands his items over: the ledger belongs to the branch.

Its new secretary hears of it once: where he is welcomed in his office, with that.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.rectification.ledger import branch_of
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Person, Roster, name_of
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item
from bot.storage.rectification import events, items
from bot.storage.rectification.items import InCharge
from bot.texts import rectification as texts


def hand_over(
    work: UnitOfWork,
    roster: Roster,
    unfinished: Sequence[Item],
    *,
    welcomed: Collection[int] = (),
) -> int:
    """Writes down who is in charge now and tells each new secretary once.

    Those who are `welcomed`, by id, hear of it with that. Returns how many items changed hands. A
    vacant branch keeps whom it had.
    """
    successors: dict[int, Person] = {}
    handed_over: dict[int, list[InCharge]] = defaultdict(list)
    for former in items.in_charge(work.session, [item.id for item in unfinished]):
        secretary = roster.responsible_for(branch_of(roster, former.branch))
        # In a vacant branch there is nobody who could take over.
        if secretary is not None and former.person != secretary.id:
            successors[secretary.id] = secretary
            handed_over[secretary.id].append(former)
    for secretary_id, secretary in successors.items():
        formers = handed_over[secretary_id]
        # Each item tells it in its history, in the ledger and in the trail.
        for former in formers:
            predecessor = people.by_id(work, former.person)
            events.add(
                work.session,
                former.item,
                EventKind.HANDED_OVER,
                at=work.now,
                branch_id=former.branch,
                text=texts.handed_over(name_of(predecessor), secretary.name),
            )
            items.put_in_charge(work.session, former.item, former.branch, secretary_id)
            work.audit(
                secretary.department,
                SYSTEM,
                "rectification.handed_over",
                f"item:{former.item}",
                to=secretary_id,
            )
        if secretary_id not in welcomed:
            text = texts.taken_over(secretary.name, secretary.branch_name, len(formers))
            part = Part(f"taken_over:{secretary_id}:{formers[0].item}", text)
            digests.tell(work, roster.department, secretary, part)
    return sum(len(formers) for formers in handed_over.values())
