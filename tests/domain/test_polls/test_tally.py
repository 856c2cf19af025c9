from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.results import Result
from bot.domain.polls.tally import Group, count, gathered, round_half_up, scores
from tests.domain.test_polls.sheets import LI, WANG, group, terms


def test_ballots_are_counted_per_category_item_and_step() -> None:
    form = terms(rows=("总体评价", "履职")).form
    groups = count(form, [("B", (4, 3)), ("A", (1, 2)), ("A", (1, 0))])
    assert groups == (
        Group(("A",), ((2, 0, 0, 0), (0, 1, 0, 0)), (2,)),
        Group(("B",), ((0, 0, 0, 1), (0, 0, 1, 0)), (1,)),
    )


def test_the_score_weighs_the_averages_of_the_categories() -> None:
    (score,) = scores(terms(), [group("A", 3, 2, 1, 0), group("B", 1, 1, 1, 2)])
    assert score.total == Fraction("82.4")  # 0.6 x 540/6 + 0.4 x 355/5


def test_a_missing_category_leaves_its_weight_to_the_others_in_proportion() -> None:
    weights = (("A", Fraction(5, 10)), ("B", Fraction(3, 10)), ("C", Fraction(2, 10)))
    (score,) = scores(terms(weights=weights), [group("A", 5, 0, 0, 0), group("C", 0, 0, 0, 5)])
    assert score.total == Fraction("85.71")  # (0.5 x 100 + 0.2 x 50) / 0.7


def test_a_category_without_weight_is_counted_and_changes_no_score() -> None:
    (score,) = scores(terms(), [group("A", 5, 0, 0, 0), group("C", 0, 0, 0, 9)])
    assert score.total == 100
    (alone,) = scores(terms(), [group("C", 0, 0, 0, 9)])
    assert alone.total == 50
    (both,) = scores(terms(), [group("C", 9, 0, 0, 0), group("Z", 0, 0, 0, 1)])
    assert both.total == 75  # nobody has weight: each category counts alike, however large


def test_rows_count_alike_and_blank_ones_are_left_out() -> None:
    sheet = terms(rows=("总体评价", "履职", "查摆"))
    voted = Group(("A",), ((5, 0, 0, 0), (0, 5, 0, 0), (0, 0, 0, 0)), (5,))
    (score,) = scores(sheet, [voted])
    assert (score.rows, score.total) == ((Fraction(100), Fraction(85), None), Fraction("92.5"))


def test_each_secretary_of_a_common_form_has_a_score_of_his_own() -> None:
    sheet = terms(subjects=(WANG, LI))
    voted = Group(("A",), ((5, 0, 0, 0), (0, 0, 0, 5)), (5,))
    assert [(score.person, score.total) for score in scores(sheet, [voted])] == [
        (WANG.person, Fraction(100)),
        (LI.person, Fraction(50)),
    ]
    told = Result(sheet, (voted,), 10, 5).released()
    assert told["A"] is not None
    assert told["A"]["王文例"] == {"好": 5, "较好": 0, "一般": 0, "差": 0}


def test_rounding_is_half_up_and_exact() -> None:
    assert round_half_up(Fraction("85.125"), 2) == Fraction("85.13")
    assert round_half_up(Fraction("85.135"), 2) == Fraction(
        "85.14"
    )  # binary floating point would say 85.13
    assert round_half_up(Fraction("84.5"), 0) == 85
    assert round_half_up(Fraction(1, 3), 2) == Fraction("0.33")


counts = st.lists(st.integers(0, 20), min_size=4, max_size=4)


@given(st.lists(st.tuples(st.sampled_from("ABC"), counts), max_size=6))
def test_no_score_leaves_the_range_of_the_points(parts: list[tuple[str, list[int]]]) -> None:
    groups = [group(name, *line) for name, line in parts]
    (score,) = scores(terms(), groups)
    assert (score.total is None) == (not any(one.ballots for one in groups))
    assert score.total is None or 50 <= score.total <= 100


def test_card_and_paper_ballots_of_one_category_are_one_group() -> None:
    card, paper = group("A", 3, 1, 0, 0), replace(group("A", 0, 2, 0, 0), paper=2)
    other = group("B", 1, 0, 0, 0)
    assert gathered([card, other, paper]) == [card.joined(paper), other]
    assert gathered([]) == []
