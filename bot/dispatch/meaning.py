"""What a message means: a courtesy, a question, a request, or several of them.

Whoever wonders why something was taken for what it was looks here. The order is:

1. a typed vote or a letter without a name (`inlet`, `overhearing`): before anything is stored, and
   so before anything below;
2. a greeting or a polite word, which asks for nothing (`greetings`, `courtesies`);
3. a question in just the words that are written down (`questions`);
4. a form that a command claims for itself, and the answer to what was asked in words (`forms`);
5. several questions in one message, each of which means something by itself (`clauses`);
6. a request, as phrases have taught it (`understanding`);
7. instead of that request, the nearest question, and how something is done instead of doing it
   (`likeness`, `asked`).
"""

from dataclasses import field
from functools import partial

from bot.dispatch import courtesies, likely, questions
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.forms import contradicts
from bot.dispatch.memory import Memory
from bot.dispatch.naming import NAMING, Written
from bot.dispatch.outside import is_unnamed
from bot.dispatch.plan_days import with_plans_days
from bot.dispatch.understanding import Heard, Understanding, understand
from bot.domain.values import dataclass
from bot.texts.questions import Question

# Whoever is known and says who he is goes on to what he wants: 「我是组织员，…」
BIND = "绑定"
BINDING = "绑"
SHEET = "测评表"
# What follows it is mostly a reason: 「请假 高烧」. Its handler asks whose it is.
LEAVE = "请假"


@dataclass(frozen=True)
class Meaning:
    """Tells what messages mean; nothing is done or remembered here."""

    book: Book
    memory: Memory = field(default_factory=Memory)

    def of_chat(self, context: Context) -> Understanding | None:
        """Returns what a message without a file means; None for a courtesy, which asks nothing."""
        if likely.asks_for_sheet(context):
            sheet = Heard(SHEET, {}, sure=True, because=context.update.text)
            return Understanding((sheet,))
        if courtesies.is_courtesy(context.update.text):
            return None
        return unnamed_alone(self.of(context))

    def of(self, context: Context, *, nearly: bool = True) -> Understanding:
        """Returns what the words ask for.

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


def unnamed_alone(meant: Understanding) -> Understanding:
    """Leaves only what somebody wants to say without his name, if he does.

    Nothing of such a message may wait on a card, whatever else was understood.
    """
    choices = meant.doubt.choices if meant.doubt else ()
    for reading in (*meant.heard, *choices):
        if isinstance(reading, Heard) and is_unnamed(reading):
            return Understanding((reading,))
    return meant
