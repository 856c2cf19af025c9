"""A Word package -> `Manuscript`."""

from collections.abc import Iterator, Mapping

from lxml import etree

from bot.documents.archive import Archive
from bot.documents.markup import parse
from bot.documents.numbering import Numbering
from bot.documents.ooxml.body import Body
from bot.documents.ooxml.lists import Lists
from bot.documents.ooxml.names import ID, NUM_PR, P, W
from bot.documents.ooxml.package import Package
from bot.documents.ooxml.styles import Styles
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Reservation, Unreadable

BODY = W + "body"


def read(archive: Archive) -> Manuscript:
    package = Package(archive)
    root = parse(package.document())
    story = root.find(BODY)
    if story is None:
        raise UnreadableFile(Unreadable.CORRUPT if root.tag == W + "document" else Unreadable.UNSUPPORTED)
    styles_part = package.related("styles")
    styles = Styles(styles_part)
    numbered = any(part is not None and next(part.iter(NUM_PR), None) is not None for part in (root, styles_part))
    lists = Lists(package.related("numbering") if numbered else None, styles)
    positions = {paragraph: index for index, paragraph in enumerate(root.iter(P))}
    body = _walk(story, Body(styles, lists, Numbering(lists.instances), positions))
    if body.unbalanced:
        body = _walk(story, Body(styles, lists, Numbering(lists.instances), positions, broken_fields=True))
    footnotes = list(_footnotes(package, body, styles, lists))
    body.collector.reservations |= _package_reservations(package)
    return body.collector.manuscript(package.kind, footnotes)


def _walk(story: etree._Element, body: Body) -> Body:
    body.visit(story)
    body.finish()
    return body


def _footnotes(package: Package, body: Body, styles: Styles, lists: Lists) -> Iterator[str]:
    """In the order in which the text refers to them; separators and notes without reference are no text."""
    parts: dict[str, Mapping[str, etree._Element]] = {}
    for kind, note_id in body.notes:
        if kind not in parts:
            parts[kind] = _notes_of(package.related(kind + "s"), kind)
        if (note := parts[kind].get(note_id)) is not None:
            text = _walk(note, Body(styles, lists, Numbering(lists.instances), {}))
            yield "\n".join(paragraph.text for paragraph in text.collector.paragraphs)


def _notes_of(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    return {} if root is None else {note.get(ID, ""): note for note in root.iterchildren(W + kind)}


def _package_reservations(package: Package) -> set[Reservation]:
    reservations = set()
    if package.macros:
        reservations.add(Reservation.MACROS_IGNORED)
    if package.links:
        reservations.add(Reservation.LINKS_IGNORED)
    return reservations
