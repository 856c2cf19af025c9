"""Problems, causes and measures in the columns of a table (S19), from the file to the findings and the marked copy."""

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

from bot.documents.extraction import extract, mark
from bot.documents.ooxml.names import P, T
from bot.domain.manuscript import Cell, Manuscript
from bot.domain.report import Finding, Level, Part, Verdict
from bot.domain.report.judge import judge
from tests.documents.test_opendocument import odt
from tests.documents.word_files import in_list, paragraph, run, table, text_box, word_file
from tests.domain.report.building import RULES

DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEADER = ("序号", "存在问题", "原因分析", "整改措施", "完成时限")
ROWS = (
    (
        "1",
        "理论学习不够系统。我读原著时断时续。",
        "学习的自觉性不强。",
        "带头系统学习理论。",
        "6月底",
    ),
    ("2", "谈心谈话不够经常。", "群众观念有所淡化。", "坚持谈心谈话。", "9月底"),
    ("3", "支部活动形式单一。", "创新的劲头不足。", "丰富支部活动。", "长期"),
)
PAIRED = [
    ("理论学习不够系统", "学习的自觉性不强", "带头系统学习理论"),
    ("谈心谈话不够经常", "群众观念有所淡化", "坚持谈心谈话"),
    ("支部活动形式单一", "创新的劲头不足", "丰富支部活动"),
]


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or paragraph()}</w:tc>"


def wide(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def row(*cells: str, properties: str = "") -> str:
    """Cells as plain text, or written out."""
    written = (one if one.startswith("<w:tc>") else cell(paragraph(one)) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"


def grid(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def report(table: str, *, chapter: str = "二、存在的问题、原因及整改措施") -> bytes:
    work = paragraph("一年来，我主持集中学习12次，带头讲党课4次。")
    promise = paragraph("三、整改承诺") + paragraph("我承诺，以上措施按期落实。")
    title = paragraph("2022年度抓基层党建工作述职报告")
    return word_file(
        title + paragraph("一、履职情况") + work + paragraph(chapter) + table + promise
    )


def read(content: bytes) -> Manuscript:
    return extract(content, ".docx")


def judged(table: str, **more: str) -> Verdict:
    return judge(read(report(table, **more)), RULES, year=2022)


def pairs(verdict: Verdict) -> list[tuple[str | None, ...]]:
    found = ((pair.problem, pair.cause, pair.measure) for pair in verdict.pairs)
    return [tuple(passage.first_words if passage else None for passage in pair) for pair in found]


def s19(verdict: Verdict) -> list[tuple[Level, str]]:
    return [(finding.level, finding.code) for finding in verdict.findings if finding.rule == "S19"]


def parts(verdict: Verdict) -> list[Part]:
    return [section.part for section in verdict.sections if section.number]


def cells(manuscript: Manuscript) -> list[tuple[str, Cell | None]]:
    return [(paragraph.text, paragraph.cell) for paragraph in manuscript.paragraphs]


def test_cells_have_their_place_in_the_grid() -> None:
    content = grid(
        row(cell(paragraph("标题"), wide(3))),
        row(cell(paragraph("甲") + paragraph("乙"), DOWN), cell(paragraph("丙"), wide(2))),
        row(cell("", ON), "丁", "戊", properties='<w:cnfStyle w:val="0"/>'),
        row("己", "庚", properties='<w:gridBefore w:val="1"/>'),
        row("删去", "删去", properties='<w:del w:id="1"/>'),
        "<w:sdt><w:sdtContent>" + row("辛", "壬") + "</w:sdtContent></w:sdt>",
    )
    assert cells(read(word_file(content))) == [
        ("标题", None),
        ("甲", Cell(0, 1, 0, rows=2)),
        ("乙", Cell(0, 1, 0, rows=2)),
        ("丙", Cell(0, 1, 1, columns=2)),
        ("丁", Cell(0, 2, 1)),
        ("戊", Cell(0, 2, 2)),
        ("己", Cell(0, 3, 1)),
        ("庚", Cell(0, 3, 2)),
        ("辛", Cell(0, 4, 0)),
        ("壬", Cell(0, 4, 1)),
    ]


def test_a_table_in_a_cell_is_content_unless_the_cell_is_a_frame() -> None:
    inner = grid(row("内一", "内二"))
    beside = cells(read(word_file(grid(row("外", cell(inner + paragraph()))))))
    assert beside == [("外", Cell(0, 0, 0)), ("内一", Cell(0, 0, 1)), ("内二", Cell(0, 0, 1))]
    framed = cells(
        read(word_file(grid(row(cell(inner + paragraph()))) + grid(row("后一", "后二"))))
    )
    assert framed == [
        ("内一", Cell(1, 0, 0)),
        ("内二", Cell(1, 0, 1)),
        ("后一", Cell(2, 0, 0)),
        ("后二", Cell(2, 0, 1)),
    ]


def test_a_text_box_stands_in_the_cell_that_anchors_it() -> None:
    anchored = cell(paragraph(runs=run("框外") + text_box(paragraph("框内"))))
    assert cells(read(word_file(grid(row(anchored, "旁边"))))) == [
        ("框外", Cell(0, 0, 0)),
        ("框内", Cell(0, 0, 0)),
        ("旁边", Cell(0, 0, 1)),
    ]


def test_rows_are_pairs_and_columns_are_parts() -> None:
    verdict = judged(table(HEADER, *ROWS))
    assert pairs(verdict) == PAIRED
    assert s19(verdict) == [(Level.OK, "pairs_ok")]
    assert parts(verdict) == [
        Part.ACHIEVEMENTS,
        Part.PROBLEMS,
        Part.CAUSES,
        Part.MEASURES,
        Part.PROMISE,
    ]
    assert sum(section.characters for section in verdict.sections) == verdict.characters.word
    assert verdict.achievement_share is not None


def test_headers_say_it_in_many_words() -> None:
    for header in (
        ("主要表现", "产生原因", "努力方向"),
        ("检视问题", "原因剖析", "整改举措"),
        ("问题", "原因", "措施"),
        ("存在的主要问题", "根源", "下一步打算"),
        ("问 题", "原　因", "改进措施"),
    ):
        assert pairs(judged(table(header, *(one[1:4] for one in ROWS)))) == PAIRED, header


def test_columns_may_stand_in_another_order_and_lack_a_part() -> None:
    turned = table(("措施", "问题", "原因"), *((one[3], one[1], one[2]) for one in ROWS))
    assert pairs(judged(turned)) == PAIRED
    without_causes = judged(table(("问题", "措施"), *((one[1], one[3]) for one in ROWS)))
    assert pairs(without_causes) == [(problem, None, measure) for problem, _, measure in PAIRED]
    assert s19(without_causes) == [(Level.HINT, "causes_unpaired")]


def test_an_empty_cell_is_named_where_it_stands() -> None:
    first, (number, problem, _, measure, date), (*start, _, end) = ROWS
    content = report(table(HEADER, first, (number, problem, "", measure, date), (*start, "", end)))
    manuscript = read(content)
    cause, measures = (
        one for one in judge(manuscript, RULES, year=2022).findings if one.rule == "S19"
    )
    assert (cause.code, measures.code) == ("causes_cell_empty", "measures_cell_empty")
    assert "谈心谈话不够经常" in cause.message
    assert "支部活动形式单一" in measures.message
    assert commented(content, [cause, measures]) == ["谈心谈话不够经常。", "支部活动形式单一。"]


def commented(content: bytes, findings: Sequence[Finding]) -> list[str]:
    """The paragraphs of the marked copy that carry a comment."""
    marked = mark(
        content,
        [(one.paragraph, one.message) for one in findings],
        "述职助手",
        "2022-12-01T09:00:00",
    )
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(marked)).read("word/document.xml"))
    meant = [
        one
        for one in root.iter(P)
        if any("commentReference" in str(child.tag) for child in one.iter())
    ]
    return ["".join(text.text or "" for text in one.iter(T)) for one in meant]


def test_merged_cells_count_for_all_their_rows() -> None:
    body = (
        row(
            "一",
            cell(paragraph(ROWS[0][1]), DOWN),
            ROWS[0][2],
            cell(paragraph("带头系统学习理论。"), DOWN),
            "6月底",
        ),
        row("", cell("", ON), "没有给自己定下硬指标。", cell("", ON), ""),
        row("二", ROWS[1][1], ROWS[1][2], cell("", ON), "9月底"),
        row("三", ROWS[2][1], cell(paragraph("怕出差错，不愿多想办法。"), wide(2)), "长期"),
    )
    verdict = judged(grid(row(*HEADER), *body))
    assert pairs(verdict) == [
        ("理论学习不够系统", "学习的自觉性不强", "带头系统学习理论"),
        ("谈心谈话不够经常", "群众观念有所淡化", "带头系统学习理论"),
        ("支部活动形式单一", "怕出差错，不愿多想办法", "怕出差错，不愿多想办法"),
    ]
    assert verdict.pairs[0].cause is not None
    assert verdict.pairs[0].cause.text == "学习的自觉性不强。\n没有给自己定下硬指标。"


def test_a_cell_left_empty_under_a_problem_goes_on_with_it() -> None:
    verdict = judged(
        table(
            ("问题", "措施"),
            ("学习不够系统。", "讲党课。"),
            ("", "读原著。"),
            ("谈心少。", "多谈心。"),
        )
    )
    assert [pair.measure.text if pair.measure else None for pair in verdict.pairs] == [
        "讲党课。\n读原著。",
        "多谈心。",
    ]


def test_titles_repeated_headers_and_numbers_are_no_problems() -> None:
    numbered = [
        row(cell(paragraph("", properties=in_list(1))), *one[1:4]) for one in ROWS
    ]  # a column of automatic numbers without text
    title = row(cell(paragraph("问题清单"), wide(4)))
    verdict = judged(
        grid(title, row(*HEADER[:4]), *numbered[:2], title, row(*HEADER[:4]), numbered[2])
    )
    assert pairs(verdict) == PAIRED
    two_columns = grid(
        row(cell(paragraph("问题"), wide(2)), "原因", "措施"), *(row(*one[:4]) for one in ROWS)
    )
    assert pairs(judged(two_columns)) == PAIRED


def test_a_nested_table_is_read_as_the_cell_it_stands_in() -> None:
    inner = cell(grid(row("每季度讲党课。", "每月谈心。")) + paragraph())
    verdict = judged(
        grid(row("问题", "措施"), row("学习不够系统。", inner), row("谈心少。", "多谈心。"))
    )
    assert [pair.measure.text if pair.measure else None for pair in verdict.pairs] == [
        "每季度讲党课。\n每月谈心。",
        "多谈心。",
    ]
    framed = judged(grid(row(cell(table(HEADER, *ROWS) + paragraph()))))
    assert pairs(framed) == PAIRED


def test_last_years_table_is_not_this_years_problems() -> None:
    by_chapter = judged(table(HEADER, *ROWS), chapter="二、上年度述职评议反馈问题整改情况")
    assert pairs(by_chapter) == []
    by_column = judged(
        table(("问题", "整改措施", "整改成效"), *(one[1:4] for one in ROWS)), chapter="二、整改情况"
    )
    assert Part.CAUSES not in parts(by_column)


def test_an_opendocument_table_is_read_alike() -> None:
    covered = "<table:covered-table-cell/>"
    rows = (
        odt_row(*map(odt_cell, ("问题", "原因", "措施"))),
        odt_row(
            odt_cell("学习不够系统。", "rows-spanned", 2),
            odt_cell("自觉性不强。"),
            odt_cell("讲党课。"),
        ),
        odt_row(covered, odt_cell("没有硬指标。"), odt_cell("读原著。")),
        odt_row(
            odt_cell("谈心少。"), odt_cell("怕麻烦，所以拖延。", "columns-spanned", 2), covered
        ),
    )
    written = f"<table:table><table:table-header-rows>{rows[0]}</table:table-header-rows>{''.join(rows[1:])}</table:table>"
    manuscript = extract(odt(written), ".odt")
    assert cells(manuscript)[3:8] == [
        ("学习不够系统。", Cell(0, 1, 0, rows=2)),
        ("自觉性不强。", Cell(0, 1, 1)),
        ("讲党课。", Cell(0, 1, 2)),
        ("没有硬指标。", Cell(0, 2, 1)),
        ("读原著。", Cell(0, 2, 2)),
    ]
    assert pairs(judge(manuscript, RULES)) == [
        ("学习不够系统", "自觉性不强", "讲党课"),
        ("谈心少", "怕麻烦，所以拖延", "怕麻烦，所以拖延"),
    ]


def odt_cell(text: str, spanned: str = "", by: int = 1) -> str:
    reach = f' table:number-{spanned}="{by}"' if spanned else ""
    return f"<table:table-cell{reach}><text:p>{text}</text:p></table:table-cell>"


def odt_row(*written: str) -> str:
    return f"<table:table-row>{''.join(written)}</table:table-row>"
