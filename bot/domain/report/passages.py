"""The author's words for one point, and which of them belong together."""

import re

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

_FIRST_WORDS = 30  # characters by which a point is known on a card
_NAMED = pattern(
    r"(?:针对)?第?[一二三四五六七八九十\d]{0,2}[个条项]?(?:主要|存在的?|整改|改进|下一?步)?"
    r"(?:问题|不足之处|不足|短板|差距|表现|原因|措施|举措|打算|对策)[一二三四五六七八九十\d]{0,2}(?:[:：]\s*|是(?=[^否]))"
    r"|下一?步[，,]"
)


@dataclass(frozen=True)
class Passage:
    """The author's words for one point; kept in full for rectification later."""

    text: str
    start: int  # offset in Manuscript.text

    @property
    def first_words(self) -> str:
        """Of the first clause, without a label such as 「问题一：」."""
        text = self.text
        label = _NAMED.match(text)
        if label and label.end() < len(text):
            text = text[label.end() :]
        clause = re.split(r"[。；;：:\n]", text, maxsplit=1)[0]
        if len(clause) <= _FIRST_WORDS:
            return clause
        return clause[: _FIRST_WORDS - 1] + "…"


@dataclass(frozen=True)
class Pair:
    """One row: a problem with its partners. A measure without a problem stands alone."""

    problem: Passage | None
    cause: Passage | None
    measure: Passage | None
