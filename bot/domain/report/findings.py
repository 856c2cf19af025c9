"""What a judgement finds: a rule of the plan, how firm it is, and the author's words."""

from bisect import bisect_right
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Self

from bot.domain.manuscript import Manuscript
from bot.domain.patterns import pattern
from bot.domain.report.counting import Characters
from bot.domain.report.partition import Split
from bot.domain.report.wording import MESSAGES
from bot.domain.values import dataclass

Fact = str | int
_MAX_QUOTE = 40  # characters: two lines on a telephone
_SPACES = pattern(r"\s+")


class Level(StrEnum):
    FAIL = "fail"  # a program can decide it
    HINT = "hint"  # a person must look
    OK = "ok"


@dataclass(frozen=True)
class Quotation:
    """The author's words that a finding means, and the paragraph they stand in."""

    quote: str = ""
    paragraph: int = -1


@dataclass(frozen=True)
class Finding:
    rule: str  # S-id of the plan's sentence
    level: Level
    code: str  # stable name of what was found, a key of wording.MESSAGES
    facts: tuple[tuple[str, Fact], ...] = ()  # what the message names
    quote: str = ""  # the author's words that are meant, on one line
    paragraph: int = -1  # Paragraph.source of the place; -1 = the whole report

    @classmethod
    def of(
        cls, rule: str, level: Level, code: str, where: Quotation | None = None, **facts: Fact
    ) -> Self:
        """Makes a finding about the words `where`, or about the whole report."""
        quotation = where or Quotation()
        return cls(rule, level, code, tuple(facts.items()), quotation.quote, quotation.paragraph)

    @property
    def message(self) -> str:
        return MESSAGES[self.code].format_map({"quote": self.quote, **dict(self.facts)})


def shorten(text: str, limit: int = _MAX_QUOTE) -> str:
    """Returns the text as one line of at most `limit` characters."""
    line = _SPACES.sub(" ", text).strip()
    if len(line) <= limit:
        return line
    return line[: limit - 1] + "…"


@dataclass(frozen=True)
class Report:
    """A text with what the rules ask about it."""

    manuscript: Manuscript
    text: str
    characters: Characters
    split: Split

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [0, *accumulate(len(paragraph.text) + 1 for paragraph in self.manuscript.paragraphs)]

    def paragraph_at(self, offset: int) -> int:
        """Returns Paragraph.source of the place at `offset`; -1 in a report without paragraphs."""
        paragraphs = self.manuscript.paragraphs
        if not paragraphs:
            return -1
        index = bisect_right(self._paragraph_starts, offset) - 1
        # Behind the last paragraph stands the end of the text.
        return paragraphs[min(index, len(paragraphs) - 1)].source

    def quotation(self, text: str, start: int) -> Quotation:
        return Quotation(shorten(text), self.paragraph_at(start))
