"""How the lexicon is written: families of words, cues and signs.

A cue is a weight and a pattern over the sketch of a sentence (see `sketch`): B, P, T, D, N stand for what was named.
A sign is a set of words that may stand in any order. Weight 3 is a phrase that hardly means anything else, 2 a usual way
to say it, 1 a hint that another cue may outweigh. Words in braces are families of synonyms. A named group gives a slot
its value.
"""

import re
from dataclasses import dataclass

FAMILIES = {
    "who": r"(?:谁|哪些|哪几|哪个|哪家|哪位|哪|几个|几家|几人|几位|多少|名单|有没有人)",
    "not": r"(?:没有?|未|差|缺|欠|木有|冇)",
    "hand": r"(?:提?交|上?报送?|上传|发|呈报|送|递)",
    "paper": r"(?:述职)?(?:材料|报告|稿子?|文件|文档|word|文稿|东西|述职)",
    "vote": r"(?:投票?|测评|评议|打分|表决|票)",
    "ask": r"(?:吗|么|没有?|不|否|木有|嘛)",
    "how": r"(?:怎么样|怎样|咋样|如何|咋地|啥样|什么样|啥情况|什么情况|情况|进展|进度|状态|状况)",
    "me": r"(?<![发给跟帮让])(?:我们?(?!们?系|们?学院|们?院)|咱们?(?!们?系|们?学院|们?院)|本人|本支部|自己)",
    "when": r"(?:几天|多久|多少天|多长时间|多少时间|什么时候|啥时候|何时|哪天|几号|几月几号|哪一天|多少日子|几日)",
    "grade": r"(?P<grade>比?较好|好|一般|差)(?!像|多|几|不|说|的话|点|了|吗|没)",
    "count": r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})",
    "asking": r"(?:吗|么|没有?$|没$|否|是不是|有没有|是否|到没到|齐不齐|合不合格|行不行|对不对|好不好|全不全|够不够|交没交|收没收|过没过|齐没齐|了没|不$|怎么|如何|什么|啥|几|多少|咋|情况|进展|进度|状态|哪|呢)",
    "result": r"(?:结果|票数|得票|得分|成绩|统计|测评情况)",
}

Cue = tuple[int, re.Pattern[str]]


@dataclass(frozen=True)
class Sign:
    """Words that together, in whatever order, show a request; `without` those that show another one."""

    needs: tuple[re.Pattern[str], ...]
    without: re.Pattern[str] | None
    weight: float = 2.5


@dataclass(frozen=True)
class Entry:
    """Cues of one canonical word.

    `asks`: the word that answers a question about this act (「退回了吗」). `swallows`: whatever follows is its text.
    `about_secretaries`: a person named with it is one who reports, if one of the name does.
    `extends`: a following clause may be its reason. `never`: what rules the word out. `own`: cues that count only where
    a secretary speaks of himself.
    """

    cues: tuple[Cue, ...]
    signs: tuple[Sign, ...] = ()
    own: tuple[Cue, ...] = ()
    never: re.Pattern[str] | None = None
    asks: str = ""
    swallows: bool = False
    about_secretaries: bool = False
    extends: bool = False


def at(weight: int, *patterns: str) -> tuple[Cue, ...]:
    return tuple((weight, re.compile(_filled(pattern))) for pattern in patterns)


def sign(*needs: str, without: str = "", weight: float = 2.5) -> Sign:
    compiled = tuple(re.compile(_filled(need)) for need in needs)
    return Sign(compiled, never(without) if without else None, weight)


def never(pattern: str) -> re.Pattern[str]:
    return re.compile(_filled(pattern))


def _filled(pattern: str) -> str:
    for family, words in FAMILIES.items():
        pattern = pattern.replace("{" + family + "}", words)
    return pattern
