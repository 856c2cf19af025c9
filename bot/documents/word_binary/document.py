"""An OLE file -> `Manuscript`."""

import io
import struct
from collections.abc import Iterator
from itertools import pairwise

import olefile

from bot.documents.numbering import ListInstance, Numbering
from bot.documents.unreadable import UnreadableFile
from bot.documents.word_binary import fib as offsets
from bot.documents.word_binary.fib import Fib, read_fib
from bot.documents.word_binary.lists import read_lists
from bot.documents.word_binary.pieces import read_pieces
from bot.documents.word_binary.properties import character_runs, paragraph_runs
from bot.documents.word_binary.story import Source, Story
from bot.documents.word_binary.styles import StyleSheet
from bot.domain.manuscript import Manuscript, Place, Reservation, Unreadable

WORD_STREAM = "WordDocument"
ENCRYPTED_PACKAGE = "EncryptedPackage"  # a docx with a password
MACROS = "Macros"


def read(content: bytes, kind: str) -> Manuscript:
    """Raises encrypted, unsupported (workbooks, Word 95 …), corrupt."""
    try:
        streams = olefile.OleFileIO(io.BytesIO(content))
    except OSError as error:
        raise UnreadableFile(Unreadable.CORRUPT) from error
    if streams.exists(ENCRYPTED_PACKAGE):
        raise UnreadableFile(Unreadable.ENCRYPTED)
    if not streams.exists(WORD_STREAM):
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    main = _stream(streams, WORD_STREAM)
    fib = read_fib(main)
    table = _stream(streams, fib.table)
    source = Source(
        main,
        read_pieces(_part(fib, table, offsets.CLX)),
        character_runs(main, _part(fib, table, offsets.CHARACTER_PAGES)),
        paragraph_runs(main, _part(fib, table, offsets.PARAGRAPH_PAGES)),
        StyleSheet(_part(fib, table, offsets.STYLES)),
    )
    lists = _lists(fib, table)
    # Text boxes are a story of their own in the file; what they say comes behind the text.
    body = _read_story(source, lists or {}, Place.BODY, fib.story(offsets.MAIN_TEXT))
    boxes = _read_story(source, lists or {}, Place.TEXT_BOX, fib.story(offsets.TEXT_BOXES))
    collector = body.collector
    collector.extend(boxes.collector.paragraphs)
    collector.reservations |= boxes.collector.reservations
    if lists is None:
        collector.reservations.add(Reservation.NUMBERING_UNRESOLVED)
    if streams.exists(MACROS):
        collector.reservations.add(Reservation.MACROS_IGNORED)
    return collector.manuscript(kind, _footnotes(fib, table, source, lists or {}))


def _stream(streams: "olefile.OleFileIO[str]", name: str) -> bytes:
    if not streams.exists(name):
        raise UnreadableFile(Unreadable.CORRUPT)
    with streams.openstream(name) as stream:
        return bytes(stream.read())


def _part(fib: Fib, table: bytes, index: int) -> bytes:
    offset, length = fib.span(index)
    return table[offset : offset + length]


def _lists(fib: Fib, table: bytes) -> dict[str, ListInstance] | None:
    """Returns None where the list tables cannot be made sense of.

    The text is still good then, its numbers are missing.
    """
    offset, length = fib.span(offsets.LISTS)
    if length == 0:
        return {}
    uses = b""
    use_offset, _ = fib.span(offsets.LIST_USES)
    if use_offset:
        uses = _part(fib, table, offsets.LIST_USES)
    try:
        return read_lists(table, offset, uses)
    except (struct.error, IndexError):
        return None


def _read_story(
    source: Source, lists: dict[str, ListInstance], place: Place, span: tuple[int, int]
) -> Story:
    story = Story(source, Numbering(lists.get), place)
    story.read(*span)
    if story.unbalanced:
        story = Story(source, Numbering(lists.get), place, broken_fields=True)
        story.read(*span)
    return story


def _footnotes(
    fib: Fib, table: bytes, source: Source, lists: dict[str, ListInstance]
) -> Iterator[str]:
    for index, story in (
        (offsets.NOTE_TEXTS, offsets.FOOTNOTES),
        (offsets.END_NOTE_TEXTS, offsets.ENDNOTES),
    ):
        start, _ = fib.story(story)
        bounds_table = _part(fib, table, index)
        bounds = struct.unpack_from(f"<{len(bounds_table) // 4}I", bounds_table)
        for first, last in pairwise(bounds[:-1]):
            note = _read_story(source, lists, Place.BODY, (start + first, start + last))
            yield "\n".join(paragraph.text for paragraph in note.collector.paragraphs)
