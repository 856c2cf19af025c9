"""RTF -> `Manuscript`: one pass over the tokens with a stack of groups."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.documents.drafts import Collector, Draft, is_contents_title
from bot.documents.fields import is_contents
from bot.documents.numbering import join_number
from bot.documents.rtf.control_words import (
    DESTINATIONS,
    OWN_STORIES,
    PARAGRAPH_ENDS,
    SIGN_CHARACTERS,
    SIGNS,
    SKIPPED,
    TEXT,
    UNICODE_HALF,
    VISIBLE,
    WRAPPERS,
    Destination,
)
from bot.documents.rtf.encodings import (
    BY_CHARSET,
    FAR_EASTERN_CHARSETS,
    SYMBOL_CHARSET,
    WESTERN,
    decode,
    of_code_page,
)
from bot.documents.rtf.tokens import Token, TokenKind, tokens
from bot.documents.symbols import PRIVATE_USE, symbol
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Paragraph, Place, Reservation, Unreadable
from bot.domain.patterns import pattern

DEEPEST = 500  # groups inside groups; what Word writes has a dozen
BULLET_LETTER = "o"  # Courier's hollow bullet
NUMBER_SIGN = pattern(r"\w")
STYLE_LEVEL = pattern(r"(heading|toc) ([1-9])", re.IGNORECASE)
SURROGATES = pattern("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Group:
    """What a group inherits and may change for itself."""

    into: Destination = Destination.BODY
    fallback: int = 1  # characters to skip after a \\u
    font: int = -1
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    far_east: bool = False  # the properties that follow are those of far eastern text


@dataclass
class _Style:
    outline: int = 0
    contents: bool = False
    name: str = ""

    def add_to_name(self, text: str) -> None:
        """Takes a piece of the name, which tells headings and entries of a table of contents."""
        self.name += text
        level = STYLE_LEVEL.match(self.name.strip())
        if level is None:
            return
        if level[1].lower() == "toc":
            self.contents = True
        else:
            self.outline = int(level[2])


@dataclass
class _Story:
    """The main text, a footnote or a text box being written."""

    place: Place = Place.BODY
    line: Draft = field(default_factory=Draft)
    number: str = ""
    in_table: bool = False
    style: int = 0
    outline: int | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)


def read(content: bytes) -> Manuscript:
    reader = _Reader()
    for token in tokens(content):
        reader.take(token)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._collector = Collector()
        self._footnotes: list[str] = []
        self._group = _Group()
        self._outer: list[_Group] = []
        self._stories = [_Story()]
        self._code_page = WESTERN
        self._default_font = -1
        self._charsets: dict[int, int] = {}
        self._styles: dict[int, _Style] = {}
        self._style = _Style()
        self._bytes = bytearray()
        self._to_skip = 0
        self._starred = False
        self._fresh = False  # the group has just begun
        self._instruction = ""
        self._contents_fields: list[int] = []  # depths at which a table of contents began

    def take(self, token: Token) -> None:
        fresh, self._fresh = self._fresh, False
        if token.kind is TokenKind.HEX:
            self._add_bytes(bytes.fromhex(token.content.decode()))
            return
        if token.kind is TokenKind.TEXT:
            self._add_bytes(token.content)
            return
        self._flush()
        if token.kind is TokenKind.WORD:
            self._take_word(token.content.decode(), token.number, fresh=fresh)
        elif token.kind is TokenKind.SIGN:
            self._fresh = fresh and token.content == b"*"
            self._take_sign(token.content)
        elif token.content == b"{":
            self._fresh = True
            self._to_skip = 0
            if len(self._outer) >= DEEPEST:
                raise UnreadableFile(Unreadable.UNSAFE)
            self._outer.append(self._group)
        else:
            self._close_group()

    def finish(self) -> Manuscript:
        self._flush()
        while len(self._stories) > 1:
            self._close_story(footnote=False)
        self._end_paragraph()
        self._collector.extend(self._stories[0].paragraphs)
        return self._collector.manuscript("rtf", self._footnotes)

    # Groups

    def _close_group(self) -> None:
        """Ends what the group alone was for; a brace too many is no group's."""
        self._to_skip = 0
        if not self._outer:
            return
        inner, self._group = self._group, self._outer.pop()
        if inner.into != self._group.into:
            match inner.into:
                case Destination.FOOTNOTE | Destination.BOX:
                    self._close_story(footnote=inner.into is Destination.FOOTNOTE)
                case Destination.NUMBER:
                    story = self._stories[-1]
                    story.number = story.number.strip()
                    if story.number == BULLET_LETTER or not NUMBER_SIGN.search(story.number):
                        story.number = ""
                case Destination.INSTRUCTION:
                    if is_contents(self._instruction):
                        self._leave_out_contents()
                        self._contents_fields.append(len(self._outer))
                    self._instruction = ""
        if self._contents_fields and self._contents_fields[-1] > len(self._outer):
            self._contents_fields.pop()

    def _enter(self, into: Destination) -> None:
        """Begins a destination: the rest of this group goes elsewhere."""
        if into in OWN_STORIES:
            place = Place.BODY
            if into is Destination.BOX:
                place = Place.TEXT_BOX
            self._stories.append(_Story(place))
        elif into is Destination.NUMBER:
            self._stories[-1].number = ""
        elif into is Destination.INSTRUCTION:
            self._instruction = ""
        self._group = replace(self._group, into=into)

    def _close_story(self, *, footnote: bool) -> None:
        self._end_paragraph()
        story = self._stories.pop()
        if footnote:
            self._footnotes.append("\n".join(paragraph.text for paragraph in story.paragraphs))
        else:
            self._stories[-1].line.boxes.extend(story.paragraphs)

    # Characters

    def _add_bytes(self, content: bytes) -> None:
        skipped = min(self._to_skip, len(content))
        self._to_skip -= skipped
        self._bytes += content[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            content = bytes(self._bytes)
            self._bytes.clear()
            if self._group.into is not Destination.NOTHING:
                self._emit(self._decode(content))

    def _decode(self, content: bytes) -> str:
        font = self._group.font
        if font < 0:
            font = self._default_font
        charset = self._charsets.get(font, 0)
        if charset == SYMBOL_CHARSET and self._group.into is not Destination.FONTS:
            return "".join(map(_symbol, content))
        own = BY_CHARSET.get(charset, self._code_page)
        others = [
            BY_CHARSET[other] for other in self._charsets.values() if other in FAR_EASTERN_CHARSETS
        ]
        return decode(content, (own, self._code_page, *others))

    def _emit(self, text: str) -> None:
        into, story = self._group.into, self._stories[-1]
        if into is Destination.NUMBER:
            story.number += text
        elif into is Destination.INSTRUCTION:
            self._instruction += text
        elif into is Destination.STYLES:
            self._style.add_to_name(text)
        elif into in TEXT and not self._contents_fields and not self._group.deleted:
            if self._group.hidden:
                self._collector.hide(text)
            else:
                story.line.add(text, bold=self._group.bold)

    def _take_sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif self._to_skip:
            self._to_skip -= 1
        elif sign in {b"\r", b"\n"}:
            self._end_paragraph()
        elif sign in SIGN_CHARACTERS and self._group.into is not Destination.NOTHING:
            self._emit(SIGN_CHARACTERS[sign])

    # Words

    def _take_word(self, word: str, number: int | None, *, fresh: bool) -> None:
        """Takes a word; a destination is one only at the head of its group.

        Else it would swallow the rest of the text.
        """
        starred, self._starred = self._starred, False
        if word == UNICODE_HALF:
            visible = [outer.into for outer in self._outer if outer.into in VISIBLE]
            self._enter([Destination.BODY, *visible][-1])
        elif word in DESTINATIONS:
            if self._group.into is not Destination.NOTHING:
                self._enter(DESTINATIONS[word])
        elif (word in SKIPPED and fresh) or (starred and word not in WRAPPERS):
            self._enter(Destination.NOTHING)
        elif word in PROPERTIES:
            if number is None:
                number = 1  # a bare \\b switches on
            PROPERTIES[word](self, number)
        elif self._group.into is Destination.NOTHING:
            return
        elif word in SIGNS:
            self._emit(SIGNS[word])
        elif word in PARAGRAPH_ENDS and self._group.into in TEXT:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        if self._group.deleted or self._contents_fields:
            return
        story = self._stories[-1]
        line, story.line = story.line, Draft()
        style = self._styles.get(story.style, _Style())
        number, story.number = story.number, ""
        text = line.text
        if SURROGATES.search(text):  # characters beyond the basic plane come as two halves
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if style.contents:
            self._leave_out_contents()
        elif text:
            place = story.place
            if story.in_table and place is Place.BODY:
                place = Place.TABLE
            outline = style.outline
            if story.outline is not None:
                outline = story.outline
            story.paragraphs.append(
                Paragraph(join_number(number, text, "tab"), place, outline, line.bold, number)
            )
        story.paragraphs.extend(line.boxes)

    def _leave_out_contents(self) -> None:
        self._collector.reservations.add(Reservation.TABLE_OF_CONTENTS)
        written = self._stories[-1].paragraphs
        if written and is_contents_title(written[-1].text):
            written.pop()

    def unicode(self, number: int) -> None:
        self._to_skip = self._group.fallback
        if self._group.into is not Destination.NOTHING:
            self._emit(chr(number & 0xFFFF))

    def default_paragraph(self, _number: int) -> None:
        if self._group.into in TEXT:
            story = self._stories[-1]
            story.in_table, story.style, story.outline = False, 0, None

    def in_table(self, number: int) -> None:
        self._stories[-1].in_table = bool(number)

    def outline(self, number: int) -> None:
        level = 0
        if 0 <= number < 9:  # 9 is body text
            level = number + 1
        if self._group.into is Destination.STYLES:
            self._style.outline = level
        elif self._group.into is not Destination.NOTHING:
            self._stories[-1].outline = level

    def paragraph_style(self, number: int) -> None:
        if self._group.into is Destination.STYLES:
            self._style = self._styles[number] = _Style()
        elif self._group.into is not Destination.NOTHING:
            self._stories[-1].style = number

    def font(self, number: int) -> None:
        self._group = replace(self._group, font=number)

    def charset(self, number: int) -> None:
        if self._group.into is Destination.FONTS:
            self._charsets[self._group.font] = number

    def default_font(self, number: int) -> None:
        self._default_font = number

    def code_page(self, number: int) -> None:
        self._code_page = of_code_page(number)

    def fallback(self, number: int) -> None:
        self._group = replace(self._group, fallback=max(number, 0))

    def plain(self, _number: int) -> None:
        self._group = replace(self._group, bold=False, hidden=False, deleted=False, font=-1)

    def bold(self, number: int) -> None:
        self._group = replace(self._group, bold=bool(number))

    def associated_bold(self, number: int) -> None:
        """LibreOffice makes Chinese bold this way; after rtlch it speaks of right-to-left text."""
        if self._group.far_east:
            self.bold(number)

    def far_east(self, _number: int) -> None:
        self._group = replace(self._group, far_east=True)

    def other_script(self, _number: int) -> None:
        self._group = replace(self._group, far_east=False)

    def hidden(self, number: int) -> None:
        self._group = replace(self._group, hidden=bool(number))

    def deleted(self, number: int) -> None:
        self._group = replace(self._group, deleted=bool(number))
        self.revised(number)

    def revised(self, number: int) -> None:
        """Reports that text was inserted or deleted; what was inserted is read like any other."""
        if number and self._group.into in TEXT:
            self._collector.reservations.add(Reservation.REVISIONS)


def _symbol(byte: int) -> str:
    if byte < 0x80:
        return chr(byte)
    return symbol("symbol", PRIVATE_USE.start + byte)


PROPERTIES: dict[str, Callable[[_Reader, int], None]] = {
    "u": _Reader.unicode,
    "uc": _Reader.fallback,
    "pard": _Reader.default_paragraph,
    "intbl": _Reader.in_table,
    "outlinelevel": _Reader.outline,
    "s": _Reader.paragraph_style,
    "f": _Reader.font,
    "fcharset": _Reader.charset,
    "deff": _Reader.default_font,
    "ansicpg": _Reader.code_page,
    "plain": _Reader.plain,
    "b": _Reader.bold,
    "ab": _Reader.associated_bold,
    "dbch": _Reader.far_east,
    **dict.fromkeys(("loch", "hich", "ltrch", "rtlch"), _Reader.other_script),
    "v": _Reader.hidden,
    "deleted": _Reader.deleted,
    "revised": _Reader.revised,
}
