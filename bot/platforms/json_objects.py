"""JSON as platforms send it: an object, possibly with characters that no JSON should hold."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")

# Made once, for `json.loads` would make one for every call. Raw control characters do occur.
_DECODER = json.JSONDecoder(strict=False)


class PayloadInvalid(ValueError):
    """The text is not a JSON object."""


def parse(text: str | bytes) -> dict[str, Any]:
    """Reads an object. Control characters in it are kept; half a character and NUL become U+FFFD.

    Raises PayloadInvalid.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        value = _DECODER.decode(text)
        # Nothing but an escape can write half a character; NUL can stand there as it is.
        if "\\u" in text or "\0" in text:
            value = mended(value)
    except (ValueError, RecursionError):
        raise PayloadInvalid("not JSON") from None
    if not isinstance(value, dict):
        raise PayloadInvalid("not an object")
    return value


def mended(value: T) -> T:
    """Returns the same JSON value, half characters and NUL in its texts and keys shown as U+FFFD.

    JSON can write half a character (a lone surrogate escape), and no file, database or network
    takes one. PostgreSQL takes no NUL.
    """
    if isinstance(value, str):
        encoded = value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass")
        return encoded.decode("utf-16", "replace")  # type: ignore[return-value]  # a text for a text
    if isinstance(value, list):
        return [mended(part) for part in value]  # type: ignore[return-value]  # a list for a list
    if isinstance(value, dict):
        return {mended(name): mended(part) for name, part in value.items()}  # type: ignore[return-value]  # likewise
    return value


def object_of(value: object) -> Mapping[str, Any]:
    """Returns the value where it is an object, else an empty one."""
    if isinstance(value, dict):
        return value
    return {}


def list_of(value: object) -> list[Any]:
    """Returns the value where it is a list, else an empty one."""
    if isinstance(value, list):
        return value
    return []


def number_in(text: str) -> int:
    """Returns the number that ASCII digits write, as of a header; 0 for any other text."""
    # To Python `²` is a digit too, and no number.
    if text.isascii() and text.isdigit():
        return int(text)
    return 0


def fingerprint(body: Mapping[str, Any]) -> str:
    """Identifies a message that brings no id of its own; the order of its fields does not matter."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
