"""A Word package -> `Manuscript`."""

from collections.abc import Iterator

from lxml import etree

from bot.documents.archive import Archive
from bot.documents.markup import parse
from bot.documents.ooxml.body import WALKED, Body
from bot.documents.ooxml.index import index_of
from bot.documents.ooxml.lists import Lists
from bot.documents.ooxml.names import DEL, ID, INS, MOVE_FROM, MOVE_TO, W
from bot.documents.ooxml.package import Package
from bot.documents.ooxml.pruning import used_lists, used_styles
from bot.documents.ooxml.styles import Styles
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Reservation, Unreadable

BODY = W + "body"
REVISIONS = (INS, DEL, MOVE_FROM, MOVE_TO)


def read(archive: Archive) -> Manuscript:
    """Reads a Word package. Raises unsupported, corrupt, unsafe, too_large, no_text."""
    package = Package(archive)
    content = package.document()
    root = parse(content)
    story = root.find(BODY)
    if story is None:
        if root.tag == W + "document":
            raise UnreadableFile(Unreadable.CORRUPT)
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    styles, lists = _definitions(package, content)
    index = index_of(root, WALKED)
    body = _walk(story, Body(styles, lists, index))
    if body.unbalanced:  # read once more, so that an open field does not swallow the rest
        body = _walk(story, Body(styles, lists, index, broken_fields=True))
    footnotes = list(_footnotes(package, body, styles, lists))
    if package.macros:
        body.collector.reservations.add(Reservation.MACROS_IGNORED)
    if package.links:
        body.collector.reservations.add(Reservation.LINKS_IGNORED)
    if next(root.iter(*REVISIONS), None) is not None:
        body.collector.reservations.add(Reservation.REVISIONS)
    return body.collector.manuscript(package.kind, footnotes)


def _definitions(package: Package, content: bytes) -> tuple[Styles, Lists]:
    """Reads of styles and lists what the text and its notes use."""
    users = [content]
    for kind in ("footnote", "endnote"):
        notes = None
        if f"{kind}Reference".encode() in content:
            notes = package.related(kind + "s")
        if notes is not None:
            users.append(notes)
    numbering = package.related("numbering")
    style_sheet = package.related("styles")
    root = None
    if style_sheet is not None:
        style_sheet = used_styles(style_sheet, users, numbering or b"")
        users.append(style_sheet)  # styles name lists too
        root = parse(style_sheet)
    styles = Styles(root)
    if numbering is None or not any(b"numPr" in user for user in users):
        return styles, Lists(None, styles)
    return styles, Lists(parse(used_lists(numbering, users)), styles)


def _walk(story: etree._Element, body: Body) -> Body:
    body.visit(story)
    body.finish()
    return body


def _footnotes(package: Package, body: Body, styles: Styles, lists: Lists) -> Iterator[str]:
    """Yields the notes in the order in which the text refers to them.

    Separators and notes without reference are no text.
    """
    notes_by_kind: dict[str, dict[str, etree._Element]] = {}
    for kind, note_id in body.notes:
        if kind not in notes_by_kind:
            notes: dict[str, etree._Element] = {}
            part = package.related(kind + "s")
            if part is not None:
                notes = {note.get(ID, ""): note for note in parse(part).iterchildren(W + kind)}
            notes_by_kind[kind] = notes
        note = notes_by_kind[kind].get(note_id)
        if note is not None:
            text = _walk(note, Body(styles, lists, index_of(note, WALKED)))
            yield "\n".join(paragraph.text for paragraph in text.collector.paragraphs)
