"""Files that are no roster, or want to cost more than one: they end with one problem that says the way out."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.roster import read_roster
from tests.documents.roster_books import HEADER, WANG, book
from tests.patterns.guarded import finishes


def encrypted() -> bytes:
    """The smallest OLE file that has an entry named EncryptedPackage."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108

    def entry(name: str, kind: int, child: int) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII36xIQ", encoded, len(encoded), kind, 1, free, free, child, end, 0
        )

    directory = entry("Root Entry", 5, 1) + entry("EncryptedPackage", 2, free) + bytes(256)
    return header + struct.pack("<II", fat, end) + struct.pack("<I", free) * 126 + directory


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def replaced(part: str, content: bytes) -> bytes:
    """A good roster with one part of the package exchanged."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(HEADER, WANG))) as good,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, content if name == part else good.read(name))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/>&b;</worksheet>'
NO_ROSTERS = {
    "empty": (b"", "这不是 .xlsx 工作簿"),
    "cut": (b"PK\x03\x04 broken", "已损坏"),
    "csv": ("姓名,账号".encode(), "这不是 .xlsx 工作簿"),
    "encrypted": (encrypted(), "有密码保护"),
    "old-xls": (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000), "这不是 .xlsx 工作簿"),
    "other-package": (packed(word__document=b"<w/>"), "这不是 .xlsx 工作簿"),
    "cut-sheet": (replaced(SHEET, b"<worksheet><sheetData>"), "已损坏"),
    "entities": (replaced(SHEET, ENTITIES), "这不是 .xlsx 工作簿"),
    "bomb": (replaced(SHEET, b"<worksheet>" + b" " * (65 << 20) + b"</worksheet>"), "太大"),
    "no-people": (book(HEADER), "还没有人"),
    "no-header": (book(["说明"]), "没有找到表头"),
}
HEADING = """
import io
import xlsxwriter
from bot.documents.roster import read_roster
content = io.BytesIO()
with xlsxwriter.Workbook(content) as workbook:
    sheet = workbook.add_worksheet()
    sheet.xls_strmax = 200_000  # Excel itself stops at 32,767
    for column, heading in enumerate(("姓名", "支部", sys.argv[2] * 100_000)):
        assert sheet.write_string(0, column, heading) == 0
assert read_roster(content.getvalue(), categories=["A"]).errors
"""


@pytest.mark.parametrize(("content", "said"), NO_ROSTERS.values(), ids=NO_ROSTERS)
def test_what_is_no_roster_is_one_problem_with_the_way_out(content: bytes, said: str) -> None:
    sheet = read_roster(content, categories=("A",))
    assert sheet.lines == ()
    assert [problem.row for problem in sheet.problems] == [0]
    assert said in sheet.problems[0].message


def test_one_cell_in_the_last_corner_costs_nothing() -> None:
    corner = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    sheet = read_roster(replaced(SHEET, corner), categories=("A",))
    assert "没有找到表头" in sheet.problems[0].message


@given(st.binary(max_size=300))
def test_any_bytes_give_a_sheet(content: bytes) -> None:
    assert read_roster(content, categories=("A",)).problems
    assert read_roster(b"PK" + content, categories=("A",)).problems


@pytest.mark.parametrize("letter", ["(", "（", " ", "*", "()"])
def test_a_heading_without_end_is_looked_at_no_further_than_headings_go(letter: str) -> None:
    finishes(HEADING, letter)
