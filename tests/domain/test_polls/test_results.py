from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.results import Result, digest, pack_groups, quorum_reached, unpack_groups
from bot.domain.polls.tally import in_order
from tests.domain.test_polls.sheets import group, terms


@pytest.mark.parametrize(
    ("quorum", "eligible", "voted", "reached"),
    [
        (None, 10, 0, True),
        (Fraction(1, 2), 9, 4, False),  # half of nine is four and a half
        (Fraction(1, 2), 9, 5, True),
        (Fraction(2, 3), 9, 6, True),  # exactly two thirds are enough
        (Fraction(2, 3), 9, 5, False),
        (Fraction(4, 5), 0, 0, True),
    ],
)
def test_a_count_needs_the_plans_share_of_those_who_could_vote(
    quorum: Fraction | None, eligible: int, voted: int, *, reached: bool
) -> None:
    assert quorum_reached(quorum, eligible=eligible, voted=voted) is reached


@given(st.fractions(0, 1), st.integers(0, 60), st.integers(0, 60))
def test_one_voter_more_never_breaks_a_quorum(quorum: Fraction, eligible: int, voted: int) -> None:
    sheet = terms(quorum=quorum)
    assert quorum_reached(sheet.quorum, eligible=eligible, voted=eligible)
    if quorum_reached(sheet.quorum, eligible=eligible, voted=voted):
        assert quorum_reached(sheet.quorum, eligible=eligible, voted=voted + 1)


def test_categories_stand_in_the_order_of_the_plan_also_within_a_group() -> None:
    later, first = group("C", 0, 1, 0, 0), group("A", 2, 0, 0, 0)
    (joined,) = in_order(terms(), [later.joined(first)])
    assert (joined.name, joined.parts, joined.counts) == ("A+C", (2, 1), ((2, 1, 0, 0),))
    unknown = group("Z", 1, 0, 0, 0)  # on the roll, but not in the plan: last
    assert [one.name for one in in_order(terms(), [unknown, later, first])] == ["A", "C", "Z"]
    assert in_order(terms(), [unknown.joined(first)])[0].name == "A+Z"


def test_paper_ballots_are_told_apart_and_joined() -> None:
    typed, paper = group("A", 3, 0, 0, 0), replace(group("A", 2, 0, 0, 0), paper=2)
    result = Result(terms(), (typed.joined(paper), group("B", 5, 0, 0, 0)), eligible=12, voted=10)
    assert (result.paper, [one.ballots for one in result.groups]) == (2, [5, 5])
    assert Result(terms(), (typed,), eligible=3, voted=3).paper == 0


def test_a_single_secretarys_rows_are_told_without_his_name() -> None:
    alone = Result(terms(), (group("A", 1, 2, 3, 4),), eligible=12, voted=10)
    assert alone.released() == {"A": {"总体评价": {"好": 1, "较好": 2, "一般": 3, "差": 4}}}
    assert alone.table(0) == {"A": {"好": 1, "较好": 2, "一般": 3, "差": 4}}


def test_stored_groups_come_back_unchanged() -> None:
    groups = (group("A", 1, 2, 3, 4), group("B+C", 0, 0, 0, 5))
    assert unpack_groups(pack_groups(groups)) == groups
    packed = pack_groups((replace(group("甲", 1, 2, 3, 4), paper=2),))
    assert (
        packed == '[{"categories":["甲"],"counts":[[1,2,3,4]],"paper":2,"parts":[10]}]'
    )  # never changes: it was hashed


def test_every_number_is_part_of_the_digest() -> None:
    groups = (group("A", 1, 2, 3, 4),)
    same = digest(pack_groups(groups))
    assert same == digest(pack_groups(groups))
    others = [
        (replace(groups[0], paper=1),),
        (group("A", 2, 1, 3, 4),),
        (group("B", 1, 2, 3, 4),),
        (*groups, *groups),
    ]
    assert len({same, *(digest(pack_groups(other)) for other in others)}) == 5
