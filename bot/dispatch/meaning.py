"""What a message means: a courtesy, a question, a request, or several of them.

Whoever wonders why something was taken for what it was looks here. The order is:

1. a typed vote or a letter without a name (`inlet`, `overhearing`): before anything is stored, and
   so before anything below;
2. a greeting or a polite word, which asks for nothing (`greetings`, `courtesies`);
3. a question in just the words that are written down (`questions`);
4. a form that is written down for a command (`understanding.forms`), and the answer to what was
   asked in words (`replies`);
5. several questions in one message, each of which means something by itself (`clauses`);
6. a request, as phrases have taught it (`understanding`);
7. instead of that request, the nearest question, and how something is done instead of doing it
   (`likeness`, `asked`).
"""

from collections.abc import Sequence
from dataclasses import field, replace
from functools import cached_property, partial

from bot.dispatch import asked, courtesies, likely, questions
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.memory import Memory
from bot.dispatch.naming import Written
from bot.dispatch.outside import is_unnamed
from bot.dispatch.plan_days import with_plans_days
from bot.dispatch.understanding import Heard, Intent, Slot, Understanding, understand
from bot.dispatch.understanding.beside import is_said_along
from bot.dispatch.understanding.forms.contradicting import contradicts
from bot.dispatch.understanding.forms.reports import EXCLUDES
from bot.dispatch.understanding.grammar import BIND, LEAVE
from bot.dispatch.understanding.slots import naming_slot
from bot.dispatch.understanding.writing import unspaced
from bot.domain.values import dataclass
from bot.texts.questions import Question

# Whoever is known and says who he is goes on to what he wants, unless he says 绑: 「我是组织员，…」
BINDING = "绑"
SHEET = "测评表"
OF_ALL = frozenset({"受理", "退回", "延期", "催交", "公示"})  # acts that are done to many
SHOW_EVERYTHING = frozenset({"方案", "会议"})


@dataclass(frozen=True)
class Meaning:
    """Tells what messages mean; nothing is done or remembered here."""

    book: Book
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def _spoken(self) -> Sequence[Intent]:
        """What may be asked for in free words."""
        return tuple(intent for intent in self.book.intents if not intent.literal)

    @cached_property
    def _naming(self) -> frozenset[str]:
        """The words of requests that are about somebody."""
        return frozenset(
            intent.word
            for intent in self.book.intents
            # What follows 请假 is mostly a reason, and its handler asks whose it is.
            if naming_slot(intent) is not None and intent.word != LEAVE
        )

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

        What is only near to a question, or asked in a message with others, counts with `nearly`
        alone: it is left out where nothing but plain words may be heard.
        """
        text, actor, plan = context.words, context.actor, context.cycle.plan
        # A form parts its arguments by spaces: 「改 1 文字」.
        form = self.book.written(text)
        joined = unspaced(text)
        if form is None and joined != text:
            text, form = joined, self.book.written(joined)
        question = questions.exact(text, actor, plan)
        if question is not None and not question.request:
            return Understanding((questions.heard(question, text),))
        whole = None
        if form is not None:
            whole = self.book.written(text, whole=True)
        whole = whole or self.book.reply(context)
        if whole is not None:
            return self._explained(context, text, Understanding((whole,)))
        if nearly:
            several = self._several_questions(context, text)
            if several is not None:
                return several
        return self._one(context, text, question, form, nearly=nearly)

    def _one(
        self,
        context: Context,
        text: str,
        question: Question | None,
        form: Heard | None,
        *,
        nearly: bool,
    ) -> Understanding:
        """Returns what a message that asks for one thing asks for, or its several requests.

        `question` is the one in just these words and `form` what they say in a form of its own,
        if there is one.
        """
        meant = _without_excluded(self._requested(context, text, form), text)
        if question is not None and [heard.intent for heard in meant.heard] == [question.request]:
            return meant
        if question is None and nearly:
            question = self._nearest_question(context, text, meant)
        if question is None:
            return self._explained(context, text, meant)
        return Understanding((questions.heard(question, text),))

    def _several_questions(self, context: Context, text: str) -> Understanding | None:
        """Returns the answers to several questions in one message, in their order.

        None where it is one question, where a part of it asks for nothing by itself, or for
        something that is done, and where the same is asked of several: `understanding` parts that,
        and knows what one request hands on to the next.
        """
        parts = questions.parts(text)
        if len(parts) < questions.SEVERAL:
            return None
        actor, plan = context.actor, context.cycle.plan
        if questions.nearest(text, actor, plan, least=asked.ALMOST) is not None:
            return None
        answers: list[Heard] = []
        for part in parts:
            known = questions.exact(part, actor, plan)
            if known is not None:
                answers.append(questions.heard(known, part))
                continue
            meant = self._one(context, part, None, self.book.written(part), nearly=True)
            is_asked = all(asked.is_only_read(self.book, context, each) for each in meant.heard)
            if meant.doubt is not None or not meant.heard or not is_asked:
                return None
            answers += meant.heard
        words = [answer.intent for answer in answers]
        if any(is_said_along(words, *told) for told in zip(words, parts, strict=False)):
            return None
        # Of the meeting everything is answered at once, by the words of the whole message.
        meetings = [answer for answer in answers if answer.intent == questions.MEETING]
        for repeated in meetings[1:]:
            answers.remove(repeated)
        different = {(answer.intent, answer.args.get(Slot.TEXT)) for answer in answers}
        if len(different) + len(meetings[1:]) < len(parts):
            return None
        return Understanding(tuple(answers))

    def _nearest_question(
        self, context: Context, text: str, meant: Understanding
    ) -> Question | None:
        """Returns the question that goes before what was understood; None where none does."""
        least = asked.least(self.book, context, text, meant)
        if least is None:
            return None
        nearest = partial(questions.nearest, text, context.actor, context.cycle.plan)
        question = nearest(least=least)
        if question is None or asked.is_how_to(text):
            return question
        shown = [
            heard.intent
            for heard in meant.heard
            if asked.is_only_read(self.book, context, heard) and not heard.unmatched
        ]
        if question.like not in shown:
            return question
        # What shows the thing itself goes before what tells of it. Of the plan and the meeting it
        # shows everything, where one thing may be asked.
        if question.like not in SHOW_EVERYTHING:
            return None
        return nearest(least=asked.CERTAIN)

    def _explained(self, context: Context, text: str, meant: Understanding) -> Understanding:
        """Has an act explained of which is asked how it is done: it is not done then, or offered."""
        if not asked.is_how_to(text):
            return meant
        readings = _readings(meant)
        acts = [each for each in readings if not asked.is_only_read(self.book, context, each)]
        if not acts:
            return meant
        shown = [each for each in readings if each not in acts]
        explained = [replace(acts[0], args={}, sure=True, unmatched="", asks_how=True)]
        # What may be meant and answers by itself needs no explanation.
        return Understanding(tuple(shown[:1] or explained))

    def _requested(self, context: Context, text: str, form: Heard | None) -> Understanding:
        read = partial(
            understand,
            intents=[intent for intent in self._spoken if intent.word != BIND or BINDING in text],
            roster=context.roster,
            today=context.work.today,
            actor=context.actor,
            recent=self.memory.of(context.update, context.work.now),
            grades=context.cycle.plan.grade_steps,
            his=[command.word for command in self.book.of(context.actor, context.cycle.plan)],
            favoured=likely.open_now(context),
            steps={step.title for step in context.cycle.plan.ballot.scale},
        )
        meant = Written(text, context.roster, context.actor, read, self._naming).checked()
        written = [form]
        if meant.parts:
            written = [self.book.written(part) for part in meant.parts]
        forms = [each for each in written if each is not None]
        if len(forms) == len(written) and not contradicts(text, meant, forms):
            meant = Understanding(tuple(forms))
        return with_plans_days(meant, text, context.cycle.plan, context.work.today)


def _without_excluded(meant: Understanding, text: str) -> Understanding:
    """Leaves out what would be done to those whom the words leave out: 「除了三支部都催一下」.

    Whoever wrote a request in its own form has said it otherwise.
    """
    done = [heard for heard in meant.heard if heard.intent in OF_ALL and not heard.sure]
    names_somebody = any(Slot.BRANCH in heard.args or heard.unmatched for heard in done)
    if not names_somebody or EXCLUDES.search(text) is None:
        return meant
    return Understanding(nearest=tuple(dict.fromkeys(heard.intent for heard in done)))


def unnamed_alone(meant: Understanding) -> Understanding:
    """Leaves only what somebody wants to say without his name, if he does.

    Nothing of such a message may wait on a card, whatever else was understood.
    """
    for reading in _readings(meant):
        if is_unnamed(reading):
            return Understanding((reading,))
    return meant


def _readings(meant: Understanding) -> list[Heard]:
    """Returns what is understood, and what may be meant where that is in doubt."""
    readings = list(meant.heard)
    if meant.doubt is not None:
        readings += [choice for choice in meant.doubt.choices if isinstance(choice, Heard)]
    return readings
