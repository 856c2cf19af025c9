"""How long a typical report takes to read: ours against bare text extraction, on the same file in the same run.

    python -m benchmarks.documents.extraction [FILE.docx …]

Without a file a report of 3,500 characters is made, with the run properties and ids that Word writes.
"""

import io
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
from lxml import etree

from bot.documents.extraction import extract
from bot.documents.reader import DocumentReader

ROUNDS = 200
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SENTENCE = "一年来，支部坚持把抓好党建作为主责主业，召开支委会12次，组织集中学习24次，解决群众急难愁盼问题9件。"


def typical_report() -> bytes:
    """Saved by python-docx from its template, so that styles, theme and numbering have Word's usual size."""
    document = docx.Document()
    for part in range(1, 6):
        document.add_heading(f"{'一二三四五'[part - 1]}、工作情况", level=1)
        for _ in range(7):
            paragraph = document.add_paragraph(style="List Number")
            for piece in range(2):
                run = paragraph.add_run(SENTENCE)
                run.bold = piece == 0
                run.font.name = "仿宋"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bare_lxml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in root.iter(W + "p"))


def bare_elementtree(content: bytes) -> str:
    """What docx2txt does."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in root.iter(W + "p"))


def python_docx(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def compare(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, DocumentReader(workers=1) as reader:
        path = Path(folder) / "report"
        path.write_bytes(content)
        characters = len(reader.read_file(path, "report.docx").text)
        figures = {
            "bare text, lxml": median_ms(lambda: bare_lxml(content)),
            "bare text, ElementTree (docx2txt)": median_ms(lambda: bare_elementtree(content)),
            "python-docx, paragraphs": median_ms(lambda: python_docx(content)),
            "ours, in process": median_ms(lambda: extract(content, ".docx")),
            "ours, through the worker": median_ms(lambda: reader.read_file(path, "report.docx")),
        }
    print(f"{name}: {characters} characters")
    for what, milliseconds in figures.items():
        print(f"  {what:36} {milliseconds:7.2f} ms")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        compare(Path(argument).name, Path(argument).read_bytes())
    if not sys.argv[1:]:
        compare("typical report", typical_report())
