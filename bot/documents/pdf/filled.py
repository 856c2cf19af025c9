"""What people typed onto a page: values of form fields and free text notes.

Comments in margins are no text of the report.
"""

import ctypes
from collections.abc import Callable
from functools import partial

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from bot.documents.pdf.lines import clean

MOST = 500  # annotations of a page that are looked at; each costs a call into the library
TYPED = frozenset(
    {pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
)


def filled_in(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> tuple[str, ...]:
    """Returns one text a field or note, in the order of the file."""
    values: list[str] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_FREETEXT:
            contents = partial(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
            values.append(_string(contents))
        elif kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv is not None:
            form = document.formenv
            if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) in TYPED:
                values.append(
                    _string(partial(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation))
                )
        pdfium.FPDFPage_CloseAnnot(annotation)
    return tuple(filter(None, map(clean, values)))


def _string(fetch: Callable[..., int]) -> str:
    """PDFium tells the length in bytes first, then writes UTF-16 with a closing zero."""
    length = fetch(None, 0)
    if length <= 2:
        return ""
    room = ctypes.create_string_buffer(length)
    fetch(ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return room.raw[: length - 2].decode("utf-16-le", "replace")
