"""The canonical form: the word first, then its arguments in their order, each written exactly. Only this is sure."""

import re
from collections.abc import Sequence
from dataclasses import field

from bot.dispatch.understanding import dates
from bot.dispatch.understanding.aliases import SURNAMES, TITLES, Names
from bot.dispatch.understanding.asking import Asking
from bot.dispatch.understanding.forms.everybody import EVERYBODY
from bot.dispatch.understanding.forms.words import asks
from bot.dispatch.understanding.free_text import ANONYMOUS
from bot.dispatch.understanding.grade_words import EVERYDAY
from bot.dispatch.understanding.grammar import REASONED, REMARKS
from bot.dispatch.understanding.names import OF_EACH
from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.dispatch.understanding.values import Heard, Intent, Slot, Value
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Roster
from bot.domain.values import dataclass

TITLED = pattern(rf"[一-鿿]{{1,3}}(?:{'|'.join(TITLES)})")
FAMILIARLY = pattern(rf"[老小][{''.join(sorted(SURNAMES))}][\s,:]")
SENTENCE_END = pattern(r"[。;!]")
GAP = pattern(r"[\s,:、]+")
LONGEST_DAY = 40
ENDS_IN_DENYING = pattern(r"没有?[\s。!?]{0,20}$")  # 「完成 2 没有」 may ask
# What is missing is told, whatever word it ends with: 「没有写做了什么」.
TELLS_A_LACK = pattern(r"(?:退回|不通过)?[\s,:]{0,3}(?:没有?|未|缺|不够|只)[^?？吗]{3,}$")
WAVED_OFF = pattern(
    r"^(?:就|也|这事|还是)*(?:先|暂时?)?(?:别|不要|不用|不必|不需要|算了|取消|放一放|缓一?缓)了?(?:吧|退|弄|办)?[。!\s]*$|^(?:吧|了|的|去)"
    r"|^(?:改成|换成|不对|错了|说错|[哦噢]第|[哦噢]不是|不是[,。第\s])"  # 「平时 张三，改成李四吧，…」 is asked
)
ALL = pattern(EVERYBODY)
ASIDE = pattern(
    r"(?:麻烦|请|劳驾|帮|能否|可否|能不能|给我|发我|发给|发一|整(?![顿改])|写一|写个|起草|拟|出一|出个|来一|来个|看|我看|也|都|先|快)"
)  # 「通报,麻烦起草一下」
NEXT = pattern(r"^(?:然后|接着|再|请|麻烦|就)+")
END = pattern(r"(?:谢谢|多谢|辛苦了|拜托|[\s。,.!~])*$")  # 「公布了」 is no order
SPOKEN_END = pattern(
    r"[吧哈呀啊]{0,3}(?=[\s,.:、。!~]|谢谢|多谢|辛苦了|拜托|$)"
)  # 「定等 王书记 较好吧」
NUMBER = pattern(rf"第?({NUMERAL})(?:条|项|个)?(?=[\s,:、。]|$)|(\d{{1,3}})(?!\d)")
FARTHEST = 180  # days ahead that are meant without a year

# An argument that stands written exactly, and where it ends.
Exact = tuple[Value, int]


@dataclass
class _Rest:
    """What is still to be read: text[at:]."""

    asking: Asking
    typed: str
    text: str
    at: int
    args: dict[Slot, Value] = field(default_factory=dict)

    def skip(self) -> bool:
        """Steps over the gap between two arguments; tells whether there was one."""
        gap = GAP.match(self.text, self.at)
        if gap is None:
            return False
        self.at = gap.end()
        return True

    def done(self) -> bool:
        return bool(END.match(self.text, self.at))


def exact_request(asking: Asking, typed: str, text: str) -> Heard | None:
    """Returns the one request that a message, or a part of it, makes in canonical form; `text` is
    the plain form of what was typed. None when anything of it is not exactly that.
    """
    start = len(text) - len(text.lstrip())
    for length in range(min(asking.longest_word, len(text) - start), 0, -1):
        intent = asking.by_word.get(text[start : start + length])
        if intent is None:
            continue
        rest = _Rest(asking, typed, text, start + len(intent.word))
        if _arguments(rest, intent) and not _goes_on(rest, intent):
            return Heard(intent.word, rest.args, sure=True, because=f"原词「{intent.word}」")
    return None


def _arguments(rest: _Rest, intent: Intent) -> bool:
    """Whether all that follows the word are its arguments in order, text last. The bare word is canonical too."""
    if rest.done():
        return True
    gap = rest.skip()
    for slot in sorted(intent.slots, key=lambda slot: slot is Slot.TEXT):
        if slot is Slot.TEXT:
            if intent.names and not _takes_text(intent) and not _means_all(rest):
                break
            if _wants_one_name(rest, intent):
                return False
            if not _free_text(rest, gap=gap, needed=_takes_text(intent)):
                return False
            break
        exact = _exact(rest, intent, slot)
        if exact is not None:
            rest.args[slot], rest.at = exact
            gap = rest.skip() or rest.done()
    return rest.done() and intent.required <= rest.args.keys()


def _exact(rest: _Rest, intent: Intent, slot: Slot) -> Exact | None:
    """Returns the argument of this slot that begins here; None where none does."""
    if slot in {Slot.BRANCH, Slot.SUBJECT, Slot.PERSON}:
        return _named(rest, intent, slot)
    if slot in {Slot.DATE, Slot.DAYS}:
        return _day(rest, slot)
    if slot is Slot.N:
        return _number(rest)
    if slot is Slot.GRADE:
        return _grade(rest)
    if rest.text.startswith("匿名", rest.at):
        return True, rest.at + 2
    return None


def _named(rest: _Rest, intent: Intent, slot: Slot) -> Exact | None:
    """Returns who bears the longest exact name that begins here; None where several do."""
    names = rest.asking.names
    for length in range(max(names.longest_exact, names.longest_name), 0, -1):
        bearers = _bearers(rest.text[rest.at : rest.at + length], intent, slot, names)
        if len(bearers) == 1:
            return bearers[0], rest.at + length
        if bearers:
            return None
    return None


def _bearers(name: str, intent: Intent, slot: Slot, names: Names) -> Sequence[Branch | Person]:
    """Returns the branches and people of exactly this name that may take the slot.

    A branch stands for who is evaluated there, unless the intent is about branches as such.
    """
    branches = names.exact_branches.get(name, ())
    people = names.full.get(name, ())
    if slot is Slot.PERSON:
        return people
    if slot is Slot.BRANCH and intent.of_branch:
        return branches
    if slot is Slot.BRANCH:
        return _places(branches, people, names.roster)
    if intent.of_branch:
        return (*branches, *people)
    places = _places(branches, (), names.roster)
    others = [person for person in people if names.roster.place_of(person) not in places]
    return (*places, *others)


def _places(
    branches: Sequence[Branch], people: Sequence[Person], roster: Roster
) -> tuple[Branch, ...]:
    """The places in these branches, and those that these people have beside a branch."""
    places = [place for branch in branches for place in roster.places_in(branch)]
    for person in people:
        place = roster.place_of(person)
        if place is not None and place not in roster.branches:
            places.append(place)
    return tuple(dict.fromkeys(places))


def _day(rest: _Rest, slot: Slot) -> Exact | None:
    """Returns a number of days, or a day to come that is written with its month."""
    today = rest.asking.today
    span = dates.span_at(rest.text[rest.at : rest.at + LONGEST_DAY], 0, today)
    if span is None:
        return None
    if isinstance(span.value, int):
        fits = slot is Slot.DAYS
    else:
        ahead = (span.value - today).days
        fits = slot is Slot.DATE and span.exact and 0 <= ahead <= FARTHEST
    if not fits:
        return None
    return span.value, rest.at + span.end


def _number(rest: _Rest) -> Exact | None:
    """Returns the number of an item that begins here; None where none does."""
    written = NUMBER.match(rest.text, rest.at)
    if written is None:
        return None
    n = number(written[1] or written[2])
    if n is None:
        return None
    return n, written.end()


def _grade(rest: _Rest) -> Exact | None:
    """Returns the longest word for a grade that begins here, where nothing else runs on behind it."""
    steps = {plain(grade): grade for grade in (*rest.asking.grades, *EVERYDAY)}
    for word in sorted(steps, key=len, reverse=True):
        if rest.text.startswith(word, rest.at):
            ended = SPOKEN_END.match(rest.text, rest.at + len(word))
            if ended is None:
                return None
            return steps[word], ended.end()
    return None


def _takes_text(intent: Intent) -> bool:
    """Whether what follows is its text, rather than something that may be said in passing."""
    return Slot.TEXT in intent.required or intent.word in REMARKS or intent.word in REASONED


def _goes_on(rest: _Rest, intent: Intent) -> bool:
    """Whether another word follows what needs no text: 「结束测评，然后公布结果」."""
    text = rest.args.get(Slot.TEXT)
    if _takes_text(intent) or not isinstance(text, str):
        return False
    begun = re.match(r"\W*", rest.text[len(intent.word) + rest.text.find(intent.word) :])
    if begun is None or "," not in begun[0]:
        return False
    words = NEXT.sub("", plain(text))
    return any(words.startswith(other.word) for other in rest.asking.intents)


def _wants_one_name(rest: _Rest, intent: Intent) -> bool:
    """Whether one line of text lacks the name of whom it is about: 「平时 老孙 常下寝室」.

    Several lines may each bear a name of their own.
    """
    person_missing = Slot.PERSON in intent.slots and Slot.PERSON not in rest.args
    several_lines = len(rest.text[rest.at :].strip().splitlines()) > 1
    return intent.names and person_missing and not _means_all(rest) and not several_lines


def _means_all(rest: _Rest) -> bool:
    """Whether 「全部」 stands where a name would: what else follows a name is not this request's."""
    return not rest.args and bool(ALL.match(rest.text, rest.at))


def _free_text(rest: _Rest, *, gap: bool, needed: bool) -> bool:
    """Takes the rest as typed. Not when it runs on without a gap, asks, waves off, wants to be anonymous or is another name."""
    if rest.done():
        return True
    words = rest.text[rest.at :].strip()
    if not gap or (not needed and ASIDE.match(words)):
        return False
    is_asked = asks(words) and TELLS_A_LACK.match(words) is None
    if is_asked or ENDS_IN_DENYING.search(words) or WAVED_OFF.match(words):
        return False
    names = rest.asking.names
    # 「退回 第二支部 没有数据。受理第三支部」 may be two requests: that is weighed, and asked before
    # anything is done.
    later = SENTENCE_END.split(OF_EACH.sub("", words))[1:]
    speaks_of_another = any(name in sentence for sentence in later for name in names.exact_branches)
    if speaks_of_another or _begins_with_a_name(words, names):
        return False
    if ANONYMOUS.search(words):
        return False
    rest.args[Slot.TEXT] = rest.typed[rest.at :].strip()
    rest.at = len(rest.text)
    return True


def _begins_with_a_name(words: str, names: Names) -> bool:
    """「退回 第二支部 第三支部」 does not give a reason, 「点评 欧阳书记 …」 and
    「点评，老李，…」 tell of whom.
    """
    if TITLED.match(words) or FAMILIARLY.match(plain(words)) or words[:3] in names.full:
        return True
    lengths = range(2, names.longest_exact + 1)
    return any(words[:length] in names.exact_branches for length in lengths)
