"""From a message to what is to be done: who says it, what is meant, may he, what must be looked at."""

from dataclasses import replace
from functools import partial

from bot.actions import files
from bot.actions.files import Incoming
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import (
    bare_files,
    courtesies,
    likely,
    procedures,
    second_opinion,
    strangers,
)
from bot.dispatch.context import Context, attachment_of, in_current_year
from bot.dispatch.meaning import Meaning, unnamed_alone
from bot.dispatch.outside import all_understood
from bot.dispatch.prepared import AnsweredMessage, MessageSteps, PreparedMessage, Step
from bot.dispatch.router import LookAhead
from bot.dispatch.steps import ask_whether, steps_of, take_file
from bot.domain.refusals import (
    FileForNothing,
    FileUnreadable,
    NotOnRoster,
    Unknown,
    WhichProcedure,
)
from bot.domain.values import dataclass
from bot.messages import Attachment, Message, Update
from bot.ports import SecondOpinion
from bot.texts import submissions, talk


@dataclass
class MessageReader:
    """Makes messages ready for the transaction that does what they ask."""

    services: Services
    meaning: Meaning
    second: SecondOpinion | None = None

    async def prepare(self, update: Update) -> PreparedMessage:
        """Reads a message and looks ahead; what only asks is answered on the same snapshot.

        Raises Refusal where nothing can be done with it.
        """
        attachment = attachment_of(update)
        try:
            if attachment is not None:
                return await self._prepare_attachment(update, attachment)
            named = await bare_files.owner_named(self.services, self.meaning.memory, update)
            if named is not None:
                return await self._prepare_file(*named)
            return await self.services.read(partial(self._prepare_text, update))
        except Unknown as refusal:
            return await self._by_second_opinion(update, refusal)
        except NotOnRoster:
            return strangers.StrangerMessage(update)
        except WhichProcedure as refusal:
            return procedures.UndecidedMessage(update, refusal.names)

    async def _by_second_opinion(self, update: Update, refusal: Unknown) -> MessageSteps:
        """Asks back what somebody else takes the words for, outside of any transaction.

        Raises the refusal where there is nobody to ask, or nothing comes of it.
        """
        if self.second is None or attachment_of(update) is not None:
            raise refusal
        look = partial(second_opinion.uncertain, self.meaning.book, update)
        uncertain = await self.services.read(look)
        if uncertain is None:
            raise refusal
        number = await self.second.choose(uncertain.said, uncertain.titles)
        if number is None:
            raise refusal
        choice = uncertain.choices[number]
        # What needs more than its word is shown as an example to be sent (decision 0030).
        if choice.heard is None:
            raise replace(refusal, nearest=(choice.usage,), helpers=())
        step = Step(partial(ask_whether, heard=choice.heard))
        heard = all_understood([choice.heard], update.sent_at.date())
        return MessageSteps(update, (step,), private=True, understood=heard)

    def _prepare_text(self, update: Update, work: UnitOfWork) -> PreparedMessage:
        context = Context.load(work, update)
        if not update.text.strip():
            # Somebody opened the chat, or mentioned the bot and said nothing.
            help_ = self.meaning.book.commands[talk.HELP]
            return AnsweredMessage(MessageSteps(update, (Step(help_.call),)).answer_in(context))
        # A word before it says what it is: 「不同意见 …」.
        if likely.pastes_report(context) and self.meaning.book.written(context.words) is None:
            pasted = Step(lambda _: Message(text=submissions.PASTED))
            return AnsweredMessage(MessageSteps(update, (pasted,)).answer_in(context))
        meant = self.meaning.of_chat(context)
        if meant is None:
            polite = Step(lambda asker: Message(text=courtesies.reply(asker.words)))
            return AnsweredMessage(MessageSteps(update, (polite,)).answer_in(context))
        steps = steps_of(self.meaning, context, meant)
        commands = self.meaning.book.commands
        reads = all(heard.asks_how or commands[heard.intent].reads for heard in meant.heard)
        if meant.doubt is None and reads:
            return AnsweredMessage(steps.answer_in(context))
        return steps

    async def _prepare_attachment(self, update: Update, attachment: Attachment) -> MessageSteps:
        """Fetches the file; it is the proof of the command beside it, or else speaks for itself."""

        def command_beside(work: UnitOfWork) -> tuple[Context, MessageSteps | None]:
            """Reads the text beside a file: 「完成 3 已整改」; None where no command that takes a
            file stands there.
            """
            context = Context.load(work, update)
            if not update.text.strip():
                return context, None
            meant = self.meaning.of(context)
            commands = [self.meaning.book.commands[heard.intent] for heard in meant.heard]
            takes_file = [command.with_file for command in commands] == [True]
            if meant.doubt is not None or not takes_file:
                return context, None
            if likely.sends_report(context, meant.heard[0]):
                return context, None
            return context, steps_of(self.meaning, context, unnamed_alone(meant))

        context, steps = await self.services.read(command_beside)
        limit = context.cycle.plan.report.max_file_bytes
        file = await files.fetch(self.services, update.platform, attachment, limit=limit)
        if steps is not None:
            return replace(steps, file=file)
        return await self._prepare_file(context, file)

    async def _prepare_file(self, asker: Context, file: Incoming) -> MessageSteps:
        """Has the file examined by the route that takes it. Raises Refusal, FileForNothing without
        such a route.
        """
        route = self.meaning.book.file_route(asker.actor, asker.cycle.plan, file)
        if route is None:
            # A title may name several offices, of which others name one: each is told once.
            offices = [
                office
                for route in self.meaning.book.files
                for office in route.who.title.split("或")
            ]
            raise FileForNothing("、".join(dict.fromkeys(offices)), file=file.name)
        bare_files.keep(self.services, self.meaning.memory, asker, file)
        manuscript = unreadable = None
        if route.document:
            try:
                manuscript = await files.read(self.services, file)
            except FileUnreadable as refusal:
                unreadable = refusal

        def look(work: UnitOfWork) -> object:
            # Fetching and reading took a while: the plan is the one of now.
            membership = in_current_year(work, asker.membership)
            context = Context(work, asker.update, membership)
            return route.look(LookAhead(context, file, manuscript, unreadable))

        prepared = await self.services.read(look)
        take = partial(take_file, route=route, file=file, prepared=prepared)
        return MessageSteps(asker.update, (Step(take),), private=True)
