"""From a message to a request: who says it, what is meant, may he, and what must be looked at before."""

from dataclasses import dataclass, field, replace
from functools import partial

from bot.actions import files
from bot.actions.files import Incoming
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import cases, confirming, courtesies, strangers
from bot.dispatch.context import Context, attachment_of
from bot.dispatch.memory import Memory
from bot.dispatch.naming import NAMING, Written
from bot.dispatch.requests import Asked, Request, Step
from bot.dispatch.router import Book, Command, FileRoute, LookAhead
from bot.dispatch.several import Several
from bot.dispatch.understanding import Doubt, Heard, Slot, Understanding, understand
from bot.domain.people import Branch, Person
from bot.domain.refusals import Missing, NoSuch, NotAllowed, NotOnRoster, Unknown
from bot.messages import Attachment, Message, Understood, Update
from bot.texts import talk

BIND, BINDING = (
    "绑定",
    "绑",
)  # whoever is known and says who he is goes on to what he wants: 「我是组织员，…」


@dataclass
class Reader:
    services: Services
    book: Book
    memory: Memory = field(default_factory=Memory)

    async def read(self, update: Update) -> Request:
        """Raises Refusal where nothing can be done with it."""
        attachment = attachment_of(update)
        try:
            if attachment is not None:
                return await self._read_attached(update, attachment)
            return await self.services.read(partial(self._read_text, update))
        except NotOnRoster:
            return strangers.StrangerRequest(update)

    def _read_text(self, update: Update, work: UnitOfWork) -> Request:
        context = Context.load(work, update)
        if not update.text.strip():
            return self._help(update)
        if courtesies.is_courtesy(update.text):
            return Asked(update, (Step(_be_polite),), reads=True)
        return self._request(context, self.meant(context))

    def meant(self, context: Context) -> Understanding:
        """What the words ask for; nothing is done or remembered."""
        read = partial(
            understand,
            intents=[
                intent
                for intent in self.book.intents
                if intent.word != BIND or BINDING in context.update.text
            ],
            roster=context.roster,
            today=context.work.now.astimezone(context.work.zone).date(),
            actor=context.actor,
            recent=self.memory.of(context.update, context.work.now),
        )
        naming = frozenset(
            intent.word for intent in self.book.intents if not NAMING.isdisjoint(intent.slots)
        )

        def read_one(text: str) -> Understanding:
            alias = self.book.alias(text)
            if alias is not None:
                return Understanding((alias,))
            return Written(text, context.roster, context.actor, read, naming).checked()

        required = {
            command.word: command.intent.required for command in self.book.of(context.actor)
        }
        return Several(read_one, required).read(context.update.text)

    def _help(self, update: Update) -> Request:
        """Somebody opened the chat, or mentioned the bot and said nothing."""
        command = self.book.commands[talk.HELP]
        return Asked(update, (Step(command.call),), reads=True)

    def _request(self, context: Context, meant: Understanding) -> Asked:
        unnamed = _unnamed(meant)
        if unnamed is not None:
            meant = Understanding((unnamed,))
        steps = [self._step(context, heard) for heard in meant.heard]
        if meant.doubt is not None and (meant.doubt.choices or not meant.nearest):
            steps.append(Step(partial(_ask_back, doubt=meant.doubt)))
        if not steps:
            raise Unknown(self._nearest(context.actor, meant))
        commands = [self.book.commands[heard.intent] for heard in meant.heard]
        return Asked(
            context.update,
            tuple(steps),
            reads=meant.doubt is None and all(command.reads for command in commands),
            private=meant.doubt is not None or any(command.private for command in commands),
            understood=tuple(understood(heard) for heard in meant.heard),
        )

    def _step(self, context: Context, heard: Heard) -> Step:
        self.memory.note(context.update, heard, context.work.now)
        return Step(partial(_carry_out, command=self.book.commands[heard.intent], heard=heard))

    def _nearest(self, actor: Person, meant: Understanding) -> tuple[str, ...]:
        mine = {command.word: command.usage for command in self.book.of(actor)}
        near = [mine[word] for word in meant.nearest if word in mine]
        return tuple(dict.fromkeys([*near, mine[talk.HELP]]))[:3]

    async def _read_attached(self, update: Update, attachment: Attachment) -> Request:
        context = await self.services.read(partial(Context.load, update=update))
        said = await self.services.read(partial(self._read_command, update))
        incoming = await files.fetch(
            self.services,
            update.platform,
            attachment,
            limit=context.cycle.plan.report.max_file_bytes,
        )
        return (
            replace(said, prepared=incoming) if said else await self._read_file(context, incoming)
        )

    def _read_command(self, update: Update, work: UnitOfWork) -> Asked | None:
        """What the text beside a file asks for, where that command takes a file: 「完成 3 已整改」. Else the file speaks."""
        context = Context.load(work, update)
        meant = self.meant(context) if update.text.strip() else Understanding()
        takes = [self.book.commands[heard.intent].with_file for heard in meant.heard]
        return self._request(context, meant) if takes == [True] and meant.doubt is None else None

    async def _read_file(self, context: Context, incoming: Incoming) -> Request:
        update = context.update
        route = self._file_route(context.actor, incoming)
        manuscript = await files.read(self.services, incoming) if route.document else None

        def look(work: UnitOfWork) -> object:
            cycle = Context.load(work, update).cycle
            return route.look(
                LookAhead(work, context.actor, cycle, incoming, update.text, manuscript)
            )

        prepared = await self.services.read(look)
        return Asked(
            update,
            (Step(partial(_take_file, route=route, incoming=incoming)),),
            private=True,
            prepared=prepared,
        )

    def _file_route(self, actor: Person, incoming: Incoming) -> FileRoute:
        route = self.book.file_route(actor, incoming)
        if route is None:
            titles = [title for route in self.book.files for title in route.who.title.split("或")]
            raise NotAllowed("、".join(dict.fromkeys(titles)))
        return route


def _be_polite(_context: Context) -> Message:
    return Message(text=talk.COURTESY)


def _unnamed(meant: Understanding) -> Heard | None:
    """What somebody wants to say without his name: nothing of it may wait on a card, whatever else was understood."""
    choices = meant.doubt.choices if meant.doubt else ()
    readings = (one for one in (*meant.heard, *choices) if isinstance(one, Heard))
    return next(filter(unnamed, readings), None)


def understood(heard: Heard) -> Understood:
    """What is told to the outside: people by account, branches by name, dates as ISO text; never unnamed words."""
    kept = {
        slot: value
        for slot, value in heard.args.items()
        if not (unnamed(heard) and slot is Slot.TEXT)
    }
    return Understood(
        heard.intent, {_name(slot, value): _told(value) for slot, value in kept.items()}
    )


def unnamed(heard: Heard) -> bool:
    return Slot.ANONYMOUS in heard.args


def _name(slot: Slot, value: confirming.Value) -> str:
    """A subject is told as what it turned out to be."""
    match value:
        case Branch():
            return Slot.BRANCH.value
        case Person():
            return Slot.PERSON.value
        case _:
            return slot.value


def _told(value: confirming.Value) -> str | int | bool:
    match value:
        case Branch():
            return value.name
        case Person():
            return value.account
        case str() | int():
            return value
        case _:
            return value.isoformat()


def _ask_back(context: Context, *, doubt: Doubt) -> Message:
    """Buttons for the possible readings; where there are none, nothing is done (「别退回」)."""
    readings = [_reading(doubt, choice) for choice in doubt.choices]
    if not readings:
        return Message(text=talk.NOTHING_DONE)
    return confirming.ask(context, readings, text=talk.which_one(doubt.said))


def _reading(doubt: Doubt, choice: Heard | Branch | Person) -> Heard:
    if isinstance(choice, Heard):
        return choice
    assert doubt.intent is not None, "a choice between people or branches belongs to an intent"
    assert doubt.slot is not None, "and fills one of its slots"
    return Heard(doubt.intent, {doubt.slot: choice}, sure=False, because=doubt.said)


def _carry_out(context: Context, *, command: Command, heard: Heard) -> Message:
    cases.allow(
        context, command.who, command.about(context, confirming.arguments(command, heard.args))
    )
    if unnamed(heard):
        return command.call(
            context, **{Slot.TEXT.value: "", **confirming.arguments(command, heard.args)}
        )
    if heard.unmatched:
        raise NoSuch("姓名或支部", heard.unmatched, command.usage)
    if command.intent.required - heard.args.keys():
        raise Missing(command.usage)
    if command.intent.alters(context.actor, heard.args.keys()) and not command.timeless:
        context.check_open()
    if command.intent.alters(context.actor, heard.args.keys()) and not heard.sure:
        return confirming.ask(
            context, [heard], text=talk.is_this_right(heard.intent, confirming.spoken(heard))
        )
    return command.call(context, **confirming.arguments(command, heard.args))


def _take_file(context: Context, *, route: FileRoute, incoming: Incoming) -> Message:
    cases.allow(context, route.who, route.about(context, incoming))
    if not route.timeless:
        context.check_open()
    return route.call(context, incoming)
