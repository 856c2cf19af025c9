"""What somebody hears first who was bound or who takes over an office: what waits for him."""

from collections.abc import Mapping
from typing import Any

from bot.actions import acquaintance, conditions, cycles, digests, people, todos
from bot.actions.rectification import ledger
from bot.actions.successions import WELCOME
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person, name_of
from bot.messages import Message
from bot.texts import staffing as texts
from bot.texts import talk

SHOWN = 5  # items that a welcome names


def first_message(work: UnitOfWork, department: Department, bound: Person) -> Message:
    """Returns what somebody hears who was just bound: who he is, and what waits for him.

    He has met the bot: it told him who it is when he asked to be bound.
    """
    acquaintance.meet(work, bound)
    text = talk.bound(bound)
    cycle = cycles.current(work, department.id)
    if cycle is None or not bound.reports:
        return Message(text=text)
    return _with_todos(work, cycle, bound, text)


def _with_todos(work: UnitOfWork, cycle: Cycle, person: Person, text: str) -> Message:
    """Returns the text with the list of what waits for this person behind it."""
    listed = todos.listed(work, cycle, person)
    if listed.card is None:
        return Message(text=f"{text}\n{listed.text}")
    return Message(text=text, card=listed.card)


@conditions.checks(WELCOME)
def _why_obsolete(work: UnitOfWork, condition: Mapping[str, Any]) -> str:
    """Nobody is welcomed in an office that was given back before he heard of it."""
    holder = people.known(work, condition["person"])
    roster = people.roster(work, holder.department)
    place = roster.place(condition["place"])
    if place is None or roster.responsible_for(place) != holder:
        return texts.GIVEN_BACK
    return ""


@digests.makes(WELCOME)
def _welcome(work: UnitOfWork, condition: Mapping[str, Any]) -> Message:
    """Returns what is open there at the moment at which he hears of it."""
    holder = people.known(work, condition["person"])
    cycle = cycles.current(work, holder.department)
    roster = people.roster(work, holder.department)
    place = roster.place(condition["place"])
    name = name_of(place)
    text = texts.taken_over(name)
    if cycle is None or not holder.reports or place is None:
        return Message(text=text)
    unfinished = ledger.unfinished(work, cycle.department)
    items = [item for item in unfinished if item.is_owned_by(place.id)]
    due = ledger.due_days(work, cycle, items)
    # What is due next stands first.
    items.sort(key=lambda item: due[item.id])
    lines = [
        text,
        *(
            texts.item_taken_over(item.number(place.id), item.problem, due[item.id], work.today)
            for item in items[:SHOWN]
        ),
    ]
    if len(items) > SHOWN:
        lines.append(texts.more_taken_over(len(items) - SHOWN))
    return _with_todos(work, cycle, holder, "\n".join(lines))
