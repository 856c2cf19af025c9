"""待办: what waits for a person now, in order of date, and what comes next.

It is computed from the state whenever somebody asks, and never stored. Every noun says in a module
of this room what of its own waits for whom; `SOURCES` lists them. Who adds a source adds a line
there.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from bot.actions import cycles, digests
from bot.actions.todos import (
    cards,
    evaluation,
    listing,
    meetings,
    notices,
    people,
    polls,
    publicity,
    rectification,
    satisfaction,
    stages,
    steps,
    submissions,
)
from bot.actions.todos.desk import ALL, Desk, Facts, Request, Todo
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person, Role
from bot.messages import Message
from bot.texts.listing import fits

__all__ = [
    "ALL",
    "Desk",
    "Facts",
    "Request",
    "Todo",
    "bring_the_next",
    "listed",
    "next_step",
    "of_person",
    "waiting",
    "with_the_next",
]

Source = Callable[[Desk], Iterator[Todo]]

# Of what is due on one day, what stands further up here is told first.
SOURCES: tuple[Source, ...] = (
    cards.to_answer,
    polls.to_fill_in,
    people.to_replace,
    notices.to_post,
    submissions.to_hand_in,
    submissions.to_review,
    submissions.to_remind,
    submissions.to_pair,
    meetings.to_announce,
    meetings.to_settle_absence,
    meetings.to_order,
    polls.to_hand_out,
    polls.to_collect,
    polls.to_release,
    publicity.to_publish,
    publicity.to_read,
    evaluation.to_describe,
    evaluation.to_word,
    evaluation.to_grade,
    evaluation.to_tell,
    evaluation.to_export,
    evaluation.to_reconsider,
    evaluation.to_read,
    rectification.to_enter,
    rectification.to_verify,
    rectification.to_help,
    rectification.to_close_help,
    rectification.to_explain_help,
    rectification.to_finish,
    satisfaction.to_ask,
    satisfaction.to_tell,
    satisfaction.to_end,
    rectification.to_report,
    rectification.to_release,
    rectification.to_revisit,
    rectification.to_archive,
)
COUNTED = (Role.SECRETARY, Role.LEADER, Role.ORGANISER)


def of_person(work: UnitOfWork, cycle: Cycle, person: Person) -> list[Todo]:
    """Returns what waits for this person, in order of date; what has no date comes last.

    Nothing waits in an archived year.
    """
    return _of_desk(Desk(Facts(work, cycle), person))


def next_step(work: UnitOfWork, cycle: Cycle) -> str:
    """Returns in words what comes next for everybody."""
    return steps.upcoming(Facts(work, cycle))


def waiting(work: UnitOfWork, cycle: Cycle) -> dict[str, int]:
    """Returns how many to-dos are open per role."""
    facts = Facts(work, cycle)
    return {
        role.value: sum(
            len(_of_desk(Desk(facts, person))) for person in facts.roster.with_role(role)
        )
        for role in COUNTED
    }


def listed(work: UnitOfWork, cycle: Cycle, person: Person) -> Message:
    """Returns what waits for this person with buttons, and what comes next."""
    return listing.message(work, person, of_person(work, cycle, person), next_step(work, cycle))


def with_the_next(work: UnitOfWork, cycle: Cycle, person: Person, answer: Message) -> Message:
    """Returns an answer that ends a step together with what waits next, as buttons.

    It is returned as it is where nothing with a button waits, or it brings a card of its own, or
    would get too long for a phone.
    """
    if answer.card is not None or cycle.archived:
        return answer
    ending = listed(work, cycle, person)
    if ending.card is None or not fits(f"{answer.text}\n{ending.card.text}"):
        return answer
    return replace(answer, card=ending.card)


def bring_the_next(
    work: UnitOfWork, cycle: Cycle, department: Department, person: Person, *, key: str
) -> None:
    """Brings what waits next to somebody who has just ended a step by a tap.

    It is a no-op where nothing with a button waits.
    """
    ending = listed(work, cycle, person)
    if ending.card is not None:
        work.message_person(department, person, ending, key=key)


@digests.ends
def _of_the_day(work: UnitOfWork, department: Department, person: Person) -> Message | None:
    """Ends the organiser's one message of a day with all that waits for him."""
    cycle = cycles.current(work, department.id)
    if cycle is None or cycle.archived or not person.has(Role.ORGANISER):
        return None
    if not of_person(work, cycle, person):
        return None
    return listed(work, cycle, person)


def _of_desk(desk: Desk) -> list[Todo]:
    if desk.cycle.archived:
        return []
    todos = [todo for source in SOURCES for todo in source(desk)]
    todos += stages.to_finish(desk, {todo.due for todo in todos})
    # The sort is stable: within a day the order of SOURCES holds.
    return sorted(todos, key=lambda todo: todo.due or date.max)
