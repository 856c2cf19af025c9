"""Papers for the meeting: what a ballot asks stands on one page, and nothing of it is lost."""

import io

import docx
import pytest
from docx.document import Document
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exports.meeting_papers import (
    AgendaPaper,
    BallotPage,
    BallotPaper,
    BallotRow,
    agenda_paper,
    ballot_paper,
    signature_paper,
    tally_paper,
)

STEPS = ("好", "较好", "一般", "差")
ROWS = (
    "总体评价",
    "对抓基层党建工作的认识熟悉程度",
    "履行抓基层党建工作责任情况",
    "推动重点任务落实情况及成效",
    "查摆抓基层党建工作中存在问题",
    "下一步抓好基层党建工作的思路措施",
)
BODY = 297 - 24  # millimetres between the margins
OUTSIDE = 55  # that title, instructions and the line below the table take at most


def ballot(subjects: int, rows: int, full: int | None = None) -> tuple[BallotRow, ...]:
    return tuple(
        BallotRow(f"第{subject}位", f"第{subject}党支部", ROWS[row], STEPS, full)
        for subject in range(1, subjects + 1)
        for row in range(rows)
    )


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def printed(rows: tuple[BallotRow, ...], *, secret: bool = True) -> Document:
    page = BallotPage("B票（支部书记）", rows)
    return opened(ballot_paper(BallotPaper("2026年度述职测评表", (page,), secret)))


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def text(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_subjects_stand_down_and_steps_across() -> None:
    document = printed(ballot(8, 1))
    (table,) = document.tables
    head, *lines = cells(table)
    assert head == ["序号", "姓名", "支部", *STEPS]
    assert lines[0] == ["1", "第1位", "第1党支部", "", "", "", ""]
    assert len(lines) == 8
    assert "请在相应栏内打“√”，每行只选一项，不署名" in text(document)
    assert "B票（支部书记）" in text(document)


def test_a_vote_by_name_is_signed() -> None:
    assert "请署名" in text(printed(ballot(2, 1), secret=False))


def test_several_rows_each_have_a_line_and_marks_a_column() -> None:
    rows = (*ballot(2, 2), BallotRow("第2位", "第2党支部", "民主生活会", (), 10))
    (table,) = printed(rows).tables
    head, *lines = cells(table)
    assert head == ["姓名", "测评内容", *STEPS, "分数\n（满分10）"]
    assert lines[0] == ["第1位", "总体评价", "", "", "", "", "／"]
    assert lines[-1] == ["第2位", "民主生活会", "／", "／", "／", "／", ""]


def test_more_rows_than_a_page_has_lines_become_columns() -> None:
    document = printed(ballot(14, 6))
    (table,) = document.tables
    head, *lines = cells(table)
    assert head == ["姓名", *ROWS]
    assert len(lines) == 14
    assert lines[0][1] == "□好　□较好\n□一般　□差"
    assert "每格只选一项" in text(document)


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(1, 6), st.sampled_from([None, 10, 100]))
def test_the_rows_of_every_ballot_fit_one_page(subjects: int, rows: int, full: int | None) -> None:
    """Each row keeps its height: its letters are chosen so (`_letters`)."""
    (table,) = printed(ballot(subjects, rows, full)).tables
    heights = [row.height.mm for row in table.rows[1:] if row.height is not None]
    assert len(heights) == len(table.rows) - 1
    if subjects <= 25 or rows == 1:
        assert sum(heights) + OUTSIDE <= BODY


def test_every_class_has_a_page_of_its_own() -> None:
    pages = tuple(BallotPage(f"{name}票", ballot(3, 1)) for name in "AB")
    document = opened(ballot_paper(BallotPaper("测评表", pages, secret=True)))
    assert len(document.tables) == 2
    broken = [one for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert [one.text for one in broken] == ["测评表"]


def test_the_tally_is_counted_and_signed_class_by_class() -> None:
    pages = [BallotPage("A票", ballot(2, 1)), BallotPage("B票", ballot(2, 2))]
    document = opened(tally_paper("现场测评统计表", pages))
    head, counts, *_ = document.tables
    assert cells(head)[0] == ["发出（份）", "收回（份）", "有效（份）", "废票（份）"]
    assert cells(counts)[:2] == [["姓名", *STEPS], ["第1位", "", "", "", ""]]
    assert cells(document.tables[3])[1][0] == "第1位：总体评价"
    assert text(document).count("计票人（签字）") == 2
    assert text(document).count("监票人（签字）") == 2


@pytest.mark.parametrize("number", [1, 2, 53, 54])
def test_everybody_has_a_field_to_sign(number: int) -> None:
    names = [f"张{index}" for index in range(1, number + 1)]
    (table,) = opened(signature_paper("签到表", "时间：", names)).tables
    lines = cells(table)[1:]
    signed = [line[1] for line in lines] + [line[4] for line in lines if line[4]]
    assert signed == names


def test_the_agenda_names_time_place_points_and_speakers() -> None:
    paper = AgendaPaper(
        "评议会议程",
        ("时间：12月21日",),
        ("一、述职", "二、测评"),
        (("王文例", "第一支部", "8分钟"),),
    )
    document = opened(agenda_paper(paper))
    assert "二、测评" in text(document)
    assert cells(document.tables[0])[1] == ["1", "王文例", "第一支部", "8分钟"]
