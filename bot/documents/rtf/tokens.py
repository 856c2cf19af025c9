"""RTF bytes -> tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.patterns import pattern

PATTERN = pattern(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)


class TokenKind(StrEnum):
    """The groups of the pattern."""

    WORD = "word"
    HEX = "hex"
    SIGN = "sign"
    BRACE = "brace"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """`number` only with words that have one."""

    kind: TokenKind
    content: bytes
    number: int | None = None


def tokens(content: bytes) -> Iterator[Token]:
    """Yields tokens; binary data after a bin word is stepped over."""
    at = 0
    while match := PATTERN.match(content, at):
        at = match.end()
        kind = match.lastgroup
        if kind is None:
            continue
        if match["word"] is None:
            yield Token(KINDS[kind], match[kind])
            continue
        number = None
        if match["number"] is not None:
            number = int(match["number"])
        if match["word"] == b"bin":
            at += max(number or 0, 0)
        else:
            yield Token(TokenKind.WORD, match["word"], number)


KINDS = {kind.value: kind for kind in TokenKind}
