"""What styles say about a paragraph: list, heading level, bold, hidden, table of contents."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from bot.documents.ooxml.names import (
    BOLD,
    ILVL,
    NUM_ID,
    NUM_PR,
    OUTLINE_LVL,
    P_PR,
    R_PR,
    STYLE_ID,
    TYPE,
    VAL,
    VANISH,
    W,
)  # fmt: skip

STYLE = W + "style"
NAME = W + "name"
BASED_ON = W + "basedOn"
DEFAULT = W + "default"
CONTENTS = re.compile(r"(toc|目录) \d$", re.IGNORECASE)
HEADING = re.compile(r"(?:heading|标题) ?([1-9])$", re.IGNORECASE)
OFF = frozenset({"0", "false", "off"})
LONGEST_CHAIN = 20  # styles based on styles; Word stops at 11
BODY_LEVEL = 9  # outline level of body text


@dataclass(frozen=True)
class Style:
    list_id: str = ""
    list_level: int | None = None
    outline: int = 0  # 1-9; 0 = body text
    bold: bool = False
    hidden: bool = False
    contents: bool = False  # an entry of a table of contents


def is_on(element: etree._Element | None) -> bool:
    """Whether a toggle property is present and not switched off."""
    return element is not None and element.get(VAL) not in OFF


def to_int(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


class Styles:
    """Resolved on demand: documents carry hundreds of styles and use a handful."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = () if root is None else root.iterchildren(STYLE)
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default = Style()
        for element in elements:
            self._elements.setdefault(element.get(STYLE_ID, ""), element)
            if element.get(TYPE) == "paragraph" and element.get(DEFAULT) not in (None, *OFF):
                self._default = self.get(element.get(STYLE_ID, ""))

    def get(self, style_id: str | None) -> Style:
        """The style with all it inherits; the default paragraph style for None, an empty one for an unknown id."""
        if style_id is None:
            return self._default
        style = self._resolved.get(style_id)
        if style is None:
            style = self._resolved[style_id] = self._resolve(style_id, LONGEST_CHAIN)
        return style

    def _resolve(self, style_id: str, chain: int) -> Style:
        element = self._elements.get(style_id)
        if element is None or chain == 0:
            return Style()
        base = element.find(BASED_ON)
        inherited = Style() if base is None else self._resolve(base.get(VAL, ""), chain - 1)
        return _own_properties(element, inherited)


def _own_properties(element: etree._Element, style: Style) -> Style:
    name = element.find(NAME)
    title = "" if name is None else name.get(VAL, "")
    if heading := HEADING.match(title):
        style = replace(style, outline=int(heading.group(1)))
    style = replace(style, contents=CONTENTS.match(title) is not None)
    if (paragraph := element.find(P_PR)) is not None:
        style = _paragraph_properties(paragraph, style)
    if (run := element.find(R_PR)) is not None:
        if (bold := run.find(BOLD)) is not None:
            style = replace(style, bold=is_on(bold))
        if (hidden := run.find(VANISH)) is not None:
            style = replace(style, hidden=is_on(hidden))
    return style


def _paragraph_properties(properties: etree._Element, style: Style) -> Style:
    if (outline := properties.find(OUTLINE_LVL)) is not None:
        depth = to_int(outline.get(VAL), BODY_LEVEL)
        style = replace(style, outline=depth + 1 if depth < BODY_LEVEL else 0)
    if (numbers := properties.find(NUM_PR)) is not None:
        list_id, level = numbers.find(NUM_ID), numbers.find(ILVL)
        if list_id is not None:
            style = replace(style, list_id=list_id.get(VAL, ""))
        if level is not None:
            style = replace(style, list_level=to_int(level.get(VAL)))
    return style
