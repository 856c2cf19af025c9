"""The author's own Word file with comments at paragraphs.

All other parts stay as they are, byte for byte.
"""

import io
import posixpath
import zipfile
from collections.abc import Sequence

from lxml import etree

from bot.documents.archive import Archive
from bot.documents.markup import parse
from bot.documents.ooxml.names import ID, P_PR, RELATIONSHIP, STRICT_MARK, P, R, T, W
from bot.documents.ooxml.package import CONTENT_TYPES, Package
from bot.documents.ooxml.styles import to_int
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable
from bot.domain.values import dataclass

COMMENT = W + "comment"
COMMENTS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EMPTY_COMMENTS = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()


@dataclass(frozen=True)
class Note:
    """`source` is `Paragraph.source`; notes on paragraphs that the file does not have are left out."""

    source: int
    text: str


def mark(content: bytes, notes: Sequence[Note], author: str, at: str) -> bytes:
    """Returns the file with a comment for each note. Raises unsupported for strict documents.

    `at` is the date of the comments, ISO 8601 with seconds.
    """
    archive = Archive(content)
    package = Package(archive)
    main = archive.read(package.main) or b""
    if STRICT_MARK in main:
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    root = parse(main)
    comments_name = package.target("comments")
    written = None
    if comments_name is not None:
        written = archive.read(comments_name)
    comments = parse(written or EMPTY_COMMENTS)
    paragraphs = list(root.iter(P))
    # Comments that the file has stay; new ones count on behind them.
    number = max((to_int(comment.get(ID)) for comment in comments.iter(COMMENT)), default=-1)
    for note in notes:
        if 0 <= note.source < len(paragraphs):
            number += 1
            comments.append(_comment(number, note.text, _Signature(author, at)))
            _enclose(paragraphs[note.source], str(number))
    changed = {package.main: _save(root)}
    # A file without comments has no part for them yet: it gets one, under a name that is free.
    if comments_name is None:
        folder = posixpath.dirname(package.main)
        comments_name, count = posixpath.join(folder, "comments.xml"), 1
        while comments_name in archive:
            count += 1
            comments_name = posixpath.join(folder, f"comments{count}.xml")
        changed |= _announce(archive, package.main, comments_name)
    changed[comments_name] = _save(comments)
    return _repack(archive, changed)


@dataclass(frozen=True)
class _Signature:
    author: str
    at: str


def _enclose(paragraph: etree._Element, number: str) -> None:
    """Marks the paragraph as what the comment is about.

    Word has no comments in text boxes: the paragraph that holds the box takes them.
    """
    paragraph = [paragraph, *paragraph.iterancestors(P)][-1]
    start = 0
    if len(paragraph) and paragraph[0].tag == P_PR:
        start = 1  # its properties come first, or Word calls the file damaged
    paragraph.insert(start, etree.Element(W + "commentRangeStart", {ID: number}))
    etree.SubElement(paragraph, W + "commentRangeEnd", {ID: number})
    etree.SubElement(etree.SubElement(paragraph, R), W + "commentReference", {ID: number})


def _comment(number: int, text: str, signature: _Signature) -> etree._Element:
    comment = etree.Element(
        COMMENT,
        {
            ID: str(number),
            W + "author": signature.author,
            W + "date": signature.at,
            W + "initials": signature.author[:2],
        },
    )
    for line in text.split("\n"):
        run = etree.SubElement(etree.SubElement(comment, P), R)
        text_element = etree.SubElement(run, T, {XML_SPACE: "preserve"})
        text_element.text = line
    return comment


def _announce(archive: Archive, main: str, comments_name: str) -> dict[str, bytes]:
    """Returns the relations of the main part and the content types, with the new part in them."""
    folder, base = posixpath.split(main)
    relations_name = posixpath.join(folder, "_rels", f"{base}.rels")
    space = RELATIONSHIP.partition("}")[0][1:]
    empty = f'<Relationships xmlns="{space}"/>'.encode()
    relations = parse(archive.read(relations_name) or empty)
    target = posixpath.relpath(comments_name, folder or ".")
    etree.SubElement(
        relations, RELATIONSHIP, {"Id": "rIdComments", "Type": COMMENTS_RELATION, "Target": target}
    )
    changed = {relations_name: _save(relations)}
    types = archive.read(CONTENT_TYPES)
    if types is not None:
        root = parse(types)
        space = str(root.tag).partition("}")[0] + "}"
        etree.SubElement(
            root,
            space + "Override",
            {"PartName": "/" + comments_name, "ContentType": COMMENTS_TYPE},
        )
        changed[CONTENT_TYPES] = _save(root)
    return changed


def _save(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _repack(archive: Archive, changed: dict[str, bytes]) -> bytes:
    """Returns the package with the changed parts, all others as they are."""
    left = {name.lower(): (name, content) for name, content in changed.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.names():
            _, content = left.pop(name.lower(), (name, None))
            if content is None:
                content = archive.read(name) or b""
            copy.writestr(name, content)
        for name, content in left.values():
            copy.writestr(name, content)
    return stream.getvalue()
