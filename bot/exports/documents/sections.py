"""Parts of a paper that many papers have."""

from collections.abc import Iterable

from bot.exports.documents.content import Block, Heading, Text
from bot.texts.papers import ordinal


def section(number: int, heading: str, lines: Iterable[str]) -> list[Block]:
    """A part of first level: one sentence stands behind its heading, several under it, numbered."""
    sentences = list(lines)
    if len(sentences) == 1:
        return [Text(sentences[0], lead=f"{ordinal(number)}{heading}。")]
    return [Heading(ordinal(number) + heading), *listed(sentences)]


def listed(lines: Iterable[str]) -> list[Block]:
    """Sentences under each other, numbered 1. 2. 3."""
    return [Text(ordinal(number, 3) + line) for number, line in enumerate(lines, 1)]
