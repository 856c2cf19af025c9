"""One story of a binary Word file, as a reader with all changes accepted sees it.

A story is the main text, a footnote or the text boxes.
"""

import struct

from bot.documents.drafts import Collector, Draft
from bot.documents.fields import Fields
from bot.documents.numbering import Numbering, join_number
from bot.documents.symbols import symbol
from bot.documents.word_binary.pieces import Piece
from bot.documents.word_binary.properties import (
    BOLD,
    CHARACTER_STYLE,
    DELETED,
    HIDDEN,
    IN_TABLE,
    INSERTED,
    SYMBOL,
    RunIndex,
    modifiers,
)  # fmt: skip
from bot.documents.word_binary.styles import Format, StyleSheet, apply, toggled
from bot.domain.manuscript import Paragraph, Place, Reservation
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

PARAGRAPH_END, CELL_END, PAGE_END = "\r", "\x07", "\x0c"
ENDS = frozenset({PARAGRAPH_END, CELL_END, PAGE_END})
FIELD_MARKS = pattern("([\x13-\x15])")  # a field begins, its result begins, it ends
# Control characters and the soft hyphen show nothing, but for these.
SHOWN = str.maketrans(
    {**dict.fromkeys((*map(chr, range(0x20)), "\xad"), ""), "\t": "\t"}
    | {"\x0b": "\n", "\x0e": "\n", "\x1e": "-"}
)
SYMBOL_PLACE = "("
NO_LIST = range(0x7FF, 0x10000)


@dataclass(frozen=True)
class Source:
    """All that the stories of one file share."""

    main: bytes
    pieces: list[Piece]
    characters: RunIndex
    paragraphs: RunIndex
    styles: StyleSheet


@dataclass(frozen=True)
class _Look:
    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    bold: bool = False
    symbol: str = ""


class Story:
    """Reads characters `first` to `last`. `broken_fields` as in `Fields`."""

    def __init__(
        self, source: Source, numbering: Numbering, place: Place, *, broken_fields: bool = False
    ) -> None:
        self.collector = Collector()
        self._source = source
        self._numbering = numbering
        self._place = place
        self._fields = Fields(broken=broken_fields)
        self._line = Draft()
        self._count = 0

    @property
    def unbalanced(self) -> bool:
        return bool(self._fields)

    def read(self, first: int, last: int) -> None:
        characters = self._source.characters
        for whole in self._source.pieces:
            if whole.last <= first or whole.first >= last:
                continue
            piece = whole.clip(first, last)
            text = piece.text(self._source.main)
            at, index = piece.offset, 0
            # Runs are found by their place in the file, of which a character takes one byte or two.
            while index < len(text):
                run = characters.at(at)
                if run is not None:
                    end, grpprl = run.end, run.modifiers
                else:
                    end = characters.next_start(at, piece.offset + len(text) * piece.width)
                    grpprl = b""
                length = max((end - at) // piece.width, 1)
                self._read_run(text[index : index + length], at, piece.width, grpprl)
                index, at = index + length, at + length * piece.width
        if self._line.text:
            self.collector.add(Paragraph(self._line.text, self._place))

    def _read_run(self, text: str, at: int, width: int, grpprl: bytes) -> None:
        """A run may hold several paragraphs; each takes the style of its own paragraph."""
        begin = 0
        for index, character in enumerate(text):
            if character in ENDS:
                style = self._format(at + begin * width)[0]
                look = _look(grpprl, style, self._source.styles)
                self._read_span(text[begin:index], look)
                self._end_paragraph(character, at + index * width, look)
                begin = index + 1
        if begin < len(text):
            style = self._format(at + begin * width)[0]
            self._read_span(text[begin:], _look(grpprl, style, self._source.styles))

    def _format(self, at: int) -> tuple[Format, bool]:
        run = self._source.paragraphs.at(at)
        if run is None:
            return Format(), False
        in_table = any(
            code == IN_TABLE and operand != b"\0" for code, operand in modifiers(run.modifiers)
        )
        return apply(self._source.styles.format(run.style), run.modifiers), in_table

    def _read_span(self, text: str, look: _Look) -> None:
        if look.deleted or look.inserted:
            self.collector.reservations.add(Reservation.REVISIONS)
        if look.symbol and text.startswith(SYMBOL_PLACE):
            self._emit(look.symbol * len(text), look)
            return
        for part in FIELD_MARKS.split(text):
            contents_before = self._fields.contents
            match part:
                case "\x13":
                    self._fields.begin()
                case "\x14":
                    self._fields.separate()
                case "\x15":
                    self._fields.end()
                case "":
                    continue
                case _:
                    self._emit(part, look)
            if self._fields.contents > contents_before:
                self.collector.leave_out_contents()

    def _emit(self, text: str, look: _Look) -> None:
        if self._fields.muted:
            self._fields.instruct(text)
        elif not look.deleted:
            shown = text.translate(SHOWN)
            if not look.hidden:
                self._line.add(shown, bold=look.bold)
            else:
                self.collector.hide(shown)

    def _end_paragraph(self, mark: str, at: int, look: _Look) -> None:
        """A deleted mark joins its paragraph to the next one."""
        if look.deleted and mark == PARAGRAPH_END:
            return
        line, self._line = self._line, Draft()
        index, self._count = self._count, self._count + 1
        style, in_table = self._format(at)
        if style.contents:
            self.collector.leave_out_contents()
        elif line.text or not (self._fields.muted or look.hidden or mark != PARAGRAPH_END):
            # A paragraph without text takes its number all the same.
            number, suffix = "", ""
            if style.list_use and style.list_use not in NO_LIST:
                number, level = self._numbering.advance(str(style.list_use), style.list_level)
                suffix = level.suffix
            if line.text:
                place = self._place
                if in_table and place is Place.BODY:
                    place = Place.TABLE
                text = join_number(number, line.text, suffix)
                self.collector.add(Paragraph(text, place, style.outline, line.bold, number, index))


def _look(grpprl: bytes, paragraph: Format, styles: StyleSheet) -> _Look:
    deleted, inserted = False, False
    hidden, bold, sign = paragraph.hidden, paragraph.bold, ""
    for code, operand in modifiers(grpprl):
        value = next(iter(operand), 0)
        if code == DELETED:
            deleted = bool(value)
        elif code == INSERTED:
            inserted = bool(value)
        elif code == HIDDEN:
            hidden = toggled(paragraph.hidden, value)
        elif code == BOLD:
            bold = toggled(paragraph.bold, value)
        elif code == CHARACTER_STYLE and len(operand) == 2:
            own = styles.format(int.from_bytes(operand, "little"))
            hidden, bold = hidden or own.hidden, bold or own.bold
        elif code == SYMBOL and len(operand) == 4:
            sign = symbol("", struct.unpack("<HH", operand)[1])
    return _Look(deleted, inserted, hidden, bold, sign)
