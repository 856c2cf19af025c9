"""Styles and lists that a document does not use are cut out before parsing: programs save hundreds, reports use a handful.

Works on the bytes as Word, WPS and LibreOffice write them (UTF-8, prefix w); anything else is left whole.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

STYLE_REFERENCES = (b"<w:pStyle", b"<w:rStyle")
STYLE_LINK, BASE, LIST, DEFINITION = b"<w:numStyleLink", b"<w:basedOn", b"<w:numId", b"<w:abstractNumId"
STYLE_ID = re.compile(rb'w:styleId="([^"]*)"')
DEFINITION_ID = re.compile(rb'w:abstractNumId="([^"]*)"')
LIST_ID = re.compile(rb'w:numId="([^"]*)"')
DEFAULT = b'w:default="1"'
HEAD = 400  # bytes within which an element names itself


@dataclass(frozen=True)
class _Elements:
    """Where the elements of one name stand in a part, each with its id."""

    content: bytes
    spans: list[tuple[bytes, int, int]]

    @classmethod
    def found(cls, content: bytes, tag: bytes, identifier: re.Pattern[bytes]) -> "_Elements":
        """They must not be nested, and not be empty."""
        opening, closing = b"<" + tag + b" ", b"</" + tag + b">"
        spans = []
        begin = content.find(opening)
        while begin >= 0 and (end := content.find(closing, begin)) >= 0:
            end += len(closing)
            name = identifier.search(content, begin, min(begin + HEAD, end))
            spans.append((name[1] if name else b"", begin, end))
            begin = content.find(opening, end)
        return cls(content, spans)

    def by_id(self) -> dict[bytes, bytes]:
        return {name: self.content[begin:end] for name, begin, end in self.spans}

    def only(self, kept: Iterable[bytes]) -> bytes:
        """The part with these elements alone; of what stands before the first only the root's own tag is needed."""
        root = self.content.find(b">", self.content.find(b"<w:")) + 1
        if not self.spans or root <= 0:
            return self.content
        return self.content[:root] + b"".join(kept) + self.content[self.spans[-1][2] :]


def used_styles(styles: bytes, users: Iterable[bytes], numbering: bytes) -> bytes:
    """`styles` with only those that `users` (document, notes) and lists name, what these are based on, and the defaults."""
    elements = _Elements.found(styles, b"w:style", STYLE_ID)
    by_id = elements.by_id()
    named = {name for user in users for tag in STYLE_REFERENCES for name in _values(user, tag)}
    named |= _values(numbering, STYLE_LINK)
    named |= {name for name, element in by_id.items() if DEFAULT in element[:HEAD]}
    kept: dict[bytes, bytes] = {}
    while named:
        name = named.pop()
        if name in by_id and name not in kept:
            kept[name] = by_id[name]
            named |= _values(kept[name], BASE)
    return elements.only(kept.values())


def used_lists(numbering: bytes, users: Iterable[bytes]) -> bytes:
    """`numbering` with only the lists that `users` name. Definitions that only name a style's list keep everything."""
    if STYLE_LINK in numbering:
        return numbering
    named = {name for user in users for name in _values(user, LIST)}
    uses = _Elements.found(numbering, b"w:num", LIST_ID).by_id()
    used = {name for use in named for name in _values(uses.get(use, b""), DEFINITION)}
    definitions = _Elements.found(numbering, b"w:abstractNum", DEFINITION_ID)
    return definitions.only(element for name, element in definitions.by_id().items() if name in used)


def _values(content: bytes, tag: bytes) -> set[bytes]:
    """What elements of this name refer to."""
    return {after.partition(b'"')[0] for after in content.split(tag + b' w:val="')[1:]}
