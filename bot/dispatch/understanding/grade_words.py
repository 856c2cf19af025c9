"""The plan's own words for grades, where they stand for one: 「给王书记评优秀」, but not 「优秀党员」.

The words of the built-in scale are everyday words and are known by what stands around them (`terms`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.dispatch.understanding.writing import plain

EVERYDAY = ("较好", "一般", "好", "差")
GIVEN = "定评给算打判改为成个是:"  # what a word of one letter must follow
PART_OF_ANOTHER = "(?!党|教|学|干|员|奖|支|工|作|的(?:党|教|学|干|支|同))"


@dataclass(frozen=True)
class GradeWord:
    """`value` is the grade as the plan writes it."""

    start: int
    end: int
    value: str


def grade_words(text: str, grades: Sequence[str]) -> Iterator[GradeWord]:
    """The plan's grades that the text names, in their order; none that is an everyday word."""
    steps = {plain(grade): grade for grade in grades if grade not in EVERYDAY}
    if steps:
        for found in _pattern(tuple(steps)).finditer(text):
            yield GradeWord(found.start(), found.end(), steps[found[0]])


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest first: 不称职 before 称职."""
    longest_first = sorted(words, key=len, reverse=True)
    forms = [
        re.escape(word) if len(word) > 1 else f"(?<=[{GIVEN}]){re.escape(word)}"
        for word in longest_first
    ]
    return re.compile(f"(?:{'|'.join(forms)}){PART_OF_ANOTHER}")
