"""One sentence of the organiser becomes an item: 「第三支部、第五支部：上级检查指出组织生活记录不全，6月底前整改」."""

import re
from collections.abc import Mapping
from datetime import date

from bot.domain.patterns import pattern
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.items import Source
from bot.domain.values import dataclass

_ALL = pattern(r"(?:各|全部|所有|每个|全系)(?:党)?支部")
_SOURCES = (
    (Source.UPPER, pattern(r"上级|巡视|巡察|检查|督查|校党委|院党委|学院党委")),
    (Source.COMMENT, pattern(r"点评|领导")),
    (Source.FEEDBACK, pattern(r"反馈|群众|党员|测评|公示|意见|建议")),
)
_JOINTS = r"[\s、，,和及：:]*"


@dataclass(frozen=True)
class Sentence:
    """`branches` are ids, in the order of the roster; empty where none was named."""

    branches: tuple[int, ...]
    source: Source
    problem: str
    due: date | None


def read_sentence(text: str, names: Mapping[str, int], on: date) -> Sentence:
    """Reads a sentence; `names` are those of the branches and of their secretaries.

    The source is the one that is named first, else the upper level.
    """
    if _ALL.search(text):
        named = set(names.values())
    else:
        named = {branch for name, branch in names.items() if name in text}
    branches = tuple(dict.fromkeys(branch for branch in names.values() if branch in named))
    # The problem is what stands behind the names at the head.
    head = _JOINTS
    if names:
        listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        head = rf"^{_JOINTS}(?:(?:{listed}|{_ALL.pattern}){_JOINTS})*+"
    problem = re.sub(head, "", text.strip(), count=1).strip()
    # A last clause that only says until when is no part of the problem: it has its own column.
    sentence = problem.rstrip("。 ")
    last_joint = max(sentence.rfind(joint) for joint in "，,；;。")
    if last_joint > 0 and due_in(sentence[last_joint + 1 :], on):
        problem = sentence[:last_joint]
    source = Source.UPPER
    first = len(problem)
    for other, words in _SOURCES:
        match = words.search(problem)
        if match and match.start() < first:
            first = match.start()
            source = other
    return Sentence(branches, source, problem, due_in(text, on))
