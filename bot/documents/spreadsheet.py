"""Sheets of an Excel workbook (.xlsx, .xlsm, also as WPS saves it) as plain rows, read within
limits.

Own reader instead of a library: calamine allots the whole grid for one cell at XFD1048576,
openpyxl's streaming reader forgets merged cells and stumbles over odd styles. Number formats are
not needed: who reads a column knows whether a number in it is a date.
"""

import io
import posixpath
import struct
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TypeAlias

import olefile
from lxml import etree

from bot.documents.archive import Archive
from bot.documents.limits import MEBIBYTE
from bot.documents.markup import Parts
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

INFLATED_BYTES = 16 * MEBIBYTE  # of all parts that are read: 2,000 people need one
ROWS = 20_000  # later rows are not looked at
COLUMNS = 256  # further ones are not looked at
LONGEST_NUMBER = 7  # digits of a row or of an index

Value: TypeAlias = str | float

_REFERENCE = pattern(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = pattern(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Row:
    """`number` as Excel shows it; columns count from 0.

    `merged` are values of a merged cell that begins above.
    """

    number: int
    values: Mapping[int, Value]
    merged: Mapping[int, Value]


@dataclass(frozen=True)
class Spreadsheet:
    """Rows with content only. `since_1904` tells from which day the workbook counts."""

    name: str
    rows: tuple[Row, ...]
    since_1904: bool = False


def read_spreadsheets(content: bytes) -> tuple[Spreadsheet, ...]:
    """Returns the visible sheets in their order.

    Raises `UnreadableFile`: unsupported for anything but .xlsx and .xlsm, encrypted.
    """
    if not content.startswith(b"PK"):
        if _is_locked(content):
            raise UnreadableFile(Unreadable.ENCRYPTED)
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    parts = Parts(Archive(content), inflated_bytes=INFLATED_BYTES)
    workbook = parts.parse("xl/workbook.xml")
    if workbook is None:
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    properties = workbook.find("{*}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    shared_strings = parts.parse("xl/sharedStrings.xml")
    strings: tuple[str, ...] = ()
    if shared_strings is not None:
        strings = tuple(_text(item) for item in shared_strings.iter("{*}si"))
    targets = _targets(parts.parse("xl/_rels/workbook.xml.rels"))
    spreadsheets = []
    for sheet in workbook.iter("{*}sheet"):
        if sheet.get("state", "visible") != "visible":
            continue
        # The namespace of the attribute is another one in strict files.
        relations = [str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")]
        if not relations:
            continue
        root = parts.parse(targets.get(relations[0], ""))
        if root is not None:
            name = str(sheet.get("name", ""))
            spreadsheets.append(Spreadsheet(name, tuple(_rows(root, strings)), since_1904))
    return tuple(spreadsheets)


def _is_locked(content: bytes) -> bool:
    """Tells whether it is a workbook with a password: an OLE file around the encrypted package."""
    if not olefile.isOleFile(data=content):
        return False
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            return bool(ole.exists("EncryptedPackage"))
    except (OSError, ValueError, IndexError, struct.error):
        return False


def _targets(relations: etree._Element | None) -> dict[str, str]:
    """Returns the name of the part behind each relation."""
    targets: dict[str, str] = {}
    if relations is None:
        return targets
    for relation in relations.iter("{*}Relationship"):
        path = posixpath.join("/xl", str(relation.get("Target", "")))
        targets[str(relation.get("Id", ""))] = posixpath.normpath(path).lstrip("/")
    return targets


def _text(item: etree._Element) -> str:
    """Joins all runs of a rich text; readings above the characters (rPh) are left out."""
    runs = [
        run.text or ""
        for run in item.iter("{*}t")
        if not str(getattr(run.getparent(), "tag", "")).endswith("}rPh")
    ]
    return _unescape("".join(runs))


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _rows(root: etree._Element, strings: tuple[str, ...]) -> Iterator[Row]:
    grid: dict[int, dict[int, Value]] = {}
    number = 0
    for row in root.iter("{*}row"):
        own_number = _whole_number(row.get("r"))
        number += 1  # a row without a number follows the one before it
        if own_number is not None:
            number = own_number
        if number > ROWS:
            break
        values: dict[int, Value] = {}
        column = -1
        for cell in row.iterchildren("{*}c"):
            reference = _REFERENCE.fullmatch(str(cell.get("r", "")))
            column += 1  # a cell without a place follows the one before it, too
            if reference:
                column = _column(reference[1])
            value = _value(cell, strings)
            if value != "" and column < COLUMNS:
                values[column] = value
        if values:
            grid[number] = values
    merged = _merged(root, grid)
    for number in sorted(grid):
        yield Row(number, grid[number], merged.get(number, {}))


def _whole_number(text: str | None) -> int | None:
    if not text or not text.isdecimal() or len(text) > LONGEST_NUMBER:
        return None
    return int(text)


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _value(cell: etree._Element, strings: tuple[str, ...]) -> Value:
    """Returns text without space around it; an error such as #N/A counts as empty."""
    raw = cell.findtext("{*}v") or ""
    match cell.get("t", "n"):
        case "inlineStr":
            return _text(cell).strip()
        case "s":
            index = _whole_number(raw)
            if index is None or index >= len(strings):
                return ""
            return strings[index].strip()
        case "n":
            return _number_or_text(raw)
        case "e":
            return ""
        case _:
            return _unescape(raw).strip()


def _number_or_text(raw: str) -> Value:
    try:
        number = float(raw)
    except ValueError:
        return raw.strip()
    # NaN and infinity are words that somebody typed: no cell holds such a number.
    if not isfinite(number):
        return raw.strip()
    return number


def _merged(
    root: etree._Element, grid: Mapping[int, Mapping[int, Value]]
) -> dict[int, dict[int, Value]]:
    """Returns what a cell merged over several rows says in its lower rows.

    Merging across columns is left alone: titles do it.
    """
    merged: dict[int, dict[int, Value]] = {}
    for cell in root.iter("{*}mergeCell"):
        corners = _REFERENCE.findall(str(cell.get("ref", "")))
        if len(corners) != 2:
            continue
        (letters, first), (_, last) = corners
        value = grid.get(int(first), {}).get(_column(letters))
        if value is None:
            continue
        for number in range(int(first) + 1, min(int(last), ROWS) + 1):
            if number in grid:
                merged.setdefault(number, {})[_column(letters)] = value
    return merged
