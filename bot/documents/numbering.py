"""Automatic numbering as Word counts it, for every format that has it: definitions, instances, running counters."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.documents.numerals import WITHOUT_NUMBER, numeral

PLACEHOLDER = re.compile(r"%([1-9])")
HIGHEST_VALUE = 1_000_000


@dataclass(frozen=True)
class Level:
    """One level of a list. `text` holds %1 … %9 for the numbers of the levels; levels count from 0."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False  # higher levels in plain digits (isLgl)
    restart: int | None = (
        None  # restarts after this level (1-based) or a higher one; 0 never; None after any higher
    )
    suffix: str = "tab"  # tab, space or nothing


class Levels(Protocol):
    """Levels by depth from 0; a dict will do."""

    def get(self, depth: int, /) -> Level | None: ...


@dataclass(frozen=True)
class ListInstance:
    """A use of a definition. Instances of one definition share their counters (Word's num and abstractNum)."""

    definition: str
    levels: Levels
    restarts: Mapping[int, int] = field(
        default_factory=dict
    )  # level -> start value at this instance's first use


class Numbering:
    """Counts paragraphs in document order. `find` gives the list of an id, None for an unknown one."""

    def __init__(self, find: Callable[[str], ListInstance | None]) -> None:
        self._find = find
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def advance(
        self, instance_id: str, depth: int, *, start: int | None = None
    ) -> tuple[str, Level]:
        """The number of the next paragraph in this list at level `depth`, "" for bullets and unknown lists.

        `start` is a value that this very paragraph sets.
        """
        instance = self._find(instance_id)
        level = None if instance is None else instance.levels.get(depth)
        if instance is None or level is None:
            return "", Level()
        counters = self._counters.setdefault(instance.definition, {})
        self._count(instance_id, instance, depth, counters, level.start)
        if start is not None:
            counters[depth] = start
        if level.style == "bullet":
            return "", level
        return self._print(instance, level, counters), level

    def _count(
        self,
        instance_id: str,
        instance: ListInstance,
        depth: int,
        counters: dict[int, int],
        start: int,
    ) -> None:
        if depth in instance.restarts and (instance_id, depth) not in self._restarted:
            self._restarted.add((instance_id, depth))
            counters[depth] = instance.restarts[depth]
        elif depth in counters:
            counters[depth] = min(counters[depth] + 1, HIGHEST_VALUE)
        else:
            counters[depth] = start
        for deeper in [other for other in counters if other > depth]:
            if _restarts(instance.levels.get(deeper), depth):
                del counters[deeper]
        nearest = max((other for other in counters if other < depth), default=depth)
        for skipped in range(nearest + 1, depth):  # 2 → 2.1.1 has used up 2.1
            counters[skipped] = (instance.levels.get(skipped) or Level()).start

    def _print(self, instance: ListInstance, level: Level, counters: Mapping[int, int]) -> str:
        def part(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            other = instance.levels.get(depth) or Level()
            style = "decimal" if level.legal and other.style not in WITHOUT_NUMBER else other.style
            return numeral(counters.get(depth, other.start), style)

        return PLACEHOLDER.sub(part, level.text)


def _restarts(level: Level | None, above: int) -> bool:
    """Whether `level` starts anew after a paragraph of the level `above`."""
    return level is None or level.restart is None or above < level.restart


def join_number(number: str, text: str, suffix: str) -> str:
    """Number and text as one would type them: 一、加强 · 1.加强 · 1.1 范围 · 第一条 目的 · 1. Scope."""
    if not number or not text:
        return number + text
    last, first = number[-1], text[0]
    if suffix == "nothing" or first.isspace() or last.isspace():
        return number + text
    full_width_mark = not last.isalnum() and not last.isascii()
    half_width_mark_before_han = not last.isalnum() and not first.isascii()
    return number + text if full_width_mark or half_width_mark_before_han else f"{number} {text}"
