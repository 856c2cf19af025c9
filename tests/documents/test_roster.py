import io
import struct
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.roster import COLUMNS, RosterLine, RosterSheet, Severity, read_roster
from bot.domain.people import Role
from bot.domain.plan import SubjectGroup
from tests.patterns.guarded import finishes

HEADER = list(COLUMNS)
WANG = ["王例", "s01", "第一支部", "书记", "B", "2023-09", ""]
ZHAO = ["赵样", "l01", "", "领导", "A", "", ""]


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


def read(*rows: list[Any], merge: str = "") -> RosterSheet:
    return read_roster(book(*rows, merge=merge), categories=("A", "B", "C"))


def problems(*rows: list[Any]) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in read(HEADER, *rows).problems]


def changed(row: list[Any], **columns: Any) -> list[Any]:
    return [columns.get(title, value) for title, value in zip(COLUMNS, row, strict=False)]


def test_reads_the_columns_of_the_contract() -> None:
    assert read(HEADER, WANG, ZHAO) == RosterSheet(
        lines=(
            RosterLine(
                2, "王例", "s01", "第一支部", frozenset({Role.SECRETARY}), "B", date(2023, 9, 1)
            ),
            RosterLine(3, "赵样", "l01", "", frozenset({Role.LEADER}), "A"),
        ),
        problems=(),
    )


def test_header_may_stand_below_a_title_in_any_order_with_more_columns_and_other_names() -> None:
    sheet = read(
        ["示例系名册（2026年）"],
        [],
        ["序号", "身份*", "所在党支部", "姓　名", "电话", "票 类（必填）", "帐号：", "任职日期"],
        [1, "书记", "第一支部", "王例", "123", "B", "s01", "2023年9月"],
    )
    assert sheet.lines == (
        RosterLine(
            4, "王例", "s01", "第一支部", frozenset({Role.SECRETARY}), "B", date(2023, 9, 1)
        ),
    )
    assert sheet.problems == ()


def test_header_below_the_tenth_row_is_not_found() -> None:
    assert [problem.row for problem in read(*[["说明"]] * 10, HEADER, WANG).problems] == [0]
    assert read(*[["说明"]] * 9, HEADER, WANG).problems == ()


def test_second_sheet_is_read_where_the_first_is_no_roster() -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["说明", "请看第二张表"])
    page = workbook.create_sheet("名册")
    page.append(HEADER)
    page.append(WANG)
    stream = io.BytesIO()
    workbook.save(stream)
    assert [line.name for line in read_roster(stream.getvalue(), categories=("B",)).lines] == [
        "王例"
    ]


@pytest.mark.parametrize(
    "written",
    [
        "书记、党员",
        "书记,党员",
        "书记，党员",
        "党员;书记",
        "书记；党员",
        "书记 党员",
        "书记/党员",
        " 书记、 党员 、",
    ],
)
def test_roles_are_joined_in_many_ways(written: str) -> None:
    (line,) = read(HEADER, changed(WANG, 身份=written)).lines
    assert line.roles == {Role.SECRETARY, Role.MEMBER}


@pytest.mark.parametrize("written", ["Ｂ", "b", "B类", " B ", "ｂ 类"])
def test_category_is_read_in_any_width_and_case(written: str) -> None:
    assert [line.category for line in read(HEADER, changed(WANG, 票类=written)).lines] == ["B"]


@pytest.mark.parametrize(
    ("written", "account"),
    [
        (10023.0, "10023"),
        (10023, "10023"),
        ("00123", "00123"),
        (" ｓ01 ", "s01"),
        ("Zhang San", "ZhangSan"),
    ],
)
def test_account_is_text_also_where_excel_made_it_a_number(written: Any, account: str) -> None:
    assert [line.account for line in read(HEADER, changed(WANG, 账号=written)).lines] == [account]


@pytest.mark.parametrize("written", [410101199001010123, 12.5])
def test_account_that_excel_has_rounded_is_refused(written: float) -> None:
    assert problems(changed(WANG, 账号=written)) == [(2, "账号")]


@pytest.mark.parametrize(
    ("written", "since"),
    [
        (date(2023, 9, 15), date(2023, 9, 15)),
        (datetime(2023, 9, 15, 8, 30), date(2023, 9, 15)),  # noqa: DTZ001 - Excel knows no time zones
        ("2023-09", date(2023, 9, 1)),
        ("2023年9月", date(2023, 9, 1)),
        ("2023 年 9 月 5 日", date(2023, 9, 5)),
        ("2023.9.1", date(2023, 9, 1)),
        ("2023/09/01", date(2023, 9, 1)),
        ("２０２３．９", date(2023, 9, 1)),
        ("2019.3-至今", date(2019, 3, 1)),
        ("2019年3月起", date(2019, 3, 1)),
        ("202309", date(2023, 9, 1)),
        (202309, date(2023, 9, 1)),
        (20230915, date(2023, 9, 15)),
        (2023.9, date(2023, 9, 1)),
        (2023.11, date(2023, 11, 1)),
        (None, None),
    ],
)
def test_dates_are_read_as_people_write_them(written: Any, since: date | None) -> None:
    sheet = read(HEADER, changed(WANG, 任职时间=written))
    assert [(line.since, sheet.problems) for line in sheet.lines] == [(since, ())]


@pytest.mark.parametrize(
    "written", ["去年", "2023", 2023, 2023.1, "2023-13", "2023-02-30", "1850-01", "2023-09-", 5]
)
def test_doubtful_dates_are_asked_back(written: Any) -> None:
    assert problems(changed(WANG, 任职时间=written)) == [(2, "任职时间")]


def test_days_counted_from_1904_are_understood() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - Excel knows no time zones
    page = workbook.worksheets[0]
    page.append(HEADER)
    page.append(changed(WANG, 任职时间=date(2023, 9, 15)))
    stream = io.BytesIO()
    workbook.save(stream)
    assert [line.since for line in read_roster(stream.getvalue(), categories=("B",)).lines] == [
        date(2023, 9, 15)
    ]


def test_blank_lines_and_remarks_beside_the_table_are_no_people() -> None:
    sheet = read(HEADER, WANG, [], ["", "  ", None], [None] * 6 + ["共 1 人"], ZHAO)
    assert [(line.row, line.name) for line in sheet.lines] == [(2, "王例"), (6, "赵样")]
    assert sheet.problems == ()


def test_cell_merged_over_rows_speaks_for_all_of_them() -> None:
    member = ["李样", "m01", None, "党员", "C", "", ""]
    sheet = read(HEADER, WANG, member, [None, None, None], merge="C2:C4")
    assert [(line.name, line.branch) for line in sheet.lines] == [
        ("王例", "第一支部"),
        ("李样", "第一支部"),
    ]
    assert sheet.problems == ()


def test_names_lose_padding_but_latin_names_keep_their_spaces() -> None:
    rows = (
        changed(ZHAO, 姓名="赵　样"),
        changed(ZHAO, 姓名=" Anna  Li ", 账号="l02"),
        changed(ZHAO, 姓名="阿依·样", 账号="l03"),
    )
    assert [line.name for line in read(HEADER, *rows).lines] == ["赵样", "Anna Li", "阿依·样"]


def test_guest_alone_needs_no_category_and_no_account() -> None:
    assert problems(["何范", "", "", "嘉宾", "", "", ""]) == []
    assert problems(["何范", "", "", "嘉宾、群众代表", "", "", ""]) == [(2, "票类")]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (changed(WANG, 姓名=""), "姓名", "请填写姓名"),
        (changed(WANG, 身份=""), "身份", "请填写：书记、领导、组织员、党员、群众代表、嘉宾"),
        (changed(WANG, 身份="书记、群众"), "身份", "不认识身份“群众”。是不是“群众代表”？"),
        (changed(ZHAO, 身份="系领导"), "身份", "是不是“领导”？"),
        (changed(ZHAO, 身份="工会主席"), "身份", "请填写：书记"),
        (changed(WANG, 票类="D"), "票类", "方案里没有票类“D”。请填写 A、B、C 中的一个"),
        (changed(WANG, 支部=""), "支部", "请在这一格填写支部名称"),
        (changed(WANG, 任职时间="去年"), "任职时间", "看不懂任职时间“去年”。请写成 2023-09"),
        (changed(WANG, 姓名="王" * 41), "姓名", "41 个字"),
    ],
)
def test_problem_says_what_is_wrong_and_what_to_put_there(
    row: list[Any], column: str, said: str
) -> None:
    sheet = read(HEADER, row)
    assert [(problem.row, problem.column, problem.severity) for problem in sheet.problems] == [
        (2, column, Severity.ERROR)
    ]
    assert said in sheet.problems[0].message
    assert sheet.lines == ()


@pytest.mark.parametrize(("written", "warned"), [("无", []), ("", [(2, "票类")])])
def test_somebody_on_the_roster_may_have_no_vote(
    written: str, warned: list[tuple[int, str]]
) -> None:
    sheet = read(HEADER, changed(WANG, 票类=written))
    assert [line.category for line in sheet.lines] == [""]
    assert [(problem.row, problem.column) for problem in sheet.problems] == warned
    assert sheet.errors == ()


def test_under_whom_somebody_works_is_read_by_name() -> None:
    sheet = read([*HEADER[:7], "上级"], [*WANG[:7], "赵样、 钱 样"], [*ZHAO[:7], ""])
    assert [line.superiors for line in sheet.lines] == [("赵样", "钱样"), ()]


def test_second_use_of_an_account_is_refused_at_the_later_row() -> None:
    sheet = read(HEADER, WANG, changed(ZHAO, 账号="ｓ01"))
    assert [line.name for line in sheet.lines] == ["王例"]
    assert [problem.message for problem in sheet.problems] == [
        "账号“s01”和第 2 行王例的相同。请核对，每人一个账号；暂不清楚的可以先留空。"
    ]


def test_namesakes_in_one_branch_need_accounts() -> None:
    member = ["李样", "m01", "第一支部", "党员", "C", "", ""]
    assert problems(WANG, member, changed(member, 账号="")) == [(4, "姓名")]
    assert problems(WANG, member, changed(member, 账号="m02")) == []
    assert problems(WANG, changed(member, 账号=""), changed(member, 账号="", 支部="")) == []


def test_branch_has_one_secretary() -> None:
    assert problems(WANG, changed(WANG, 姓名="李样", 账号="s02")) == [(3, "身份")]


def test_branch_without_secretary_is_a_warning_and_loses_nobody() -> None:
    members = (
        ["李样", "m01", "第二支部", "党员", "C", "", ""],
        ["何范", "m02", "第二支部", "党员", "C", "", ""],
    )
    sheet = read(HEADER, WANG, *members)
    assert [(problem.row, problem.severity) for problem in sheet.problems] == [
        (3, Severity.WARNING)
    ]
    assert len(sheet.lines) == 3
    assert sheet.errors == ()


def test_secretary_in_a_faulty_row_is_still_the_secretary_of_the_branch() -> None:
    member = ["李样", "m01", "第一支部", "党员", "C", "", ""]
    assert problems(changed(WANG, 任职时间="去年"), member) == [(2, "任职时间")]


def test_missing_columns_are_one_problem() -> None:
    (problem,) = read(["姓名", "支部"], ["王例", "第一支部"]).problems
    assert (problem.row, problem.message) == (
        0,
        "名册缺少这些列：账号、身份、票类。请在表头里补上，可以留空的格子照常留空。",
    )


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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "这不是 .xlsx 工作簿"),
        (b"PK\x03\x04 broken", "已损坏"),
        ("姓名,账号".encode(), "这不是 .xlsx 工作簿"),
        (encrypted(), "有密码保护"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000), "这不是 .xlsx 工作簿"),
        (packed(word__document=b"<w/>"), "这不是 .xlsx 工作簿"),
        (replaced(SHEET, b"<worksheet><sheetData>"), "已损坏"),
        (replaced(SHEET, ENTITIES), "这不是 .xlsx 工作簿"),
        (replaced(SHEET, b"<worksheet>" + b" " * (65 << 20) + b"</worksheet>"), "太大"),
        (book(HEADER), "还没有人"),
        (book(["说明"]), "没有找到表头"),
    ],
    ids=[
        "empty",
        "cut",
        "csv",
        "encrypted",
        "old-xls",
        "other-package",
        "cut-sheet",
        "entities",
        "bomb",
        "no-people",
        "no-header",
    ],
)
def test_what_is_no_roster_is_one_problem_with_the_way_out(content: bytes, said: str) -> None:
    sheet = read_roster(content, categories=("A",))
    assert sheet.lines == ()
    assert [problem.row for problem in sheet.problems] == [0]
    assert said in sheet.problems[0].message


def test_one_cell_in_the_last_corner_costs_nothing() -> None:
    corner = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert (
        "没有找到表头"
        in read_roster(replaced(SHEET, corner), categories=("A",)).problems[0].message
    )


@given(st.binary(max_size=300))
def test_any_bytes_give_a_sheet(content: bytes) -> None:
    assert read_roster(content, categories=("A",)).problems
    assert read_roster(b"PK" + content, categories=("A",)).problems


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.floats(),
                st.integers(-(10**20), 10**20),
                st.dates(),
                st.text(
                    st.characters(
                        min_codepoint=32,
                        exclude_categories=["Cs"],
                        exclude_characters="\ufffe\uffff",
                    ),
                    max_size=12,
                ),
            ),
            min_size=7,
            max_size=7,
        ),
        max_size=6,
    )
)
def test_any_cells_give_lines_or_problems_for_every_row(rows: list[list[Any]]) -> None:
    sheet = read(HEADER, *rows)
    if rows and any(problem.row == 0 for problem in sheet.problems):
        assert sheet.lines == ()
    else:
        assert {line.row for line in sheet.lines}.isdisjoint(
            problem.row for problem in sheet.errors
        )


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


@pytest.mark.parametrize("letter", ["(", "（", " ", "*", "()"])
def test_a_heading_without_end_is_looked_at_no_further_than_headings_go(letter: str) -> None:
    finishes(HEADING, letter)


GROUPS = (
    SubjectGroup("secretary", "支部书记", office=True),
    SubjectGroup("deputy", "副书记"),
    SubjectGroup("council", "班子", bodies=True),
)
WIDE = [*COLUMNS]
DEPUTY = ["李样", "d01", "第一支部", "党员", "B", "", "", "副书记", ""]
COUNCIL = ["系务委员会", "", "第一支部", "", "", "", "", "班子", "王例"]
HEAD = [*WANG[:7], "支部书记", ""]


def grouped(*rows: list[Any], groups: tuple[SubjectGroup, ...] = GROUPS) -> RosterSheet:
    return read_roster(book(WIDE, *rows), categories=("A", "B", "C"), groups=groups)


def test_the_column_says_who_is_evaluated_by_title_or_id() -> None:
    sheet = grouped(HEAD, DEPUTY, COUNCIL)
    assert sheet.problems == ()
    assert [line.groups for line in sheet.lines] == [("secretary",), ("deputy",), ("council",)]
    assert grouped(HEAD, [*DEPUTY[:7], "deputy", ""], COUNCIL) == sheet
    assert sheet.lines[2].is_body
    assert sheet.lines[2].responsible == "王例"


@pytest.mark.parametrize(
    ("row", "column", "advice"),
    [
        ([*DEPUTY[:7], "处长", ""], "评议对象", "支部书记、副书记、班子"),
        ([*DEPUTY[:8], "王例"], "负责人", "个人由本人办理"),
        (["系务委员会", "x1", "第一支部", "", "", "", "", "班子", "王例"], "账号", "集体没有账号"),
        ([*COUNCIL[:8], "无名氏"], "负责人", "名册里没有负责人"),
        (["校务会", "", "", "", "", "", "", "班子", ""], "负责人", "由谁替校务会交材料"),
        (
            ["李样", "d01", "第一支部", "书记", "B", "", "", "支部书记", ""],
            "评议对象",
            "只能有一位",
        ),
        (["李样", "d01", "", "党员", "B", "", "", "支部书记", ""], "支部", "所在支部"),
        (
            ["李样", "d01", "第一支部", "党员", "B", "", "", "副书记、班子", ""],
            "评议对象",
            "分成两行",
        ),
    ],
)
def test_a_wrong_subject_is_named_with_what_to_do(row: list[Any], column: str, advice: str) -> None:
    (problem,) = [found for found in grouped(HEAD, row).problems if found.column == column]
    assert advice in problem.message


def test_without_groups_in_the_plan_the_column_stays_empty() -> None:
    (problem,) = grouped([*WANG[:7], "副书记", ""], groups=()).problems
    assert "[subjects]" in problem.message
    assert grouped([*WANG[:7], "支部书记", ""], groups=()).problems == ()


def test_with_groups_a_branch_needs_no_secretary() -> None:
    assert grouped(DEPUTY).problems == ()
