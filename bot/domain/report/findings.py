"""What a judgement finds: a rule of the plan, how firm it is, and the place in the author's words."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from bot.domain.manuscript import Manuscript
from bot.domain.report.counting import Characters
from bot.domain.report.sections import Split
from bot.domain.report.wording import MESSAGES

Fact = str | int
_MAX_QUOTE = 40
_SPACES = re.compile(r"\s+")


class Level(StrEnum):
    FAIL = "fail"  # a program can decide it
    HINT = "hint"  # a person must look
    OK = "ok"


@dataclass(frozen=True)
class Finding:
    rule: str  # S-id of the plan's sentence
    level: Level
    code: str  # stable name of what was found, a key of wording.MESSAGES
    facts: tuple[tuple[str, Fact], ...] = ()  # what the message names
    quote: str = ""  # the author's words that are meant, on one line
    paragraph: int = -1  # Paragraph.source of the place; -1 = the whole report

    @property
    def message(self) -> str:
        return MESSAGES[self.code].format_map({"quote": self.quote, **dict(self.facts)})


@dataclass(frozen=True)
class Place:
    """The author's words that a finding means, and the paragraph they stand in."""

    quote: str
    paragraph: int


def found(rule: str, level: Level, code: str, place: Place | None = None, **facts: Fact) -> Finding:
    quote, paragraph = (place.quote, place.paragraph) if place else ("", -1)
    return Finding(rule, level, code, tuple(facts.items()), quote, paragraph)


def shortened(text: str, limit: int = _MAX_QUOTE) -> str:
    """One line of at most `limit` characters."""
    line = _SPACES.sub(" ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


@dataclass(frozen=True)
class Reading:
    """A report with what the rules ask about it."""

    manuscript: Manuscript
    text: str
    characters: Characters
    split: Split

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(paragraph.text) + 1 for paragraph in self.manuscript.paragraphs)]

    def paragraph_at(self, offset: int) -> int:
        """Paragraph.source of the place at `offset` of the text; -1 in a report without paragraphs."""
        paragraphs = self.manuscript.paragraphs
        index = min(bisect_right(self._starts, offset) - 1, len(paragraphs) - 1)
        return paragraphs[index].source if index >= 0 else -1

    def place(self, text: str, start: int) -> Place:
        return Place(shortened(text), self.paragraph_at(start))
