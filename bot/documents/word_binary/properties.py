"""Property modifiers (sprms) and the pages that tie them to the text.

[MS-DOC] 2.6, 2.9.33 (ChpxFkp), 2.9.175 (PapxFkp).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator

from bot.domain.values import dataclass

PAGE = 512
# By the top three bits; 6 carries its own size.
OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
TABLE_DEFINITION = 0xD608  # its size takes two bytes
PAGE_NUMBER = 0x3FFFFF

DELETED, INSERTED = 0x0800, 0x0801  # by changes that were tracked
HIDDEN, BOLD, CHARACTER_STYLE, SYMBOL = 0x083C, 0x0835, 0x4A30, 0x6A09
LIST_LEVEL, LIST_USE, OUTLINE, IN_TABLE = 0x260A, 0x460B, 0x2640, 0x2416


@dataclass(frozen=True)
class Run:
    """Bytes `start` to `end` of the main stream share these properties."""

    start: int
    end: int
    modifiers: bytes
    style: int = 0


def modifiers(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields (code, operand) pairs; stops at what does not fit."""
    at = 0
    while at + 2 <= len(grpprl):
        (code,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        size = OPERAND_SIZES.get(code >> 13)
        if size is None:
            if at >= len(grpprl):
                return
            size = grpprl[at] + 1
            if code == TABLE_DEFINITION and at + 2 <= len(grpprl):
                size = struct.unpack_from("<H", grpprl, at)[0] + 1
        yield code, grpprl[at : at + size]
        at += size


class RunIndex:
    """Runs in the order of their place in the file, found by offset."""

    def __init__(self, runs: list[Run]) -> None:
        self._runs = sorted(runs, key=lambda run: run.start)
        self._starts = [run.start for run in self._runs]

    def at(self, offset: int) -> Run | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._runs[index].end <= offset:
            return None
        return self._runs[index]

    def next_start(self, offset: int, default: int) -> int:
        """Returns where the next run behind `offset` starts."""
        index = bisect_right(self._starts, offset)
        if index == len(self._starts):
            return default
        return self._starts[index]


def character_runs(main: bytes, table: bytes) -> RunIndex:
    runs = []
    for page in _pages(main, table):
        bounds = _bounds(page, 1)
        offsets = page[4 * len(bounds) : 4 * len(bounds) + len(bounds) - 1]
        for start, end, word in zip(bounds, bounds[1:], offsets, strict=False):
            at = 2 * word
            grpprl = b""
            if at:
                grpprl = page[at + 1 : at + 1 + page[at]]
            runs.append(Run(start, end, grpprl))
    return RunIndex(runs)


def paragraph_runs(main: bytes, table: bytes) -> RunIndex:
    runs = []
    for page in _pages(main, table):
        bounds = _bounds(page, 13)
        offsets = page[4 * len(bounds) :: 13]
        for start, end, word in zip(bounds, bounds[1:], offsets, strict=False):
            style, grpprl = _paragraph_properties(page, 2 * word)
            runs.append(Run(start, end, grpprl, style))
    return RunIndex(runs)


def _paragraph_properties(page: bytes, at: int) -> tuple[int, bytes]:
    """Returns the style and the modifiers that lie at `at` in the page."""
    if at == 0 or at + 2 >= PAGE:
        return 0, b""
    if page[at]:
        size, begin = 2 * page[at] - 1, at + 1
    else:
        size, begin = 2 * page[at + 1], at + 2
    content = page[begin : begin + size]
    if len(content) < 2:
        return 0, b""
    return struct.unpack_from("<H", content)[0], content[2:]


def _bounds(page: bytes, item: int) -> tuple[int, ...]:
    count = min(page[-1], (PAGE - 5) // (4 + item))
    return struct.unpack_from(f"<{count + 1}I", page)


def _pages(main: bytes, table: bytes) -> Iterator[bytes]:
    count = max(len(table) - 4, 0) // 8
    if not count:
        return
    for number in struct.unpack_from(f"<{count}I", table, 4 * (count + 1)):
        page = main[(number & PAGE_NUMBER) * PAGE :][:PAGE]
        if len(page) == PAGE:
            yield page
