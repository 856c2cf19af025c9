"""Whose case a command is about, as its route declares it; `bot.domain.conflicts` decides who may act in it."""

from collections.abc import Callable, Mapping, Sequence

from bot.dispatch.context import Context
from bot.domain import conflicts
from bot.domain.people import Branch, Person
from bot.domain.permissions import Permission

Arguments = Mapping[str, object]
About = Callable[[Context, Arguments], Sequence[Person]]


def named(context: Context, arguments: Arguments) -> Sequence[Person]:
    """The people whom the arguments name, of a branch its secretary. What a route says where it says nothing."""
    said = arguments.get("person") or arguments.get("subject") or arguments.get("branch")
    if isinstance(said, Person):
        return (said,)
    return conflicts.answering(context.roster, said) if isinstance(said, Branch) else ()


def nobody(_context: Context, _arguments: Arguments) -> Sequence[Person]:
    """Of an act that decides nothing about anybody, or that is everybody's own to do."""
    return ()


def allow(context: Context, who: Permission, about: Sequence[Person]) -> None:
    """Raises NotAllowed, OwnCase."""
    conflicts.check(context.actor, who, context.roster, about)
