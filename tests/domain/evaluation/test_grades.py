from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.grades import (
    CommitteeDay,
    allowed,
    allowed_beside,
    cap_warnings,
    committee_day,
    grade_said,
)
from bot.domain.people import Branch, Department, Person, Roster
from bot.domain.plan import GradeCaps, SubjectGroup
from bot.domain.planfile import default_plan

TODAY = date(2026, 12, 29)
SCALE = ("好", "较好", "一般", "差")


@pytest.mark.parametrize(
    ("total", "best", "below"),
    [(6, 2, 1), (8, 2, 2), (1, 0, 1), (20, 6, 3), (32, 10, 5), (0, 0, 0)],
)
def test_at_most_a_third_rounded_down_and_at_least_15_percent_rounded_up(
    total: int, best: int, below: int
) -> None:
    room = allowed(total, GradeCaps())
    assert (room.best, room.below) == (best, below)


def test_a_unit_without_caps_has_no_warnings() -> None:
    grades = dict.fromkeys(range(8), "好")
    assert cap_warnings(grades, 8, "好", GradeCaps(None, None)) == ()


def test_each_cap_warns_of_its_own() -> None:
    third, below = Fraction(1, 3), Fraction(15, 100)
    three = {1: "好", 2: "好", 3: "好", 4: "较好"}
    (warning,) = cap_warnings(three, 8, "好", GradeCaps(third, None))
    assert (warning.cap, warning.share, warning.most, warning.have, warning.change) == (
        "max_best",
        third,
        2,
        3,
        1,
    )
    assert cap_warnings(three, 9, "好", GradeCaps(third, None)) == ()  # exactly a third
    seven = dict.fromkeys(range(7), "好")  # of eight, two of whom must be below
    (warning,) = cap_warnings(seven, 8, "好", GradeCaps(None, below))
    assert (warning.cap, warning.share, warning.most, warning.change) == (
        "min_below_best",
        below,
        6,
        1,
    )
    assert [one.cap for one in cap_warnings(seven, 8, "好", GradeCaps(third, below))] == [
        "max_best",
        "min_below_best",
    ]


@given(
    total=st.integers(1, 60),
    best=st.integers(0, 60),
    share=st.fractions(0, 1),
    below=st.fractions(0, 1),
)
def test_a_warning_says_exactly_how_many_must_change(
    total: int, best: int, share: Fraction, below: Fraction
) -> None:
    best = min(best, total)
    caps = GradeCaps(share, below)
    grades = {person: "好" if person < best else "较好" for person in range(total)}
    warnings = cap_warnings(grades, total, "好", caps)
    change = max((warning.change for warning in warnings), default=0)
    after = {person: "较好" if person < change else grade for person, grade in grades.items()}
    assert cap_warnings(after, total, "好", caps) == ()
    if change:
        one_fewer = {
            person: "较好" if person < change - 1 else grade for person, grade in grades.items()
        }
        assert cap_warnings(one_fewer, total, "好", caps)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("12月28日党委会研究决定", date(2026, 12, 28), "党委会研究决定"),
        ("研究决定（12月28日）", date(2026, 12, 28), "研究决定"),
        ("复核后维持，12月23日党总支会研究", date(2026, 12, 23), "复核后维持，党总支会研究"),
        ("支委会通过；12月23日，党总支会研究", date(2026, 12, 23), "支委会通过；党总支会研究"),
        ("2026-12-28 党委会", date(2026, 12, 28), "党委会"),
        ("2025年12月20日会议", date(2025, 12, 20), "会议"),
        ("1.5 会议", date(2026, 1, 5), "会议"),
        ("13月40日", None, "13月40日"),
        ("理由充分", None, "理由充分"),
        ("", None, ""),
    ],
)
def test_the_committees_day_is_read_out_of_the_reason(
    text: str, day: date | None, rest: str
) -> None:
    said = committee_day(text, TODAY)
    assert (said.day, said.rest) == (day, rest)


def test_a_day_without_a_year_is_the_latest_one_unless_it_is_soon() -> None:
    january = date(2027, 1, 5)
    assert committee_day("12月28日会议", january).day == date(2026, 12, 28)
    assert committee_day("1月8日会议", january).day == date(
        2027, 1, 8
    )  # three days ahead: refused later, not moved
    assert committee_day("7月3日会议", january).day == date(2027, 7, 3)  # 179 days ahead
    assert committee_day("7月4日会议", january).day == date(2026, 7, 4)
    assert committee_day("2027年12月4日会议", january).day == date(
        2027, 12, 4
    )  # whoever names the year means it
    assert committee_day("2月29日会议", date(2028, 1, 5)).day == date(2028, 2, 29)


def test_a_day_as_it_is_spoken_is_the_latest_one() -> None:
    january = date(2027, 1, 5)
    assert committee_day("前天总支会研究", january) == CommitteeDay(date(2027, 1, 3), "总支会研究")
    assert committee_day("总支29号开会", january) == CommitteeDay(date(2026, 12, 29), "总支开会")
    assert committee_day("总支5号开会", january).day == january
    assert committee_day("3号楼开会研究", january).day is None
    assert committee_day("31号开会", date(2027, 3, 5)).day is None  # February has none


@given(st.text(max_size=60))
def test_any_reason_can_be_read(text: str) -> None:
    committee_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "step", "rest"),
    [
        ("较好 理由", "较好", "理由"),
        ("好，研究决定", "好", "研究决定"),
        ("优秀", "", "优秀"),
        ("", "", ""),
    ],
)
def test_the_longest_step_of_the_scale_is_read(text: str, step: str, rest: str) -> None:
    assert grade_said(text, SCALE) == (step, rest)


def test_the_caps_of_a_group_count_among_its_own() -> None:
    strict = SubjectGroup("b", "行政", caps=GradeCaps(Fraction(1, 2), None))
    plan = replace(default_plan(2026), subjects=(SubjectGroup("a", "党务"), strict))
    people = tuple(
        Person(
            number,
            "sample",
            f"人{number}",
            "",
            groups=(group,),
            place=Branch(number, f"岗位{number}"),
        )
        for number, group in enumerate(("a", "a", "a", "b", "b", "b", "b"), 1)
    )
    roster = Roster(Department("sample", "示例系"), people, ())
    assert len(roster.subjects) == 7
    room = allowed_beside(plan, roster, people[0])
    assert (room.total, room.best, room.below) == (3, 1, 1)
    room = allowed_beside(plan, roster, people[-1])
    assert (room.total, room.best, room.below) == (4, 2, None)
