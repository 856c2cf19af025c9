"""The body of a Word document, walked in reading order, as a reader with all changes accepted sees
it.
"""

from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from bot.documents.drafts import Collector, Draft
from bot.documents.fields import Fields, is_contents
from bot.documents.numbering import Numbering, join_number
from bot.documents.ooxml.index import PLAIN, Index, Look
from bot.documents.ooxml.lists import Lists
from bot.documents.ooxml.names import (
    ID,
    ILVL,
    MC,
    NUM_ID,
    NUM_PR,
    OUTLINE_LVL,
    P_PR,
    P_STYLE,
    R_PR,
    TBL,
    TYPE,
    VAL,
    A,
    M,
    P,
    R,
    T,
    V,
    W,
)  # fmt: skip
from bot.documents.ooxml.styles import BODY_LEVEL, Style, Styles, to_int
from bot.documents.ooxml.tables import CELL, ROW, cells_of, is_deleted
from bot.documents.symbols import symbol
from bot.documents.tables import Tables
from bot.domain.manuscript import Paragraph, Place

Handler = Callable[["Body", etree._Element], None]  # noqa: SLF001 - the name lxml gives its element type
Properties = Mapping[object, etree._Element]  # noqa: SLF001
NO_PROPERTIES: Properties = {}


class Body:
    """Collects paragraphs. `broken_fields` reads a document whose fields do not close.

    `notes` lists the footnotes and endnotes referred to: ("footnote", id) in order.
    """

    def __init__(
        self, styles: Styles, lists: Lists, index: Index, *, broken_fields: bool = False
    ) -> None:
        self.styles = styles
        self.lists = lists
        self.numbering = Numbering(lists.instance)
        self.index = index
        self.collector = Collector()
        self.notes: list[tuple[str, str]] = []
        self._fields = Fields(broken=broken_fields)
        self._line: Draft | None = None
        # A paragraph whose mark was deleted goes on in the next one.
        self._carried: Draft | None = None
        self._place = Place.BODY
        self._tables = Tables(cells_of)
        self._style = Style()
        self._bold = False
        self._hidden = False

    @property
    def unbalanced(self) -> bool:
        """Whether a field was never closed: what follows its beginning cannot be trusted to be one."""
        return bool(self._fields)

    def visit(self, element: Iterable[etree._Element]) -> None:
        """Walks through an element. Unknown ones are wrappers: what stands inside them is read."""
        for child in element:
            handler = HANDLERS.get(child.tag)
            if handler is None:
                self.visit(child)
            else:
                handler(self, child)

    def finish(self) -> None:
        """Adds what a deleted paragraph mark left behind at the end."""
        if self._carried is not None and self._carried.text:
            self.collector.add(Paragraph(self._carried.text, self._place))

    # Blocks

    def paragraph(self, element: etree._Element) -> None:
        properties = NO_PROPERTIES
        if len(element) and element[0].tag == P_PR:
            properties = {child.tag: child for child in element[0]}
        style_id = None
        if P_STYLE in properties:
            style_id = properties[P_STYLE].get(VAL)
        style = self.styles.get(style_id)
        mark = PLAIN
        if R_PR in properties:
            mark = self.index.looks.get(properties[R_PR], PLAIN)
        outer = self._line, self._style, self._bold, self._hidden
        line, self._carried = self._carried or Draft(), None
        began_muted = self._fields.muted
        self._line, self._style = line, style
        runs = self.index.plain.get(element)
        if runs is None:
            self.visit(element)
        for text, look in runs or ():
            self._begin_run(look)
            self.emit(text)
        self._line, self._style, self._bold, self._hidden = outer
        text = line.text
        if mark.removed:
            self._carried = line
        elif style.contents:
            self.collector.leave_out_contents()
        elif text or not (began_muted or mark.hidden):
            # A paragraph without text takes its number all the same.
            number, suffix = self._number(properties, style_id or "", style)
            if text:
                paragraph = Paragraph(
                    join_number(number, text, suffix),
                    self._place,
                    _outline(properties, style),
                    line.bold,
                    number,
                    self.index.positions.get(element, -1),
                    self._tables.cell,
                )
                self._pass_on([paragraph])
        self._pass_on(line.boxes)

    def _number(self, properties: Properties, style_id: str, style: Style) -> tuple[str, str]:
        """Returns the automatic number and what stands behind it."""
        list_id, depth = style.list_id, style.list_level
        direct = properties.get(NUM_PR)
        if not list_id and direct is None:
            return "", ""
        if depth is None:
            depth = self.lists.level_of(list_id, style_id)
        if direct is not None:
            own_id, own_depth = direct.find(NUM_ID), direct.find(ILVL)
            if own_id is not None and own_id.get(VAL) != list_id:
                list_id, depth = own_id.get(VAL, ""), 0
            if own_depth is not None:
                depth = to_int(own_depth.get(VAL))
        if not list_id or list_id == "0":
            return "", ""
        number, level = self.numbering.advance(list_id, depth)
        return number, level.suffix

    def _pass_on(self, paragraphs: list[Paragraph]) -> None:
        """Paragraphs of a text box wait until the paragraph that anchors it is complete."""
        if self._line is not None:
            self._line.boxes.extend(paragraphs)
        else:
            self.collector.extend(paragraphs)

    def table(self, element: etree._Element) -> None:
        outer = self._place
        if outer is Place.BODY:
            self._place = Place.TABLE
        with self._tables.table(element):
            self.visit(element)
        self._place = outer

    def row(self, element: etree._Element) -> None:
        if not is_deleted(element):
            self.visit(element)

    def cell(self, element: etree._Element) -> None:
        with self._tables.inside(element):
            self.visit(element)

    def text_box(self, element: etree._Element) -> None:
        # A box is a story of its own: fields and lines around it do not reach into it.
        outer = self._place, self._fields, self._carried, self._line
        self._place, self._fields, self._carried = Place.TEXT_BOX, Fields(), None
        inner = self._line = Draft()
        if not outer[1].muted:
            self.visit(element)
        self._place, self._fields, self._carried, self._line = outer
        self._pass_on(inner.boxes)

    def shape_text(self, element: etree._Element) -> None:
        """Reads the text of a drawing's own kind (a:txBody), which has no Word paragraphs."""
        for paragraph in element.iterchildren(A + "p"):
            self._shape_paragraph("".join(t.text or "" for t in paragraph.iter(A + "t")))

    def word_art(self, element: etree._Element) -> None:
        self._shape_paragraph(element.get("string", ""))

    def _shape_paragraph(self, text: str) -> None:
        if text.strip() and not self._fields.muted:
            self._pass_on([Paragraph(text, Place.TEXT_BOX)])

    def alternatives(self, element: etree._Element) -> None:
        """Reads one branch: the first that has text."""
        for branch in element:
            if branch.tag in BRANCHES:
                before = self._amount()
                self.visit(branch)
                if self._amount() != before:
                    return

    def _amount(self) -> tuple[int, int, int]:
        """Returns how much has been read so far."""
        paragraphs = len(self.collector.paragraphs)
        if self._line is None:
            return paragraphs, 0, 0
        return paragraphs, len(self._line.parts), len(self._line.boxes)

    # Runs

    def run(self, element: etree._Element) -> None:
        outer = self._bold, self._hidden
        self._begin_run(PLAIN)
        self.visit(element)
        self._bold, self._hidden = outer

    def run_properties(self, element: etree._Element) -> None:
        self._put_on(self.index.looks.get(element, PLAIN))

    def _begin_run(self, look: Look) -> None:
        self._bold, self._hidden = self._style.bold, self._style.hidden
        if look is not PLAIN:
            self._put_on(look)

    def _put_on(self, look: Look) -> None:
        """Changes the run by what its properties say."""
        if look.style:
            style = self.styles.get(look.style)
            self._bold, self._hidden = self._bold or style.bold, self._hidden or style.hidden
        if look.bold is not None:
            self._bold = look.bold
        if look.hidden is not None:
            self._hidden = look.hidden

    def text(self, element: etree._Element) -> None:
        self.emit(element.text or "")

    def emit(self, text: str) -> None:
        line = self._line
        if line is None or self._fields.muted or not text:
            return
        if self._hidden:
            self.collector.hide(text)
            return
        line.add(text, bold=self._bold)

    def symbol(self, element: etree._Element) -> None:
        try:  # the code is what somebody wrote into the file
            self.emit(symbol(element.get(W + "font", ""), int(element.get(W + "char", ""), 16)))
        except ValueError:
            return

    def ruby(self, element: etree._Element) -> None:
        """Reads the base text; the reading above it is an aid."""
        self.visit(element.iterchildren(W + "rubyBase"))

    def note(self, element: etree._Element) -> None:
        if not (self._fields.muted or self._hidden):
            kind = "endnote"
            if element.tag == FOOTNOTE_REFERENCE:
                kind = "footnote"
            self.notes.append((kind, element.get(ID, "")))

    # Fields

    def field_mark(self, element: etree._Element) -> None:
        before = self._fields.contents
        match element.get(W + "fldCharType"):
            case "begin":
                self._fields.begin()
            case "separate":
                self._fields.separate()
            case "end":
                self._fields.end()
        if self._fields.contents > before:
            self.collector.leave_out_contents()

    def field_instruction(self, element: etree._Element) -> None:
        self._fields.instruct(element.text or "")

    def simple_field(self, element: etree._Element) -> None:
        if is_contents(element.get(W + "instr", "")):
            self.collector.leave_out_contents()
        else:
            self.visit(element)


def _outline(properties: Properties, style: Style) -> int:
    """Returns the heading level, 0 for body text."""
    own = properties.get(OUTLINE_LVL)
    if own is None:
        return style.outline
    depth = to_int(own.get(VAL), BODY_LEVEL)
    if not 0 <= depth < BODY_LEVEL:
        return 0
    return depth + 1


def _ignore(_body: Body, _element: etree._Element) -> None:
    """Not part of the text."""


def _constant(text: str) -> Handler:
    return lambda body, _: body.emit(text)


def _break(body: Body, element: etree._Element) -> None:
    if element.get(TYPE) in (None, "textWrapping"):
        body.emit("\n")


FOOTNOTE_REFERENCE = W + "footnoteReference"
BRANCHES = frozenset({MC + "Choice", MC + "Fallback"})
CUT_OUT = ("del", "moveFrom", "delText", "delInstrText", "rPrChange")
WITHOUT_TEXT = (
    "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "pPr", "sdtEndPr", "pPrChange",
    "tblPrEx", "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator",
    "softHyphen", "lastRenderedPageBreak", "proofErr", "bookmarkStart", "bookmarkEnd",
)  # fmt: skip
HANDLERS: dict[str, Handler] = {
    **dict.fromkeys((W + name for name in (*CUT_OUT, *WITHOUT_TEXT)), _ignore),
    P: lambda body, element: body.paragraph(element),
    R: Body.run,
    R_PR: Body.run_properties,
    T: Body.text,
    TBL: Body.table,
    ROW: Body.row,
    CELL: Body.cell,
    W + "txbxContent": Body.text_box,
    A + "txBody": Body.shape_text,
    V + "textpath": Body.word_art,
    MC + "AlternateContent": Body.alternatives,
    W + "tab": _constant("\t"),
    W + "ptab": _constant("\t"),
    W + "cr": _constant("\n"),
    W + "br": _break,
    W + "noBreakHyphen": _constant("-"),
    W + "sym": Body.symbol,
    W + "ruby": Body.ruby,
    FOOTNOTE_REFERENCE: Body.note,
    W + "endnoteReference": Body.note,
    W + "fldChar": lambda body, element: body.field_mark(element),
    W + "instrText": Body.field_instruction,
    W + "fldSimple": Body.simple_field,
    M + "t": Body.text,
    M + "rPr": _ignore,
}
WALKED = HANDLERS.keys() - {P, R, R_PR, T, TBL, ROW, CELL, *(W + name for name in WITHOUT_TEXT)}
"""Elements that a paragraph of plain runs does not have."""
