import io
from datetime import date

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.roster import COLUMNS, RosterLine, read_roster
from bot.domain.people import Role
from bot.exports.roster import roster_template, roster_workbook

CATEGORIES = ("A", "B", "C")
WORDS = st.text(
    st.characters(categories=["Lo", "Lu", "Ll", "Nd"], max_codepoint=0x9FFF), min_size=1, max_size=8
).map(lambda text: "示" + text)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[RosterLine, ...]:
    """Rosters without a problem: accounts differ, each branch has one secretary."""
    branches = draw(st.lists(st.sampled_from("一二三四五"), max_size=5, unique=True))
    lines = [
        RosterLine(
            row,
            f"书{branch}",
            f"0{row}",
            f"第{branch}支部",
            frozenset({Role.SECRETARY, Role.MEMBER}),
            "B",
        )
        for row, branch in enumerate(branches, 2)
    ]
    for row in range(len(lines) + 2, len(lines) + 2 + draw(st.integers(1, 4))):
        roles = draw(
            st.frozensets(st.sampled_from([Role.LEADER, Role.ORGANISER, Role.GUEST]), min_size=1)
        )
        since = draw(st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 12, 31))))
        note = draw(
            st.sampled_from(
                (
                    "",
                    "=1+1",
                    "+86 371",
                    "'引号",
                    "@某人",
                    "-",
                    "http://示例",
                    "_x0041_",
                    "{=A1}",
                    "两行\n备注",
                )
            )
        )
        lines.append(
            RosterLine(
                row,
                f"人{row}",
                f"{row:04}",
                "",
                roles,
                draw(st.sampled_from(CATEGORIES)),
                since,
                note,
            )
        )
    return tuple(lines)


@settings(max_examples=40)
@given(rosters())
def test_what_is_written_is_read_again(lines: tuple[RosterLine, ...]) -> None:
    sheet = read_roster(roster_workbook(lines), categories=CATEGORIES)
    assert sheet.problems == ()
    assert [line.note.replace("\n", "") for line in sheet.lines] == [
        line.note.replace("\n", "") for line in lines
    ]
    assert [
        (line.name, line.account, line.branch, line.roles, line.category, line.since)
        for line in sheet.lines
    ] == [
        (line.name, line.account, line.branch, line.roles, line.category, line.since)
        for line in lines
    ]


def test_template_holds_the_columns_of_the_contract_and_nobody() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(roster_template()))
    assert workbook.sheetnames == ["名册", "填写说明"]
    assert [cell.value for cell in workbook["名册"][1]] == list(COLUMNS)
    assert [
        problem.row for problem in read_roster(roster_template(), categories=CATEGORIES).problems
    ] == [0]


def test_template_offers_roles_and_the_categories_of_the_plan() -> None:
    page = openpyxl.load_workbook(
        io.BytesIO(roster_template(categories={"甲": "领导", "乙": "群众"}))
    )["名册"]
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert offered == {"D": f'"{",".join(Role)}"', "E": '"甲,乙"'}


def test_people_of_today_can_be_changed_in_excel_and_sent_back() -> None:
    lines = (
        RosterLine(
            2,
            "王例",
            "007",
            "第一支部",
            frozenset({Role.SECRETARY}),
            "B",
            date(2023, 9, 1),
            "=cmd|' /C calc'!A0",
        ),
    )
    workbook = openpyxl.load_workbook(io.BytesIO(roster_workbook(lines)))
    cells = [workbook["名册"][name] for name in ("B2", "G2")]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("007", "s"),
        ("=cmd|' /C calc'!A0", "s"),
    ]
    workbook["名册"]["A2"] = "王范"
    saved = io.BytesIO()
    workbook.save(saved)
    assert [line.name for line in read_roster(saved.getvalue(), categories=("B",)).lines] == [
        "王范"
    ]


def test_same_people_give_the_same_bytes() -> None:
    assert roster_workbook(()) == roster_template() == roster_template()
