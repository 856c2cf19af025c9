"""Styles and list styles of an OpenDocument package."""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from bot.documents.numbering import ListLevel
from bot.documents.opendocument.names import FO, LOEXT, STYLE, TEXT
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

LONGEST_CHAIN = 20  # styles based on styles: a file may close them to a circle
BOLD = frozenset({"bold", "600", "700", "800", "900"})
# By the first sign of style:num-format, which shows how the series begins.
NUMBER_FORMATS = {
    "1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter",
    "一": "chineseCounting", "甲": "ideographTraditional", "子": "ideographZodiac",
    "壹": "chineseLegalSimplified", "壱": "japaneseLegal", "①": "decimalEnclosedCircle",
    "\uff11": "decimalFullWidth", "〇": "ideographDigital", "㊀": "ideographEnclosedCircle",
}  # fmt: skip
LIST_FORMAT = pattern(r"%([0-9]+)%")


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
        """Returns the list style that a paragraph style names, of its own or inherited."""
        name = paragraph_style
        for _ in range(LONGEST_CHAIN):
            element = self._elements.get(("paragraph", name or ""))
            if element is None:
                return ""
            list_style = element.get(STYLE + "list-style-name")
            if list_style is not None:
                return list_style
            name = element.get(STYLE + "parent-style-name")
        return ""

    def _resolve(self, family: str, name: str, chain: int) -> Look:
        element = self._elements.get((family, name))
        if element is None or chain == 0:
            return Look()
        look = Look()
        parent = element.get(STYLE + "parent-style-name")
        if parent:
            look = self._resolve(family, parent, chain - 1)
        level = element.get(STYLE + "default-outline-level", "")
        if level.isdigit():
            look = replace(look, outline=int(level))
        properties = element.find(STYLE + "text-properties")
        if properties is None:
            return look
        weight = properties.get(FO + "font-weight")
        if weight is not None:
            look = replace(look, bold=weight in BOLD)
        display = properties.get(TEXT + "display")
        if display is not None:
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
    """Reads the level `depth`, counted from 1."""
    if element.tag in {TEXT + "list-level-style-bullet", TEXT + "list-level-style-image"}:
        return ListLevel("bullet")
    pattern = element.get(STYLE + "num-format", "")
    style, text = "none", ""
    if pattern:
        style = NUMBER_FORMATS.get(pattern[:1], "decimal")
        modern = element.get(LOEXT + "num-list-format")
        if modern is not None:
            text = LIST_FORMAT.sub(r"%\1", modern)
        else:
            # %1 … %10 for the levels that the number shows
            first = depth - _number(element, "display-levels") + 1
            text = ".".join(f"%{level}" for level in range(max(first, 1), depth + 1))
            text = element.get(STYLE + "num-prefix", "") + text
            text += element.get(STYLE + "num-suffix", "")
    suffix = "tab"
    alignment = element.find(f"{STYLE}list-level-properties/{STYLE}list-level-label-alignment")
    if alignment is not None:
        suffix = alignment.get(TEXT + "label-followed-by", "listtab").removeprefix("list")
    start = _number(element, "start-value")
    return ListLevel(style=style, text=text, start=start, suffix=suffix)


def _number(element: etree._Element, name: str) -> int:
    text = element.get(TEXT + name, "1")
    if not text.isdigit():
        return 1
    return int(text)
