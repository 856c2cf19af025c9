"""What people ask, found among the ways in which it is asked.

A question is known by its very words, or, where nothing else was understood, by the nearest ones.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from bot.dispatch import likeness
from bot.dispatch.asked import NEAR, asks
from bot.dispatch.understanding import Heard, Slot
from bot.dispatch.understanding.clauses import clauses
from bot.dispatch.understanding.writing import plain as plain_form
from bot.dispatch.understanding.writing import unaddressed
from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.texts.questions import BY_TITLE, QUESTIONS, Question
from bot.texts.talk import HELP

WORD = "常见问题"
MEETING = "会议"  # answers by the words of the question
PERHAPS = 0.3  # how near a sentence must come to a question for it to be offered
SURELY = 0.36  # so near is nothing else
LEAD = 0.06  # of the nearest over the next
SEVERAL = 2  # so many make a message one of several questions
LONGEST_OF_SEVERAL = 80  # characters of a message that may hold several questions
_NO_WORD = pattern(r"[\W_]+")
_BEFORE = pattern(
    r"^(?:您好|你好|老师|请问|麻烦|打扰|我?想?(?:请教|咨询|问(?:一下|下|个|问))(?:您|你)?|想知道|我想知道|一下|那个|那|"
    r"就是|对了|还有)+"
)
_AFTER = "吗呢啊呀吧嘛么哦哈呐"  # said at the end and meaning nothing


def plain(said: str) -> str:
    """Returns what is asked, without marks, politeness and the particle at the end."""
    words = _NO_WORD.sub("", unicodedata.normalize("NFKC", said).casefold())
    asked = _BEFORE.sub("", words).rstrip(_AFTER)
    return asked or words


@cache
def _by_its_words() -> Mapping[str, Sequence[Question]]:
    """Returns the questions under each way of asking, made when the first is asked."""
    askings: dict[str, list[Question]] = {}
    for question in QUESTIONS:
        for wording in question.wordings:
            askings.setdefault(plain(wording), []).append(question)
    return askings


def exact(said: str, actor: Person, plan: Plan) -> Question | None:
    """Returns the question that is asked in just these words; None where none is."""
    known = _by_its_words().get(plain(unaddressed(said)), ())
    return next((question for question in known if is_for(question, actor, plan)), None)


def is_known(said: str) -> bool:
    """Tells whether these are just the words of a question, whoever asks it."""
    return plain(unaddressed(said)) in _by_its_words()


def nearest(said: str, actor: Person, plan: Plan, *, least: float = NEAR) -> Question | None:
    """Returns the question that is asked in nearly these words; None where none is near enough."""
    fitting = [
        (question, score)
        for question, score in likeness.ranked(unaddressed(said))
        if is_for(question, actor, plan)
    ]
    if not fitting or fitting[0][1] < least:
        return None
    # Where two are about as near, only a near one is told from the other.
    if fitting[0][1] < SURELY and len(fitting) > 1 and fitting[0][1] - fitting[1][1] < LEAD:
        return None
    return fitting[0][0]


def perhaps(said: str, actor: Person, plan: Plan) -> list[str]:
    """Returns the titles of the questions that may be meant, the nearest first."""
    return [
        question.title
        for question, score in likeness.ranked(unaddressed(said))
        if score >= PERHAPS and is_for(question, actor, plan)
    ]


def parts(said: str) -> list[str]:
    """Returns the questions of a message that holds nothing but several; else nothing."""
    if len(said) > LONGEST_OF_SEVERAL:
        return []
    asking = [said[part.start : part.end] for part in clauses(plain_form(said))]
    if not all(map(asks, asking)):
        return []
    return asking


def is_for(question: Question, actor: Person, plan: Plan) -> bool:
    """Tells whether this person may mean it, in a year of this plan."""
    if question.part is not None and not plan.has(question.part):
        return False
    return not question.roles or any(actor.has(role) for role in question.roles)


def told(heard: Heard) -> Heard | None:
    """Returns as what a request is told to the outside: a question as what comes nearest to it."""
    if heard.asks_how:
        return Heard(HELP, {}, sure=True, because=heard.because)
    title = heard.args.get(Slot.TEXT)
    if heard.intent != WORD or not isinstance(title, str):
        return heard
    question = BY_TITLE.get(title)
    if question is None:
        return heard
    if not question.like:
        return None
    return Heard(question.like, {}, sure=True, because=heard.because)


def heard(question: Question, said: str) -> Heard:
    """Returns the request that answers the question."""
    if not question.request:
        return Heard(WORD, {Slot.TEXT: question.title}, sure=True, because=said)
    if question.request == MEETING:
        return Heard(MEETING, {Slot.TEXT: unaddressed(said)}, sure=True, because=said)
    return Heard(question.request, {}, sure=True, because=said)
