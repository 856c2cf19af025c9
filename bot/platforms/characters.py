"""Half a character: JSON can write one (a lone surrogate escape), and no file, database or network takes it."""

from typing import TypeVar

T = TypeVar("T")


def mended(value: T) -> T:
    """The same JSON value, its half characters shown as U+FFFD in every text and key of it."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # type: ignore[return-value]  # a text for a text
    if isinstance(value, list):
        return [mended(part) for part in value]  # type: ignore[return-value]  # a list for a list
    if isinstance(value, dict):
        return {mended(name): mended(part) for name, part in value.items()}  # type: ignore[return-value]  # likewise
    return value
