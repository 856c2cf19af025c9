from collections import Counter

from bot.documents.roster import read_roster
from bot.domain.people import Role
from bot.domain.planfile.builtin import sample_plan
from bot.sample import (
    SAMPLE_DEPARTMENT,
    SECOND_DEPARTMENT,
    sample_lines,
    sample_roster_workbook,
    second_lines,
    second_roster_workbook,
)

CATEGORIES = [category.id for category in sample_plan(2026).ballot.categories]


def test_sample_rosters_are_read_without_a_remark() -> None:
    for content, lines in ((sample_roster_workbook(), sample_lines()), (second_roster_workbook(), second_lines())):
        sheet = read_roster(content, categories=CATEGORIES)
        assert (sheet.problems, sheet.lines) == ((), lines)


def test_forty_voters_in_categories_large_enough_for_a_secret_poll() -> None:
    votes = Counter(line.category for line in sample_lines() if line.category)
    assert votes == {"A": 5, "B": 9, "C": 26}
    assert min(votes.values()) >= sample_plan(2026).ballot.minimum


def test_eight_branches_each_with_a_secretary() -> None:
    secretaries = [line for line in sample_lines() if Role.SECRETARY in line.roles]
    assert [line.account for line in secretaries] == [f"s{number:02}" for number in range(1, 9)]
    assert len({line.branch for line in secretaries}) == 8
    assert all(line.since for line in secretaries)


def test_some_ways_to_name_people_are_clear_and_some_are_not() -> None:
    def named(surname: str, *roles: Role) -> int:
        return sum(
            line.name.startswith(surname) and (not roles or not line.roles.isdisjoint(roles)) for line in sample_lines()
        )

    assert (named("王", Role.SECRETARY), named("王")) == (1, 2)
    assert named("李") == 1
    assert named("张", Role.SECRETARY) == 2


def test_nobody_is_on_both_rosters() -> None:
    assert {line.account for line in sample_lines()}.isdisjoint(line.account for line in second_lines())
    assert len({line.name for line in (*sample_lines(), *second_lines())}) == len(sample_lines()) + len(second_lines())
    assert SAMPLE_DEPARTMENT.group != SECOND_DEPARTMENT.group
