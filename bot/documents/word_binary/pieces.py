"""The piece table: which bytes of the main stream hold which characters. [MS-DOC] 2.4.1, 2.9.177 (PlcPcd)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable

PRC, PCDT = 1, 2
COMPRESSED = 0x40000000
OFFSET = 0x3FFFFFFF


@dataclass(frozen=True)
class Piece:
    """Characters `first` to `last` (exclusive) lie at byte `offset`, `width` bytes each."""

    first: int
    last: int
    offset: int
    width: int

    def text(self, main: bytes) -> str:
        content = main[self.offset : self.offset + (self.last - self.first) * self.width]
        return content.decode("cp1252" if self.width == 1 else "utf-16-le", "replace")

    def clip(self, first: int, last: int) -> "Piece":
        begin = max(first, self.first)
        return Piece(
            begin, min(last, self.last), self.offset + (begin - self.first) * self.width, self.width
        )


def read_pieces(clx: bytes) -> list[Piece]:
    at = 0
    while at + 5 <= len(clx) and clx[at] == PRC:
        at += 3 + struct.unpack_from("<h", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != PCDT:
        raise UnreadableFile(Unreadable.CORRUPT)
    (length,) = struct.unpack_from("<I", clx, at + 1)
    table = clx[at + 5 : at + 5 + length]
    count = max(len(table) - 4, 0) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", table) if count else ()
    return list(_pieces(table, bounds))


def _pieces(table: bytes, bounds: tuple[int, ...]) -> Iterator[Piece]:
    for index, (first, last) in enumerate(pairwise(bounds)):
        (place,) = struct.unpack_from("<I", table, 4 * len(bounds) + 8 * index + 2)
        if place & COMPRESSED:
            yield Piece(first, last, (place & OFFSET) // 2, 1)
        else:
            yield Piece(first, last, place & OFFSET, 2)
