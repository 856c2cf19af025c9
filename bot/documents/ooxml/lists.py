"""numbering.xml -> `ListInstance`s. Source: ECMA-376 part 1, 17.9."""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from bot.documents.numbering import ListInstance, ListLevel
from bot.documents.ooxml.names import ILVL, MC, NUM_ID, P_STYLE, VAL, W
from bot.documents.ooxml.styles import Styles, is_on, to_int

ABSTRACT_ID = W + "abstractNumId"
ABSTRACT_NUM = W + "abstractNum"
NUM = W + "num"
LVL = W + "lvl"


class Lists:
    """Lists by numId, made when first asked for; and at which level a list numbers the paragraphs of a style."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        children = () if root is None else root
        self._styles = styles
        self._definitions = {e.get(ABSTRACT_ID, ""): e for e in children if e.tag == ABSTRACT_NUM}
        self._nums = {e.get(NUM_ID, ""): e for e in children if e.tag == NUM}
        self._instances: dict[str, ListInstance | None] = {}
        self._style_levels: dict[tuple[str, str], int] = {}

    def instance(self, list_id: str) -> ListInstance | None:
        if list_id not in self._instances:
            element = self._nums.get(list_id)
            self._instances[list_id] = None if element is None else self._instance(list_id, element)
        return self._instances[list_id]

    def level_of(self, list_id: str, style_id: str) -> int:
        key = list_id, style_id
        if key not in self._style_levels:
            self._style_levels[key] = self._find_level(list_id, style_id)
        return self._style_levels[key]

    def _find_level(self, list_id: str, style_id: str) -> int:
        definition = self._definition_of(self._nums.get(list_id))
        for depth, lvl in {} if definition is None else _levels(definition).items():
            if (style := lvl.find(P_STYLE)) is not None and style.get(VAL) == style_id:
                return depth
        return 0

    def _instance(self, list_id: str, element: etree._Element) -> ListInstance:
        definition = self._definition_of(element)
        if definition is None:
            return ListInstance(list_id, {})
        elements = _levels(definition)
        restarts: dict[int, int] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            depth = to_int(override.get(ILVL))
            if (lvl := override.find(LVL)) is not None:
                elements[depth] = lvl
            if (start := override.find(W + "startOverride")) is not None:
                restarts[depth] = to_int(start.get(VAL), 1)
        return ListInstance(definition.get(ABSTRACT_ID, ""), _Levels(elements, restarts), restarts)

    def _definition_of(
        self, element: etree._Element | None, hops: int = 4
    ) -> etree._Element | None:
        """The definition of a num; a definition may only name a style whose list is meant (numStyleLink)."""
        reference = None if element is None else element.find(ABSTRACT_ID)
        definition = None if reference is None else self._definitions.get(reference.get(VAL, ""))
        link = None if definition is None else definition.find(W + "numStyleLink")
        if link is None or hops == 0:
            return definition
        linked = self._definition_of(
            self._nums.get(self._styles.get(link.get(VAL, "")).list_id), hops - 1
        )
        return definition if linked is None else linked


class _Levels:
    """Levels by depth, read when first asked for: most lists have nine and use one."""

    def __init__(self, elements: Mapping[int, etree._Element], starts: Mapping[int, int]) -> None:
        self._elements = elements
        self._starts = starts
        self._read: dict[int, ListLevel] = {}

    def get(self, depth: int, /) -> ListLevel | None:
        element = self._elements.get(depth)
        if element is not None and depth not in self._read:
            level = _level(element)
            self._read[depth] = (
                replace(level, start=self._starts[depth]) if depth in self._starts else level
            )
        return self._read.get(depth)


def _levels(definition: etree._Element) -> dict[int, etree._Element]:
    return {to_int(lvl.get(ILVL)): lvl for lvl in definition.iterchildren(LVL)}


def _level(lvl: etree._Element) -> ListLevel:
    def value(name: str, default: str) -> str:
        found = lvl.find(W + name)
        return default if found is None else found.get(VAL, default)

    restart = lvl.find(W + "lvlRestart")
    return ListLevel(
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
