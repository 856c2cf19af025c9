"""Workbooks with a roster, as Excel saves them."""

import io
from typing import Any

import openpyxl

from bot.documents.roster import COLUMNS

HEADER = list(COLUMNS)
WANG = ["王例", "s01", "第一支部", "书记", "B", "2023-09", ""]


def book(*rows: list[Any], merge: str = "") -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.worksheets[0]
    for row in rows:
        page.append(row)
    if merge:
        page.merge_cells(merge)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def changed(row: list[Any], **columns: Any) -> list[Any]:
    """The row with other cells, by the titles of their columns."""
    return [columns.get(title, value) for title, value in zip(COLUMNS, row, strict=False)]
