"""Styles and lists that a document does not use are cut out before parsing: programs save hundreds, reports use a handful.

Works on the bytes as Word, WPS and LibreOffice write them (UTF-8, prefix w); anything else is left whole.
"""

import re
from collections.abc import Iterable, Iterator

STYLE_REFERENCES = (b"<w:pStyle", b"<w:rStyle")
STYLE_LINK, BASE, LIST, DEFINITION = b"<w:numStyleLink", b"<w:basedOn", b"<w:numId", b"<w:abstractNumId"
STYLE_ID = re.compile(rb'w:styleId="([^"]*)"')
DEFINITION_ID = re.compile(rb'w:abstractNumId="([^"]*)"')
LIST_ID = re.compile(rb'w:numId="([^"]*)"')
DEFAULT = b'w:default="1"'
HEAD = 400  # bytes within which an element names itself


def used_styles(styles: bytes, users: Iterable[bytes], numbering: bytes) -> bytes:
    """`styles` with only those that `users` (document, notes) and lists name, what these are based on, and the defaults."""
    named = {name for user in users for tag in STYLE_REFERENCES for name in _values(user, tag)}
    named |= _values(numbering, STYLE_LINK)
    fragments = list(_fragments(styles, b"w:style"))
    by_id = {found[1]: fragment for fragment in fragments if (found := STYLE_ID.search(fragment, 0, HEAD))}
    named |= {name for name, fragment in by_id.items() if DEFAULT in fragment[:HEAD]}
    kept: dict[bytes, bytes] = {}
    while named:
        name = named.pop()
        if name in by_id and name not in kept:
            kept[name] = by_id[name]
            named |= _values(kept[name], BASE)
    return _with_only(styles, fragments, kept.values())


def used_lists(numbering: bytes, users: Iterable[bytes]) -> bytes:
    """`numbering` with only the lists that `users` name. Definitions that only name a style's list keep everything."""
    if b"numStyleLink" in numbering:
        return numbering
    named = {name for user in users for name in _values(user, LIST)}
    uses = [use for use in _fragments(numbering, b"w:num") if _id_of(use, LIST_ID) in named]
    definitions = {name for use in uses for name in _values(use, DEFINITION)}
    fragments = list(_fragments(numbering, b"w:abstractNum"))
    kept = [fragment for fragment in fragments if _id_of(fragment, DEFINITION_ID) in definitions]
    return _with_only(numbering, fragments, kept)


def _values(content: bytes, tag: bytes) -> set[bytes]:
    """What elements of this name refer to."""
    return {after.partition(b'"')[0] for after in content.split(tag + b' w:val="')[1:]}


def _id_of(fragment: bytes, pattern: re.Pattern[bytes]) -> bytes | None:
    found = pattern.search(fragment, 0, HEAD)
    return found[1] if found else None


def _fragments(content: bytes, tag: bytes) -> Iterator[bytes]:
    """The elements of this name, which must not be nested and not be empty."""
    opening, closing = b"<" + tag + b" ", b"</" + tag + b">"
    begin = content.find(opening)
    while begin >= 0:
        end = content.find(closing, begin)
        if end < 0:
            return
        yield content[begin : end + len(closing)]
        begin = content.find(opening, end)


def _with_only(content: bytes, fragments: list[bytes], kept: Iterable[bytes]) -> bytes:
    """Nothing of what stands before the first fragment is needed but the root's own tag."""
    root = content.find(b">", content.find(b"<w:")) + 1
    if not fragments or root <= 0:
        return content
    end = content.rfind(fragments[-1]) + len(fragments[-1])
    return content[:root] + b"".join(kept) + content[end:]
