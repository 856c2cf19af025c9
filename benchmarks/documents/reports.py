"""The files that are measured: reports of about 3,500 characters in the shapes in which programs save them."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx

from bot.sample.report import sample_report
from bot.sample.roster import BRANCHES

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files" / "zh" / "docx"
SAVED_BY_WPS = CORPUS / "行标编制说明（核电厂定期安全审查 第1部分：通用要求）.docx"
SAVED_BY_WORD = CORPUS / "公文模板_A4_1.docx"
YEAR = 2026
RUN = 40  # characters; Word begins a new run at every change of script, font and editing session
PROPERTIES = (
    '<w:rPr><w:rFonts w:ascii="仿宋" w:eastAsia="仿宋" w:hAnsi="仿宋" w:cs="仿宋" w:hint="eastAsia"/><w:sz w:val="32"/>'
    '<w:szCs w:val="32"/></w:rPr>'
)
BODY = re.compile(r"(?<=<w:body>)(.*)(?=<w:sectPr)", re.DOTALL)


def by_python_docx() -> bytes:
    """The sample report of the program, on python-docx's template with its 349 KB of styles. The flawed one is the longer."""
    return sample_report(BRANCHES[0], year=YEAR, good=False)


def in_word_package(template: bytes, text: list[str]) -> bytes:
    """A file that Word 16 saved, with these paragraphs for its body, in runs as Word writes them."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "word/document.xml":
                before, _, after = BODY.split(content.decode())
                content = "".join((before, *map(_paragraph, text), after)).encode()
            target.writestr(member.filename, content)
    return stream.getvalue()


def _paragraph(text: str) -> str:
    runs = (text[at : at + RUN] for at in range(0, len(text), RUN))
    written = "".join(
        f'<w:r w:rsidRPr="00A77427">{PROPERTIES}<w:t>{run}</w:t></w:r>' for run in runs
    )
    return (
        '<w:p w:rsidR="00A77427" w:rsidRDefault="00A77427"><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>'
        f'<w:ind w:firstLineChars="200" w:firstLine="640"/>{PROPERTIES}</w:pPr>{written}</w:p>'
    )


def reports() -> Iterator[tuple[str, bytes]]:
    """Those that need the shared corpus only where it lies beside the project."""
    made = by_python_docx()
    yield "by python-docx", made
    if CORPUS.exists():
        text = [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]
        yield "in Word's package", in_word_package(SAVED_BY_WORD.read_bytes(), text)
        yield "saved by WPS", SAVED_BY_WPS.read_bytes()
