"""How long the text of a presentation (.pptx) or a workbook (.xlsx) is: what a reader sees on its
slides or sheets.

Such a file is handed in beside a report. It is measured and never judged, so its text goes no
further than this.
"""

import posixpath
from collections.abc import Iterator

from lxml import etree

from bot.documents import limits
from bot.documents.archive import Archive
from bot.documents.markup import Parts
from bot.documents.spreadsheet import Value, read_spreadsheets
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable

PRESENTATION = "ppt/presentation.xml"
WORKBOOK = "xl/workbook.xml"
SLIDES = 1000  # a presentation of an evening has fifty
INFLATED_BYTES = 48 * limits.MEBIBYTE  # of all parts that are read
DIAGRAM = "diagramData"  # what is written in a drawn diagram
# What stands on a slide twice, or is not written by its author.
LEFT_OUT = frozenset({"Fallback", "fld"})


def visible_text(content: bytes) -> str:
    """Returns the text that the slides or sheets show.

    Raises `UnreadableFile`: unsupported for anything but .pptx and .xlsx.
    """
    if not content.startswith(b"PK"):
        # Raises encrypted for a package with a password.
        read_spreadsheets(content)
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    archive = Archive(content)
    lines: Iterator[str]
    if WORKBOOK in archive:
        lines = (
            _written(value)
            for sheet in read_spreadsheets(content)
            for row in sheet.rows
            for value in row.values.values()
        )
    elif PRESENTATION in archive:
        lines = _Presentation(archive).lines()
    else:
        raise UnreadableFile(Unreadable.UNSUPPORTED)
    texts = []
    length = 0
    # Counted while it is read: a small file may unfold into a text that fills the memory.
    for line in lines:
        length += len(line) + 1
        if length > limits.TEXT_CHARACTERS:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        texts.append(line)
    text = "\n".join(texts)
    if not text.strip():
        raise UnreadableFile(Unreadable.NO_TEXT)
    return text


def _written(value: Value) -> str:
    """Returns a value as its cell shows it: 3.0 is 3."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class _Presentation:
    """The slides in the order in which they are shown; hidden ones are left out."""

    def __init__(self, archive: Archive) -> None:
        self._parts = Parts(archive, inflated_bytes=INFLATED_BYTES)

    def lines(self) -> Iterator[str]:
        root = self._parts.parse(PRESENTATION)
        if root is None:
            raise UnreadableFile(Unreadable.CORRUPT)
        targets = dict(self._related(PRESENTATION))
        for number, slide in enumerate(root.iter("{*}sldId")):
            if number == SLIDES:
                raise UnreadableFile(Unreadable.TOO_LARGE)
            for key, relation in slide.attrib.items():
                if str(key).endswith("}id"):
                    yield from self._on_slide(targets.get(str(relation), ("", ""))[1])

    def _on_slide(self, part: str) -> Iterator[str]:
        """Yields the text of a slide and of the diagrams on it; nothing of a hidden or absent one."""
        root = self._parts.parse(part)
        if root is None or root.get("show") in {"0", "false"}:
            return
        yield from _paragraphs(root)
        for kind, target in dict(self._related(part)).values():
            if kind != DIAGRAM:
                continue
            diagram = self._parts.parse(target)
            if diagram is not None:
                yield from _paragraphs(diagram)

    def _related(self, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yields each relation of a part with the last word of its type and its target; what lies
        outside is never followed.
        """
        folder, name = posixpath.split(part)
        root = self._parts.parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return
        for relation in root.iter("{*}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            path = posixpath.join("/", folder, str(relation.get("Target", "")))
            yield str(relation.get("Id", "")), (kind, posixpath.normpath(path).lstrip("/"))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """Yields the text by paragraphs; what no author wrote (the number of the slide) is left out."""
    for paragraph in root.iter("{*}p"):
        runs = []
        for run in paragraph.iter("{*}t"):
            around = {str(above.tag).rpartition("}")[2] for above in run.iterancestors()}
            if around.isdisjoint(LEFT_OUT):
                runs.append(run.text or "")
        if runs:
            yield "".join(runs)
