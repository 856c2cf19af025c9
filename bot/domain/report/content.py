"""What a passage without a telling heading speaks about: work done, problems, or plans.

This is a guess from the words of its sentences. It decides only together with the order of
the parts, see `sections`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from bot.domain.patterns import pattern
from bot.domain.report.lines import sentences_of
from bot.domain.report.partition import Part

_PLAN = pattern(
    r"我[^。]{0,6}(?:将|计划)|本人[^。]{0,6}(?:将|计划)|支部[^。]{0,6}(?:将|计划)|将(?:继续|进一步|坚持|以|从|围绕|带头|着力|重点|按照|认真|努力|不断|持续|切实|严格|加[强大]|组织|建立|把)"
    r"|要(?:继续|进一步|坚持|以|从|围绕|带头|着力|不断|持续|切实|严格|加强)|力争|争取|下一?步|今后|明年|打算"
)
_LACK = pattern(
    r"不够|不足|不[强深高实严细紧](?![,，]?(?:获|得|断))|不到位|不平衡|不充分|不明显|不紧密|不全面|不系统|不经常|欠缺|有待|薄弱|缺乏|较少|偏少|偏弱|偏软|偏低|差距|短板"
    r"|单一|流于形式|放松|滞后|乏力|浮于|停留在|重.{1,4}轻|上热下冷|宽松软|时紧时松|畏难"
)
_SOLVED = pattern(r"解决|克服|改变|扭转|破解|补齐|针对|整改了")
_DONE = pattern(
    r"了(?<=[\u4e00-\u9fff]了)|完成|先后|累计|共(?:开展|组织|召开|计)|获|被评|召开|开展|组织|举办|建成|形成|实现|达到|带头|坚持|落实|推动"
)
_COUNTED = pattern(
    r"\d\s*(?:余|多)?(?:次|名|人|个|场|项|篇|件|份|本|处|台|门|部|类|家|台|条|%|％|万|元|期|户|小时)"
)


@dataclass(frozen=True, slots=True)
class Tone:
    """How many characters the sentences of each kind have."""

    done: int
    lacking: int
    planned: int

    @property
    def total(self) -> int:
        return self.done + self.lacking + self.planned

    def share(self, part: Part) -> float:
        """Returns the share of the part's sentences, 0 to 1; 0 where no sentence tells."""
        if not self.total:
            return 0.0
        sizes = {
            Part.ACHIEVEMENTS: self.done,
            Part.PROBLEMS: self.lacking,
            Part.MEASURES: self.planned,
        }
        return sizes[part] / self.total


ToneOf = Callable[[int, int], Tone]
"""The tone from start to end of one text; each passage is examined once."""


def tones_in(text: str) -> ToneOf:
    return cache(partial(tone, text))


def speaks_of_lack(sentence: str) -> bool:
    """Tells whether the sentence speaks of a lack, and not of one that was made good."""
    return _LACK.search(sentence) is not None and not _SOLVED.search(sentence)


def tone(text: str, start: int, end: int) -> Tone:
    """Returns the tone of text[start:end]."""
    done = lacking = planned = 0
    for sentence in sentences_of(text, start, end):
        size = len(sentence.text)
        if speaks_of_lack(sentence.text):
            lacking += size
        elif _PLAN.search(sentence.text):
            planned += size
        elif _COUNTED.search(sentence.text) or _DONE.search(sentence.text):
            done += size
    return Tone(done, lacking, planned)
