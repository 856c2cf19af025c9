"""PDF -> `Manuscript`.

What was filled into forms and noted on pages is read; no script, action or attachment is opened.
"""

from collections.abc import Iterator
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from bot.documents import limits
from bot.documents.drafts import Collector
from bot.documents.pdf.filled import filled_in
from bot.documents.pdf.lines import PrintedLine, clean
from bot.documents.pdf.paragraphs import paragraphs, without_contents, without_running_lines
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Paragraph, Reservation, Unreadable
from bot.domain.values import dataclass

SCANNED_SHARE = 0.5  # of a page covered by one picture
# A scanned page carries a page number or the stamp of a scanner app at most.
SCANNED_CHARACTERS = 100
PASSWORD = "password"  # noqa: S105 - how PDFium words it


@dataclass(frozen=True)
class _Page:
    lines: list[PrintedLine]
    filled: tuple[str, ...] = ()  # in form fields and notes
    pictured: bool = False  # hardly anything but one picture
    broken: bool = False
    drawn: bool = False  # something stands on it

    @property
    def has_text(self) -> bool:
        return bool(self.lines or self.filled)

    @property
    def scanned(self) -> bool:
        return self.pictured and not self.filled

    @property
    def is_blank(self) -> bool:
        """Whether something is to be seen, or was, and cannot be read."""
        return self.pictured or self.broken or self.drawn


def read(content: bytes) -> Manuscript:
    """Raises encrypted where a password is needed to open it, no_text for scans, corrupt."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            document.init_forms()
            pages = list(_pages(document))
    except pypdfium2.PdfiumError as error:
        if PASSWORD in str(error).lower():
            raise UnreadableFile(Unreadable.ENCRYPTED) from error
        raise UnreadableFile(Unreadable.CORRUPT) from error
    if all(page.broken for page in pages):
        raise UnreadableFile(Unreadable.CORRUPT)
    if all(page.scanned or not page.has_text for page in pages):
        raise UnreadableFile(Unreadable.NO_TEXT)
    # A page whose header and number alone can be read is blank to its author.
    printed = without_running_lines([page.lines for page in pages])
    blank = [
        number for number, page in enumerate(pages, 1) if page.is_blank and not printed[number - 1]
    ]
    printed, contents = without_contents(printed)
    collector = Collector()
    if contents:
        collector.reservations.add(Reservation.TABLE_OF_CONTENTS)
    for text in paragraphs(printed):
        collector.add(Paragraph(text))
    for page in pages:
        for text in page.filled:
            collector.reservations.add(Reservation.FORM_FIELDS)
            collector.add(Paragraph(text))
    return replace(collector.manuscript("pdf"), blank_pages=tuple(blank))


def _pages(document: pypdfium2.PdfDocument) -> Iterator[_Page]:
    room = limits.TEXT_CHARACTERS
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield _Page([], broken=True)
            continue
        text_page = page.get_textpage()
        room -= text_page.count_chars()
        if room < 0:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        lines = list(_lines(text_page, page.get_width()))
        text_page.close()
        few = sum(len(line.text) for line in lines) < SCANNED_CHARACTERS
        yield _Page(
            lines,
            filled_in(document, page),
            pictured=few and _is_picture(page),
            drawn=bool(pdfium.FPDFPage_CountObjects(page)),
        )
        page.close()


def _lines(text_page: pypdfium2.PdfTextPage, page_width: float) -> Iterator[PrintedLine]:
    """Yields the printed lines; PDFium counts characters in UTF-16 units, line ends included."""
    last = text_page.count_chars() - 1
    begin = 0
    for raw in text_page.get_text_range().split("\r\n"):
        length = len(raw) + sum(character > "\uffff" for character in raw)
        text = clean(raw)
        if text:
            first_shown = begin + len(raw) - len(raw.lstrip())
            last_shown = begin + max(len(raw.rstrip()) - 1, 0)
            left, low, _, high = text_page.get_charbox(min(first_shown, last))
            _, _, right, _ = text_page.get_charbox(min(last_shown, last))
            yield PrintedLine(text, left, right, low, high, page_width)
        begin += length + 2


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Tells whether one picture covers most of the page."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > SCANNED_SHARE * width * height:
            return True
    return False
