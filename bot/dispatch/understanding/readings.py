"""What one clause may ask for: every canonical word whose cues it shows, weighed; and whether it asks, denies or tells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.dispatch.understanding.lexicon import ENTRIES, Entry
from bot.dispatch.understanding.sketch import Sketch
from bot.dispatch.understanding.values import Intent
from bot.domain.people import Person, Role

DENIED_BEFORE = re.compile(
    r"(?:别|不要|不用|不能|不可以?|不许|不必|无需|勿|甭|不同意|不准|不让|不想|不该|不应该?|莫|先不|暂不|暂缓|暂时不|取消|撤销|撤回|没必要|用不着|犯不着|没说要?|不打算|不建议|反对|拒绝)[^,]{0,7}$"
    r"|(?:还没|还未|没有?|未|不)(?:有|被)?$"
)
DENIED_AFTER = re.compile(r"^[^,]{0,7}(?:不用|不必|免|算|取消)了|^不(?!行|合格|过|好|够|全)(?:了|得|成)|^[^,]{0,6}(?:不同意|我反对)")
DENIED_NOTHING = re.compile(r"没有?(?:问题|毛病|意见|交|投|啥|什么)|不(?:行|合格|过关|够|全|错)|未交|要不")
TOLD = re.compile(r"(?:被|已经?|刚刚?|早就)(?:给)?$")
TOLD_AFTER = re.compile(r"^(?:过|完)(?:了|的)?$")
ASKED = re.compile(r"(?:吗|么|没|没有|了不|否)(?:有)?$|要不要|该不该|是否|是不是|有没有(?!问题)|会不会|可不可以|谁|什么|怎么|为啥|为何|哪|几时|多久|如何|多少|几[号天]|行不行|好不好|可以吗|难道|凭啥")
DONE_ASKED = re.compile(r"(?:了|过|完|好)(?:吗|么|没有?|不)$|(?:了|过)(?:[BP](?:的)?)?(?:没有?|吗)$|有没有|没有?$|什么时候|啥时候|结束$")
POLITE = re.compile(r"(?:能不能|能否|可不可以|可否|能|可以|麻烦|请|帮忙?我?|劳驾).{0,12}(?:吗|么|不)?$")
HELPING = re.compile(r"(?:能不能|能否|可不可以|可否|请|麻烦|帮我|帮忙|劳驾|拜托)")


@dataclass(frozen=True)
class Reading:
    """A clause read as `word`; [start, end) is the cue in the text. `weight` as in the lexicon, less for typing errors."""

    word: str
    weight: float
    start: int
    end: int
    sketch: Sketch
    cue: re.Match[str]
    typo: bool = False

    @property
    def length(self) -> int:
        return self.cue.end() - self.cue.start()

    @property
    def before(self) -> str:
        return self.sketch.letters[: self.cue.start()]

    @property
    def after(self) -> str:
        return self.sketch.letters[self.cue.end() :]

    @property
    def denied(self) -> bool:
        """「别退回」「不用催了」「还不能公布」; but not 「没问题,受理」 nor 「没交的催一下」."""
        before = DENIED_NOTHING.sub("", self.before)
        return bool(DENIED_BEFORE.search(before) or DENIED_AFTER.search(self.after))

    @property
    def told(self) -> bool:
        """The act is reported, not asked for: 「被退回」「催过了」."""
        return bool(TOLD.search(self.before) or TOLD_AFTER.search(self.after))


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
    cues = (*entry.cues, *entry.own) if actor.has(Role.SECRETARY) else entry.cues
    matches = [(weight, found) for weight, cue in cues for found in cue.finditer(sketch.letters) if found[0]]
    if matches:
        weight, found = max(matches, key=lambda match: (match[0], len(match[1][0])))
        start, end = sketch.place(found)
        weighed = weight + _standing(sketch, intent, found) - (0.5 if typo else 0)
        yield Reading(intent.word, weighed, start, end, sketch, found, typo)


def _standing(sketch: Sketch, intent: Intent, found: re.Match[str]) -> float:
    """A canonical word at the head of a clause weighs more; a weak cue in a long sentence about something else less."""
    letters = sketch.letters
    head = 1.0 if letters.startswith(intent.word) else 0.0
    explained = len(found[0]) + sum(letter.isupper() for letter in letters[: found.start()] + letters[found.end() :])
    unexplained = len(letters) - explained
    takes_text = any(slot.value == "text" for slot in intent.slots)
    lost = 0.0 if takes_text or unexplained <= 2 * explained + 3 else 1.5
    return head - lost
