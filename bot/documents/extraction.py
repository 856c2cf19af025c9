"""Bytes -> `Manuscript`, in the worker.

Extractors are imported when first needed: most files are docx.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.documents.archive import Archive
from bot.documents.sniffing import Container, sniff
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable


def extract(content: bytes, suffix: str) -> Manuscript:
    """Reads a file; raises `UnreadableFile`, nothing else.

    `suffix` (".wps") only chooses between names for the same bytes.
    """
    with _refusing():
        match sniff(content):
            case Container.ZIP:
                archive = Archive(content)
                if "content.xml" in archive:
                    from bot.documents.opendocument import document as odt  # noqa: PLC0415

                    return odt.read(archive)
                from bot.documents.ooxml import document as docx  # noqa: PLC0415

                return docx.read(archive)
            case Container.OLE:
                from bot.documents.word_binary import document as doc  # noqa: PLC0415

                kind = "wps" if suffix == ".wps" else "doc"
                return doc.read(content, kind)
            case Container.RTF:
                from bot.documents.rtf import document as rtf  # noqa: PLC0415

                return rtf.read(content)
            case Container.PDF:
                from bot.documents.pdf import document as pdf  # noqa: PLC0415

                return pdf.read(content)
            case Container.TEXT:
                from bot.documents import plain_text  # noqa: PLC0415

                kind = "md" if suffix in {".md", ".markdown"} else "txt"
                return plain_text.read(content, kind)


def mark(content: bytes, notes: Sequence[tuple[int, str]], author: str, at: str) -> bytes:
    """Returns a Word package with comments; raises `UnreadableFile`: unsupported for others."""
    from bot.documents.ooxml import marking  # noqa: PLC0415

    with _refusing():
        if sniff(content) is not Container.ZIP:
            raise UnreadableFile(Unreadable.UNSUPPORTED)
        return marking.mark(
            content, [marking.Note(source, text) for source, text in notes], author, at
        )


@contextmanager
def _refusing() -> Iterator[None]:
    """Turns every failure into a code: the parent knows no others."""
    try:
        yield
    except UnreadableFile:
        raise
    except MemoryError as error:
        raise UnreadableFile(Unreadable.TOO_LARGE) from error
    except RecursionError as error:
        raise UnreadableFile(Unreadable.UNSAFE) from error
    except Exception as error:
        # A reader met bytes it cannot make sense of: that is what corrupt means.
        raise UnreadableFile(Unreadable.CORRUPT) from error
