"""Requests as they are told to the outside: people by account, branches by name, dates as ISO text."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.dispatch import questions
from bot.dispatch.understanding import Heard, Slot, Value
from bot.dispatch.understanding.dates import spans
from bot.dispatch.understanding.events import read_event
from bot.dispatch.understanding.free_text import SEPARATORS
from bot.dispatch.understanding.grammar import GRADES
from bot.dispatch.understanding.writing import plain
from bot.domain.evaluation.grades import committee_day
from bot.domain.people import Branch, Person
from bot.domain.polls.announcing import WeekdayDiffers
from bot.messages import Understood

# Of these the text holds the day and the hour in the words of a meeting.
EVENTS = frozenset({"会议通知", "会议改期"})


def all_understood(requests: Iterable[Heard], today: date) -> tuple[Understood, ...]:
    """Describes requests; a question that no request comes near to is none."""
    told = [questions.told(heard) for heard in requests]
    return tuple(understood(with_event(heard, today)) for heard in told if heard is not None)


def with_event(heard: Heard, today: date) -> Heard:
    """Tells the day of a meeting apart from its hour and place, and of a decision when it was made:
    its handler reads all of it from the text.
    """
    text = heard.args.get(Slot.TEXT)
    if heard.intent == GRADES and isinstance(text, str):
        # The decision itself is its text: its handler reads whom it names.
        day = committee_day(text, today).day
        if day is None:
            return heard
        return replace(heard, args={**heard.args, Slot.DATE: day})
    if heard.intent not in EVENTS or not isinstance(text, str):
        return heard
    try:
        said = read_event(text, today)
    # Its handler says so to the person.
    except WeekdayDiffers:
        return heard
    if said.day is None:
        return heard
    args: dict[Slot, Value] = {**heard.args, Slot.DATE: said.day}
    rest = text
    # From the back, so that the places of the others stay right.
    for span in reversed(list(spans(plain(text), today))):
        rest = rest[: span.start] + rest[span.end :]
    args[Slot.TEXT] = rest.strip(SEPARATORS)
    return replace(heard, args=args)


def is_unnamed(heard: Heard) -> bool:
    """Tells whether somebody wants to say this without his name."""
    return Slot.ANONYMOUS in heard.args


def understood(heard: Heard) -> Understood:
    """Describes a request for outside the program.

    People are told by account, branches by name, dates as ISO text.
    Words that somebody wants to say without his name are left out. A subject is called what it
    turned out to be, a branch or a person.
    """
    args: dict[str, str | int | bool | None] = {}
    for slot, value in heard.args.items():
        if slot is Slot.TEXT and is_unnamed(heard):
            continue
        match value:
            case Branch():
                args[Slot.BRANCH.value] = value.name
            case Person():
                args[Slot.PERSON.value] = value.account
            case str() | int():
                args[slot.value] = value
            case _:
                args[slot.value] = value.isoformat()
    return Understood(heard.intent, args)
