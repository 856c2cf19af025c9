"""Parts of a Word package, found as the package says, read within limits.

Relations to the outside are never followed.
"""

import posixpath

import olefile

from bot.documents.archive import Archive
from bot.documents.markup import parse
from bot.documents.ooxml.names import OVERRIDE, RELATIONSHIP, STRICT_MARK, STRICT_SPACES
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable

CONTENT_TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
KINDS = {
    MAIN: "docx",
    "application/vnd.ms-word.document.macroenabled.main+xml": "docm",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "dotx",
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": "dotm",
}
# Workbooks and presentations.
FOREIGN = ("application/vnd.openxmlformats-officedocument.", "application/vnd.ms-")
EXTERNAL = "External"


class Package:
    """`kind` by the content type of the main part, `macros` and `links` as found.

    Raises `UnreadableFile`: unsupported for other packages, corrupt where the main part is missing,
    unsafe where the macro project is not one.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.main = self._main_part()
        self.kind = self._kind()
        self._related = self._relations(self.main)
        self.links = any(target is None and kind != "hyperlink" for kind, target in self._related)
        macros = self.related("vbaProject")
        # A genuine macro project is left alone; something else in its place has no honest reason.
        if macros is not None and not olefile.isOleFile(data=macros):
            raise UnreadableFile(Unreadable.UNSAFE)
        self.macros = macros is not None

    def document(self) -> bytes:
        content = self._archive.read(self.main)
        if content is None:
            raise UnreadableFile(Unreadable.CORRUPT)
        return to_transitional(content)

    def related(self, kind: str) -> bytes | None:
        """Returns the content of the part of this kind that belongs to the main part."""
        name = self.target(kind)
        if name is None:
            return None
        content = self._archive.read(name)
        if content is None:
            return None
        return to_transitional(content)

    def target(self, kind: str) -> str | None:
        """Returns the name of the part of this kind (the last word of its relation type)."""
        folder = posixpath.dirname(self.main)
        for relation, target in self._related:
            if relation == kind and target is not None:
                name = _resolve(folder, target)
                if name in self._archive:
                    return name
        return None

    def _main_part(self) -> str:
        for kind, target in self._relations(""):
            if kind == "officeDocument" and target is None:
                return EXTERNAL  # no part is called so: it is not followed, and found corrupt
            if kind == "officeDocument":
                return _resolve("", target or "")
        if "word/document.xml" in self._archive:
            return "word/document.xml"
        if CONTENT_TYPES in self._archive:
            raise UnreadableFile(Unreadable.CORRUPT)
        raise UnreadableFile(Unreadable.UNSUPPORTED)

    def _kind(self) -> str:
        content = self._archive.read(CONTENT_TYPES)
        if content is None:
            return "docx"
        name = "/" + self.main.lower()
        for override in parse(content).iter(OVERRIDE):
            if str(override.get("PartName", "")).lower() == name:
                declared = str(override.get("ContentType", "")).lower()
                if declared not in KINDS and declared.startswith(FOREIGN):
                    raise UnreadableFile(Unreadable.UNSUPPORTED)
                return KINDS.get(declared, "docx")
        return "docx"

    def _relations(self, part: str) -> list[tuple[str, str | None]]:
        """Returns the last word of each type and the target as written, None for one outside."""
        folder, name = posixpath.split(part)
        content = self._archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        if content is None:
            return []
        relations: list[tuple[str, str | None]] = []
        for relation in parse(content).iter(RELATIONSHIP):
            kind = relation.get("Type", "").rpartition("/")[2]
            target = None
            if relation.get("TargetMode") != EXTERNAL:
                target = relation.get("Target", "")
            relations.append((kind, target))
        return relations


def _resolve(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def to_transitional(content: bytes) -> bytes:
    if STRICT_MARK in content:
        for strict, transitional in STRICT_SPACES:
            content = content.replace(strict, transitional)
    return content
