"""The name of a downloaded file: only Content-Disposition tells it, in several forms."""

import re
from urllib.parse import unquote_to_bytes

from bot.domain.patterns import pattern

LONGEST = 200  # characters

_EXTENDED = pattern(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)", re.IGNORECASE)
_PLAIN = pattern(r'filename\s*=\s*("(?:[^"\\]|\\.)*"|[^;]+)', re.IGNORECASE)
# With marks of direction a name can be read from behind, and end otherwise than it seems.
_UNPRINTABLE = pattern(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def from_disposition(header: str) -> str:
    """Returns the name without any path; empty where the header tells none.

    The extended form wins and is decoded once.
    """
    extended, plain = _EXTENDED.search(header), _PLAIN.search(header)
    if extended:
        return _clean(_decoded(extended[2].strip().strip('"'), extended[1]))
    if not plain:
        return ""
    name = re.sub(r"\\(.)", r"\1", plain[1].strip().strip('"'))
    # Seen live: the plain form is encoded as in a form, `+` for a space. A name with raw Chinese
    # is not encoded.
    if name.isascii():
        name = _decoded(name.replace("+", " "), "utf-8")
    return _clean(name)


def _decoded(name: str, charset: str) -> str:
    raw = unquote_to_bytes(name)
    for encoding in (charset or "utf-8", "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return name


def _clean(name: str) -> str:
    # Windows parts its folders the other way.
    last = re.split(r"[/\\]", _UNPRINTABLE.sub("", name))[-1].strip().strip(".")
    if len(last) <= LONGEST:
        return last
    stem, dot, suffix = last.rpartition(".")
    return f"{stem[: LONGEST - 20]}{dot}{suffix[:19]}"
