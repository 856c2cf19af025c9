"""Automatic numbering as Word counts it, for every format that has it: definitions, instances,
running counters.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Protocol

from bot.documents.numerals import WITHOUT_NUMBER, numeral
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

PLACEHOLDER = pattern(r"%([1-9])")
HIGHEST_VALUE = 1_000_000  # a start value may be any number, and spelling it takes room


@dataclass(frozen=True)
class ListLevel:
    """One level of a list. `text` holds %1 … %9 for the numbers of the levels, from 0."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False  # higher levels in plain digits (isLgl)
    # Restarts after this level (1-based) or a higher one; 0 never; None after any higher.
    restart: int | None = None
    suffix: str = "tab"  # tab, space or nothing


PLAIN = ListLevel()


class Levels(Protocol):
    """Levels by depth from 0; a dict will do."""

    def get(self, depth: int, /) -> ListLevel | None: ...


@dataclass(frozen=True)
class ListInstance:
    """A use of a definition; those of one definition count together (num and abstractNum)."""

    definition: str
    levels: Levels
    # Level -> start value at this instance's first use.
    restarts: Mapping[int, int] = field(default_factory=dict)

    def level(self, depth: int) -> ListLevel:
        return self.levels.get(depth) or PLAIN

    def number(self, level: ListLevel, counters: Mapping[int, int]) -> str:
        """Returns the number of a paragraph at this level, as the counters stand."""

        def part(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            other = self.level(depth)
            style = other.style
            if level.legal and style not in WITHOUT_NUMBER:
                style = "decimal"
            return numeral(counters.get(depth, other.start), style)

        return PLACEHOLDER.sub(part, level.text)


class Numbering:
    """Counts paragraphs in document order.

    `find` gives the list of an id, None for an unknown one.
    """

    def __init__(self, find: Callable[[str], ListInstance | None]) -> None:
        self._find = find
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def advance(
        self, instance_id: str, depth: int, *, start: int | None = None
    ) -> tuple[str, ListLevel]:
        """Counts the next paragraph at level `depth`; returns its number and its level.

        The number is "" for bullets and unknown lists. `start` is a value that this very
        paragraph sets.
        """
        instance = self._find(instance_id)
        if instance is None:
            return "", PLAIN
        level = instance.levels.get(depth)
        if level is None:
            return "", PLAIN
        counters = self._counters.setdefault(instance.definition, {})
        if depth in instance.restarts and (instance_id, depth) not in self._restarted:
            self._restarted.add((instance_id, depth))
            counters[depth] = instance.restarts[depth]
        elif depth in counters:
            counters[depth] = min(counters[depth] + 1, HIGHEST_VALUE)
        else:
            counters[depth] = level.start
        # Deeper levels begin anew; a level that was skipped on the way here is used up.
        for deeper in [other for other in counters if other > depth]:
            restarting = instance.levels.get(deeper)
            if restarting is None or restarting.restart is None or depth < restarting.restart:
                del counters[deeper]
        nearest = max((other for other in counters if other < depth), default=depth)
        for skipped in range(nearest + 1, depth):  # 2 → 2.1.1 has used up 2.1
            counters[skipped] = instance.level(skipped).start
        if start is not None:
            counters[depth] = start
        if level.style == "bullet":
            return "", level
        return instance.number(level, counters), level


def join_number(number: str, text: str, suffix: str) -> str:
    """Joins number and text as one would type them.

    一、加强 · 1.加强 · 1.1 范围 · 第一条 目的 · 1. Scope.
    """
    if not number or not text:
        return number + text
    last, first = number[-1], text[0]
    if suffix == "nothing" or first.isspace() or last.isspace():
        return number + text
    is_mark = not last.isalnum()
    if is_mark and not (last.isascii() and first.isascii()):  # full width, or before a character
        return number + text
    return f"{number} {text}"
