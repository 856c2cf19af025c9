import io
from dataclasses import replace

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bot.domain.evaluation.opinion import Half, Opinion, Sentence
from bot.exports.branch_basis import branch_basis
from bot.exports.grade_sheet import grade_sheet_document, grade_sheet_picture
from bot.exports.notice import Notice, PublishedReport, notice_document
from bot.texts.evaluation import ballots_lines
from tests.exports.png import pixels, size_of
from tests.exports.sheets import NOW, grade_sheet


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_two_ballots_stand_beside_each_other() -> None:
    sheet = grade_sheet()
    assert sheet.ballot is not None
    above = replace(sheet.ballot, input="above", title="会上测评（占 70%）")
    below = replace(sheet.ballot, input="below", title="支部测评（占 30%）")
    both = replace(sheet, ballots=(above, below))
    told = words(grade_sheet_document(both, best="好"))
    for title in ("会上测评（占70%）", "支部测评（占30%）"):
        assert title in told
    # Each has its own table and its own score; there is none of both together.
    assert told.count("92.27，供综合评定参考，不等于考核等次") == 2
    assert grade_sheet_picture(both) != grade_sheet_picture(sheet)
    assert [line.split("：")[0] for line in ballots_lines(both)] == [above.title, below.title]


def test_the_sheet_replays_inputs_score_history_and_telling() -> None:
    told = words(grade_sheet_document(grade_sheet(), best="好"))
    for expected in (
        "带头讲党课六次（已由第2条更正）",
        "钱守样，何勤样代录，12月29日（周二）16:00，述职评议会上",
        "（94×60% + 89.6667×40%）÷ 100% = 92.27",
        "92.27，供综合评定参考，不等于考核等次",
        "1．带头讲党课。〔平时掌握第2条〕",
        "未确认",
        "2026年12月28日",
        "党课应为七次",
        "本年度方案第3版，计票规则第2版",
        "ab" * 32,
    ):
        assert expected in told, expected


def test_an_empty_sheet_says_what_is_not_there_yet() -> None:
    empty = replace(grade_sheet(), inputs=(), ballots=(), opinion=None, history=(), told=None)
    told = words(grade_sheet_document(empty, best="好"))
    assert told.count("还没有。") == 3
    assert "测评结果还没有公布。" in told
    assert size_of(grade_sheet_picture(empty))[0] == 1125


def test_the_sheet_is_set_small_and_names_a_source_once_so_that_it_fits_one_page() -> None:
    found = tuple(
        Sentence(half, f"{half.value}{number}。", source)
        for half in (Half.ACHIEVED, Half.LACKING)
        for number, source in enumerate(["平时掌握第 2 条", *["述职报告第 2 版"] * 5])
    )
    content = grade_sheet_document(replace(grade_sheet(), opinion=Opinion(found)), best="好")
    assert words(content).count("述职报告第2版〕") == 2
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    assert max(section.top_margin or 0, section.bottom_margin or 0) <= Mm(12)
    sizes = {
        run.font.size
        for table in document.tables
        for cell in table._cells
        for p in cell.paragraphs
        for run in p.runs
    }
    assert sizes == {Pt(9)}


def test_rows_of_the_sheet_never_break_and_headers_repeat() -> None:
    document = Document(io.BytesIO(grade_sheet_document(grade_sheet(), best="好")))
    for table in document.tables:
        marks = [row._tr.get_or_add_trPr() for row in table.rows]
        assert marks[0].find(qn("w:tblHeader")) is not None
        assert all(mark.find(qn("w:cantSplit")) is not None for mark in marks[1:])


def test_the_same_sheet_gives_the_same_files() -> None:
    one, other = grade_sheet(), grade_sheet()
    assert grade_sheet_document(one, best="好") == grade_sheet_document(other, best="好")
    assert pixels(grade_sheet_picture(one)) == pixels(grade_sheet_picture(other))


def test_longer_words_make_a_longer_picture_of_the_same_width() -> None:
    short, long = (
        grade_sheet_picture(grade_sheet()),
        grade_sheet_picture(grade_sheet(name="欧阳" * 20)),
    )
    assert size_of(short)[0] == size_of(long)[0] == 1125
    assert size_of(long)[1] > size_of(short)[1]


def test_the_branch_basis_tells_grade_opinion_and_rectification() -> None:
    told = words(branch_basis(grade_sheet(), items=6, closed=4))
    for expected in (
        "第一支部2026年度",
        "整改事项6条，已核验销号4条",
        "指出问题：调研少。",
        "加权得分92.27",
    ):
        assert expected in told, expected


def test_the_notice_names_period_scope_reading_and_feedback() -> None:
    report = PublishedReport("第一支部", "王文例")
    draft = Notice("示例系", 2026, "本系党员和群众", "党务办公室", 5, (report,))
    assert "自发布次日起5个工作日" in words(notice_document(draft))
    released = words(notice_document(replace(draft, first=NOW.date(), last=NOW.date())))
    for expected in (
        "2026年12月29日至2026年12月29日",
        "本系党员和群众",
        "开头写“匿名反馈”",
        "党务办公室",
        "王文例",
    ):
        assert expected in released, expected
