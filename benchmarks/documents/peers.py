"""Bare text by published libraries, run in an environment of their own: `python peers.py FILE.docx …` prints JSON.

Nothing of the program is imported here.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import docx2txt
import docxpy
import kreuzberg
import mammoth
import office_oxide
import undoc
from docx2python import docx2python
from timing import Times, times

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def peers(path: str, content: bytes) -> Iterator[tuple[str, Callable[[], str]]]:
    """Each from bytes in memory, where its interface allows it."""

    def by_docx2python() -> str:
        with docx2python(io.BytesIO(content)) as read:
            return str(read.text)

    yield "docx2txt", lambda: docx2txt.process(io.BytesIO(content))
    yield "docxpy", lambda: docxpy.process(path)
    yield (
        "python-docx",
        lambda: "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs),
    )
    yield "docx2python", by_docx2python
    yield "mammoth", lambda: mammoth.extract_raw_text(io.BytesIO(content)).value
    yield (
        "office-oxide (Rust)",
        lambda: office_oxide.Document.from_bytes(content, "docx").plain_text(),
    )
    yield "undoc (Rust)", lambda: undoc.parse_bytes(content).plain_text()
    yield "kreuzberg (Rust)", lambda: kreuzberg.extract_bytes_sync(content, WORD).content


def measured(path: str) -> dict[str, Times]:
    return {name: times(read) for name, read in peers(path, Path(path).read_bytes())}


if __name__ == "__main__":
    print(json.dumps({path: measured(path) for path in sys.argv[1:]}))
