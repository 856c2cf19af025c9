"""All routes of the program, found by word, form, file or card."""

from collections.abc import Iterable
from typing import Any, TypeVar

from bot.actions.files import Incoming
from bot.dispatch.context import Context
from bot.dispatch.router import Command, FileRoute, Router
from bot.dispatch.understanding import Heard, Intent, Slot
from bot.dispatch.understanding.writing import unaddressed
from bot.domain.people import Person
from bot.domain.permissions import Permission
from bot.domain.plan import Plan

T = TypeVar("T")


class Book:
    """All routes of the program. Raises ValueError where two claim the same."""

    def __init__(self, routers: Iterable[Router]) -> None:
        routers = list(routers)
        self.commands = _unique(
            (command.word, command) for router in routers for command in router.commands
        )
        self.intents: tuple[Intent, ...] = tuple(
            command.intent for command in self.commands.values()
        )
        # Many commands share a permission, which is asked once for all of them.
        self._words_by_permission: dict[Permission, list[str]] = {}
        for command in self.commands.values():
            self._words_by_permission.setdefault(command.who, []).append(command.word)
        self.files = tuple(route for router in routers for route in router.files)
        self.forms = tuple(form for router in routers for form in router.forms)
        self.replies = tuple(reply for router in routers for reply in router.replies)
        self.buttons = _unique(
            (route.kind, route) for router in routers for route in router.buttons
        )

    def written(self, text: str, *, whole: bool = False) -> Heard | None:
        """Returns what a message says that is written in a form of its own.

        With `whole` only forms count that make one request of a whole message. The word of a
        command is that command, also where it fits a form of another.
        """
        said = unaddressed(text)
        for form in self.forms:
            if whole and not form.whole:
                continue
            heard = form.heard(said)
            if heard is not None and (said not in self.commands or heard.intent == said):
                return heard
        return None

    def reply(self, context: Context) -> Heard | None:
        """Returns the answer to what this person was asked in words, if it is one.

        What begins with the word of a command is none.
        """
        text = unaddressed(context.update.text)
        if any(text.startswith(word) for word in self.commands):
            return None
        for reply in self.replies:
            if reply.awaited(context):
                return Heard(reply.word, {Slot.TEXT: text}, sure=True, because="回答所问")
        return None

    def of(self, actor: Person, plan: Plan) -> tuple[Command, ...]:
        """Returns what this person may use in a year of this plan, in the order of the routers."""
        offered: set[str] = set()
        for who, words in self._words_by_permission.items():
            if who.under(plan.rights).is_offered(actor):
                offered.update(words)
        return tuple(
            command
            for command in self.commands.values()
            if command.word in offered and (command.part is None or plan.has(command.part))
        )

    def file_route(self, actor: Person, plan: Plan, file: Incoming) -> FileRoute[Any] | None:
        """Returns the first route that this person may use and that takes the file."""
        for route in self.files:
            if route.who.under(plan.rights).allows(actor) and route.takes(actor, file):
                return route
        return None


def _unique(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    routes: dict[str, T] = {}
    for key, route in pairs:
        if key in routes:
            raise ValueError(f"two routes for {key}")
        routes[key] = route
    return routes
