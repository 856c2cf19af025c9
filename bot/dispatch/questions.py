"""What people ask, found among the ways in which it is asked.

A question is known by its very words, or, where nothing else was understood, by the nearest ones.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.dispatch.understanding import Heard, Slot
from bot.dispatch.understanding.writing import unaddressed
from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.texts.questions import BY_TITLE, QUESTIONS, Question

WORD = "常见问题"
MEETING = "会议"  # answers by the words of the question
NEAR = 0.56  # of the pairs of characters that both have
SHORTEST, LONGEST = 4, 40  # characters of what is compared
_NO_WORD = re.compile(r"[\W_]+")
_BEFORE = re.compile(
    r"^(?:您好|你好|老师|请问|麻烦|打扰|咨询|我?想?问(?:一下|下|个|问)|想知道|我想知道|一下|那个|那|"
    r"就是|对了|还有)+"
)
_AFTER = "吗呢啊呀吧嘛么哦哈呐"  # said at the end and meaning nothing


def plain(said: str) -> str:
    """Returns what is asked, without marks, politeness and the particle at the end."""
    words = _NO_WORD.sub("", unicodedata.normalize("NFKC", said).casefold())
    asked = _BEFORE.sub("", words).rstrip(_AFTER)
    return asked or words


def _pairs(asked: str) -> Counter[str]:
    return Counter(asked[at : at + 2] for at in range(len(asked) - 1))


_WAYS: Sequence[tuple[str, Question]] = tuple(
    (plain(wording), question) for question in QUESTIONS for wording in question.wordings
)
_PAIRS: Sequence[Counter[str]] = tuple(_pairs(way) for way, _ in _WAYS)
_HOLDING: dict[str, list[int]] = {}
for _number, _way in enumerate(_PAIRS):
    for _pair in _way:
        _HOLDING.setdefault(_pair, []).append(_number)
_EXACTLY: Mapping[str, Sequence[Question]] = {
    way: [question for other, question in _WAYS if other == way] for way, _ in _WAYS
}


def exact(said: str, actor: Person, plan: Plan) -> Question | None:
    """Returns the question that is asked in just these words; None where none is."""
    known = _EXACTLY.get(plain(unaddressed(said)), ())
    return next((question for question in known if is_for(question, actor, plan)), None)


def is_known(said: str) -> bool:
    """Tells whether these are just the words of a question, whoever asks it."""
    return plain(unaddressed(said)) in _EXACTLY


def nearest(said: str, actor: Person, plan: Plan) -> Question | None:
    """Returns the question that is asked in nearly these words; None where none is near enough."""
    asked = plain(unaddressed(said))
    if not SHORTEST <= len(asked) <= LONGEST:
        return None
    pairs = _pairs(asked)
    best, found = NEAR, None
    for number in _candidates(pairs):
        way, question = _PAIRS[number], _WAYS[number][1]
        likeness = 2 * (pairs & way).total() / (pairs.total() + way.total())
        if likeness >= best and is_for(question, actor, plan):
            best, found = likeness, question
    return found


def _candidates(pairs: Iterable[str]) -> set[int]:
    return {number for pair in pairs for number in _HOLDING.get(pair, ())}


def is_for(question: Question, actor: Person, plan: Plan) -> bool:
    """Tells whether this person may mean it, in a year of this plan."""
    if question.part is not None and not plan.has(question.part):
        return False
    return not question.roles or any(actor.has(role) for role in question.roles)


def told(heard: Heard) -> Heard | None:
    """Returns as what a request is told to the outside: a question as what comes nearest to it."""
    title = heard.args.get(Slot.TEXT)
    question = BY_TITLE.get(title) if isinstance(title, str) else None
    if heard.intent != WORD or question is None:
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
