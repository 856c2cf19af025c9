"""Styles and list styles of an OpenDocument package."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from bot.documents.numbering import ListLevel
from bot.documents.opendocument.names import FO, LOEXT, STYLE, TEXT

LONGEST_CHAIN = 20
BOLD = frozenset({"bold", "600", "700", "800", "900"})
# By the first sign of style:num-format, which shows how the series begins.
NUMBER_FORMATS = {
    "1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter", "一": "chineseCounting",
    "甲": "ideographTraditional", "子": "ideographZodiac", "壹": "chineseLegalSimplified", "壱": "japaneseLegal",
    "①": "decimalEnclosedCircle", "\uff11": "decimalFullWidth", "〇": "ideographDigital", "㊀": "ideographEnclosedCircle",
}  # fmt: skip
LIST_FORMAT = re.compile(r"%([0-9]+)%")


@dataclass(frozen=True)
class Look:
    outline: int = 0
    bold: bool = False
    hidden: bool = False
    contents: bool = False


class Styles:
    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._resolved: dict[tuple[str, str], Look] = {}
        self.lists: dict[str, dict[int, ListLevel]] = {}
        self.outline: dict[int, ListLevel] = {}
        for root in roots:
            for element in root.iter(STYLE + "style"):
                self._elements[
                    element.get(STYLE + "family", ""), element.get(STYLE + "name", "")
                ] = element
            for element in root.iter(TEXT + "list-style"):
                self.lists[element.get(STYLE + "name", "")] = _levels(element)
            for element in root.iter(TEXT + "outline-style"):
                self.outline = _levels(element)

    def look(self, family: str, name: str | None) -> Look:
        key = family, name or ""
        if key not in self._resolved:
            self._resolved[key] = self._resolve(family, name or "", LONGEST_CHAIN)
        return self._resolved[key]

    def list_style_of(self, paragraph_style: str | None) -> str:
        """The list style that a paragraph style names, of its own or inherited."""
        name = paragraph_style
        for _ in range(LONGEST_CHAIN):
            element = self._elements.get(("paragraph", name or ""))
            if element is None:
                return ""
            if (found := element.get(STYLE + "list-style-name")) is not None:
                return found
            name = element.get(STYLE + "parent-style-name")
        return ""

    def _resolve(self, family: str, name: str, chain: int) -> Look:
        element = self._elements.get((family, name))
        if element is None or chain == 0:
            return Look()
        parent = element.get(STYLE + "parent-style-name")
        look = self._resolve(family, parent, chain - 1) if parent else Look()
        if (level := element.get(STYLE + "default-outline-level", "")).isdigit():
            look = replace(look, outline=int(level))
        properties = element.find(STYLE + "text-properties")
        if properties is not None:
            if (weight := properties.get(FO + "font-weight")) is not None:
                look = replace(look, bold=weight in BOLD)
            if (display := properties.get(TEXT + "display")) is not None:
                look = replace(look, hidden=display == "none")
        return look


def _levels(element: etree._Element) -> dict[int, ListLevel]:
    levels = {}
    for child in element:
        depth = child.get(TEXT + "level", "")
        if depth.isdigit() and 1 <= int(depth) <= 10:
            levels[int(depth) - 1] = _level(child, int(depth))
    return levels


def _level(element: etree._Element, depth: int) -> ListLevel:
    if element.tag in {TEXT + "list-level-style-bullet", TEXT + "list-level-style-image"}:
        return ListLevel("bullet")
    pattern = element.get(STYLE + "num-format", "")
    style = NUMBER_FORMATS.get(pattern[:1], "decimal") if pattern else "none"
    start = element.get(TEXT + "start-value", "1")
    alignment = element.find(f"{STYLE}list-level-properties/{STYLE}list-level-label-alignment")
    follow = (
        "listtab" if alignment is None else alignment.get(TEXT + "label-followed-by", "listtab")
    )
    return ListLevel(
        style=style,
        text=_text(element, depth) if style != "none" else "",
        start=int(start) if start.isdigit() else 1,
        suffix=follow.removeprefix("list"),
    )


def _text(element: etree._Element, depth: int) -> str:
    if (modern := element.get(LOEXT + "num-list-format")) is not None:
        return LIST_FORMAT.sub(r"%\1", modern)
    shown = element.get(TEXT + "display-levels", "1")
    first = depth - (int(shown) if shown.isdigit() else 1) + 1
    numbers = ".".join(f"%{level}" for level in range(max(first, 1), depth + 1))
    return element.get(STYLE + "num-prefix", "") + numbers + element.get(STYLE + "num-suffix", "")
