"""The grammar of handlers.

A module owns a `Router`, the root lists the routers, and a `Book` holds all routes. A command
declares its word, who may use it and, by its parameters, what it needs: `branch`, `person`,
`subject` (a branch or a person), `date`, `days`, `n`, `grade`, `text`, `anonymous`; one with a
default may be left out. A route without permission cannot be written, and two routes for one word
fail at start.
"""

import inspect
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.actions import confirmations, open_cards
from bot.actions.confirmations import Decline
from bot.actions.files import Incoming
from bot.actions.shown_cards import NO, YES
from bot.dispatch.cases import About, named
from bot.dispatch.context import Context
from bot.dispatch.replies import Reply
from bot.dispatch.understanding import Intent, Slot
from bot.dispatch.understanding.forms.written import WrittenForm
from bot.domain.manuscript import Manuscript, Unreadable
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
from bot.domain.permissions import Permission
from bot.domain.plan import Part
from bot.domain.refusals import FileUnreadable
from bot.domain.values import dataclass
from bot.messages import ClickAnswer, Message
from bot.texts import confirmations as texts

P = TypeVar("P")  # what a route's look-ahead prepares for its handler
Handler = Callable[..., Message]
Shows = Callable[[Person, AbstractSet[Slot]], bool]
FileHandler = Callable[[Context, Incoming, P], Message]
AboutFile = Callable[[Context, Incoming, P], Sequence[Person]]
ButtonHandler = Callable[[Context, OpenCard, str], ClickAnswer]
Confirm = Callable[[Context, OpenCard], str]


def no_case(_context: Context, _file: Incoming, _prepared: object) -> Sequence[Person]:
    """Returns nobody: the case of a file that decides nothing about anybody."""
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

    def text_of_document(self) -> Manuscript:
        """Returns the document's text. Raises FileUnreadable, for its own reason, without one."""
        if self.manuscript is None:
            raise self.unreadable or FileUnreadable(Unreadable.NO_TEXT, self.file.name)
        return self.manuscript


Look = Callable[[LookAhead], P]


@dataclass
class Router:
    """The routes of one noun; they belong to its `part` of the procedure where they say no other.

    `forms` are the messages that stand for its commands without beginning with their word.
    """

    name: str
    part: Part | None = None
    forms: Sequence[WrittenForm] = ()
    commands: list[Command] = field(default_factory=list)
    files: list[FileRoute[Any]] = field(default_factory=list)
    buttons: list[ButtonRoute] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def reply(self, word: str, awaited: Callable[[Context], bool]) -> None:
        self.replies.append(Reply(word, awaited))

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
        something; it is not confirmed then. A `literal` command has written forms alone. With
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
        """Registers what happens with a file. `look` runs before the transaction; the handler is
        given what it returns.
        """

        def register(call: FileHandler[P]) -> FileHandler[P]:
            name = call.__name__
            route = FileRoute(name, who, takes, document, look, call, timeless, about, self.part)
            self.files.append(route)
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
                return ClickAnswer.closing(notice)

            self.button(kind, who=who, whose=Whose.SECOND, timeless=timeless)(press)
            return confirm

        return register

    def own_confirmation(
        self, kind: str, *, who: Permission, declined: str, timeless: bool = False
    ) -> Callable[[Confirm], Confirm]:
        """Registers a card on which somebody confirms what he asked for himself.

        The handler carries it out and returns what he is told. Where he says no nothing happens,
        and he is told `declined`. Either way the card is decided before.
        """

        def register(confirm: Confirm) -> Confirm:
            def press(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
                is_confirmed = pressed == YES
                open_cards.decide(context.work, card, context.actor, accepted=is_confirmed)
                if not is_confirmed:
                    return ClickAnswer.closing(declined)
                return ClickAnswer.closing(confirm(context, card))

            self.button(kind, who=who, whose=Whose.OWN, timeless=timeless)(press)
            return confirm

        return register


def _slots(call: Handler) -> tuple[tuple[Slot, ...], frozenset[Slot]]:
    """Returns the slots of a handler's parameters after `context`, and those without a default."""
    parameters = list(inspect.signature(call).parameters.values())[1:]
    slots = tuple(Slot(parameter.name) for parameter in parameters)
    required = frozenset(Slot(p.name) for p in parameters if p.default is inspect.Parameter.empty)
    return slots, required
