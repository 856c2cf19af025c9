import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from bot.documents.extraction import extract
from bot.documents.reader import DocumentReader, UnreadableFile
from bot.domain.manuscript import Unreadable
from tests.documents.sample_report import sample_report
from tests.documents.word_files import paragraph, run, text_box, word_file

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


async def marked(
    reader: DocumentReader, folder: Path, content: bytes, notes: list[tuple[int, str]]
) -> bytes:
    path = folder / "stored"
    path.write_bytes(content)
    return await reader.mark(path, notes, author="述职助手", at=AT)


def comments_of(content: bytes) -> dict[str, str]:
    """Text of the commented paragraph -> comment, as python-docx reads them."""
    document = docx.Document(io.BytesIO(content))
    texts = {
        str(comment.comment_id): (comment.author, comment.text) for comment in document.comments
    }
    found = {}
    for element in document.element.iter("{*}commentReference"):
        number = next(value for name, value in element.attrib.items() if name.endswith("}id"))
        holder = next(element.iterancestors("{*}p"))
        author, text = texts.pop(number)
        assert author == "述职助手"
        found["".join(t.text or "" for t in holder.iter("{*}t"))] = text
    assert not texts
    return found


async def test_comments_stand_at_the_paragraphs_meant(
    reader: DocumentReader, tmp_path: Path
) -> None:
    original = sample_report()
    read = extract(original, "")
    place = {found.text: found.source for found in read.paragraphs}
    copy = await marked(
        reader,
        tmp_path,
        original,
        [(place["二、存在问题"], "请写原因\n第二行"), (place["书记"], "表中")],
    )
    assert comments_of(copy) == {"存在问题": "请写原因\n第二行", "书记": "表中"}


async def test_nothing_else_changes(reader: DocumentReader, tmp_path: Path) -> None:
    original = sample_report()
    copy = await marked(reader, tmp_path, original, [(0, "题目")])
    assert extract(copy, "").paragraphs == extract(original, "").paragraphs
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (original, copy))
    added = set(after.namelist()) - set(before.namelist())
    touched = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert added == {"word/comments.xml"}
    assert touched == {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


async def test_earlier_comments_stay(reader: DocumentReader, tmp_path: Path) -> None:
    once = await marked(reader, tmp_path, word_file(paragraph("甲") + paragraph("乙")), [(0, "一")])
    twice = await marked(reader, tmp_path, once, [(1, "二")])
    assert comments_of(twice) == {"甲": "一", "乙": "二"}


async def test_boxes_are_marked_at_their_paragraph_and_unknown_places_nowhere(
    reader: DocumentReader, tmp_path: Path
) -> None:
    content = word_file(paragraph(runs=run("框外") + text_box(paragraph("框内"))))
    box = extract(content, "").paragraphs[1]
    copy = await marked(reader, tmp_path, content, [(box.source, "框"), (99, "无"), (-1, "无")])
    assert list(comments_of(copy).values()) == ["框"]
    assert (
        b"commentRangeStart"
        not in zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml").split(b"txbxContent")[1]
    )


@pytest.mark.parametrize("name", ["report.doc", "report.odt", "report.rtf", "report.pdf"])
async def test_other_kinds_cannot_be_marked(
    reader: DocumentReader, tmp_path: Path, name: str
) -> None:
    content = (Path(__file__).parent / "files" / name).read_bytes()
    with pytest.raises(UnreadableFile) as caught:
        await marked(reader, tmp_path, content, [(0, "x")])
    assert caught.value.code is Unreadable.UNSUPPORTED
