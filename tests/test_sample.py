from collections import Counter

import pytest

from bot.documents.extraction import extract
from bot.documents.roster import read_roster
from bot.domain.people import Role
from bot.domain.planfile.builtin import sample_plan
from bot.domain.report.findings import Level
from bot.domain.report.judge import judge
from bot.domain.report.verdict import Outcome, Verdict
from bot.sample import (
    SAMPLE_DEPARTMENT,
    SECOND_DEPARTMENT,
    sample_lines,
    sample_report,
    sample_roster_workbook,
    second_lines,
    second_roster_workbook,
)
from bot.sample.roster import BRANCHES

CATEGORIES = [category.id for category in sample_plan(2026).ballot.categories]


def test_sample_rosters_are_read_without_a_remark() -> None:
    for content, lines in (
        (sample_roster_workbook(), sample_lines()),
        (second_roster_workbook(), second_lines()),
    ):
        sheet = read_roster(content, categories=CATEGORIES)
        assert (sheet.problems, sheet.lines) == ((), lines)


def test_forty_members_in_three_categories_large_enough_for_a_secret_poll() -> None:
    members = [line for line in sample_lines() if line.roles & {Role.MEMBER, Role.REPRESENTATIVE}]
    assert Counter(line.category for line in members) == {"A": 2, "B": 6, "C": 32}
    votes = Counter(line.category for line in sample_lines() if line.category)
    assert votes == {"A": 7, "B": 15, "C": 32}
    assert min(votes.values()) >= sample_plan(2026).ballot.minimum


def test_eight_branches_each_with_a_secretary() -> None:
    secretaries = [line for line in sample_lines() if Role.SECRETARY in line.roles]
    assert [line.account for line in secretaries] == [f"s{number:02}" for number in range(1, 9)]
    assert len({line.branch for line in secretaries}) == 8
    assert all(line.since for line in secretaries)


def test_some_ways_to_name_people_are_clear_and_some_are_not() -> None:
    def named(surname: str, *roles: Role) -> int:
        return sum(
            line.name.startswith(surname) and (not roles or not line.roles.isdisjoint(roles))
            for line in sample_lines()
        )

    assert (named("王", Role.SECRETARY), named("王")) == (1, 2)
    assert named("李") == 1
    assert named("张", Role.SECRETARY) == 2


def test_nobody_is_on_both_rosters() -> None:
    assert {line.account for line in sample_lines()}.isdisjoint(
        line.account for line in second_lines()
    )
    assert len({line.name for line in (*sample_lines(), *second_lines())}) == len(
        sample_lines()
    ) + len(second_lines())
    assert SAMPLE_DEPARTMENT.group != SECOND_DEPARTMENT.group


def judged(branch: str, *, good: bool) -> Verdict:
    content = sample_report(branch, year=2026, good=good)
    return judge(extract(content, ".docx"), sample_plan(2026).report, year=2026)


def test_sample_report_passes_without_a_remark() -> None:
    verdict = judged("第一支部", good=True)
    assert verdict.outcome is Outcome.PASS
    assert {finding.level for finding in verdict.findings} == {Level.OK}
    assert 2500 < verdict.characters.word < 3400
    assert len(verdict.pairs) == 6


@pytest.mark.parametrize("branch", BRANCHES)
def test_each_branch_can_hand_in_a_good_and_a_flawed_report(branch: str) -> None:
    assert judged(branch, good=True).of(Level.FAIL) == ()
    assert {finding.rule for finding in judged(branch, good=False).of(Level.FAIL)} == {
        "S19",
        "S21",
        "S26",
    }


def test_reports_of_different_branches_differ_and_each_can_be_made_again() -> None:
    reports = [sample_report(branch, year=2026) for branch in BRANCHES]
    assert len(set(reports)) == len(BRANCHES)
    assert reports[0] == sample_report(BRANCHES[0], year=2026)


def test_report_of_an_unknown_branch_names_it() -> None:
    assert "示例系第九支部书记" in extract(sample_report("第九支部", year=2026), ".docx").text
