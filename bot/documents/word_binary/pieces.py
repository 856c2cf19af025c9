"""The piece table: which bytes of the main stream hold which characters.

[MS-DOC] 2.4.1, 2.9.177 (PlcPcd).
"""

import struct
from itertools import pairwise

from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.values import dataclass

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
        if self.width == 1:
            return content.decode("cp1252", "replace")
        return content.decode("utf-16-le", "replace")

    def clip(self, first: int, last: int) -> "Piece":
        """Returns the part of the piece that holds characters `first` to `last`."""
        begin = max(first, self.first)
        offset = self.offset + (begin - self.first) * self.width
        return Piece(begin, min(last, self.last), offset, self.width)


def read_pieces(clx: bytes) -> list[Piece]:
    """Raises corrupt where there is no piece table."""
    at = 0
    while at + 5 <= len(clx) and clx[at] == PRC:
        at += 3 + struct.unpack_from("<h", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != PCDT:
        raise UnreadableFile(Unreadable.CORRUPT)
    (length,) = struct.unpack_from("<I", clx, at + 1)
    table = clx[at + 5 : at + 5 + length]
    count = max(len(table) - 4, 0) // 12
    if not count:
        return []
    bounds = struct.unpack_from(f"<{count + 1}I", table)
    pieces = []
    for index, (first, last) in enumerate(pairwise(bounds)):
        (place,) = struct.unpack_from("<I", table, 4 * len(bounds) + 8 * index + 2)
        offset, width = place & OFFSET, 2
        if place & COMPRESSED:
            offset, width = offset // 2, 1
        pieces.append(Piece(first, last, offset, width))
    return pieces
