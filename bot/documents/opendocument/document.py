"""An OpenDocument package -> `Manuscript`.

Deleted text lies apart (tracked-changes) and is not read.
"""

from collections.abc import Callable

from lxml import etree

from bot.documents.archive import Archive
from bot.documents.drafts import Collector, Draft
from bot.documents.markup import parse
from bot.documents.numbering import ListInstance, Numbering, join_number
from bot.documents.opendocument.names import DRAW, OFFICE, STYLE_NAME, SVG, TABLE, TEXT, XML_ID
from bot.documents.opendocument.styles import Look, Styles
from bot.documents.opendocument.tables import CELL, cells_of
from bot.documents.tables import Tables
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Paragraph, Place, Reservation, Unreadable
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

ENCRYPTION = b"encryption-data"
MANIFEST = "META-INF/manifest.xml"
SPACE = pattern(r"[ \t\r\n]+")
MOST_SPACES = 1000  # of one element: a file may ask for any number
DEEPEST_OUTLINE = 9
OUTLINE_LIST = "outline"
REVISIONS = (TEXT + "insertion", TEXT + "deletion")


def read(archive: Archive) -> Manuscript:
    """Raises encrypted, unsupported for other OpenDocument kinds, corrupt."""
    if ENCRYPTION in (archive.read(MANIFEST) or b""):
        raise UnreadableFile(Unreadable.ENCRYPTED)
    root = parse(archive.read("content.xml") or b"")
    story = root.find(f"{OFFICE}body/{OFFICE}text")
    if story is None:
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    roots = [root]
    styles_part = archive.read("styles.xml")
    if styles_part:
        roots.insert(0, parse(styles_part))  # the document's own styles outweigh these
    body = _Body(Styles(roots))
    body.visit(story)
    return body.collector.manuscript("odt", body.footnotes)


@dataclass
class _ListItem:
    """The list item being read: its first paragraph takes the number."""

    list_id: str
    depth: int
    numbered: bool
    start: int | None = None


class _Body:
    def __init__(self, styles: Styles) -> None:
        self.collector = Collector()
        self.footnotes: list[str] = []
        self._styles = styles
        self._instances = {OUTLINE_LIST: ListInstance(OUTLINE_LIST, styles.outline)}
        self._numbering = Numbering(self._instances.get)
        self._line: Draft | None = None
        self._place = Place.BODY
        self._tables = Tables(cells_of)
        self._look = Look()
        self._item: _ListItem | None = None
        self._lists: list[tuple[str, str]] = []  # open lists: (id, style)
        self._last_list: dict[str, str] = {}  # style -> id of its last list

    def visit(self, element: etree._Element) -> None:
        for child in element:
            self._child(child)

    def _child(self, child: etree._Element) -> None:
        handler = HANDLERS.get(child.tag)
        if handler is not None:
            handler(self, child)
        elif self._line is not None:
            self.inline(child)
        else:
            self.visit(child)

    def _blocks(self, element: etree._Element) -> None:
        """Reads paragraphs inside a paragraph (a text box): what stands between them is no text."""
        for child in element:
            handler = HANDLERS.get(child.tag)
            if handler is None:
                self._blocks(child)
            else:
                handler(self, child)

    # Blocks

    def paragraph(self, element: etree._Element) -> None:
        name = element.get(STYLE_NAME)
        look = self._styles.look("paragraph", name)
        outer, line = (self._line, self._look), Draft()
        self._line, self._look = line, look
        self.inline(element)
        self._line, self._look = outer
        number, suffix = self._number(element, name)
        if line.text:
            outline = look.outline
            depth = element.get(TEXT + "outline-level", "")
            if element.tag == HEADING and depth.isdigit():
                outline = min(int(depth), DEEPEST_OUTLINE)
            paragraph = Paragraph(
                join_number(number, line.text, suffix),
                self._place,
                outline,
                line.bold,
                number,
                cell=self._tables.cell,
            )
            self._pass_on([paragraph])
        self._pass_on(line.boxes)

    def _number(self, element: etree._Element, style: str | None) -> tuple[str, str]:
        """Returns the number of the list item or of the heading, and what stands behind it."""
        item = self._item
        if item is not None and item.numbered:
            item.numbered = False
            number, level = self._numbering.advance(item.list_id, item.depth, start=item.start)
            return number, level.suffix
        outline_level = element.get(TEXT + "outline-level", "")
        is_heading = element.tag == HEADING and element.get(TEXT + "is-list-header") != "true"
        if not is_heading or item is not None or not outline_level.isdigit():
            return "", ""
        depth = int(outline_level) - 1
        if self._styles.list_style_of(style) == "" and self._styles.outline.get(depth) is None:
            return "", ""
        number, level = self._numbering.advance(OUTLINE_LIST, depth)
        return number, level.suffix

    def _pass_on(self, paragraphs: list[Paragraph]) -> None:
        if self._line is not None:
            self._line.boxes.extend(paragraphs)
        else:
            self.collector.extend(paragraphs)

    def list(self, element: etree._Element) -> None:
        """Reads a list: it counts on where it says so, else from its start.

        An inner list belongs to its outer one.
        """
        outer_id = outer_style = ""
        if self._lists:
            outer_id, outer_style = self._lists[-1]
        style = element.get(STYLE_NAME) or outer_style
        if self._lists and style == outer_style:
            list_id = outer_id
        else:
            list_id = element.get(XML_ID) or f"list {len(self._instances)}"
            definition = list_id  # of another one where it counts on
            earlier = element.get(TEXT + "continue-list")
            if earlier is None and element.get(TEXT + "continue-numbering") == "true":
                earlier = self._last_list.get(style)
            if earlier in self._instances:
                definition = self._instances[earlier].definition
            self._instances[list_id] = ListInstance(definition, self._styles.lists.get(style, {}))
            self._last_list[style] = list_id
        self._lists.append((list_id, style))
        outer = self._item
        self._blocks(element)
        self._item = outer
        self._lists.pop()

    def item(self, element: etree._Element) -> None:
        outer = self._item
        start = element.get(TEXT + "start-value", "")
        if self._lists:
            numbered = element.tag == TEXT + "list-item"
            own_start = None
            if start.isdigit():
                own_start = int(start)
            self._item = _ListItem(self._lists[-1][0], len(self._lists) - 1, numbered, own_start)
        self._blocks(element)
        self._item = outer

    def table(self, element: etree._Element) -> None:
        outer = self._place, self._item, self._lists
        self._item, self._lists = None, []
        if self._place is Place.BODY:
            self._place = Place.TABLE
        with self._tables.table(element):
            self.visit(element)
        self._place, self._item, self._lists = outer

    def cell(self, element: etree._Element) -> None:
        with self._tables.inside(element):
            self.visit(element)

    def text_box(self, element: etree._Element) -> None:
        outer = self._place, self._item, self._lists, self._line
        self._place, self._item, self._lists = Place.TEXT_BOX, None, []
        inner = self._line = Draft()
        self._blocks(element)
        self._place, self._item, self._lists, self._line = outer
        self._pass_on(inner.boxes)

    def contents(self, _element: etree._Element) -> None:
        self.collector.leave_out_contents()

    def section(self, element: etree._Element) -> None:
        if element.get(TEXT + "display") == "none":
            self.hidden(element)
        else:
            self.visit(element)

    # Text within a paragraph

    def inline(self, element: etree._Element) -> None:
        self.emit(element.text)
        for child in element:
            self._child(child)
            self.emit(child.tail)

    def emit(self, text: str | None) -> None:
        if text:
            self.emit_sign(SPACE.sub(" ", text))

    def emit_sign(self, text: str) -> None:
        if self._line is None:
            return
        if not self._look.hidden:
            self._line.add(text, bold=self._look.bold)
        else:
            self.collector.hide(text)

    def span(self, element: etree._Element) -> None:
        outer = self._look
        own = self._styles.look("text", element.get(STYLE_NAME))
        self._look = Look(bold=outer.bold or own.bold, hidden=outer.hidden or own.hidden)
        self.inline(element)
        self._look = outer

    def spaces(self, element: etree._Element) -> None:
        count = 1
        written = element.get(TEXT + "c", "1")
        if written.isdigit():
            count = int(written)
        self.emit_sign(" " * min(count, MOST_SPACES))

    def ruby(self, element: etree._Element) -> None:
        base = element.find(TEXT + "ruby-base")
        if base is not None:
            self.inline(base)

    def note(self, element: etree._Element) -> None:
        content = element.find(TEXT + "note-body")
        if content is None or self._look.hidden:
            return
        note = _Body(self._styles)
        note.visit(content)
        self.footnotes.append("\n".join(paragraph.text for paragraph in note.collector.paragraphs))

    def tracked_changes(self, element: etree._Element) -> None:
        """Reports that text was inserted or deleted; a change of format alone is none of it."""
        if next(element.iter(*REVISIONS), None) is not None:
            self.collector.reservations.add(Reservation.REVISIONS)

    def hidden(self, element: etree._Element) -> None:
        text = "".join(map(str, element.itertext()))
        self.collector.hide(text or element.get(TEXT + "string-value", ""))


HEADING = TEXT + "h"

Handler = Callable[[_Body, etree._Element], None]  # noqa: SLF001 - the name lxml gives its element type


def _ignore(_body: _Body, _element: etree._Element) -> None:
    """Not part of the text."""


IGNORED = (
    TEXT + "sequence-decls", TEXT + "variable-decls",
    TEXT + "user-field-decls", TEXT + "soft-page-break", TEXT + "alphabetical-index",
    TEXT + "illustration-index", TEXT + "table-index", TEXT + "object-index",
    TEXT + "bibliography", OFFICE + "annotation", OFFICE + "annotation-end", OFFICE + "forms",
    OFFICE + "event-listeners", SVG + "title", SVG + "desc", TEXT + "script", DRAW + "object",
    DRAW + "object-ole",
)  # fmt: skip
HANDLERS: dict[object, Handler] = {
    **dict.fromkeys(IGNORED, _ignore),
    TEXT + "tracked-changes": _Body.tracked_changes,
    TEXT + "p": _Body.paragraph,
    HEADING: _Body.paragraph,
    TEXT + "list": _Body.list,
    TEXT + "list-item": _Body.item,
    TEXT + "list-header": _Body.item,
    TEXT + "section": _Body.section,
    TEXT + "table-of-content": _Body.contents,
    TABLE + "table": _Body.table,
    CELL: _Body.cell,
    DRAW + "text-box": _Body.text_box,
    DRAW + "custom-shape": _Body.text_box,
    DRAW + "rect": _Body.text_box,
    DRAW + "ellipse": _Body.text_box,
    TEXT + "span": _Body.span,
    TEXT + "s": _Body.spaces,
    TEXT + "tab": lambda body, _: body.emit_sign("\t"),
    TEXT + "line-break": lambda body, _: body.emit_sign("\n"),
    TEXT + "ruby": _Body.ruby,
    TEXT + "note": _Body.note,
    TEXT + "hidden-text": _Body.hidden,
}
