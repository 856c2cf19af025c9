"""Small reports made on the spot."""

import io

from docx import Document


def docx(*paragraphs: str) -> bytes:
    """A .docx of plain paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
