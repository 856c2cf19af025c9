"""Styles and lists that a document does not use are cut out before parsing: programs save hundreds,
reports use a handful.

Works on the bytes as Word, WPS and LibreOffice write them (UTF-8, prefix w); anything else is left
whole.
"""

from collections.abc import Iterable

STYLE_REFERENCES = (b"<w:pStyle", b"<w:rStyle")
STYLE_LINK, BASE, LIST, DEFINITION = (
    b"<w:numStyleLink",
    b"<w:basedOn",
    b"<w:numId",
    b"<w:abstractNumId",
)
STYLE, STYLE_ID = b"w:style", b'w:styleId="'
USE, USE_ID = b"w:num", b'w:numId="'
ABSTRACT, ABSTRACT_ID = b"w:abstractNum", b'w:abstractNumId="'
DEFAULT = b'w:default="1"'
HEAD = 400  # bytes within which an element names itself


class _Elements:
    """The elements of one name in a part, by id. They must not be nested, and not be empty."""

    def __init__(self, content: bytes, tag: bytes, identifier: bytes) -> None:
        self._content = content
        self._closing = b"</" + tag + b">"
        *pieces, self._rest = content.split(self._closing)
        opening = b"<" + tag + b" "
        self.by_id: dict[bytes, bytes] = {}
        for piece in pieces:
            if (begin := piece.find(opening)) >= 0:
                _, _, name = piece[begin : begin + HEAD].partition(identifier)
                self.by_id[name.partition(b'"')[0]] = piece[begin:]

    def only(self, kept: Iterable[bytes]) -> bytes:
        """Returns the part with these elements alone; of what stands before the first only the
        root's own tag is needed.
        """
        root = self._content.find(b">", self._content.find(b"<w:")) + 1
        if not self.by_id or root <= 0:
            return self._content
        return (
            self._content[:root]
            + b"".join(element + self._closing for element in kept)
            + self._rest
        )


def used_styles(styles: bytes, users: Iterable[bytes], numbering: bytes) -> bytes:
    """`styles` with only those that `users` (document, notes) and lists name, what these are based
    on, and the defaults.
    """
    elements = _Elements(styles, STYLE, STYLE_ID)
    named = {name for user in users for tag in STYLE_REFERENCES for name in _values(user, tag)}
    named |= _values(numbering, STYLE_LINK)
    named |= {name for name, element in elements.by_id.items() if DEFAULT in element[:HEAD]}
    kept: dict[bytes, bytes] = {}
    while named:
        name = named.pop()
        if name in elements.by_id and name not in kept:
            kept[name] = elements.by_id[name]
            named |= _values(kept[name], BASE)
    return elements.only(kept.values())


def used_lists(numbering: bytes, users: Iterable[bytes]) -> bytes:
    """`numbering` with only the lists that `users` (document, notes, the used styles) name.

    A definition that only names a style's list needs nothing more: that style is used, and names
    the list itself.
    """
    named = {name for user in users for name in _values(user, LIST)}
    uses = _Elements(numbering, USE, USE_ID).by_id
    used = {name for use in named for name in _values(uses.get(use, b""), DEFINITION)}
    definitions = _Elements(numbering, ABSTRACT, ABSTRACT_ID)
    return definitions.only(element for name, element in definitions.by_id.items() if name in used)


def _values(content: bytes, tag: bytes) -> set[bytes]:
    """Returns what elements of this name refer to."""
    return {after.partition(b'"')[0] for after in content.split(tag + b' w:val="')[1:]}
