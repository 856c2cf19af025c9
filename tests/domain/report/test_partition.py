"""How a report is divided: what sections hold, their sums, and the turns of subjects."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.report.partition import (
    Doubt,
    Part,
    Section,
    Shares,
    headed_achievements,
    shares,
)
from tests.domain.report.parted import section, split

WORK, PROBLEMS, CAUSES = Part.ACHIEVEMENTS, Part.PROBLEMS, Part.CAUSES
SECTIONS = st.builds(
    section,
    st.sampled_from(Part),
    st.integers(0, 500),
    also=st.lists(st.sampled_from(Part), max_size=2).map(tuple),
    headed=st.booleans(),
    sure=st.booleans(),
)


def test_a_section_holds_its_part_and_what_its_heading_names_besides() -> None:
    both = section(PROBLEMS, also=(CAUSES,))
    assert both.holds(PROBLEMS)
    assert both.holds(CAUSES)
    assert not both.holds(WORK)


@pytest.mark.parametrize(
    ("part", "also", "late"),
    [
        (Part.BASICS, (), False),
        (WORK, (), False),
        (Part.LAST_YEAR, (), False),
        (PROBLEMS, (), True),
        (CAUSES, (), True),
        (Part.MEASURES, (), True),
        (Part.PROMISE, (), False),
        (WORK, (PROBLEMS,), True),
        (WORK, (Part.LAST_YEAR,), False),
    ],
)
def test_what_comes_behind_the_work_done(part: Part, also: tuple[Part, ...], late: bool) -> None:
    assert section(part, also=also).is_late is late


@pytest.mark.parametrize(
    ("part", "sure", "unnamed"),
    [(Part.OTHER, False, True), (Part.OTHER, True, False), (WORK, False, False)],
)
def test_a_section_of_which_nothing_is_known_is_unnamed(
    part: Part, sure: bool, unnamed: bool
) -> None:
    assert section(part, sure=sure).unnamed is unnamed


@given(st.lists(SECTIONS, max_size=6))
@settings(max_examples=50)
def test_the_total_is_the_sum_and_no_part_is_more(sections: list[Section]) -> None:
    whole = split(*sections)
    sizes = shares(whole)
    assert sizes.total == whole.total == sum(each.characters for each in sections)
    assert sizes.achievements + sizes.problems_and_causes <= whole.total
    assert 0 <= headed_achievements(whole) <= whole.total
    assert 0 <= sizes.of_achievements + sizes.of_problems_and_causes <= 1


def test_basics_and_last_years_matters_are_no_work_done() -> None:
    """(S21)"""
    sizes = shares(split(*(section(part, 10**at) for at, part in enumerate(Part))))
    assert list(Part).index(WORK) == 1
    assert sizes == Shares(achievements=10, problems_and_causes=1000 + 10000, total=11111111)
    assert sizes.of_achievements == Fraction(10, 11111111)
    assert sizes.of_problems_and_causes == Fraction(11000, 11111111)


def test_an_empty_report_has_shares_of_nothing() -> None:
    assert Shares(0, 0, 0).of_achievements == 0
    assert Shares(0, 0, 0).of_problems_and_causes == 0


def test_only_headings_of_its_own_make_work_done_headed() -> None:
    whole = split(
        section(WORK, 1),
        section(WORK, 20, headed=False),
        section(WORK, 300, also=(PROBLEMS,)),
        section(PROBLEMS, 4000),
        section(WORK, 50000),
    )
    assert headed_achievements(whole) == 50001


@pytest.mark.parametrize(
    ("parts", "by_subject"),
    [
        ((WORK, PROBLEMS), False),
        ((WORK, PROBLEMS, WORK), False),  # one return is an afterthought
        ((WORK, PROBLEMS, WORK, PROBLEMS, WORK), True),
        ((WORK, PROBLEMS, CAUSES, WORK, PROBLEMS, Part.MEASURES, WORK), True),
        ((PROBLEMS, PROBLEMS, WORK, WORK), False),
        ((), False),
    ],
)
def test_work_done_that_comes_again_twice_is_told_subject_by_subject(
    parts: tuple[Part, ...], by_subject: bool
) -> None:
    assert split(*map(section, parts)).by_subject is by_subject


@pytest.mark.parametrize(
    ("parts", "several"),
    [
        ((WORK, PROBLEMS), False),
        ((WORK, PROBLEMS, PROBLEMS), False),
        ((WORK, PROBLEMS, CAUSES, PROBLEMS), False),
        ((WORK, PROBLEMS, WORK), False),
        ((WORK, PROBLEMS, WORK, PROBLEMS), True),
        ((PROBLEMS, CAUSES, WORK, PROBLEMS), True),
    ],
)
def test_headings_that_begin_again_are_of_several_reports(
    parts: tuple[Part, ...], several: bool
) -> None:
    assert split(*map(section, parts)).of_several_reports is several
    unheaded = split(*(section(part, headed=False) for part in parts))
    assert not unheaded.of_several_reports


def test_a_place_belongs_to_the_section_that_reaches_over_it() -> None:
    whole = split(section(WORK, 10), section(PROBLEMS, 10, start=10, also=(CAUSES,)))
    held = [[part for part in Part if whole.holds(part, at)] for at in (0, 9, 10, 19, 20)]
    assert held == [[WORK], [WORK], [PROBLEMS, CAUSES], [PROBLEMS, CAUSES], []]


def test_sections_of_parts_keep_their_order() -> None:
    first, second, third = section(WORK), section(PROBLEMS, also=(CAUSES,)), section(CAUSES)
    whole = split(first, second, third)
    assert whole.of(CAUSES) == (second, third)
    assert whole.of(CAUSES, WORK) == (first, second, third)
    assert whole.of(Part.PROMISE) == ()


def test_a_split_is_clear_without_a_doubt() -> None:
    assert split().clear
    assert not split(doubt=Doubt.NO_PARTS).clear
