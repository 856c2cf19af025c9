"""What one pass over a part finds for the walk.

The places of paragraphs, the few run properties that matter, plain text. The pass runs inside
lxml; asking every run for its properties one by one takes longer than all the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from bot.documents.ooxml.names import BOLD, DEL, MOVE_FROM, R_PR, R_STYLE, VAL, VANISH, P, R, T, W
from bot.documents.ooxml.styles import OFF

SPEC_VANISH = W + "specVanish"
TEXT_BOX = W + "txbxContent"
PROPERTIES = frozenset({BOLD, VANISH, R_STYLE, DEL, MOVE_FROM, SPEC_VANISH})


@dataclass(slots=True)
class Look:
    """What one rPr says itself, None where it says nothing.

    `removed` is said of paragraph marks: deleted, moved away, or a style separator, so that the
    paragraph goes on in the next one.
    """

    bold: bool | None = None
    hidden: bool | None = None
    style: str = ""
    removed: bool = False

    def take(self, element: etree._Element) -> None:
        """Takes over what one of the `PROPERTIES` says."""
        if element.tag == BOLD:
            self.bold = element.get(VAL) not in OFF
        elif element.tag == VANISH:
            self.hidden = element.get(VAL) not in OFF
        elif element.tag == R_STYLE:
            self.style = element.get(VAL, "")
        else:
            self.removed = True


PLAIN = Look()


@dataclass(frozen=True)
class Index:
    """`plain` are the runs of the paragraphs that hold nothing else, as most do.

    They need not be walked; neighbours that look alike are one.
    """

    positions: dict[etree._Element, int] = field(default_factory=dict)
    looks: dict[etree._Element, Look] = field(default_factory=dict)
    plain: dict[etree._Element, list[tuple[str, Look]]] = field(default_factory=dict)


def index_of(root: etree._Element, walked: Iterable[str]) -> Index:
    """Indexes a part in one pass.

    `walked` are the elements that make it necessary to walk the paragraph they stand in.
    """
    index = Index()
    paragraph = root
    look = PLAIN
    boxes = False  # a text box was met: paragraphs may stand inside paragraphs from here on
    for element in root.iter(P, R, T, *PROPERTIES, *walked):
        tag = element.tag
        if tag == R:
            look = PLAIN
        elif tag == T:
            if (runs := index.plain.get(paragraph)) is not None:
                if runs and runs[-1][1] is look:
                    runs[-1] = runs[-1][0] + (element.text or ""), look
                else:
                    runs.append((element.text or "", look))
        elif tag == P:
            index.positions[element] = len(index.positions)
            if not (boxes and next(element.iterancestors(P), None) is not None):
                paragraph, look = element, PLAIN
                index.plain[paragraph] = []
        elif (
            tag in PROPERTIES and (parent := element.getparent()) is not None and parent.tag == R_PR
        ):
            look = index.looks.setdefault(parent, Look())
            look.take(element)
        else:
            index.plain.pop(paragraph, None)
            boxes = boxes or tag == TEXT_BOX
    return index
