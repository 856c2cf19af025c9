"""A roster that says who is evaluated (评议对象), where the plan has groups."""

from typing import Any

import pytest

from bot.documents.roster import RosterSheet, read_roster
from bot.domain.plan import SubjectGroup
from tests.documents.roster_books import HEADER, WANG, book, changed

GROUPS = (
    SubjectGroup("secretary", "支部书记", office=True),
    SubjectGroup("deputy", "副书记"),
    SubjectGroup("council", "班子", bodies=True),
)
DEPUTY = ["李样", "d01", "第一支部", "党员", "B", "", "", "副书记", ""]
COUNCIL = ["系务委员会", "", "第一支部", "", "", "", "", "班子", "王例"]
HEAD = [*WANG[:7], "支部书记", ""]


def grouped(*rows: list[Any], groups: tuple[SubjectGroup, ...] = GROUPS) -> RosterSheet:
    return read_roster(book(HEADER, *rows), categories=("A", "B", "C"), groups=groups)


def test_the_column_says_who_is_evaluated_by_title_or_id() -> None:
    sheet = grouped(HEAD, DEPUTY, COUNCIL)
    assert sheet.problems == ()
    assert [line.groups for line in sheet.lines] == [("secretary",), ("deputy",), ("council",)]
    assert grouped(HEAD, changed(DEPUTY, 评议对象="deputy"), COUNCIL) == sheet
    assert sheet.lines[2].is_body
    assert sheet.lines[2].responsible == "王例"


@pytest.mark.parametrize(
    ("row", "column", "advice"),
    [
        (changed(DEPUTY, 评议对象="处长"), "评议对象", "支部书记、副书记、班子"),
        (changed(DEPUTY, 评议对象="副书记、班子"), "评议对象", "分成两行"),
        (changed(DEPUTY, 身份="书记", 评议对象="支部书记"), "评议对象", "只能有一位"),
        (changed(DEPUTY, 支部="", 评议对象="支部书记"), "支部", "所在支部"),
        (changed(DEPUTY, 负责人="王例"), "负责人", "个人由本人办理"),
        (changed(COUNCIL, 账号="x1"), "账号", "集体没有账号"),
        (changed(COUNCIL, 负责人="无名氏"), "负责人", "名册里没有负责人"),
        (changed(COUNCIL, 姓名="校务会", 支部="", 负责人=""), "负责人", "由谁替校务会交材料"),
    ],
)
def test_a_wrong_subject_is_named_with_what_to_do(row: list[Any], column: str, advice: str) -> None:
    problems = grouped(HEAD, row).problems
    (message,) = [problem.message for problem in problems if problem.column == column]
    assert advice in message


def test_without_groups_in_the_plan_the_column_stays_empty() -> None:
    (problem,) = grouped([*WANG[:7], "副书记", ""], groups=()).problems
    assert "[subjects]" in problem.message
    assert grouped([*WANG[:7], "支部书记", ""], groups=()).problems == ()


def test_with_groups_a_branch_needs_no_secretary() -> None:
    assert grouped(DEPUTY).problems == ()
