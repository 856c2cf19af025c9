"""The file information block: where everything else lies. [MS-DOC] 2.5."""

import struct

from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.values import dataclass

MAGIC = 0xA5EC
OLDEST = 0x00BF  # laid out as Word 97's 0xC1 already; before that the block is another
ENCRYPTED = 0x0100
SECOND_TABLE = 0x0200
COUNTS_AT = 0x4C
OFFSETS_AT = 0x9A

STYLES, NOTE_TEXTS, CHARACTER_PAGES, PARAGRAPH_PAGES, CLX, END_NOTE_TEXTS, LISTS, LIST_USES = (
    1,
    3,
    12,
    13,
    33,
    47,
    73,
    74,
)


@dataclass(frozen=True)
class Fib:
    """`counts` are the characters of the stories.

    Main text, footnotes, headers, macros, comments, endnotes, text boxes, in this order.
    """

    main: bytes
    table: str
    counts: tuple[int, ...]

    def span(self, index: int) -> tuple[int, int]:
        """Returns offset and length in the table stream of the structure with this index."""
        offset, length = struct.unpack_from("<II", self.main, OFFSETS_AT + 8 * index)
        return int(offset), int(length)

    def story(self, index: int) -> tuple[int, int]:
        """Returns first and last character position + 1 of a story, counted over all stories."""
        start = sum(self.counts[:index])
        return start, start + self.counts[index]


MAIN_TEXT, FOOTNOTES, ENDNOTES, TEXT_BOXES = 0, 1, 5, 6


def read_fib(main: bytes) -> Fib:
    """Raises encrypted, unsupported for Word 95 and older, corrupt where it is no Word file."""
    if len(main) < OFFSETS_AT + 8 * (LIST_USES + 1):
        raise UnreadableFile(Unreadable.CORRUPT)
    magic, version = struct.unpack_from("<HH", main, 0)
    (flags,) = struct.unpack_from("<H", main, 10)
    if magic != MAGIC or version < OLDEST:
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    if flags & ENCRYPTED:
        raise UnreadableFile(Unreadable.ENCRYPTED)
    counts = struct.unpack_from("<7i", main, COUNTS_AT)
    if any(count < 0 for count in counts):
        raise UnreadableFile(Unreadable.CORRUPT)
    if flags & SECOND_TABLE:
        return Fib(main, "1Table", counts)
    return Fib(main, "0Table", counts)
