"""The grammar of handlers.

A module owns a `Router`, the root lists the routers, and a `Book` holds all routes. A command
declares its word, who may use it and, by its parameters, what it needs: `branch`, `person`,
`subject` (a branch or a person), `date`, `days`, `n`, `grade`, `text`, `anonymous`; one with a
default may be left out. A route without permission cannot be written, and two routes for one word
fail at start.
"""

import inspect
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.actions import confirmations
from bot.actions.confirmations import NO, YES, Decline
from bot.actions.files import Incoming
from bot.dispatch.cases import About, named
from bot.dispatch.context import Context
from bot.dispatch.understanding import Heard, Intent, Slot
from bot.dispatch.understanding.numerals import number
from bot.dispatch.understanding.writing import unaddressed
from bot.domain.manuscript import Manuscript
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
from bot.domain.permissions import Permission
from bot.domain.plan import Part, Plan
from bot.domain.refusals import FileUnreadable
from bot.messages import CardState, ClickAnswer, Message
from bot.texts import confirmations as texts

T = TypeVar("T")
P = TypeVar("P")  # what a route's look-ahead prepares for its handler
Handler = Callable[..., Message]
Shows = Callable[[Person, AbstractSet[Slot]], bool]
FileHandler = Callable[[Context, Incoming, P], Message]
AboutFile = Callable[[Context, Incoming, P], Sequence[Person]]
ButtonHandler = Callable[[Context, OpenCard, str], ClickAnswer]
Confirm = Callable[[Context, OpenCard], str]


def no_case(_context: Context, _file: Incoming, _prepared: object) -> Sequence[Person]:
    """The case of a file that decides nothing about anybody."""
    return ()


@dataclass(frozen=True)
class Command:
    """What somebody can ask for by its word.

    `about` says whose case it is. With `reads` the command changes nothing and runs on a snapshot;
    with `private` it is answered in single chat also when asked in the group. With `with_file` a
    file that is sent together with the words is its proof: the handler finds it in `context.file`.
    A `timeless` command belongs to no year, and so works also when the latest year is archived.
    `part` is the part of the procedure that it belongs to; where a plan has none, nobody is told of
    the command and whoever uses it is told so.
    """

    intent: Intent
    who: Permission
    usage: str
    help: str
    call: Handler
    reads: bool
    private: bool
    with_file: bool = False
    timeless: bool = False
    about: About = named
    part: Part | None = None

    @property
    def word(self) -> str:
        return self.intent.word


@dataclass(frozen=True)
class FileRoute(Generic[P]):
    """What happens with a file.

    `takes` decides by name and sender whether the file goes this way. `look` examines it before the
    transaction; what it returns is handed to `call` and `about`. With `document` the text is
    extracted first, in its sandbox, and handed to `look`.
    """

    name: str
    who: Permission
    takes: Callable[[Person, Incoming], bool]
    document: bool
    look: "Look[P]"
    call: FileHandler[P]
    timeless: bool = False
    about: AboutFile[P] = no_case
    part: Part | None = None


DECISION = (YES, NO)  # what most cards ask for
BUTTONS = "choice"  # the one question of a card of buttons
Form = Mapping[str, Container[str]]  # the options of each question of a card
FormOf = Callable[[OpenCard], Form]


class Whose(StrEnum):
    """Whom a kind of card asks."""

    OWN = "own"  # the person in whose chat it stands
    SECOND = "second"  # the others whom somebody asked to confirm, never himself
    GROUP = "group"  # everybody who sees it in the group


@dataclass(frozen=True)
class ButtonRoute:
    """Carries out what a card asked for.

    `kind` is the cards' kind; `form` tells what they can answer.
    """

    kind: str
    who: Permission
    whose: Whose
    call: ButtonHandler
    form: FormOf
    timeless: bool = False


@dataclass(frozen=True)
class LookAhead:
    """What a file route's look-ahead may use: the stored file, and its text where that is wanted.

    The context runs on a snapshot. A document that cannot be read is looked at all the same: what
    needs its text raises `unreadable`.
    """

    context: Context
    file: Incoming
    manuscript: Manuscript | None = None
    unreadable: FileUnreadable | None = None  # why there is no text of a document


Look = Callable[[LookAhead], P]


@dataclass(frozen=True)
class Alias:
    """Another way to say a command: a whole message of this form.

    Its named groups are the command's slots. With `whole` they may hold anything, also the words of
    other commands: the message is not cut into several requests.
    """

    word: str
    form: re.Pattern[str]
    whole: bool = False

    def heard(self, text: str) -> Heard | None:
        match = self.form.fullmatch(unaddressed(text))
        if match is None:
            return None
        args: dict[Slot, int | str] = {}
        for name, value in match.groupdict().items():
            if not value:
                continue
            if name == Slot.N:
                args[Slot.N] = number(value) or 0
            else:
                args[Slot(name)] = value.strip()
        return Heard(self.word, args, sure=True, because=self.form.pattern)


@dataclass(frozen=True)
class Reply:
    """What somebody was asked in words, and answers in words of his own.

    The answer is a further text of the command. `awaited` tells whether this message may be one.
    """

    word: str
    awaited: Callable[[Context], bool]


@dataclass
class Router:
    """The routes of one noun; they belong to its `part` of the procedure where they say no other."""

    name: str
    part: Part | None = None
    commands: list[Command] = field(default_factory=list)
    files: list[FileRoute[Any]] = field(default_factory=list)
    buttons: list[ButtonRoute] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def reply(self, word: str, awaited: Callable[[Context], bool]) -> None:
        self.replies.append(Reply(word, awaited))

    def alias(self, word: str, form: str, *, whole: bool = False) -> None:
        self.aliases.append(Alias(word, re.compile(form), whole))

    def command(
        self,
        word: str,
        *,
        who: Permission,
        usage: str = "",
        help: str,  # noqa: A002 - the word that handlers write
        reads: bool = False,
        private: bool = False,
        with_file: bool = False,
        timeless: bool = False,
        shows: Shows | None = None,
        about: About = named,
        part: Part | None = None,
        literal: bool = False,
        of_branch: bool = False,
        names: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Registers a command; see `Command` for what the flags mean.

        Without `about` the case is that of the person, or of the branch's secretary, that the
        arguments name. `shows` says for whom and with which arguments a command only shows
        something; it is not confirmed then. A `literal` command has aliases alone. With
        `of_branch` the branch that is named is meant as such, and not who is evaluated there.
        With `names` it is about somebody, although it may also be said of all.
        """

        def register(call: Handler) -> Handler:
            slots, required = _slots(call)
            changes = not reads
            intent = Intent(word, slots, required, changes, shows, literal, of_branch, names)
            command = Command(
                intent,
                who,
                usage or word,
                help,
                call,
                reads,
                private,
                with_file,
                timeless,
                about,
                part or self.part,
            )
            self.commands.append(command)
            return call

        return register

    def file(
        self,
        *,
        who: Permission,
        takes: Callable[[Person, Incoming], bool],
        look: Look[P],
        document: bool,
        timeless: bool = False,
        about: AboutFile[P] = no_case,
    ) -> Callable[[FileHandler[P]], FileHandler[P]]:
        """`look` runs before the transaction; the handler is given what it returns."""

        def register(call: FileHandler[P]) -> FileHandler[P]:
            self.files.append(
                FileRoute(
                    call.__name__, who, takes, document, look, call, timeless, about, self.part
                )
            )
            return call

        return register

    def button(
        self,
        kind: str,
        *,
        who: Permission,
        whose: Whose,
        options: Iterable[str] = DECISION,
        form: FormOf | None = None,
        timeless: bool = False,
    ) -> Callable[[ButtonHandler], ButtonHandler]:
        """Registers a card of buttons with these `options`.

        With `form`, a function, a card of this kind says itself what it can answer.
        """
        buttons: Form = {BUTTONS: frozenset(options)}
        form = form or (lambda _card: buttons)

        def register(call: ButtonHandler) -> ButtonHandler:
            self.buttons.append(ButtonRoute(kind, who, whose, call, form, timeless))
            return call

        return register

    def confirmation(
        self,
        kind: str,
        *,
        who: Permission,
        decline: Decline,
        declined: str,
        timeless: bool = False,
    ) -> Callable[[Confirm], Confirm]:
        """Registers a card on which a second person confirms what somebody asked for.

        The handler carries it out and returns what the second person is told. Where one says no
        the others are asked; the last one who declines calls `decline` and is told `declined`.
        """

        def register(confirm: Confirm) -> Confirm:
            def press(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
                if pressed == YES:
                    notice = confirm(context, card)
                elif confirmations.pass_on_declined(
                    context.work, context.department, card, context.actor
                ):
                    notice = texts.PASSED_ON
                else:
                    decline(context.work, context.department, card, context.actor)
                    notice = declined
                return ClickAnswer(accepted=True, notice=notice, state=CardState.CLOSED)

            self.button(kind, who=who, whose=Whose.SECOND, timeless=timeless)(press)
            return confirm

        return register


def _slots(call: Handler) -> tuple[tuple[Slot, ...], frozenset[Slot]]:
    """Returns the slots of a handler's parameters after `context`, and those without a default."""
    parameters = list(inspect.signature(call).parameters.values())[1:]
    slots = tuple(Slot(parameter.name) for parameter in parameters)
    required = frozenset(Slot(p.name) for p in parameters if p.default is inspect.Parameter.empty)
    return slots, required


class Book:
    """All routes of the program. Raises ValueError where two claim the same."""

    def __init__(self, routers: Iterable[Router]) -> None:
        routers = list(routers)
        self.commands = _unique(
            (command.word, command) for router in routers for command in router.commands
        )
        self.files = tuple(route for router in routers for route in router.files)
        self.aliases = tuple(alias for router in routers for alias in router.aliases)
        self.replies = tuple(reply for router in routers for reply in router.replies)
        self.buttons = _unique(
            (route.kind, route) for router in routers for route in router.buttons
        )

    def alias(self, text: str, *, whole: bool = False) -> Heard | None:
        """Returns what a message says that is written in a form of its own.

        With `whole` only forms count that make one request of a whole message.
        """
        for alias in self.aliases:
            if whole and not alias.whole:
                continue
            heard = alias.heard(text)
            if heard is not None:
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

    @property
    def intents(self) -> tuple[Intent, ...]:
        return tuple(command.intent for command in self.commands.values())

    def of(self, actor: Person, plan: Plan) -> tuple[Command, ...]:
        """Returns what this person may use in a year of this plan, in the order of the routers."""
        return tuple(
            command
            for command in self.commands.values()
            if command.who.under(plan.rights).allows(actor)
            and (command.part is None or plan.has(command.part))
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
