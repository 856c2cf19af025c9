"""A roster as people write it in Excel: its head, its cells, who is a person, and what is asked back."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.roster import RosterLine, RosterSheet, Severity, read_roster
from bot.domain.people import Role
from tests.documents.roster_books import HEADER, WANG, book, changed

ZHAO = ["赵样", "l01", "", "领导", "A", "", ""]


def read(*rows: list[Any], merge: str = "") -> RosterSheet:
    return read_roster(book(*rows, merge=merge), categories=("A", "B", "C"))


def problems(*rows: list[Any]) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in read(HEADER, *rows).problems]


# -- the head of the table


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


# -- what a cell says


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


def test_names_lose_padding_but_latin_names_keep_their_spaces() -> None:
    rows = (
        changed(ZHAO, 姓名="赵　样"),
        changed(ZHAO, 姓名=" Anna  Li ", 账号="l02"),
        changed(ZHAO, 姓名="阿依·样", 账号="l03"),
    )
    assert [line.name for line in read(HEADER, *rows).lines] == ["赵样", "Anna Li", "阿依·样"]


def test_under_whom_somebody_works_is_read_by_name() -> None:
    sheet = read([*HEADER[:7], "上级"], [*WANG[:7], "赵样、 钱 样"], [*ZHAO[:7], ""])
    assert [line.superiors for line in sheet.lines] == [("赵样", "钱样"), ()]


# -- who is a person


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


def test_guest_alone_needs_no_category_and_no_account() -> None:
    assert problems(["何范", "", "", "嘉宾", "", "", ""]) == []
    assert problems(["何范", "", "", "嘉宾、群众代表", "", "", ""]) == [(2, "票类")]


# -- what is asked back


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
def test_law_no_row_is_both_read_and_refused_whatever_its_cells_hold(rows: list[list[Any]]) -> None:
    sheet = read(HEADER, *rows)
    if rows and any(problem.row == 0 for problem in sheet.problems):
        assert sheet.lines == ()
    else:
        assert {line.row for line in sheet.lines}.isdisjoint(
            problem.row for problem in sheet.errors
        )
