"""What is passed on of a report is its words and nothing else of its file."""

import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.extraction import extract
from bot.domain.manuscript import Cell, Manuscript, Paragraph
from bot.exports.clean_copy import LARGEST_GRID, clean_copy
from tests.documents.test_tables import report as table_report
from tests.documents.word_files import paragraph, run, table, word_file

PARTS = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
texts = st.text(max_size=30)
paragraphs = st.builds(
    Paragraph,
    texts,
    outline=st.integers(0, 9),
    bold=st.booleans(),
    cell=st.none()
    | st.builds(
        Cell, *[st.integers(0, 6)] * 3, rows=st.integers(1, 10**9), columns=st.integers(1, 10**9)
    ),
)


def made(*of: Paragraph, notes: tuple[str, ...] = ()) -> bytes:
    return clean_copy(Manuscript("docx", of, notes))


def document(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.namelist() == PARTS
        return package.read("word/document.xml").decode()


@given(st.lists(paragraphs, max_size=12), st.lists(texts, max_size=3))
def test_whatever_was_read_becomes_a_word_file_of_three_parts(
    read: list[Paragraph], notes: list[str]
) -> None:
    content = made(*read, notes=tuple(notes))
    assert content == made(*read, notes=tuple(notes))
    written = document(content)
    docx.Document(io.BytesIO(content))
    assert not any(
        mark in written
        for mark in ("\u202e", "\u2066", "External", "w:rsid", "w:vanish", "w:instrText")
    )


def test_paragraphs_headings_tables_and_notes_are_read_alike() -> None:
    body = (
        paragraph("2026年度抓基层党建述职报告")
        + paragraph("一、履职情况", properties='<w:outlineLvl w:val="0"/>')
        + paragraph("一年来，&lt;我&gt;主持集中学习 12 次 &amp; 更多。")
        + table(("问题", "措施"), ("学习不够", "带头学习"))
        + paragraph("三、整改承诺")
    )
    before = extract(word_file(body), ".docx")
    after = extract(clean_copy(before), ".docx")
    assert after.text == before.text
    assert [one.cell for one in after.paragraphs] == [one.cell for one in before.paragraphs]
    assert [one.outline for one in after.paragraphs][1] == 1


def test_merged_cells_stay_merged() -> None:
    cells = (
        Paragraph("存在问题", cell=Cell(0, 0, 0, 1, 2)),
        Paragraph("措施", cell=Cell(0, 0, 2)),
        Paragraph("学习", cell=Cell(0, 1, 0, 2, 1)),
        Paragraph("不够", cell=Cell(0, 1, 1)),
        Paragraph("带头学", cell=Cell(0, 1, 2)),
        Paragraph("不深", cell=Cell(0, 2, 1)),
        Paragraph("读原著", cell=Cell(0, 2, 2)),
    )
    after = extract(made(*cells), ".docx")
    assert [(one.text, one.cell) for one in after.paragraphs] == [
        (one.text, one.cell) for one in cells
    ]


def test_a_table_that_pretends_to_be_huge_is_written_line_by_line() -> None:
    diagonal = [Paragraph(str(place), cell=Cell(0, place, place)) for place in range(200)]
    assert len(diagonal) ** 2 > LARGEST_GRID
    assert "<w:tbl>" not in document(made(*diagonal))
    assert extract(made(*diagonal), ".docx").text == "\n".join(one.text for one in diagonal)


def test_only_a_short_first_line_is_a_title() -> None:
    title, first, later = "2026年度述职报告", "一、履职情况", "另一个标题"
    assert document(made(Paragraph(title), Paragraph(later))).count('w:val="center"') == 1
    assert 'w:val="center"' not in document(made(Paragraph(first), Paragraph(later)))


@pytest.mark.parametrize("content", [table_report("")])
def test_a_report_keeps_all_its_words(content: bytes) -> None:
    before = extract(content, ".docx")
    assert extract(clean_copy(before), ".docx").text == before.text


def test_control_characters_and_markup_are_text() -> None:
    read = extract(word_file(paragraph(run("正文"))), ".docx")
    assert read.text == "正文"
    assert "&lt;w:br/&gt;" in document(made(Paragraph("<w:br/>\x00\x1b")))
