"""What people typed onto a page: values of form fields and free text notes.

Comments in margins are no text of the report.
"""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from bot.documents.pdf.lines import clean

MOST = 500  # annotations of a page that are looked at; each costs a call into the library
TYPED = frozenset(
    {pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
)


def filled_in(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> tuple[str, ...]:
    """Returns one text a field or note, in the order of the file."""
    texts = map(clean, _values(document, page))
    return tuple(text for text in texts if text)


def _values(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_FREETEXT:
            yield _string(
                lambda *room, note=annotation: pdfium.FPDFAnnot_GetStringValue(
                    note, b"Contents", *room
                )
            )
        elif kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv is not None:
            form = document.formenv
            if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) in TYPED:
                yield _string(
                    lambda *room, form=form, field=annotation: pdfium.FPDFAnnot_GetFormFieldValue(
                        form, field, *room
                    )
                )
        pdfium.FPDFPage_CloseAnnot(annotation)


def _string(fetch: Callable[..., int]) -> str:
    """PDFium tells the length in bytes first, then writes UTF-16 with a closing zero."""
    length = fetch(None, 0)
    if length <= 2:
        return ""
    room = ctypes.create_string_buffer(length)
    fetch(ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return room.raw[: length - 2].decode("utf-16-le", "replace")
