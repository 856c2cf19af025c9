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
from bot.domain.plan import Part, Plan

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
        # Many commands share a permission and a part, which are asked once for all of them.
        self._places: dict[Permission, dict[Part | None, list[int]]] = {}
        for place, command in enumerate(self.commands.values()):
            by_part = self._places.setdefault(command.who, {})
            by_part.setdefault(command.part, []).append(place)
        self._in_order = tuple(self.commands.values())
        self._words = tuple(self.commands)
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
        if text.startswith(self._words):
            return None
        for reply in self.replies:
            if reply.awaited(context):
                return Heard(reply.word, {Slot.TEXT: text}, sure=True, because="回答所问")
        return None

    def of(self, actor: Person, plan: Plan) -> tuple[Command, ...]:
        """Returns what this person may use in a year of this plan, in the order of the routers."""
        offered: list[int] = []
        for who, by_part in self._places.items():
            if not who.under(plan.rights).is_offered(actor):
                continue
            for part, places in by_part.items():
                if part is None or plan.has(part):
                    offered += places
        return tuple(self._in_order[place] for place in sorted(offered))

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
