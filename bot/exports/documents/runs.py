"""Runs: pieces of text in one typeface and size."""

from docx import shared
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.exports.characters import printable
from bot.exports.documents.lengths import Length
from bot.exports.documents.typefaces import LATIN, Typeface, set_fonts


def write_run(
    paragraph: Paragraph, text: str, face: Typeface, size: Length, *, latin: str = LATIN
) -> None:
    dress(paragraph.add_run(printable(text)), face, size, latin=latin)


def dress(run: Run, face: Typeface, size: Length, *, latin: str = LATIN) -> None:
    run.font.size = shared.Length(size)
    set_fonts(run._r.get_or_add_rPr(), face, latin=latin)  # noqa: SLF001 - python-docx sets no East Asian font
