import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.workbook import CELL_CHARACTERS, PAGE_WIDTH, Cell, Sheet, workbook

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+2",
    "@SUM(1)",
    "'已有撇号",
    "{=A1}",
    "007",
    "1e5",
    "2023-09",
    "TRUE",
    "http://example.invalid/",
    "<b>&amp;</b>",
    " 两边有空格 ",
    "两行\n文字",
    "😀𠮷",
)


def page(*sheets: Sheet) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets))).worksheets[0]


def cells(sheet: Sheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page(sheet).iter_rows()]


def one(value: Cell) -> Any:
    return page(Sheet("表", ("列",), ((value,),)))["A3"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    cell = one(text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_title_header_rows_and_notes_stand_below_each_other() -> None:
    sheet = Sheet(
        "整改台账", ("支部", "件数"), (("第一支部", 3), ("第二支部",)), ("截至 2026-12-31。",)
    )
    assert cells(sheet) == [
        ["整改台账", None],
        ["支部", "件数"],
        ["第一支部", 3],
        ["第二支部", None],
        [None, None],
        ["截至2026-12-31。", None],
    ]


def test_numbers_days_and_moments_keep_their_kind() -> None:
    assert one(87.25).value == 87.25
    assert (one(date(2026, 12, 31)).value.date(), one(date(2026, 12, 31)).number_format) == (
        date(2026, 12, 31),
        "yyyy-mm-dd",
    )
    moment = one(datetime(2026, 12, 31, 9, 30, tzinfo=UTC))
    assert (f"{moment.value:%Y-%m-%d %H:%M}", moment.number_format) == (
        "2026-12-31 09:30",
        "yyyy-mm-dd hh:mm",
    )


def test_long_text_goes_on_below_and_nothing_is_lost() -> None:
    text = "述职" * 20_000
    rows = cells(Sheet("表", ("甲", "乙", "丙"), (("前", text, 1), ("后", "短", 2))))[2:]
    assert [[row[0], row[2]] for row in rows] == [["前", 1], [None, None], [None, None], ["后", 2]]
    assert "".join(row[1] for row in rows[:3]) == text
    assert max(len(row[1]) for row in rows) == CELL_CHARACTERS


def test_characters_that_no_file_can_hold_are_dropped() -> None:
    assert one("甲\x00\x07乙\x1f\ufffe丙\ud800").value == "甲乙丙\ufffd"


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=[])),
            st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
        )
    )
)
def test_any_values_become_a_workbook_without_a_formula(rows: list[tuple[Cell, ...]]) -> None:
    kinds = {
        cell.data_type
        for row in page(Sheet("表", ("甲", "乙"), tuple(rows))).iter_rows()
        for cell in row
    }
    assert kinds <= {"s", "n"}


def test_printing_is_set_up_and_the_header_stays_in_sight() -> None:
    shown = page(Sheet("表", ("支部", "备注"), (("第一支部", "字" * 100),)))
    assert (shown.freeze_panes, shown.print_title_rows) == ("A3", "$2:$2")
    assert (shown.page_setup.orientation, shown.page_setup.paperSize) == ("landscape", 9)
    fitted = shown.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert (fitted.fitToPage, shown.page_setup.fitToHeight) == (True, 0)
    assert shown.auto_filter.ref == "A2:B3"
    assert shown.print_area.replace("$", "").endswith("A1:B4")


def test_many_long_columns_still_fit_a_page_across() -> None:
    ledger = page(Sheet("表", tuple("甲乙丙丁戊己庚辛"), (("字" * 100,) * 8,), fixed=2))
    assert (ledger.page_setup.orientation, ledger.page_setup.paperSize) == ("landscape", 9)
    assert sum(column.width for column in ledger.column_dimensions.values()) <= PAGE_WIDTH + 8
    assert ledger.freeze_panes == "C3"


def test_some_columns_of_a_sheet_make_a_sheet() -> None:
    whole = Sheet(
        "整改台账", ("支部", "问题", "核验"), (("第一支部", "散", "通过"),), ("截至今天",)
    )
    assert whole.only("过程", ("支部", "核验")) == Sheet(
        "过程", ("支部", "核验"), (("第一支部", "通过"),), ("截至今天",)
    )


def test_columns_are_as_wide_as_their_longest_line_within_limits() -> None:
    shown = page(
        Sheet("表", ("号", "支部名称", "备注"), (("1", "第一教工支部\n一行", "字" * 100),))
    )
    assert [round(shown.column_dimensions[letter].width) for letter in "ABC"] == [9, 15, 49]


def test_sheets_are_named_as_excel_allows() -> None:
    titles = ("a/b:c", "A b c", "", "'", "长" * 40, "长" * 40)
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([Sheet(title, ("列",), ()) for title in titles]))
    )
    assert book.sheetnames == ["a b c", "A b c (2)", "表3", "表4", "长" * 31, "长" * 26 + " (6)"]


def test_same_values_give_the_same_bytes() -> None:
    sheet = Sheet("表", ("列",), (("值",),))
    assert workbook([sheet]) == workbook([sheet])
