"""Grades where they stand for one: 「给王书记评优秀」, but not 「优秀党员」; 「老李较好」, but not 「较好地」.

The words of the built-in scale are everyday words: they are grades where something that gives one,
or a name, stands in front of them and nothing runs on behind them.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from bot.dispatch.understanding.grammar import DECISIONS, GRADES
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

EVERYDAY = ("较好", "一般", "好", "差")
GIVEN = "定评给算打判改为成个是:="  # what a word of one letter must follow
PART_OF_ANOTHER = "(?!党|教|学|干|员|奖|支|工|作|的(?:党|教|学|干|支|同))"
EVERYDAY_GRADE = pattern(
    r"(?<=[定评给打算]个)好(?=了[吧啊]?(?:[\s,。;!~]|$))|比?较好(?=等|档|吧|哈|谢|来定|得了|理由|比较[稳合妥]|[\s,.。;!~、()”」]|$)|(?:好|一般|差)(?=等|档|吧|哈|谢|来定|得了|理由|比较[稳合妥]|[\s,.。;!~、()”」]|$)"
)

# Of a sketch, where people and grades are letters.
THE_REST = pattern(
    r"^(?:其余|其他|其它|剩下)(?:的|人|同志|书记|几位){0,3}(?:都|均|全)?(?:是|为|评|定)?(?:G|优秀|好|较好|一般|差)$"
)
GRADED = pattern(
    r"^(?:[BP](?:同志|书记)?[、和跟与及]?)+(?:的?等次)?(?:都|均|全)?(?:是|为|评|定)?(?:G|优秀|好|较好|一般|差)$"
)


@dataclass(frozen=True)
class GradeWord:
    """`value` is the grade as the plan writes it."""

    start: int
    end: int
    value: str


def grade_words(
    text: str, grades: Sequence[str], name_ends: Collection[int] = ()
) -> Iterator[GradeWord]:
    """The grades that the text names: the plan's own, then those of the built-in scale.

    `name_ends` are the places where a name ends.
    """
    steps = {plain(grade): grade for grade in grades if grade not in EVERYDAY}
    if steps:
        for found in _pattern(tuple(steps)).finditer(text):
            yield GradeWord(found.start(), found.end(), steps[found[0]])
    for found in EVERYDAY_GRADE.finditer(text):
        before = text[: found.start()].rstrip(" ,、“「")
        given = before.endswith((*GIVEN, "等次", "定等", "就", "按", "投", "选", "都"))
        if given or len(before) in name_ends or (not before and "较好" in found[0]):
            yield GradeWord(found.start(), found.end(), found[0].removeprefix("比"))


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest first: 不称职 before 称职."""
    forms = []
    for word in sorted(words, key=len, reverse=True):
        form = re.escape(word)
        if len(word) == 1:
            form = f"(?<=[{GIVEN}]){form}"
        forms.append(form)
    return re.compile(f"(?:{'|'.join(forms)}){PART_OF_ANOTHER}")


def goes_on_deciding(word: str, letters: str) -> bool:
    """Tells whether a part of a sketch grades further people in the decision of the part before it.

    It does in 「等次：好 张三、李四；其余较好」 and in 「等次：张三好，李四较好」; a 定等 is of one person,
    and what follows it of another is a request of its own.
    """
    if word in DECISIONS and THE_REST.match(letters):
        return True
    return word == GRADES and GRADED.match(letters) is not None
