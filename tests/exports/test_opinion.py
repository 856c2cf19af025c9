"""The opinion as a paper: three paragraphs, signed; the working copy reads back as it was written."""

import io
from dataclasses import replace
from pathlib import Path

from docx import Document

from bot.documents.reader import DocumentReader
from bot.domain.evaluation.opinion import Opinion
from bot.domain.evaluation.returned import bases, pages
from bot.domain.evaluation.sheet import GradeSheet
from bot.exports.opinion import opinion_document, working_copy
from tests.exports.sheets import grade_sheet

CLOSING = ("示例系",)


def lines(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    assert not document.tables
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_the_paper_is_three_paragraphs_the_grade_and_who_signs() -> None:
    *title, basis, achieved, lacking, grade, signature, day = lines(opinion_document(grade_sheet()))
    assert "".join(title) == "王文例同志2026年度抓基层党建述职评议考核综合评价意见"
    assert basis.startswith(
        "综合平时掌握、调研了解、领导点评和现场测评等情况，对第一支部书记王文例同志"
    )
    assert achieved == "一、肯定成绩。带头讲党课。"
    assert lacking == "二、指出问题。调研少。"
    assert grade == "三、考核等次。经研究，确定为“好”。"
    assert (signature, day) == ("示例系", "2026年12月29日")


def test_sources_stand_behind_the_pages_of_the_working_copy_alone() -> None:
    told = "\n".join(lines(opinion_document(grade_sheet())))
    working = "\n".join(lines(working_copy([grade_sheet()])))
    assert "平时掌握第" not in told
    page, _, sources = working.partition("意见来源")
    assert "平时掌握第" not in page
    assert "“带头讲党课”：平时掌握第 2 条" in sources


def test_the_working_copy_reads_back_as_it_was_written(
    reader: DocumentReader, tmp_path: Path
) -> None:
    first = replace(grade_sheet(), opinion_version=3)
    second = replace(grade_sheet("李思样"), opinion=None)
    path = tmp_path / "意见.docx"

    def read(sheets: list[GradeSheet]) -> list[tuple[str, Opinion]]:
        path.write_bytes(working_copy(sheets))
        manuscript = reader.read_file(path, "意见.docx")
        return [
            (page.name, page.opinion(sheet.opinion or Opinion(), "手改", CLOSING))
            for page, sheet in zip(pages(manuscript), sheets, strict=True)
        ]

    assert first.opinion is not None
    assert read([first]) == [("王文例", first.opinion)]
    assert read([first, second]) == [("王文例", first.opinion), ("李思样", Opinion())]
    assert bases(reader.read_file(path, "意见.docx")) == {"王文例": 3, "李思样": 0}
