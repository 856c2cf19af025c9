"""Lists and their uses -> `ListInstance`s.

[MS-DOC] 2.9.131 (LSTF), 2.9.150 (LVL), 2.9.132 (LFO).
"""

import struct
from dataclasses import replace

from bot.documents.numbering import ListInstance, ListLevel

LSTF_SIZE, LVLF_SIZE, LFO_SIZE = 28, 28, 16
SIMPLE = 0x01
LEGAL, NO_RESTART = 0x04, 0x08
STARTS_AT, FORMATS = 0x10, 0x20
SUFFIXES = ("tab", "space", "nothing")
# [MS-OSHARED] 2.2.1.3 MSONFC, under the names of ECMA-376.
NUMBER_FORMATS = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal",
    "cardinalText", "ordinalText", "hex", "chicago", "ideographDigital", "japaneseCounting",
    "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth", "japaneseLegal",
    "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth",
    "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop",
    "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle",
    "ideographTraditional", "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting",
    "ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital",
    "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand",
)  # fmt: skip
NO_NUMBER = 0xFF


def read_lists(table: bytes, lists_at: int, uses: bytes) -> dict[str, ListInstance]:
    """Returns instances by the index that paragraphs carry, from 1."""
    definitions = _definitions(table, lists_at)
    if len(uses) < 4:
        return {}
    (count,) = struct.unpack_from("<I", uses)
    count = min(count, (len(uses) - 4) // LFO_SIZE)
    at = 4 + LFO_SIZE * count
    instances = {}
    for index in range(count):
        list_id, overrides = struct.unpack_from("<i8xB", uses, 4 + LFO_SIZE * index)
        levels = dict(definitions.get(list_id, {}))
        restarts: dict[int, int] = {}
        at += 4
        # A use may change levels and starts of its list; the next use begins behind its changes.
        for _ in range(overrides):
            if at + 8 > len(uses):
                break
            start, flags = struct.unpack_from("<iI", uses, at)
            depth, at = flags & 0xF, at + 8
            if flags & FORMATS:
                levels[depth], at = _level(uses, at)
            if flags & STARTS_AT:
                if flags & FORMATS:
                    start = levels[depth].start
                restarts[depth] = start
                levels[depth] = replace(levels.get(depth, ListLevel()), start=start)
        instances[str(index + 1)] = ListInstance(str(list_id), levels, restarts)
    return instances


def _definitions(table: bytes, at: int) -> dict[int, dict[int, ListLevel]]:
    """Reads the headers of the lists, behind which all their levels follow without a length."""
    (count,) = struct.unpack_from("<h", table, at)
    headers = [
        struct.unpack_from("<i22xB", table, at + 2 + LSTF_SIZE * index) for index in range(count)
    ]
    at += 2 + LSTF_SIZE * max(count, 0)
    definitions = {}
    for list_id, flags in headers:
        levels = {}
        depths = 9
        if flags & SIMPLE:
            depths = 1
        for depth in range(depths):
            levels[depth], at = _level(table, at)
        definitions[list_id] = levels
    return definitions


def _level(table: bytes, at: int) -> tuple[ListLevel, int]:
    start, style, flags = struct.unpack_from("<iBB", table, at)
    placeholders, follow = table[at + 6 : at + 15], table[at + 15]
    characters, paragraphs, restart = table[at + 24], table[at + 25], table[at + 26]
    at += LVLF_SIZE + characters + paragraphs
    (length,) = struct.unpack_from("<H", table, at)
    raw_text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    # Characters 0-8 at the noted positions stand for the numbers of the levels.
    text = ""
    for index, character in enumerate(raw_text, 1):
        if index in placeholders and ord(character) < 9:
            text += f"%{ord(character) + 1}"
        else:
            text += character
    number_format = "decimal"
    if style == NO_NUMBER:
        number_format = "none"
    elif style < len(NUMBER_FORMATS):
        number_format = NUMBER_FORMATS[style]
    restart_after = restart if flags & NO_RESTART else None
    suffix = "tab"
    if follow < len(SUFFIXES):
        suffix = SUFFIXES[follow]
    level = ListLevel(
        style=number_format,
        text=text,
        start=start,
        legal=bool(flags & LEGAL),
        restart=restart_after,
        suffix=suffix,
    )
    return level, at + 2 + 2 * length
