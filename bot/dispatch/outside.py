"""Requests as they are told to the outside: people by account, branches by name, dates as ISO text."""

from collections.abc import Iterable

from bot.dispatch import questions
from bot.dispatch.understanding import Heard, Slot
from bot.domain.people import Branch, Person
from bot.messages import Understood


def all_understood(requests: Iterable[Heard]) -> tuple[Understood, ...]:
    """Describes requests; a question that no request comes near to is none."""
    told = [questions.told(heard) for heard in requests]
    return tuple(understood(heard) for heard in told if heard is not None)


def is_unnamed(heard: Heard) -> bool:
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
