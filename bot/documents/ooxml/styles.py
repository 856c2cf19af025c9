"""What styles say about a paragraph: list, heading level, bold, hidden, table of contents."""

import re
from dataclasses import replace

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
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

STYLE = W + "style"
NAME = W + "name"
BASED_ON = W + "basedOn"
DEFAULT = W + "default"
CONTENTS = pattern(r"(toc|目录) \d$", re.IGNORECASE)
HEADING = pattern(r"(?:heading|标题) ?([1-9])$", re.IGNORECASE)
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
    """Tells whether a toggle property is present and not switched off."""
    return element is not None and element.get(VAL) not in OFF


def to_int(text: str | None, default: int = 0) -> int:
    if text is None:
        return default
    try:
        return int(text)
    except ValueError:
        return default


class Styles:
    """Resolved on demand: documents carry hundreds of styles and use a handful."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default = Style()
        if root is None:
            return
        for element in root.iterchildren(STYLE):
            self._elements.setdefault(element.get(STYLE_ID, ""), element)
            if element.get(TYPE) == "paragraph" and element.get(DEFAULT) not in (None, *OFF):
                self._default = self.get(element.get(STYLE_ID, ""))

    def get(self, style_id: str | None) -> Style:
        """Returns the style with all it inherits.

        That is the default paragraph style for None, an empty one for an unknown id.
        """
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
        style = Style()
        base = element.find(BASED_ON)
        if base is not None:
            style = self._resolve(base.get(VAL, ""), chain - 1)
        name = element.find(NAME)
        title = "" if name is None else name.get(VAL, "")
        heading = HEADING.match(title)
        if heading is not None:
            style = replace(style, outline=int(heading.group(1)))
        style = replace(style, contents=CONTENTS.match(title) is not None)
        outline = element.find(f"{P_PR}/{OUTLINE_LVL}")
        if outline is not None:
            level = to_int(outline.get(VAL), BODY_LEVEL) + 1
            if level > BODY_LEVEL:
                level = 0
            style = replace(style, outline=level)
        list_id = element.find(f"{P_PR}/{NUM_PR}/{NUM_ID}")
        if list_id is not None:
            style = replace(style, list_id=list_id.get(VAL, ""))
        list_level = element.find(f"{P_PR}/{NUM_PR}/{ILVL}")
        if list_level is not None:
            style = replace(style, list_level=to_int(list_level.get(VAL)))
        bold = element.find(f"{R_PR}/{BOLD}")
        if bold is not None:
            style = replace(style, bold=is_on(bold))
        hidden = element.find(f"{R_PR}/{VANISH}")
        if hidden is not None:
            style = replace(style, hidden=is_on(hidden))
        return style
