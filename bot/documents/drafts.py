"""Paragraphs under construction, shared by the readers.

The draft of the paragraph being read, and the collection with its limits.
"""

from collections.abc import Iterable
from dataclasses import field

from bot.documents import limits
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Paragraph, Reservation, Unreadable
from bot.domain.values import dataclass

CONTENTS_TITLES = frozenset({"目录", "目次", "目錄"})


@dataclass
class Draft:
    """One paragraph being read. `boxes` are the text boxes anchored in it, which follow it."""

    parts: list[str] = field(default_factory=list)
    bold: bool = True
    boxes: list[Paragraph] = field(default_factory=list)

    def add(self, text: str, *, bold: bool = False) -> None:
        self.parts.append(text)
        if not bold and self.bold and not text.isspace():
            self.bold = False

    @property
    def text(self) -> str:
        """Without outer white space; "" where nothing is to be seen."""
        return "".join(self.parts).strip()


class Collector:
    """The paragraphs of a manuscript so far. Raises too_large beyond the limits."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.reservations: set[Reservation] = set()
        self._room = limits.TEXT_CHARACTERS
        self._hidden: list[Paragraph] = []

    def hide(self, text: str) -> None:
        """Leaves hidden text out and reports it, unless it turns out to be all there is."""
        if text.strip():
            self.reservations.add(Reservation.HIDDEN_TEXT)
            self._room -= len(text)  # kept all the same: a file of hidden text must end too
            self._hidden.append(Paragraph(text))

    def add(self, paragraph: Paragraph) -> None:
        self._room -= len(paragraph.text)
        if self._room < 0 or len(self.paragraphs) >= limits.PARAGRAPHS:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        self.paragraphs.append(paragraph)

    def extend(self, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            self.add(paragraph)

    def leave_out_contents(self) -> None:
        """Reports that a table of contents begins here, and takes its Chinese title away."""
        self.reservations.add(Reservation.TABLE_OF_CONTENTS)
        if self.paragraphs and is_contents_title(self.paragraphs[-1].text):
            self.paragraphs.pop()

    def manuscript(self, kind: str, footnotes: Iterable[str] = ()) -> Manuscript:
        """Returns what was collected. Raises no_text where there is nothing to be read."""
        notes = tuple(note for note in footnotes if note)
        if not self.paragraphs:
            self.paragraphs = self._hidden
        if not self.paragraphs:
            raise UnreadableFile(Unreadable.NO_TEXT)
        return Manuscript(kind, tuple(self.paragraphs), notes, frozenset(self.reservations))


def is_contents_title(text: str) -> bool:
    return "".join(text.split()) in CONTENTS_TITLES
