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
    """Lists by numId, made when first asked for.

    It also tells at which level a list numbers the paragraphs of a style.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self._instances: dict[str, ListInstance | None] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        if root is None:
            return
        for element in root:
            if element.tag == ABSTRACT_NUM:
                self._definitions[element.get(ABSTRACT_ID, "")] = element
            elif element.tag == NUM:
                self._nums[element.get(NUM_ID, "")] = element

    def instance(self, list_id: str) -> ListInstance | None:
        if list_id not in self._instances:
            element = self._nums.get(list_id)
            self._instances[list_id] = None
            if element is not None:
                self._instances[list_id] = self._instance(list_id, element)
        return self._instances[list_id]

    def level_of(self, list_id: str, style_id: str) -> int:
        """Returns the level that numbers this style in the list, 0 where none says so."""
        key = list_id, style_id
        if key not in self._style_levels:
            self._style_levels[key] = 0
            definition = self._definition_of(self._nums.get(list_id))
            for depth, level in _levels(definition).items():
                style = level.find(P_STYLE)
                if style is not None and style.get(VAL) == style_id:
                    self._style_levels[key] = depth
                    break
        return self._style_levels[key]

    def _instance(self, list_id: str, element: etree._Element) -> ListInstance:
        definition = self._definition_of(element)
        if definition is None:
            return ListInstance(list_id, {})
        elements = _levels(definition)
        restarts: dict[int, int] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            depth = to_int(override.get(ILVL))
            level = override.find(LVL)
            if level is not None:
                elements[depth] = level
            start = override.find(W + "startOverride")
            if start is not None:
                restarts[depth] = to_int(start.get(VAL), 1)
        return ListInstance(definition.get(ABSTRACT_ID, ""), _Levels(elements, restarts), restarts)

    def _definition_of(
        self, element: etree._Element | None, hops: int = 4
    ) -> etree._Element | None:
        """Returns the definition of a num.

        A definition may only name a style whose list is meant (numStyleLink). A file in which they
        name each other in a circle is followed a few `hops` far.
        """
        if element is None:
            return None
        reference = element.find(ABSTRACT_ID)
        if reference is None:
            return None
        definition = self._definitions.get(reference.get(VAL, ""))
        if definition is None or hops == 0:
            return definition
        link = definition.find(W + "numStyleLink")
        if link is None:
            return definition
        style = self._styles.get(link.get(VAL, ""))
        linked = self._definition_of(self._nums.get(style.list_id), hops - 1)
        if linked is None:
            return definition
        return linked


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
            if depth in self._starts:
                level = replace(level, start=self._starts[depth])
            self._read[depth] = level
        return self._read.get(depth)


def _levels(definition: etree._Element | None) -> dict[int, etree._Element]:
    if definition is None:
        return {}
    return {to_int(level.get(ILVL)): level for level in definition.iterchildren(LVL)}


def _level(element: etree._Element) -> ListLevel:
    def value(name: str, default: str) -> str:
        child = element.find(W + name)
        if child is None:
            return default
        return child.get(VAL, default)

    number_format = element.find(W + "numFmt")
    if number_format is None:  # newer formats stand beside a fallback for older programs
        number_format = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    style = "decimal"
    if number_format is not None:
        style = number_format.get(VAL, "decimal")
        if style == "custom" and number_format.get(W + "format", "").startswith("01"):
            style = "decimalZero"
    restart_element = element.find(W + "lvlRestart")
    restart = None
    if restart_element is not None:
        restart = to_int(restart_element.get(VAL))
    return ListLevel(
        style=style,
        text=value("lvlText", ""),
        start=to_int(value("start", "0")),
        legal=is_on(element.find(W + "isLgl")),
        restart=restart,
        suffix=value("suff", "tab"),
    )
