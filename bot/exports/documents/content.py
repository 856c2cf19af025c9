"""What is written on a paper, as values; how it looks is `layouts.py` and `writing.py`."""

from datetime import date
from typing import TypeAlias

from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words
from bot.exports.documents.layouts import OFFICIAL, Layout
from bot.exports.documents.lengths import Length


@dataclass(frozen=True)
class Heading:
    """Level 1 is 一、 in 黑体, level 2 （一） in 楷体, level 3 1. and level 4 （1） as the text; the number is part
    of the text (`bot.texts.papers.ordinal` writes it).
    """

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph with the first line indented; each line of the text becomes one.

    `lead` stands before the first in the letters of a heading: 一、肯定成绩。
    """

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the page; equal without them. Rows are at least `row_height` high."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    row_height: Length | None = None


@dataclass(frozen=True)
class Beside:
    """Short texts beside each other on one line: above a table who fills it in and when, below it who signs."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page of its own, under its own title."""

    title: str


@dataclass(frozen=True)
class Signed:
    """Who signs what stands above, where a file holds several papers, and the day; None where it is open."""

    signature: str
    dated: date | None = None


Block: TypeAlias = Heading | Text | Table | Beside | NewPage | Signed


@dataclass(frozen=True)
class Attachment:
    """Named below the text; one with blocks follows the signature on a page of its own, others are files apart."""

    name: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class OfficialDocument:
    """One paper. `addressee` (主送) stands flush left above the text and gets its colon here; below the text stand
    the names of the attachments, signature and date. What is empty is left out.

    Every text goes through `bot.texts.papers.on_paper`, except `as_written`: a working copy that is read back
    keeps each character of those who wrote it.
    """

    title: str
    blocks: tuple[Block, ...]
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    signature: str = ""
    dated: date | None = None
    layout: Layout = OFFICIAL
    numbered: bool = True  # pages
    words: Words = STANDARD
    as_written: bool = False
