"""Whose case a command is about, as its route declares it.

Who may act in it is decided by `bot.domain.conflicts`.
"""

from collections.abc import Callable, Mapping, Sequence

from bot.dispatch.context import Context
from bot.domain import conflicts
from bot.domain.people import Branch, Person
from bot.domain.permissions import Permission

Arguments = Mapping[str, object]
About = Callable[[Context, Arguments], Sequence[Person]]


def named(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Returns the people whom the arguments name; for a branch its secretary.

    A route that says nothing about whose case it is means this.
    """
    subject = arguments.get("person") or arguments.get("subject") or arguments.get("branch")
    if isinstance(subject, Person):
        return conflicts.about_subject(context.roster, subject)
    if isinstance(subject, Branch):
        return conflicts.answering(context.roster, subject)
    return ()


def nobody(_context: Context, _arguments: Arguments) -> Sequence[Person]:
    """Returns nobody: the case of an act that decides nothing about anybody, or is everybody's own."""
    return ()


def allow(context: Context, who: Permission, about: Sequence[Person]) -> None:
    """Raises NotAllowed where the office is missing, OwnCase where the actor is concerned himself.

    The plan of the year says who has the office where units differ.
    """
    who = who.under(context.cycle.plan.rights)
    conflicts.check(context.actor, who, context.roster, about)
