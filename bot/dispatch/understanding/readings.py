"""What one clause may ask for: every canonical word whose cues it shows, weighed; and whether it asks, denies or tells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.dispatch.understanding.lexicon import ENTRIES, Entry
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.values import Intent, Slot
from bot.domain.people import Person, Role

DENIED_BEFORE = re.compile(
    r"(?:别|不要|不用|不需要|无须|不能|不可以?|不许|不必|无需|勿|甭|不同意|不准|不让|不想|不该|不应该?|莫|先不|暂不|暂缓|暂时不|取消|暂停|停止|撤销|撤回|没必要|用不着|犯不着|没说要?|不打算|不建议|反对|拒绝|等会儿?再?|等等|过会儿?|回头|晚点|稍后|不是要|没有?(?:想|要|打算|说|让|叫)(?!求)|不是让|不是说|不给|并非|并不|没让)[^,]{0,7}$"
    r"|等(?:一?下|一会儿?)?再?$|(?:还没|还未|没有?|未|不)(?:有|被)?$"
)
DENIED_AFTER = re.compile(
    r"^[BP的]*(?:这事|这个事|的事|这件事)?(?:就|也|还是)?(?:先|暂时?|再)?(?:别|不要|不用|不必|不需要|不急|缓一?缓|放一?放|等一?等|免|算|取消|作罢|不)了?(?:发|退|弄|做|办|搞|动|管|说)?了?$"
    r"|^[^,]{0,7}(?:不用|不必|免|算|取消)了|^不(?!行|合格|过|好|够|全)(?:了|得|成)|^[^,]{0,6}(?:不同意|我反对)"
)
DENIED_NOTHING = re.compile(r"没有?(?:问题|毛病|意见|交|投|啥|什么)|不(?:行|合格|过关|够|全|错)|未交|要不")
TOLD = re.compile(r"(?:被|已经?|刚刚?|早就)(?:给)?$")
EARLIER = re.compile(r"昨天|昨晚|前天|上周|上次|上午|早上|刚才|之前")
TOLD_AFTER = re.compile(r"^(?:过|完)(?:了|的)?$")
ASKED = re.compile(
    r"(?:吗|么|没|没有|了不|否)(?:有)?$|要不要|该不该|是否|是不是|有没有(?!问题)|会不会|可不可以|谁|什么|怎么|为啥|为何|哪|几时|多久|如何|多少|几[号天]|行不行|好不好|可以吗|难道|凭啥"
)
DONE_ASKED = re.compile(
    r"(?:了|过|完|好)(?:吗|么|没有?|不)$|(?:了|过)(?:[BP](?:的)?)?(?:没有?|吗)$|有没有|没有?$|什么时候|啥时候|结束$"
)
HELPING = re.compile(r"帮我|帮忙|帮|(?<!申)请(?!假|问|示)|麻烦|劳驾|拜托")
MAY = re.compile(r"能不能|能否|可不可以|可否")


@dataclass(frozen=True)
class Hit:
    """A cue or a sign on the letters [start, end) of a sketch, with the named groups that give slots their values."""

    weight: float
    start: int
    end: int
    groups: Mapping[str, str | None] = field(default_factory=dict)
    verb: int = 0  # where the word stands that a denial would precede


@dataclass(frozen=True)
class Reading:
    """A clause read as `word`. `weight` is that of the hit, less for typing errors, more for a word at the head."""

    word: str
    weight: float
    hit: Hit
    sketch: Sketch
    typo: bool = False

    @property
    def start(self) -> int:
        """Where the cue begins in the text."""
        return self.sketch.places[self.hit.start][0]

    @property
    def end(self) -> int:
        return self.sketch.places[self.hit.end - 1][1]

    @property
    def length(self) -> int:
        return self.hit.end - self.hit.start

    @property
    def cue(self) -> str:
        return self.sketch.letters[self.hit.start : self.hit.end]

    @property
    def before(self) -> str:
        return self.sketch.letters[: self.hit.start]

    @property
    def after(self) -> str:
        return self.sketch.letters[self.hit.end :]

    @property
    def denied(self) -> bool:
        """「别退回」「不用催了」「还不能公布」; but not 「没问题,受理」 nor 「没交的催一下」."""
        before = DENIED_NOTHING.sub("", self.sketch.letters[: self.hit.verb])
        swallows = entry_of(self.word).swallows
        return bool(DENIED_BEFORE.search(before) or (not swallows and DENIED_AFTER.search(self.after)))

    @property
    def told(self) -> bool:
        """The act is reported, not asked for: 「被退回」「催过了」."""
        earlier = EARLIER.search(self.sketch.letters) and re.search(r"了$", self.cue + self.after)
        return bool(TOLD.search(self.before) or TOLD_AFTER.search(self.after) or earlier)


@lru_cache(maxsize=512)
def entry_of(word: str) -> Entry:
    """A word that the lexicon does not know is at least understood when it is said."""
    return ENTRIES.get(word) or Entry(((3, re.compile(re.escape(word))),))


def readings(sketch: Sketch, intents: Sequence[Intent], actor: Person, *, typo: bool = False) -> list[Reading]:
    """All readings of a clause, the best first."""
    found = [reading for intent in intents for reading in _of_word(sketch, intent, actor, typo=typo)]
    return sorted(found, key=lambda reading: (-reading.weight, -reading.length))


def _of_word(sketch: Sketch, intent: Intent, actor: Person, *, typo: bool) -> Iterator[Reading]:
    entry = entry_of(intent.word)
    if entry.never and entry.never.search(sketch.letters):
        return
    hits = [*_cued(entry, sketch.letters, actor), *_signed(entry, sketch.letters)]
    if hits:
        hit = max(hits, key=lambda hit: (hit.weight, hit.end - hit.start))
        weighed = hit.weight + _standing(sketch, intent, hit) - (0.5 if typo else 0)
        yield Reading(intent.word, weighed, hit, sketch, typo)


def _cued(entry: Entry, letters: str, actor: Person) -> Iterator[Hit]:
    cues = (*entry.cues, *entry.own) if actor.has(Role.SECRETARY) else entry.cues
    for weight, cue in cues:
        for found in cue.finditer(letters):
            if found[0]:
                yield Hit(weight, found.start(), found.end(), found.groupdict(), found.start())


def _signed(entry: Entry, letters: str) -> Iterator[Hit]:
    for sign in entry.signs:
        if sign.without and sign.without.search(letters):
            continue
        found = [need.search(letters) for need in sign.needs]
        matches = [match for match in found if match]
        if len(matches) == len(found):
            yield Hit(
                sign.weight,
                min(match.start() for match in matches),
                max(match.end() for match in matches),
                verb=matches[-1].start(),
            )


def _standing(sketch: Sketch, intent: Intent, hit: Hit) -> float:
    """A canonical word at the head of a clause weighs more; a weak cue in a long sentence about something else less."""
    letters = sketch.letters
    head = 1.0 if letters.startswith(intent.word) else 0.0
    explained = hit.end - hit.start + sum(letter.isupper() for letter in letters[: hit.start] + letters[hit.end :])
    unexplained = len(letters) - explained
    takes_text = Slot.TEXT in intent.slots
    lost = 0.0 if takes_text or unexplained <= 2 * explained + 3 else 1.5
    return head - lost
