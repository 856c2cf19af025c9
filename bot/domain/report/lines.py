"""A report as lines and sentences with their place in the whole text.

Offsets count characters of `Manuscript.text`. A soft line break inside a paragraph starts a new
line, because authors use it where they mean a new paragraph.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple, Self

from bot.domain.manuscript import Manuscript
from bot.domain.patterns import pattern

_LINE = pattern(r"[^\n\r\v\f\u2028\u2029\x85]+")
_SENTENCE = pattern(r"[^\s。！？][^。！？\n]*(?:[。！？]+[”’」』）)]*)?|[。！？]+")
_MARKDOWN_HEADING = pattern(r"(#{1,6})\s+")
_MARKDOWN_BOLD = pattern(r"\*\*[^*]+\*\*[:：]?")


class Line(NamedTuple):
    text: str  # without the white space around it, never empty
    start: int
    paragraph: int  # index in Manuscript.paragraphs
    outline: int
    bold: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def without_markdown(self) -> Self:
        """Takes the marks of a Markdown file for what styles say elsewhere."""
        if not self.text.startswith(("#", "*")):
            return self
        heading = _MARKDOWN_HEADING.match(self.text)
        if heading is not None:
            return self._replace(
                text=self.text[heading.end() :],
                start=self.start + heading.end(),
                outline=len(heading[1]),
            )
        if _MARKDOWN_BOLD.fullmatch(self.text):
            return self._replace(bold=True)
        return self


class Sentence(NamedTuple):
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines_of(manuscript: Manuscript) -> tuple[Line, ...]:
    lines: list[Line] = []
    offset = 0
    for index, paragraph in enumerate(manuscript.paragraphs):
        for match in _LINE.finditer(paragraph.text):
            text = match[0].strip()
            if text:
                start = offset + match.start() + match[0].index(text)
                line = Line(text, start, index, paragraph.outline, paragraph.bold)
                lines.append(line.without_markdown())
        offset += len(paragraph.text) + 1
    return tuple(lines)


def sentences_of(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Sentence]:
    """Yields the sentences of text[start:end], with their place in `text`.

    Sentences end with 。！？ or a line break; half-width marks do not end one, since they stand
    in numbers and names too.
    """
    for match in _SENTENCE.finditer(text, start, end):
        yield Sentence(match[0].rstrip(), match.start())
