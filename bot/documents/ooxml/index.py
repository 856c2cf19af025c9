"""What one pass over a part finds for the walk: the places of paragraphs, and the few run properties that matter.

The pass runs inside lxml; asking every run for its properties one by one takes longer than all the rest.
"""

from dataclasses import dataclass, field

from lxml import etree

from bot.documents.ooxml.names import BOLD, DEL, MOVE_FROM, R_PR, R_STYLE, VAL, VANISH, P, W
from bot.documents.ooxml.styles import OFF

SPEC_VANISH = W + "specVanish"


@dataclass(slots=True)
class Look:
    """Of one rPr: what it says itself, None where it says nothing. `removed` is said of paragraph marks:

    deleted, moved away, or a style separator, so that the paragraph goes on in the next one.
    """

    bold: bool | None = None
    hidden: bool | None = None
    style: str = ""
    removed: bool = False


PLAIN = Look()


@dataclass(frozen=True)
class Index:
    positions: dict[etree._Element, int] = field(default_factory=dict)
    looks: dict[etree._Element, Look] = field(default_factory=dict)


def index_of(root: etree._Element) -> Index:
    index = Index()
    for element in root.iter(P, BOLD, VANISH, R_STYLE, DEL, MOVE_FROM, SPEC_VANISH):
        tag = element.tag
        if tag == P:
            index.positions[element] = len(index.positions)
            continue
        parent = element.getparent()
        if parent is None or parent.tag != R_PR:
            continue
        look = index.looks.setdefault(parent, Look())
        if tag == BOLD:
            look.bold = element.get(VAL) not in OFF
        elif tag == VANISH:
            look.hidden = element.get(VAL) not in OFF
        elif tag == R_STYLE:
            look.style = element.get(VAL, "")
        else:
            look.removed = True
    return index
