"""numbering.xml -> `ListInstance`s. Source: ECMA-376 part 1, 17.9."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from bot.documents.numbering import Level, ListInstance
from bot.documents.ooxml.names import ILVL, MC, NUM_ID, P_STYLE, VAL, W
from bot.documents.ooxml.styles import Styles, is_on, to_int

ABSTRACT_ID = W + "abstractNumId"
NUM = W + "num"
LVL = W + "lvl"


class Lists:
    """`instances` by numId; `level_of` tells at which level a list numbers the paragraphs of a style."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self.instances: dict[str, ListInstance] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        if root is not None:
            self._read(root)

    def level_of(self, list_id: str, style_id: str) -> int:
        return self._style_levels.get((list_id, style_id), 0)

    def _read(self, root: etree._Element) -> None:
        self._definitions = {e.get(ABSTRACT_ID, ""): e for e in root.iterchildren(W + "abstractNum")}
        self._nums = {e.get(NUM_ID, ""): e for e in root.iterchildren(NUM)}
        for list_id, element in self._nums.items():
            self.instances[list_id] = self._instance(list_id, element)

    def _instance(self, list_id: str, element: etree._Element) -> ListInstance:
        definition = self._definition_of(element)
        if definition is None:
            return ListInstance(list_id, {})
        levels = {depth: _level(lvl) for depth, lvl in _levels(definition)}
        self._note_styles(list_id, definition)
        restarts: dict[int, int] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            depth = to_int(override.get(ILVL))
            if (lvl := override.find(LVL)) is not None:
                levels[depth] = _level(lvl)
            if (start := override.find(W + "startOverride")) is not None:
                restarts[depth] = to_int(start.get(VAL), 1)
                levels[depth] = replace(levels.get(depth, Level()), start=restarts[depth])
        return ListInstance(definition.get(ABSTRACT_ID, ""), levels, restarts)

    def _definition_of(self, element: etree._Element | None, hops: int = 4) -> etree._Element | None:
        """The definition of a num; a definition may only name a style whose list is meant (numStyleLink)."""
        reference = None if element is None else element.find(ABSTRACT_ID)
        definition = None if reference is None else self._definitions.get(reference.get(VAL, ""))
        link = None if definition is None else definition.find(W + "numStyleLink")
        if link is None or hops == 0:
            return definition
        linked = self._definition_of(self._nums.get(self._styles.get(link.get(VAL, "")).list_id), hops - 1)
        return definition if linked is None else linked

    def _note_styles(self, list_id: str, definition: etree._Element) -> None:
        for depth, lvl in _levels(definition):
            if (style := lvl.find(P_STYLE)) is not None:
                self._style_levels[list_id, style.get(VAL, "")] = depth


def _levels(definition: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    for lvl in definition.iterchildren(LVL):
        yield to_int(lvl.get(ILVL)), lvl


def _level(lvl: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        found = lvl.find(W + name)
        return default if found is None else found.get(VAL, default)

    restart = lvl.find(W + "lvlRestart")
    return Level(
        style=_number_format(lvl),
        text=value("lvlText", ""),
        start=to_int(value("start", "0")),
        legal=is_on(lvl.find(W + "isLgl")),
        restart=None if restart is None else to_int(restart.get(VAL)),
        suffix=value("suff", "tab"),
    )


def _number_format(lvl: etree._Element) -> str:
    found = lvl.find(W + "numFmt")
    if found is None:  # newer formats stand beside a fallback for older programs
        found = lvl.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if found is None:
        return "decimal"
    style = found.get(VAL, "decimal")
    if style == "custom" and found.get(W + "format", "").startswith("01"):
        return "decimalZero"
    return style
