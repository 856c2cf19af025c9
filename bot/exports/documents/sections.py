"""Parts of a paper that many papers have."""

from collections.abc import Iterable, Sequence

from bot.exports.documents.content import Block, Heading, Text
from bot.texts.papers import ordinal


def numbered(parts: Iterable[tuple[str, Iterable[Block]]]) -> list[Block]:
    """Parts of first level, numbered: a heading, and what stands under it."""
    blocks: list[Block] = []
    for number, (heading, part) in enumerate(parts, 1):
        blocks += [Heading(ordinal(number) + heading), *part]
    return blocks


def numbered_sentences(parts: Iterable[tuple[str, Sequence[str]]]) -> list[Block]:
    """The same of sentences: one stands behind its heading, several under it, numbered."""
    blocks: list[Block] = []
    for number, (heading, sentences) in enumerate(parts, 1):
        if len(sentences) == 1:
            blocks.append(Text(sentences[0], lead=f"{ordinal(number)}{heading}。"))
        else:
            blocks += [Heading(ordinal(number) + heading), *listed(sentences)]
    return blocks


def listed(lines: Iterable[str]) -> list[Block]:
    """Sentences under each other, numbered 1. 2. 3."""
    return [Text(ordinal(number, 3) + line) for number, line in enumerate(lines, 1)]
