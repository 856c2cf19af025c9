"""Runs: pieces of text in one typeface and size.

How one looks is put together once, and kept as text: papers are written in several threads, which
must not share an element.
"""

from functools import cache

from docx import shared
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.text.run import CT_R
from docx.text.paragraph import Paragraph
from lxml import etree

from bot.exports.characters import printable
from bot.exports.documents.lengths import Length
from bot.exports.documents.typefaces import LATIN, Typeface, set_fonts


def write_run(
    paragraph: Paragraph, text: str, face: Typeface, size: Length, *, latin: str = LATIN
) -> None:
    run = paragraph.add_run()._r  # noqa: SLF001 - python-docx sets no East Asian font
    say(run, printable(text))
    dress(run, face, size, latin=latin)


def say(run: CT_R, text: str) -> None:
    """Writes a printable text into an empty run.

    python-docx looks for what to clear, and reads character by character: for tabs and ends of lines.
    """
    if "\t" in text or "\n" in text:
        run.text = text
    elif text:
        run.add_t(text)


def dress(run: CT_R, face: Typeface, size: Length, *, latin: str = LATIN) -> None:
    """Sets a run that was not dressed before."""
    run.insert(0, parse_xml(_look(face, size, latin)))


@cache
def _look(face: Typeface, size: Length, latin: str) -> bytes:
    run = OxmlElement("w:r")
    assert isinstance(run, CT_R)
    properties = run.get_or_add_rPr()
    properties.sz_val = shared.Length(size)
    set_fonts(properties, face, latin=latin)
    return etree.tostring(properties)
