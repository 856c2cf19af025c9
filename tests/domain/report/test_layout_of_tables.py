"""Tables of problems, causes and measures: which are known as such, and what their rows say."""

import pytest

from bot.domain.manuscript import Cell, Manuscript, Paragraph, Place
from bot.domain.report.partition import Part
from bot.domain.report.points import Point
from bot.domain.report.tables import Row, lay_out

HEAD = ("问题", "原因", "措施")
P, C, M = Part.PROBLEMS, Part.CAUSES, Part.MEASURES


def table(*rows: tuple[str, ...], number: int = 0, top: int = 0) -> list[Paragraph]:
    """An empty text is an empty cell; `^` one that is merged with the cell above."""
    merged = [[text == "^" for text in row] for row in rows]
    paragraphs = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if not text or text == "^":
                continue
            height = 1
            while row + height < len(rows) and merged[row + height][column]:
                height += 1
            cell = Cell(number, top + row, column, rows=height)
            paragraphs.append(Paragraph(text, Place.TABLE, cell=cell))
    return paragraphs


def report(*parts: list[Paragraph]) -> Manuscript:
    return Manuscript("docx", tuple(paragraph for part in parts for paragraph in part))


def words(point: Point | None) -> str | None:
    if point is None:
        return None
    return point.text


def rows(*lines: tuple[str, ...]) -> list[tuple[str | None, ...]]:
    """What the rows of the only table say."""
    (only,) = lay_out(report(table(*lines))).tables
    return [(words(row.problem), words(row.cause), words(row.measure)) for row in only.rows]


@pytest.mark.parametrize(
    ("head", "is_known"),
    [
        (("问题", "原因", "措施"), True),
        (("序号", "存在的问题", "整改措施"), True),
        (("主要表现", "原因分析", "整改措施"), True),
        (("问题", "问题"), False),
        (("原因", "措施"), False),  # of no problem
        (("姓名", "单位"), False),
        (("问题", "整改成效"), False),  # what was done about earlier problems
        (("问题", "上年度整改情况"), False),
        (("问题以及需要说明的其他各种各样的情况的问题", "措施"), False),  # no name of a column
    ],
)
def test_a_table_is_known_by_its_header(head: tuple[str, ...], is_known: bool) -> None:
    layout = lay_out(report(table(head, tuple("学习谈心读书"[: len(head)]))))
    assert bool(layout.tables) is is_known
    assert bool(layout.headers) is is_known
    assert bool(layout.cells) is is_known


@pytest.mark.parametrize(("above", "is_known"), [(0, True), (3, True), (4, False)])
def test_a_title_and_a_date_may_stand_above_the_header(above: int, is_known: bool) -> None:
    lines = [("整改台账",)] * above
    layout = lay_out(report(table(*lines, HEAD, ("学习少", "懒", "多读"))))
    assert bool(layout.tables) is is_known


def test_each_row_is_a_problem_with_what_stands_beside_it() -> None:
    assert rows(HEAD, ("学习少", "懒", "多读"), ("谈心少", "", "多谈"), ("活动少", "忙", "")) == [
        ("学习少", "懒", "多读"),
        ("谈心少", None, "多谈"),
        ("活动少", "忙", None),
    ]


def test_cells_merged_downwards_or_empty_belong_to_the_problem_above() -> None:
    assert rows(HEAD, ("学习少", "懒", "多读"), ("^", "忙", "早读"), ("", "远", "近读")) == [
        ("学习少", "懒\n忙\n远", "多读\n早读\n近读"),
    ]


def test_a_measure_merged_over_two_problems_answers_both() -> None:
    assert rows(HEAD, ("学习少", "懒", "多读"), ("谈心少", "忙", "^")) == [
        ("学习少", "懒", "多读"),
        ("谈心少", "忙", "多读"),
    ]


def test_numbers_and_a_repeated_header_say_nothing() -> None:
    head = ("序号", *HEAD)
    told = rows(head, ("1", "学习少", "懒", "多读"), head, ("（二）", "谈心少", "2", "多谈"))
    assert told == [("学习少", "懒", "多读"), ("谈心少", None, "多谈")]


def test_a_part_without_a_column_has_no_cells() -> None:
    (only,) = lay_out(report(table(("问题", "措施"), ("学习少", "多读")))).tables
    assert only.parts == {P, M}
    text = "问题\n学习少\n措施\n多读"
    assert only.rows == (
        Row(Point("学习少", text.index("学习")), None, Point("多读", text.index("多读"))),
    )


def test_a_table_is_read_down_its_columns() -> None:
    before, behind = [Paragraph("二、问题")], [Paragraph("三、承诺")]
    layout = lay_out(report(before, table(HEAD, ("学习少", "懒", "多读")), behind))
    texts = [paragraph.text for paragraph in layout.manuscript.paragraphs]
    assert texts == ["二、问题", "问题", "学习少", "原因", "懒", "措施", "多读", "三、承诺"]
    assert layout.headers == {1: (P,), 3: (C,), 5: (M,)}
    assert layout.cells == set(range(1, 7))
    (only,) = layout.tables
    for row in only.rows:
        for point in (row.problem, row.cause, row.measure):
            assert point is not None
            assert layout.manuscript.text[point.start :].startswith(point.text)


def test_number_and_date_beside_a_column_are_read_with_it() -> None:
    head = ("序号", "问题", "原因", "措施", "时限")
    layout = lay_out(report(table(head, ("1", "学习少", "懒", "多读", "六月"))))
    texts = [paragraph.text for paragraph in layout.manuscript.paragraphs]
    assert texts == ["问题", "序号", "1", "学习少", "原因", "懒", "措施", "时限", "多读", "六月"]


def test_other_tables_stay_as_they_are() -> None:
    plain = report([Paragraph("一、情况")], table(("姓名", "职务"), ("王文例", "书记")))
    layout = lay_out(plain)
    assert layout.manuscript == plain
    assert (layout.headers, layout.cells, layout.tables) == ({}, frozenset(), ())
    both = report(
        table(("姓名", "职务"), ("王文例", "书记")), table(HEAD, ("学习少", "懒", "多读"), number=1)
    )
    texts = [paragraph.text for paragraph in lay_out(both).manuscript.paragraphs]
    assert texts[:4] == ["姓名", "职务", "王文例", "书记"]
    assert lay_out(both).cells == set(range(4, 10))
