"""What a reader sees of a handed-in file.

The value between `bot.documents` (bytes -> text) and `bot.domain.report` (text -> findings).
"""

from enum import StrEnum

from bot.domain.values import dataclass


class Place(StrEnum):
    BODY = "body"
    TABLE = "table"
    TEXT_BOX = "text_box"


class Reservation(StrEnum):
    """What could not be resolved or was left out, so that the receipt can say so."""

    HIDDEN_TEXT = "hidden_text"  # hidden text stood in the file and was left out
    NUMBERING_UNRESOLVED = "numbering_unresolved"  # automatic numbers could not be shown
    MACROS_IGNORED = "macros_ignored"
    TABLE_OF_CONTENTS = "table_of_contents"  # a table of contents was left out
    LINKS_IGNORED = "links_ignored"  # linked resources were not fetched
    REVISIONS = "revisions"  # changes were tracked; the text is that after accepting them
    FORM_FIELDS = "form_fields"  # text that was filled in or noted on a page follows the page's own


@dataclass(frozen=True)
class Cell:
    """A cell in a row of several.

    Rows and columns count from 0 in the table's grid; a merged cell reaches over more than one.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as a reader sees it.

    `text` holds the automatic number too, soft line breaks are newlines.
    """

    text: str
    place: Place = Place.BODY
    outline: int = 0  # heading level 1-9 by style or outline level; 0 = body text
    bold: bool = False  # every visible character is bold
    number: str = ""  # the automatic number at the head of `text`, e.g. "(一)"
    source: int = -1  # position of the paragraph in the file, for a marked copy; -1 = unknown
    cell: Cell | None = None  # None also in formats whose tables are not resolved


@dataclass(frozen=True)
class Manuscript:
    kind: str  # docx doc wps pdf rtf odt txt md ...
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[str, ...] = ()
    reservations: frozenset[Reservation] = frozenset()
    blank_pages: tuple[int, ...] = ()  # pages of a PDF without text, scanned or broken; from 1

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


class Unreadable(StrEnum):
    """Why a file gave no text. `public` is the error code of `shuzhi check --json`."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    UNSAFE = "unsafe"
    NO_TEXT = "no_text"
    TIMEOUT = "timeout"
    GUARDED = "guarded"  # wrapped by an employer's leak prevention; `encrypted` to programs

    @property
    def public(self) -> str:
        """The error code that programs are promised."""
        if self is Unreadable.GUARDED:
            return Unreadable.ENCRYPTED.value
        return self.value
