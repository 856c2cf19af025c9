"""What a second opinion is asked, and what its answer is worth.

It is asked where nothing was understood, about a short sentence in single chat, with names and
numbers masked; never while a ballot is open for whoever speaks, and never about votes, letters or
files. It chooses among what this person may ask for. What it chooses is asked back.
"""

from collections.abc import Sequence

from bot.actions import people, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import questions
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.understanding import Heard, Slot
from bot.dispatch.understanding.writing import unaddressed
from bot.domain.patterns import pattern
from bot.domain.people import Roster
from bot.domain.polls.typed import WORD as VOTE
from bot.domain.values import dataclass
from bot.domain.words import STANDARD, filled
from bot.messages import Update
from bot.texts.questions import QUESTIONS

SHORTEST, LONGEST = 2, 60  # characters of a sentence that is shown to anybody else
# Of these nothing is said outside: votes, letters, accounts.
KEPT_BACK = frozenset({VOTE, "反馈", "匿名反馈", "反馈办法", "绑定", questions.WORD})
SOMEBODY, SOMEWHERE, NUMBER = "某同志", "某支部", "某号"
OFFICES = "书记|老师|主任|院长|处长|教授|同志|部长|校长|组织员"
CALLED = pattern(rf"[老小][一-鿿](?=[^一-鿿]|$|的|说|讲|交|没)|[一-鿿](?={OFFICES})")
DIGITS = pattern(r"[0-9A-Za-z_.@+-]{5,}")


@dataclass(frozen=True)
class Choice:
    """One answer that can be given. A request that needs more than its word has only a usage."""

    title: str
    heard: Heard | None
    usage: str = ""


@dataclass(frozen=True)
class Uncertain:
    """A sentence that nobody understood, and what may be meant by it."""

    said: str  # masked
    choices: Sequence[Choice]

    @property
    def titles(self) -> list[str]:
        return [choice.title for choice in self.choices]


def uncertain(book: Book, update: Update, work: UnitOfWork) -> Uncertain | None:
    """Returns what may be shown of a message that nobody understood; None where nothing may."""
    context = Context.load(work, update)
    said = unaddressed(context.words).strip()
    if context.in_group or update.quote is not None or not SHORTEST <= len(said) <= LONGEST:
        return None
    speaker = people.memberships(work, update.sender.account)
    if polls.open_for(work, speaker) is not None:
        return None
    return Uncertain(masked(said, context.roster), choices(book, context))


def choices(book: Book, context: Context) -> list[Choice]:
    """Returns what this person may ask for, and the questions that have an answer for him."""
    plan = context.cycle.plan
    offered = []
    for command in book.of(context.actor, plan):
        if command.word in KEPT_BACK or command.intent.literal:
            continue
        heard = None
        if not command.intent.required:
            heard = Heard(command.word, {}, sure=False, because=command.word)
        title = filled(f"{command.usage}：{command.help}", STANDARD)
        offered.append(Choice(title, heard, command.usage))
    for question in QUESTIONS:
        if question.answer and questions.is_for(question, context.actor, plan):
            args = {Slot.TEXT: question.title}
            heard = Heard(questions.WORD, args, sure=False, because=question.title)
            offered.append(Choice(question.title, heard))
    return offered


def masked(said: str, roster: Roster) -> str:
    """Returns the sentence without names of people and branches, accounts and longer numbers."""
    # The longer name comes first, or the rest of it would be left to read.
    names = sorted((person.name for person in roster.people), key=len, reverse=True)
    for name in names:
        said = said.replace(name, SOMEBODY)
    branches = sorted((branch.name for branch in roster.branches), key=len, reverse=True)
    for name in branches:
        said = said.replace(name, SOMEWHERE)
    # 「老赵」 in the middle of words is told from 「老师」 by the surnames that there are.
    for surname in {person.name[:1] for person in roster.people}:
        for title in "老小":
            said = said.replace(title + surname, "某")
    said = CALLED.sub("某", said)
    return DIGITS.sub(NUMBER, said)
