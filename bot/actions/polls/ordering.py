"""The order of speaking: as on the roster, drawn by lot, or entered."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.actions import people
from bot.actions.polls.meetings import agenda
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person
from bot.domain.polls import order
from bot.domain.polls.announcing import DrawnBefore, OrderIncomplete
from bot.domain.polls.meeting import Meeting, OrderKind
from bot.messages import Message
from bot.storage.polls import meeting as store
from bot.texts.polls import meeting as texts


def keep_seed(work: UnitOfWork, cycle: Cycle, actor: Person, seed: str) -> str:
    """Draws the lot from these words, which somebody may have told others beforehand.

    The first one stays: a second one would let somebody choose the order. Returns the one in force.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    if meeting.seed:
        return meeting.seed
    # From now on the draw is fixed, and whoever heard these words can repeat it.
    store.save(work.session, replace(meeting, seed=seed))
    work.audit(cycle.department, actor, "meeting.seed", f"cycle:{cycle.year}", seed=seed)
    return seed


def draw_order(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, reason: str = ""
) -> None:
    """Draws the order of speaking by the system's randomness and tells the group, once.

    The trail keeps what it was drawn from and how, so that the draw can be repeated. Drawing again
    needs a reason, which the group hears. Raises DrawnBefore.
    """
    meeting = store.of_cycle(work.session, cycle.id)
    again = meeting.order_kind is OrderKind.LOT
    if again and not reason:
        names = tuple(person.title for person in agenda(work, cycle).speakers)
        raise DrawnBefore(names)
    seed = meeting.seed
    # From the same seed the same order would be drawn again.
    if again or not seed:
        seed = secrets.token_hex(16)
    subjects = people.roster(work, cycle.department).subjects
    ids_by_name = {person.title: person.id for person in subjects}
    drawn = tuple(ids_by_name[name] for name in order.draw(seed, list(ids_by_name)))
    ordered = replace(meeting, seed=seed, order=drawn, order_kind=OrderKind.LOT)
    facts = {"seed": seed, "method": order.METHOD}
    if reason:
        facts["reason"] = reason
    _put_in_force(work, cycle, department, actor, ordered, facts)


def enter_order(
    work: UnitOfWork, cycle: Cycle, department: Department, actor: Person, names: Sequence[Person]
) -> None:
    """Puts the speakers into this order and tells the group."""
    meeting = store.of_cycle(work.session, cycle.id)
    entered = tuple(person.id for person in names)
    ordered = replace(meeting, order=entered, order_kind=OrderKind.ENTERED)
    _put_in_force(work, cycle, department, actor, ordered, {})


def follow_roster(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> None:
    """Lets the speakers follow the roster and tells the group."""
    meeting = store.of_cycle(work.session, cycle.id)
    ordered = replace(meeting, order=(), order_kind=OrderKind.ROSTER)
    _put_in_force(work, cycle, department, actor, ordered, {})


def is_order_told(work: UnitOfWork, cycle: Cycle) -> bool:
    """Tells whether the group has heard an order of speaking."""
    return store.of_cycle(work.session, cycle.id).orders > 0


def check_order(
    work: UnitOfWork, cycle: Cycle, names: Sequence[Person], unknown: Sequence[str] = ()
) -> None:
    """Raises OrderIncomplete unless everybody who speaks is named once, and nobody else."""
    counts = Counter(names)
    expected = agenda(work, cycle).speakers
    strangers = [person.title for person in counts if person not in expected]
    missing = tuple(person.title for person in expected if person not in counts)
    twice = tuple(person.title for person, count in counts.items() if count > 1)
    unknown = (*unknown, *strangers)
    if missing or unknown or twice:
        raise OrderIncomplete(missing, unknown, twice)


def _put_in_force(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    ordered: Meeting,
    facts: Mapping[str, str],
) -> None:
    """Stores the order, records it with the facts of its making, and tells the group, once."""
    number = ordered.orders + 1
    store.save(work.session, replace(ordered, orders=number))
    work.audit(
        cycle.department,
        actor,
        "meeting.order",
        f"cycle:{cycle.year}",
        kind=ordered.order_kind.value,
        persons=" ".join(map(str, ordered.order)),
        **facts,
    )
    # without those who report in writing
    names = [person.title for person in agenda(work, cycle).speakers]
    text = texts.order_told(names, ordered.order_kind, facts.get("reason", ""))
    key = f"meeting:{cycle.id}:order:{number}"
    work.message_group(department, Message(text=text), key=key)
