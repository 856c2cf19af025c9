"""Styles and lists that a document does not use are cut out before parsing: programs save hundreds, reports use a handful.

Works on the bytes as Word, WPS and LibreOffice write them (UTF-8, prefix w); anything else is left whole.
"""

import re
from collections.abc import Iterable, Iterator

STYLE_REFERENCE = re.compile(rb'<w:(?:pStyle|rStyle|basedOn|numStyleLink) w:val="([^"]*)"')
BASE_REFERENCE = re.compile(rb'<w:basedOn w:val="([^"]*)"')
LIST_REFERENCE = re.compile(rb'<w:numId w:val="([^"]*)"')
DEFINITION_REFERENCE = re.compile(rb'<w:abstractNumId w:val="([^"]*)"')
STYLE_ID = re.compile(rb'w:styleId="([^"]*)"')
DEFINITION_ID = re.compile(rb'w:abstractNumId="([^"]*)"')
LIST_ID = re.compile(rb'w:numId="([^"]*)"')
DEFAULT = b'w:default="1"'
HEAD = 400  # bytes within which an element names itself


def used_styles(styles: bytes, users: Iterable[bytes]) -> bytes:
    """`styles` with only those that `users` (other parts) name, what these are based on, and the defaults."""
    named = {name for user in users for name in STYLE_REFERENCE.findall(user)}
    fragments = list(_fragments(styles, b"w:style"))
    by_id = {found[1]: fragment for fragment in fragments if (found := STYLE_ID.search(fragment, 0, HEAD))}
    named |= {name for name, fragment in by_id.items() if DEFAULT in fragment[:HEAD]}
    kept: dict[bytes, bytes] = {}
    while named:
        name = named.pop()
        if name in by_id and name not in kept:
            kept[name] = by_id[name]
            named.update(BASE_REFERENCE.findall(kept[name]))
    return _with_only(styles, fragments, kept.values())


def used_lists(numbering: bytes, users: Iterable[bytes]) -> bytes:
    """`numbering` with only the lists that `users` name. Definitions that only name a style's list keep everything."""
    if b"numStyleLink" in numbering:
        return numbering
    named = {name for user in users for name in LIST_REFERENCE.findall(user)}
    uses = [use for use in _fragments(numbering, b"w:num") if _id_of(use, LIST_ID) in named]
    definitions = {name for use in uses for name in DEFINITION_REFERENCE.findall(use)}
    fragments = list(_fragments(numbering, b"w:abstractNum"))
    kept = [fragment for fragment in fragments if _id_of(fragment, DEFINITION_ID) in definitions]
    return _with_only(numbering, fragments, kept)


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
    if not fragments:
        return content
    begin = content.find(fragments[0])
    end = content.rfind(fragments[-1]) + len(fragments[-1])
    return content[:begin] + b"".join(kept) + content[end:]
