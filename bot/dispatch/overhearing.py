"""Whether a message may hold a choice, asked before anything of it is stored.

The question arises while a ballot is open for whoever sends it. Kept is what begins with a word of
his own and what is plainly understood without telling a step: orders of the meeting, questions.
What is neither is not kept: the ballot box takes it or asks for it again.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.actions import people, polls
from bot.actions.questions import answer
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import asked, courtesies, questions
from bot.dispatch.context import Context, membership_of
from bot.dispatch.greetings import is_greeting
from bot.dispatch.meaning import Meaning
from bot.dispatch.router import Command
from bot.dispatch.understanding import Heard, Slot, Understanding
from bot.dispatch.understanding.choosing import Choosing, called_as_on_sheet, misheard_step
from bot.dispatch.understanding.readings import ASKED_BESIDE, PLAIN, Reading, read
from bot.dispatch.understanding.sketch import sketch
from bot.dispatch.understanding.writing import plain
from bot.domain import conflicts
from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.domain.permissions import OVERSIGHT
from bot.domain.polls.refusals import PerhapsVote
from bot.domain.polls.spoken import (
    Scale,
    asks_for_others,
    asks_for_own_vote,
    holds_opinion,
    may_be_choice,
    speaks_of_ballot,
    tells_a_step,
    tells_behind_voting,
)
from bot.domain.polls.typed import WORD
from bot.domain.refusals import WhichProcedure
from bot.domain.values import dataclass
from bot.domain.words import filled
from bot.messages import ChatKind, Message, Update
from bot.texts import polls as texts

# The words that fill these may be a vote as well.
SAYS_SOMETHING = frozenset({Slot.TEXT, Slot.GRADE})
# These are said in free words as a vote would be.
OWN_VOTE, WHO_VOTED = "我的票", "谁没投"
ABOUT_SECRECY = frozenset({"怎样保密", "反馈办法"})
ABOUT_DATES = frozenset({"会议", "倒计时"})
LONGEST_QUESTION = 30  # characters; whoever writes more tells something
PAUSE = pattern(r"[,;。:!\s]")
# Why somebody asks, in words that tell nothing else: 「我怕领导知道」, 「心里有点打鼓」.
UNEASY = pattern(
    r"(?:我|俺|这|心里|还是|总|真|挺|怪|有一?点|有些|就|就是){0,4}(?:怕|担心|害怕|不放心|不踏实|没底|打鼓|顾虑)"
    r"(?:领导|书记|别人|人家|他们|大家|会|被|让|给|谁){0,4}(?:知道|看到|看见|查到|发现|认出来)?"
    r"(?:是?我)?[了的啊呀呢吧]{0,2}"
)
# Who says so wants to know whether it arrived: 「投好了，谢谢」. It may also be a choice, and so is
# answered and not kept.
SAYS_DONE = pattern(
    r"(?:谢谢|好的|我|老师|已经?|都|全部?|[,。\s]){0,4}[投填选勾](?:好|完)(?:了|啦|咯|喽)"
    r"(?:谢谢|辛苦了?|老师|哈|啊|[,。!\s]){0,4}"
)
# These are about ballots without being one.
ASK_OF_BALLOTS = frozenset({OWN_VOTE, WHO_VOTED, "怎样保密", "结束测评", "测评结果"})
# In these a grade may stand that is no vote.
JUDGES = frozenset({"平时", "调研", "点评", "定等", "意见", "开始测评", WORD})


@dataclass(frozen=True)
class Overhearing:
    """Decides on a snapshot; nothing is stored here, and nothing remembered."""

    meaning: Meaning

    def may_be_choice(self, work: UnitOfWork, update: Update) -> bool:
        """Tells whether a ballot is open for the sender of which this may be a choice."""
        text = update.text.strip()
        if not text:
            return False
        speaker = people.memberships(work, update.sender.account)
        scale = polls.open_for(work, speaker)
        if scale is None:
            return polls.says_planned_step(work, speaker, text)
        said = plain(text)
        choosing = _choosing(work, speaker, text, scale)
        is_of_namesakes = bool(choosing.namesakes)
        # A step is told together with a word of voting, of somebody whose name fits several.
        names_several = is_of_namesakes and tells_a_step(said, scale) and may_be_choice(text, scale)
        context = _context(work, update)
        if names_several or polls.reads_as_vote(work, speaker, choosing.text):
            return not self._begins_with_an_order(context.actor, text)  # 「等次：好 甲、乙」
        if _tells_nothing(text, scale) or self._begins_with_an_order(context.actor, text):
            return False
        return self._may_tell_choice(context, scale)

    def _may_tell_choice(self, context: Context, scale: Scale) -> bool:
        """Whether what was understood of words that are no plain vote may be one."""
        meant = self.meaning.of(context, nearly=False)
        said = plain(context.update.text.strip())
        asks_who_voted = [heard.intent for heard in meant.heard] == [WHO_VOTED]
        # Whoever may not know that hears it from the refusal.
        if asks_who_voted and meant.doubt is None and asks_for_others(said, scale):
            return False
        commands = self._understood_commands(context, meant)
        words = {command.word for command in commands}
        if not meant.ballot and _tells_choice(meant, said, words, scale):
            return not _is_business(context, commands)
        return meant.ballot or (scale.open and not commands)

    def asks_about_secrecy(self, text: str) -> bool:
        """Tells a question about how something is kept secret from what shall be kept secret.

        Whoever writes, and whatever roster knows him, it means the same. A message that is not
        in all its parts such a question is a letter: taken for a question, its words would be
        kept beside their writer (S29).
        """
        words = plain(text).strip()
        parts = [part for part in PAUSE.split(words) if part]
        parts = [part for part in parts if UNEASY.fullmatch(part) is None]
        if len(words) > LONGEST_QUESTION or not parts or not all(map(asked.asks, parts)):
            return False
        words_of_all = frozenset(self.meaning.book.commands)
        # Neither names nor days are read in it: who writes, and when, changes nothing.
        sketches = [sketch(part, 0, len(part), (), (), date.min) for part in parts]
        readings = [read(sketched, words_of_all) for sketched in sketches]
        if not any(map(_is_about_secrecy, readings)):
            return False
        return all(_is_about_secrecy(reading) or _is_about_dates(reading) for reading in readings)

    def named(self, work: UnitOfWork, update: Update) -> Update:
        """Returns a choice with those whom it names called as its sheet calls them.

        Nothing is changed where no ballot is open for him, or a name fits several.
        """
        speaker = people.memberships(work, update.sender.account)
        scale = polls.open_for(work, speaker)
        if scale is None:
            return update
        return replace(update, text=_choosing(work, speaker, update.text, scale).text)

    def near(self, work: UnitOfWork, update: Update) -> Person | None:
        """Returns whose name is misspelt in a choice; None where nobody's is, or several are.

        To be asked of what `explains` asks again.
        """
        speaker = people.memberships(work, update.sender.account)
        scale = polls.open_for(work, speaker)
        if scale is None or not scale.open:
            return None
        choosing = _choosing(work, speaker, update.text, scale)
        return next(iter(_near(work, speaker, choosing, scale)), None)

    def explains(self, work: UnitOfWork, update: Update) -> Message | None:
        """Returns the answer to a word of choices that is asked about as well, 「弃权」, to a name
        that fits several, to a step that is misspelt, or to who says that he is done.

        None where it is a step of an open ballot, or no such word. Nothing is stored.
        """
        speaker = people.memberships(work, update.sender.account)
        scale = polls.open_for(work, speaker)
        if scale is None:
            return None
        explanation = self._explanation(work, speaker, update, scale)
        # It passes no outbox, where all other texts get what their unit calls things.
        return filled(explanation, work.words_of(speaker[0].department))

    def _explanation(
        self, work: UnitOfWork, speaker: Sequence[Person], update: Update, scale: Scale
    ) -> Message | None:
        """Returns what is told to somebody for whom a ballot of this scale is open."""
        is_private = update.chat.kind is ChatKind.DIRECT
        if is_private and SAYS_DONE.fullmatch(plain(update.text).strip()):
            context = _context(work, update)
            votes = polls.my_votes(work, context.cycle, context.actor)
            return Message(text=texts.my_votes([(vote.subjects, vote.state) for vote in votes]))
        asked_again = self._asks_again(work, speaker, update.text, scale)
        if asked_again is not None:
            return asked_again
        if not questions.is_known(update.text) or tells_a_step(plain(update.text), scale):
            return None
        context = _context(work, update)
        question = questions.exact(context.words, context.actor, context.cycle.plan)
        if question is None or question.request:
            return None
        return Message(text=answer(work, context.cycle, context.actor, question))

    def _asks_again(
        self, work: UnitOfWork, speaker: Sequence[Person], text: str, scale: Scale
    ) -> Message | None:
        """Asks whom a name means that fits several, and which step one that is misspelt; None where
        neither is in doubt.
        """
        choosing = _choosing(work, speaker, text, scale)
        candidates: tuple[Person, ...] = ()
        if scale.open:
            near = _near(work, speaker, choosing, scale)
            candidates = choosing.namesakes or near
        if candidates:
            titles = [person.title for person in candidates]
            return Message(text=texts.which_subject(titles), refused=PerhapsVote.code)
        misheard = misheard_step(choosing.text, scale.steps)
        if misheard is not None and polls.reads_as_vote(work, speaker, misheard.text):
            question = texts.which_step(misheard.said, misheard.step)
            return Message(text=question, refused=PerhapsVote.code)
        return None

    def _begins_with_an_order(self, actor: Person, text: str) -> bool:
        """Tells whether a word of his own stands in front.

        Where that word takes no words of his, nothing may stand behind it.
        """
        if text.startswith("@"):
            text = text.removeprefix("@").split(maxsplit=1)[-1]
        fitting = [
            command
            for word, command in self.meaning.book.commands.items()
            if text.startswith(word) and conflicts.may_ever(actor, command.who)
        ]
        if not fitting:
            return False
        command = max(fitting, key=lambda command: len(command.word))
        if command.word == WORD:
            return False
        return text == command.word or not SAYS_SOMETHING.isdisjoint(command.intent.slots)

    def _understood_commands(self, context: Context, meant: Understanding) -> list[Command]:
        """Returns what is plainly understood, or may be meant, as far as he may ask for it.

        Nothing is returned where any of it is not his to ask.
        """
        words = [heard.intent for heard in meant.heard]
        if meant.doubt is not None:
            words += [choice.intent for choice in meant.doubt.choices if isinstance(choice, Heard)]
            if meant.doubt.intent is not None:
                words.append(meant.doubt.intent)
        commands = [self.meaning.book.commands[word] for word in words]
        rights = context.cycle.plan.rights
        if all(
            conflicts.may_ever(context.actor, command.who.under(rights)) for command in commands
        ):
            return commands
        return []


def _is_about_secrecy(reading: Reading | None) -> bool:
    if reading is None or reading.word not in ABOUT_SECRECY:
        return False
    return reading.margin >= ASKED_BESIDE


def _is_about_dates(reading: Reading | None) -> bool:
    """Tells what is plainly asked beside a question of secrecy, and can be no letter."""
    return reading is not None and reading.word in ABOUT_DATES and reading.margin >= PLAIN


def _context(work: UnitOfWork, update: Update) -> Context:
    """Returns who speaks; of several procedures in which ballots are open for him, the first.

    What may be a choice is kept nowhere, and so cannot wait until he has said which he means.
    """
    try:
        return Context.load(work, update)
    except WhichProcedure:
        for person in people.memberships(work, update.sender.account):
            if polls.open_for(work, [person]) is not None:
                membership = membership_of(work, update, department_id=person.department)
                return Context(work, update, membership)
        raise


def _choosing(work: UnitOfWork, speaker: Sequence[Person], text: str, scale: Scale) -> Choosing:
    """Reads the names of a choice on the first roster on which one of them stands."""
    choosing = Choosing(text)
    for person in speaker:
        roster = people.roster(work, person.department)
        choosing = called_as_on_sheet(text, roster, scale.names, person)
        if choosing.namesakes or choosing.text != text:
            break
    return choosing


def _near(
    work: UnitOfWork, speaker: Sequence[Person], choosing: Choosing, scale: Scale
) -> tuple[Person, ...]:
    """Returns the only one whose name is misspelt where a step is told of him; else nobody."""
    if len(choosing.misspelt) != 1 or choosing.namesakes:
        return ()
    # What reads as a vote names somebody all the same.
    if polls.reads_as_vote(work, speaker, choosing.text):
        return ()
    tells = tells_a_step(plain(choosing.text), scale)
    if tells or polls.reads_as_vote(work, speaker, choosing.righted):
        return choosing.misspelt
    return ()


def _tells_nothing(text: str, scale: Scale) -> bool:
    """Tells whether a message can hold no choice: a known question, words about the ballot itself, a
    greeting or a polite word that is no step of the scale.
    """
    said = plain(text)
    if questions.is_known(text):
        # 「弃权」 is the word of a question, and a choice.
        tells_choice = tells_a_step(said, scale) or holds_opinion(said)
        if asked.asks(text) or not tells_choice:
            return True
    if speaks_of_ballot(said, scale) or is_greeting(text, scale.steps):
        return True
    return courtesies.is_courtesy(text) and not courtesies.holds(text, scale.steps)


def _tells_choice(meant: Understanding, said: str, words: Collection[str], scale: Scale) -> bool:
    """Tells whether a choice may be among what was understood.

    Where somebody seems to ask for his vote, it may, unless nothing but that is asked.
    """
    tells = tells_a_step(said, scale) or holds_opinion(said)
    if OWN_VOTE in words:
        parts = [plain(part) for part in meant.parts or (said,)]
        return tells or not any(asks_for_own_vote(part, scale) for part in parts)
    if not ABOUT_SECRECY.isdisjoint(words):
        return tells or tells_behind_voting(said)
    if words and (tells or JUDGES.isdisjoint(words)):
        # 「投票那个单子再发一次」 speaks of votes and tells none.
        return tells and (ASK_OF_BALLOTS.issuperset(words) or may_be_choice(said, scale))
    return may_be_choice(said, scale)


def _is_business(context: Context, commands: list[Command]) -> bool:
    """Tells whether the organiser or a leader has something done, though it sounds like a step.

    「不好，退回」 is about papers or the meeting.
    """
    if not OVERSIGHT.allows(context.actor) or "我" in context.update.text:
        return False
    return bool(commands) and all(
        command.intent.changes and command.word not in JUDGES for command in commands
    )
