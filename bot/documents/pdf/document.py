"""PDF -> `Manuscript`. No forms, scripts, actions or attachments are opened."""

from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from bot.documents import limits
from bot.documents.drafts import Collector
from bot.documents.pdf.lines import Line, clean
from bot.documents.pdf.paragraphs import paragraphs, without_contents, without_running_lines
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Paragraph, Reservation, Unreadable

SCANNED_SHARE = 0.5  # of a page covered by one picture
SCANNED_CHARACTERS = 100  # a scanned page carries a page number or the stamp of a scanner app at most
PASSWORD = "password"  # noqa: S105 - how PDFium words it


def read(content: bytes) -> Manuscript:
    """Raises encrypted where a password is needed to open it, no_text for scans, corrupt."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = without_running_lines(list(_pages(document)))
    except pypdfium2.PdfiumError as error:
        encrypted = PASSWORD in str(error).lower()
        raise UnreadableFile(Unreadable.ENCRYPTED if encrypted else Unreadable.CORRUPT) from error
    pages, contents = without_contents(pages)
    collector = Collector()
    if contents:
        collector.reservations.add(Reservation.TABLE_OF_CONTENTS)
    for text in paragraphs(pages):
        collector.add(Paragraph(text))
    return collector.manuscript("pdf")


def _pages(document: pypdfium2.PdfDocument) -> Iterator[list[Line]]:
    """The lines of each page; none for a scanned one."""
    room = limits.TEXT_CHARACTERS
    for page in document:
        text_page = page.get_textpage()
        room -= text_page.count_chars()
        if room < 0:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        lines = list(_lines(text_page, page.get_width()))
        text_page.close()
        few = sum(len(line.text) for line in lines) < SCANNED_CHARACTERS
        yield [] if few and _is_picture(page) else lines
        page.close()


def _lines(text_page: pypdfium2.PdfTextPage, page_width: float) -> Iterator[Line]:
    """PDFium counts characters in UTF-16 units, line ends included."""
    last = text_page.count_chars() - 1
    begin = 0
    for raw in text_page.get_text_range().split("\r\n"):
        length = len(raw) + sum(character > "\uffff" for character in raw)
        if text := clean(raw):
            lead = len(raw) - len(raw.lstrip())
            left, low, _, high = text_page.get_charbox(min(begin + lead, last))
            _, _, right, _ = text_page.get_charbox(min(begin + max(len(raw.rstrip()) - 1, 0), last))
            yield Line(text, left, right, low, high, page_width)
        begin += length + 2


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > SCANNED_SHARE * width * height:
            return True
    return False
