"""The style sheet: what paragraph styles say about lists, outline, bold and hidden text.

[MS-DOC] 2.9.271 (STSH).
"""

import struct
from dataclasses import replace

from bot.documents.word_binary.properties import (
    BOLD,
    HIDDEN,
    LIST_LEVEL,
    LIST_USE,
    OUTLINE,
    modifiers,
)
from bot.domain.values import dataclass

HEADINGS = range(1, 10)  # sti of heading 1-9
CONTENTS = range(19, 28)  # sti of toc 1-9
PARAGRAPH_KIND, CHARACTER_KIND = 1, 2
NO_BASE = 0xFFF
LONGEST_CHAIN = 20  # styles based on styles: a file may close them to a circle
BODY_LEVEL = 9
AS_STYLE = 0x80
SMALLEST_SHEET = 6  # bytes that say how many styles there are
SMALLEST_BASE = 10  # bytes of a definition before its name


@dataclass(frozen=True)
class Format:
    list_use: int = 0
    list_level: int = 0
    outline: int = 0
    bold: bool = False
    hidden: bool = False
    contents: bool = False


@dataclass(frozen=True)
class _Definition:
    identifier: int
    base: int
    paragraph: bytes = b""
    character: bytes = b""


class StyleSheet:
    def __init__(self, table: bytes) -> None:
        self._definitions: list[_Definition | None] = []
        if len(table) > SMALLEST_SHEET:
            self._definitions = _definitions(table)
        self._formats: dict[int, Format] = {}

    def format(self, index: int) -> Format:
        if index not in self._formats:
            self._formats[index] = self._resolve(index, LONGEST_CHAIN)
        return self._formats[index]

    def _resolve(self, index: int, chain: int) -> Format:
        if index >= len(self._definitions) or chain == 0:
            return Format()
        definition = self._definitions[index]
        if definition is None:
            return Format()
        base = Format()
        if definition.base != NO_BASE:
            base = self._resolve(definition.base, chain - 1)
        own = replace(base, contents=definition.identifier in CONTENTS)
        if definition.identifier in HEADINGS:
            own = replace(own, outline=definition.identifier)
        return apply(apply(own, definition.paragraph), definition.character)


def apply(style: Format, grpprl: bytes) -> Format:
    """Returns `style` changed by modifiers."""
    for code, operand in modifiers(grpprl):
        value = int.from_bytes(operand, "little")
        if code == LIST_USE:
            style = replace(style, list_use=value)
        elif code == LIST_LEVEL:
            style = replace(style, list_level=value)
        elif code == OUTLINE:
            outline = value + 1
            if outline > BODY_LEVEL:
                outline = 0
            style = replace(style, outline=outline)
        elif code == BOLD:
            style = replace(style, bold=toggled(style.bold, value))
        elif code == HIDDEN:
            style = replace(style, hidden=toggled(style.hidden, value))
    return style


def toggled(inherited: bool, value: int) -> bool:  # noqa: FBT001 - a state, not a switch
    """Returns a toggle. Bit 7 means: as the style says, bit 0 then turns it over."""
    if value & AS_STYLE:
        return inherited ^ bool(value & 1)
    return bool(value)


def _definitions(table: bytes) -> list[_Definition | None]:
    header, count, base_size = struct.unpack_from("<HHH", table)
    at = 2 + header
    definitions: list[_Definition | None] = []
    while len(definitions) < count and at + 2 <= len(table):
        (size,) = struct.unpack_from("<H", table, at)
        content = table[at + 2 : at + 2 + size]
        definition = None
        if len(content) >= base_size + 2 and base_size >= SMALLEST_BASE:
            definition = _definition(content, base_size)
        definitions.append(definition)
        at += 2 + size
    return definitions


def _definition(content: bytes, base_size: int) -> _Definition:
    identifier, kind_and_base = struct.unpack_from("<HH", content)
    kind, base = kind_and_base & 0xF, kind_and_base >> 4
    (name_length,) = struct.unpack_from("<H", content, base_size)
    at = base_size + 2 + 2 * name_length + 2
    parts = []
    while at + 2 <= len(content):
        (size,) = struct.unpack_from("<H", content, at)
        parts.append(content[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    if kind == PARAGRAPH_KIND and len(parts) > 1:
        return _Definition(identifier & 0xFFF, base, parts[0][2:], parts[1])
    if kind == CHARACTER_KIND and parts:
        return _Definition(identifier & 0xFFF, base, b"", parts[0])
    return _Definition(identifier & 0xFFF, base)
