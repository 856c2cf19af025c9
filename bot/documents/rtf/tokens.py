"""RTF bytes -> tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PATTERN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is word, hex, sign, brace or text; `number` only with words that have one."""

    kind: str
    content: bytes
    number: int | None = None


def tokens(content: bytes) -> Iterator[Token]:
    """Binary data after a bin word is stepped over."""
    at = 0
    while match := PATTERN.match(content, at):
        at = match.end()
        kind = match.lastgroup
        if kind is None:
            continue
        if kind in {"word", "number"}:
            word, digits = match["word"], match["number"]
            number = None if digits is None else int(digits)
            if word == b"bin":
                at += max(number or 0, 0)
            else:
                yield Token("word", word, number)
        else:
            yield Token(kind, match[kind])
