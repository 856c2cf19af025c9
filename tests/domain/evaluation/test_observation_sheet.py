"""The sheet on which leaders write what they know of each, when it comes back filled in."""

import pytest

from bot.domain.evaluation.observation_sheet import COLUMNS, Row, read_observation_sheet, row_of
from bot.domain.manuscript import Cell, Manuscript, Paragraph

HEAD = list(COLUMNS)


def sheet(*tables: list[list[str]]) -> Manuscript:
    """A workbook; a line break in a cell makes a paragraph of its own."""
    paragraphs = [
        Paragraph(line, cell=Cell(table, row, column))
        for table, rows in enumerate(tables)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        for line in text.split("\n")
    ]
    return Manuscript("xlsx", (Paragraph("填写说明"), *paragraphs))


def test_a_row_is_one_observation() -> None:
    table = [
        HEAD,
        ["王文例", "李院长", "抓得紧。", "谈心少", "多谈心；多走访"],
        ["李思样", "", "", "", "多读书"],
    ]
    assert read_observation_sheet(sheet(table)) == (
        Row("王文例", "李院长", "成绩：抓得紧\n不足：谈心少\n建议：多谈心；多走访"),
        Row("李思样", "", "建议：多读书"),
    )


@pytest.mark.parametrize(
    "row",
    [
        ["王文例"],
        ["王文例", "李院长"],
        ["王文例", "李院长", "。", "；", " "],
        ["", "李院长", "抓得紧", "", ""],
        [],
    ],
)
def test_a_row_that_nobody_filled_in_is_none(row: list[str]) -> None:
    assert read_observation_sheet(sheet([HEAD, row])) == ()


def test_columns_may_stand_in_any_order_beside_others() -> None:
    head = ["序号", "支部", *reversed(HEAD)]
    table = [head, ["1", "第一支部", "多读书", "谈心少", "抓得紧", "李院长", "王文例"]]
    assert read_observation_sheet(sheet(table)) == (
        Row("王文例", "李院长", "成绩：抓得紧\n不足：谈心少\n建议：多读书"),
    )


def test_a_table_without_these_columns_is_passed_over() -> None:
    other = [HEAD[:-1], ["王文例", "李院长", "抓得紧", "谈心少"]]
    right = [HEAD, ["李思样", "", "抓得紧", "", ""]]
    assert read_observation_sheet(sheet(other, right)) == (Row("李思样", "", "成绩：抓得紧"),)
    assert read_observation_sheet(Manuscript("xlsx", ())) == ()


def test_paragraphs_of_a_cell_are_sentences() -> None:
    table = [HEAD, ["王 文例", "李\n院长", "抓得紧\n\n讲党课。谈心；", "", ""]]
    assert read_observation_sheet(sheet(table)) == (
        Row("王文例", "李院长", "成绩：抓得紧；讲党课；谈心"),
    )


def test_what_a_row_does_not_say_is_empty() -> None:
    assert row_of({}) == Row("", "", "")
    assert row_of({"姓名": "王文例", "不足": "谈心少"}) == Row("王文例", "", "不足：谈心少")
