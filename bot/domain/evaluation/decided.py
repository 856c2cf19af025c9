"""Reading the committee's decision about many: 「好 王文例、李思样；其余较好。12月29日党总支会议研究」.

Every clause names a grade and those who get it; 「其余」 are all who are not named. What names neither
is the reason. A word that is neither a name nor a grade is not guessed at: it is returned as unknown.
"""

import re
from collections.abc import Mapping, Sequence

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

REST = pattern(r"(?:其余|其他|剩下|另外)(?:的|几位|各位|同志|书记|人员)*")
ALL = pattern(r"(?:全部|所有|都|均)(?:书记|同志|人员)?")
_CLAUSE = pattern(r"[；;。\n！!]+|[,，、](?=\s?(?:其余|其他|剩下))")
_BETWEEN = pattern(
    r"[\s、,，:：\"“”（）()]+|和|以及|同志|书记|评定|评为|定为|等次|均为|均|都|的|为|是"
    r"|下来了?|定下来|出来了?|你?(?:给|帮)?(?:我|忙)?(?:登记?|录入?|记|填)(?:一?下|上|进去)|这边|就|也|[了吧哈啊呢你]"
    r"|如下|意见|结果|[一二两三四五六七八九十\d]{1,3}(?:个|位|名)人?"
)
_REASON = pattern(r"会|研究|决定|通过|月|号|日")


@dataclass(frozen=True)
class Decided:
    """`grades` by the name that was said; `rest` is the grade of all others, empty for none.

    `twice` are names that stand under two grades.
    """

    grades: Mapping[str, str]
    rest: str
    reason: str
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def decided(text: str, scale: Sequence[str], names: Sequence[str]) -> Decided:
    """Reads a decision; `names` are those who can be graded, `scale` the grades."""
    # The longest first: 较好 holds 好, and 王文 may be the beginning of 王文例.
    people = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    steps = "|".join(re.escape(step) for step in sorted(scale, key=len, reverse=True))
    terms = re.compile(
        rf"(?P<name>{people})|(?P<rest>{REST.pattern}|{ALL.pattern})|(?P<grade>{steps})"
    )
    grades: dict[str, str] = {}
    rest = ""
    reasons: list[str] = []
    unknown: list[str] = []
    twice: list[str] = []
    for clause in filter(None, (part.strip() for part in _CLAUSE.split(text))):
        matches = list(terms.finditer(clause))
        if not any(match["grade"] for match in matches):
            reasons.append(clause)
            continue
        leftover = terms.sub(" ", clause)
        for word in filter(None, _BETWEEN.split(leftover)):
            if _REASON.search(word):
                reasons.append(word)
            else:
                unknown.append(word)
        speaks_of_others = any(match["rest"] for match in matches)
        for grade, whom in _assigned(matches):
            twice += [name for name in whom if grades.get(name, grade) != grade]
            grades |= dict.fromkeys(whom, grade)
            if not whom and speaks_of_others:
                rest = grade
            elif not whom:
                unknown.append(grade)
    return Decided(grades, rest, " ".join(reasons), tuple(unknown), tuple(dict.fromkeys(twice)))


def _assigned(matches: Sequence[re.Match[str]]) -> list[tuple[str, list[str]]]:
    """Returns each grade of a clause with its names; with none for all others.

    The grade stands before its names or behind them, the same way in the whole clause.
    """
    grade_first = bool(matches[0]["grade"])
    assigned: list[tuple[str, list[str]]] = []
    names: list[str] = []
    for match in matches:
        if match["grade"] and grade_first:
            assigned.append((match["grade"], []))
        elif match["grade"]:
            assigned.append((match["grade"], names))
            names = []
        elif match["name"] and grade_first:
            assigned[-1][1].append(match["name"])
        elif match["name"]:
            names.append(match["name"])
    return assigned
