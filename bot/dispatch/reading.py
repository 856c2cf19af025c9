"""From a message to what is to be done: who says it, what is meant, may he, what must be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from bot.actions import files
from bot.actions.files import Incoming
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import (
    bare_files,
    bundling,
    cases,
    confirming,
    courtesies,
    likely,
    procedures,
    questions,
    second_opinion,
    strangers,
)
from bot.dispatch.book import Book
from bot.dispatch.context import Context, attachment_of, in_current_year
from bot.dispatch.forms import contradicts
from bot.dispatch.memory import Memory
from bot.dispatch.naming import NAMING, Written
from bot.dispatch.outside import all_understood, is_unnamed
from bot.dispatch.plan_days import with_plans_days
from bot.dispatch.prepared import AnsweredMessage, MessageSteps, PreparedMessage, Step
from bot.dispatch.router import Command, FileRoute, LookAhead
from bot.dispatch.understanding import Doubt, Heard, Slot, Understanding, understand
from bot.domain import conflicts
from bot.domain.plan import Part
from bot.domain.refusals import (
    FileForNothing,
    FileUnreadable,
    Missing,
    NoSuch,
    NotOnRoster,
    NotPlanned,
    Unknown,
    WhichProcedure,
)
from bot.messages import Attachment, Message, Update
from bot.ports import SecondOpinion
from bot.texts import talk
from bot.texts.questions import Question

# Whoever is known and says who he is goes on to what he wants: 「我是组织员，…」
BIND = "绑定"
BINDING = "绑"
SHEET = "测评表"
# What follows it is mostly a reason: 「请假 高烧」. Its handler asks whose it is.
LEAVE = "请假"
OFFERED = 2  # besides help, where nothing was understood


@dataclass
class MessageReader:
    services: Services
    book: Book
    memory: Memory = field(default_factory=Memory)
    second: SecondOpinion | None = None

    async def prepare(self, update: Update) -> PreparedMessage:
        """Reads a message and looks ahead; what only asks is answered on the same snapshot.

        Raises Refusal where nothing can be done with it.
        """
        attachment = attachment_of(update)
        try:
            if attachment is not None:
                return await self._prepare_attachment(update, attachment)
            named = await bare_files.owner_named(self.services, self.memory, update)
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
        look = partial(second_opinion.uncertain, self.book, update)
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
        step = Step(partial(_ask_whether, heard=choice.heard))
        heard = all_understood([choice.heard], update.sent_at.date())
        return MessageSteps(update, (step,), private=True, understood=heard)

    def _prepare_text(self, update: Update, work: UnitOfWork) -> PreparedMessage:
        context = Context.load(work, update)
        if not update.text.strip():
            # Somebody opened the chat, or mentioned the bot and said nothing.
            help_ = self.book.commands[talk.HELP]
            return AnsweredMessage(MessageSteps(update, (Step(help_.call),)).answer_in(context))
        if likely.asks_for_sheet(context):
            meant = Understanding((Heard(SHEET, {}, sure=True, because=update.text),))
        elif courtesies.is_courtesy(update.text):
            return AnsweredMessage(MessageSteps(update, (Step(_be_polite),)).answer_in(context))
        else:
            meant = _unnamed_alone(self.meant(context))
        steps = self._steps(context, meant)
        commands = [self.book.commands[heard.intent] for heard in meant.heard]
        if meant.doubt is None and all(command.reads for command in commands):
            return AnsweredMessage(steps.answer_in(context))
        return steps

    def meant(self, context: Context, *, nearly: bool = True) -> Understanding:
        """Returns what the words ask for; nothing is done or remembered.

        A known question goes before what its words are like, and the nearest question before
        nothing, or what the asker may not do; not so where only plain words count.
        """
        text, actor, plan = context.words, context.actor, context.cycle.plan
        question = questions.exact(text, actor, plan)
        if question is not None and not question.request:
            return Understanding((questions.heard(question, text),))
        whole = self.book.alias(text, whole=True) or self.book.reply(context)
        if whole is not None:
            return Understanding((whole,))
        meant = self._requested(context, text)
        if question is not None and [heard.intent for heard in meant.heard] == [question.request]:
            return meant
        if question is None and nearly:
            question = self._nearest_question(context, text, meant)
        if question is None:
            return meant
        return Understanding((questions.heard(question, text),))

    def _nearest_question(
        self, context: Context, text: str, meant: Understanding
    ) -> Question | None:
        """Returns the question that goes before what was understood; None where none does.

        It does before nothing, before an act that somebody asking would have to decline, and, where
        it is very near, before something else to be read, or what he may not read.
        """
        nearest = partial(questions.nearest, text, context.actor, context.cycle.plan)
        readings: list[Heard] = list(meant.heard)
        for choice in meant.doubt.choices if meant.doubt else ():
            # A choice between people belongs to an act that was understood.
            if not isinstance(choice, Heard):
                return None
            readings.append(choice)
        asks = questions.asks(text)
        if asks:
            readings = [heard for heard in readings if not heard.unmatched]
        if not readings:
            return nearest()
        commands = [self.book.commands[heard.intent] for heard in readings]
        if any(command.intent.changes for command in commands):
            is_loose = asks and not any(heard.sure for heard in meant.heard)
            return nearest() if is_loose else None
        rights = context.cycle.plan.rights
        if not any(command.who.under(rights).allows(context.actor) for command in commands):
            return nearest(least=questions.NEARER)
        return nearest(least=questions.ALMOST) if asks else None

    def _requested(self, context: Context, text: str) -> Understanding:
        read = partial(
            understand,
            intents=[
                intent
                for intent in self.book.intents
                if not intent.literal and (intent.word != BIND or BINDING in text)
            ],
            roster=context.roster,
            today=context.work.today,
            actor=context.actor,
            recent=self.memory.of(context.update, context.work.now),
            grades=context.cycle.plan.grade_steps,
            his=[command.word for command in self.book.of(context.actor, context.cycle.plan)],
            favoured=likely.open_now(context),
            steps={step.title for step in context.cycle.plan.ballot.scale},
        )
        naming = frozenset(
            intent.word
            for intent in self.book.intents
            if not NAMING.isdisjoint(intent.slots) and intent.word != LEAVE
        )

        def read_one(text: str) -> Understanding:
            meant = Written(text, context.roster, context.actor, read, naming).checked()
            parts = meant.parts or (text,)
            aliases = [alias for part in parts if (alias := self.book.alias(part)) is not None]
            if len(aliases) == len(parts) and not contradicts(text, meant, aliases):
                return Understanding(tuple(aliases))
            return meant

        return with_plans_days(read_one(text), text, context.cycle.plan, context.work.today)

    def _steps(self, context: Context, meant: Understanding) -> MessageSteps:
        """Makes a step of everything that is asked for. Raises Unknown where nothing is."""
        steps = []
        commands = []
        # Neighbours alone are put together: all is done in the order in which it was said.
        for word, group in groupby(meant.heard, key=attrgetter("intent")):
            requests = tuple(group)
            command = self.book.commands[word]
            commands.append(command)
            for heard in requests:
                self.memory.note(context.update, heard, context.work.now)
            if _are_asked_together(context, command, requests):
                steps.append(Step(partial(_ask_together, command=command, requests=requests)))
                continue
            steps += [Step(partial(_carry_out, command=command, heard=heard)) for heard in requests]
        if meant.doubt is not None and (meant.doubt.choices or not meant.nearest):
            steps.append(Step(partial(_ask_back, doubt=meant.doubt)))
        if not steps:
            raise self._not_understood(context, meant)
        return MessageSteps(
            context.update,
            tuple(steps),
            private=meant.doubt is not None or any(command.private for command in commands),
            understood=all_understood(meant.heard, context.work.today),
        )

    def _not_understood(self, context: Context, meant: Understanding) -> Unknown:
        """Offers what may be meant; the second time in a row a person who can be asked."""
        helpers: tuple[str, ...] = ()
        if self.memory.is_lost_again(context.update, context.work.now):
            helpers = conflicts.helpers(context.roster, context.actor)
        return Unknown(self._nearest(context, meant), helpers, context.cycle.plan.help_contact)

    def _nearest(self, context: Context, meant: Understanding) -> tuple[str, ...]:
        commands = self.book.of(context.actor, context.cycle.plan)
        usages = {command.word: command.usage for command in commands}
        asked = questions.perhaps(context.words, context.actor, context.cycle.plan)
        nearest = [usages[word] for word in meant.nearest if word in usages]
        offered = list(dict.fromkeys([*asked, *nearest]))[:OFFERED]
        return (*offered, usages[talk.HELP])

    async def _prepare_attachment(self, update: Update, attachment: Attachment) -> MessageSteps:
        """Fetches the file; it is the proof of the command beside it, or else speaks for itself."""
        context, steps = await self.services.read(partial(self._command_beside, update))
        limit = context.cycle.plan.report.max_file_bytes
        file = await files.fetch(self.services, update.platform, attachment, limit=limit)
        if steps is not None:
            return replace(steps, file=file)
        return await self._prepare_file(context, file)

    def _command_beside(
        self, update: Update, work: UnitOfWork
    ) -> tuple[Context, MessageSteps | None]:
        """Reads the text beside a file: 「完成 3 已整改」.

        None where no command that takes a file stands there.
        """
        context = Context.load(work, update)
        if not update.text.strip():
            return context, None
        meant = self.meant(context)
        takes_file = [self.book.commands[heard.intent].with_file for heard in meant.heard]
        if takes_file != [True] or meant.doubt is not None:
            return context, None
        return context, self._steps(context, _unnamed_alone(meant))

    async def _prepare_file(self, asker: Context, file: Incoming) -> MessageSteps:
        route = self.book.file_route(asker.actor, asker.cycle.plan, file)
        if route is None:
            titles = [title for route in self.book.files for title in route.who.title.split("或")]
            raise FileForNothing("、".join(dict.fromkeys(titles)), file=file.name)
        bare_files.keep(self.services, self.memory, asker, file)
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
        take = partial(_take_file, route=route, file=file, prepared=prepared)
        return MessageSteps(asker.update, (Step(take),), private=True)


def _be_polite(context: Context) -> Message:
    return Message(text=courtesies.reply(context.words))


def _unnamed_alone(meant: Understanding) -> Understanding:
    """Leaves only what somebody wants to say without his name, if he does.

    Nothing of such a message may wait on a card, whatever else was understood.
    """
    choices = meant.doubt.choices if meant.doubt else ()
    for reading in (*meant.heard, *choices):
        if isinstance(reading, Heard) and is_unnamed(reading):
            return Understanding((reading,))
    return meant


def _ask_back(context: Context, *, doubt: Doubt) -> Message:
    """Shows buttons for the possible readings; where there are none, nothing is done (「别退回」)."""
    readings = []
    for choice in doubt.choices:
        if isinstance(choice, Heard):
            readings.append(choice)
            continue
        assert doubt.intent is not None, "a choice between people or branches belongs to an intent"
        assert doubt.slot is not None, "and fills one of its slots"
        readings.append(Heard(doubt.intent, {doubt.slot: choice}, sure=False, because=doubt.said))
    if not readings:
        return Message(text=talk.NOTHING_DONE)
    question = talk.which_one(doubt.said)
    if len(readings) == 1:
        question = confirming.question(readings[0])
    return confirming.ask(context, readings, text=question)


def _ask_whether(context: Context, *, heard: Heard) -> Message:
    """Asks the person himself, whatever it is."""
    question = confirming.question(heard)
    return confirming.ask(context, [heard], text=question)


def _are_asked_together(context: Context, command: Command, requests: Sequence[Heard]) -> bool:
    """Whether these are several acts of one kind, none of them sure and nothing missing of any."""
    return len(requests) >= bundling.LEAST and all(
        command.intent.alters(context.actor, heard.args.keys())
        and not heard.sure
        and not heard.unmatched
        and not is_unnamed(heard)
        and command.intent.required <= heard.args.keys()
        for heard in requests
    )


def _ask_together(context: Context, *, command: Command, requests: Sequence[Heard]) -> Message:
    """Asks once for all: 「第一、第三支部的报告都收下」."""
    # Whoever may not hears it before he has confirmed.
    for heard in requests:
        arguments = confirming.arguments(command, heard.args)
        cases.allow(context, command.who, command.about(context, arguments))
    _check_planned(context, command.part)
    if not command.timeless:
        context.check_open()
    return bundling.of_requests(context, requests)


def _carry_out(context: Context, *, command: Command, heard: Heard) -> Message:
    arguments = confirming.arguments(command, heard.args)
    cases.allow(context, command.who, command.about(context, arguments))
    _check_planned(context, command.part)
    # Nothing of it is asked back, for nothing of it may wait on a card.
    if is_unnamed(heard):
        return command.call(context, **{Slot.TEXT.value: "", **arguments})
    if heard.unmatched:
        raise NoSuch("姓名或支部", heard.unmatched, command.usage)
    if command.intent.required - heard.args.keys():
        raise Missing(command.usage)
    if command.intent.alters(context.actor, heard.args.keys()):
        if not command.timeless:
            context.check_open()
        if not heard.sure:
            question = confirming.question(heard)
            return confirming.ask(context, [heard], text=question)
    return command.call(context, **arguments)


def _check_planned(context: Context, part: Part | None) -> None:
    """Raises NotPlanned where the year's plan has no such part."""
    if part is not None and not context.cycle.plan.has(part):
        raise NotPlanned(part)


def _take_file(
    context: Context, *, route: FileRoute[Any], file: Incoming, prepared: object
) -> Message:
    cases.allow(context, route.who, route.about(context, file, prepared))
    _check_planned(context, route.part)
    if not route.timeless:
        context.check_open()
    return route.call(context, file, prepared)
