"""A sheet whose rows have rules of their own: weights, full marks, steps, marks, classes."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import BallotRules, Row, Step
from bot.domain.polls.form import Form, Item, Rater, make_form
from bot.domain.polls.results import Result
from bot.domain.polls.tally import Group, count, mean, scores
from bot.domain.polls.terms import Terms, read_terms
from tests.domain.test_polls.sheets import LI, WANG, terms

TRUST = (Step("信任", 100), Step("不信任", 0), Step("不了解", None))


def sheet(*rows: Row, **others: object) -> Terms:
    rules = BallotRules(rows=rows)
    return replace(terms(), form=make_form((WANG,), rules), **others)  # type: ignore[arg-type]


def score(of: Terms, *ballots: tuple[str, tuple[int, ...]]) -> Fraction | None:
    [score] = scores(of, count(of.form, ballots))
    return score.total


def test_rows_of_one_weight_are_a_plain_form() -> None:
    form = make_form((WANG,), BallotRules(rows=(Row("德"), Row("能"))))
    assert form == Form((WANG,), ("德", "能"), ("好", "较好", "一般", "差"))


def test_rows_weigh_what_the_plan_says() -> None:
    rows = sheet(Row("德", Fraction(1, 4)), Row("绩", Fraction(3, 4)))
    assert score(rows, ("A", (1, 4))) == Fraction(100 + 3 * 50, 4)


def test_rows_with_full_marks_add_up() -> None:
    rows = sheet(Row("德", full=20), Row("绩", full=80))
    assert score(rows, ("A", (1, 2))) == 20 + 80 * Fraction(85, 100)
    assert score(rows, ("A", (1, 0))) == 100  # the row left blank is not nought


def test_a_row_may_have_steps_of_its_own() -> None:
    rows = sheet(Row("总体"), Row("信任", scale=TRUST))
    assert [item.steps for item in rows.form.items] == [
        ("好", "较好", "一般", "差"),
        ("信任", "不信任", "不了解"),
    ]
    assert rows.form.all_steps == ("好", "较好", "一般", "差", "信任", "不信任", "不了解")
    assert score(rows, ("A", (1, 2))) == 50


def test_a_group_of_subjects_has_rows_of_its_own() -> None:
    own = (Row("实绩", marks=True), Row("总体"))
    form = make_form((WANG, LI), BallotRules(rows=(Row("总体"), Row("学习"))), {LI.person: own})
    assert [(item.subject.name, item.row, item.full) for item in form.items] == [
        ("王文例", "总体", None),
        ("王文例", "学习", None),
        ("李思样", "实绩", 100),
        ("李思样", "总体", None),
    ]
    frozen = replace(terms(), form=form)
    assert read_terms(frozen.canonical) == frozen


def test_a_step_outside_the_score_is_counted_and_weighs_nothing() -> None:
    rows = sheet(Row("信任", scale=TRUST))
    ballots = [("A", (1,)), ("A", (2,)), ("A", (3,)), ("A", (3,))]
    assert score(rows, *ballots) == 50
    assert count(rows.form, ballots)[0].counts == ((1, 1, 2),)
    assert score(rows, ("A", (3,))) is None


def test_a_row_of_one_class_is_on_the_sheet_of_that_class_alone() -> None:
    rows = sheet(Row("总体", classes=("A", "B")), Row("满意度", classes=("C",), scale=TRUST))
    on_sheet = {
        category: [item.row for item in rows.form.items_for(Rater(9, category))]
        for category in ("A", "B+C", "C")
    }
    assert on_sheet == {"A": ["总体"], "B+C": ["总体", "满意度"], "C": ["满意度"]}


def test_what_some_classes_see_weighs_what_these_classes_weigh() -> None:
    rows = sheet(Row("总体", classes=("A",)), Row("满意度", classes=("B",), scale=TRUST))
    assert score(rows, ("A", (1, 0)), ("B", (0, 2))) == 60  # A weighs 60 %, B 40 %


def marks(full: int | None = None) -> Terms:
    return sheet(Row("德", full=full, marks=True), drop_extremes=True)


@given(st.integers(1, 100))
def test_every_mark_lies_in_one_band_and_a_band_means_a_mark_in_it(full: int) -> None:
    (item,) = marks(full).form.items
    assert item.columns == full + 1
    for mark in range(full + 1):
        assert item.choice_of(str(mark)) == mark + 1
        line = [0] * item.columns
        line[mark] = 1
        assert sum(item.folded(line)) == 1
    for number, (option, _) in enumerate(item.options()):
        choice = item.choice_of(option)
        assert choice is not None
        line = [0] * item.columns
        line[choice - 1] = 1
        assert item.folded(line)[number] == 1
    assert item.choice_of(str(full + 1)) is None


def test_the_bands_of_a_hundred() -> None:
    (item,) = marks().form.items
    assert item.options() == (
        ("95", "90—100分"),
        ("84", "80—89分"),
        ("74", "70—79分"),
        ("64", "60—69分"),
        ("29", "0—59分"),
    )


def line_of(item: Item, *given: int) -> tuple[int, ...]:
    return tuple(given.count(mark) for mark in range(item.columns))


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20))
def test_the_highest_and_the_lowest_mark_are_dropped(given: list[int]) -> None:
    of = marks()
    (item,) = of.form.items
    kept = sorted(given)[1:-1] or sorted(given)
    if len(given) == 2:
        kept = given
    assert mean(of, item, line_of(item, *given)) == Fraction(sum(kept), len(kept))


def test_marks_are_shown_by_bands() -> None:
    of = marks()
    (item,) = of.form.items
    line = line_of(item, 100, 91, 88, 60, 12)
    result = Result(of, (Group(("A",), (line,), (5,)),), 5, 5)
    assert result.table(0)["A"] == {
        "90—100分": 2, "80—89分": 1, "70—79分": 0, "60—69分": 1, "0—59分": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "new", "beyond"),
    [
        ((0, 0, 0), {0: 1, 1: 1, 2: 1}, [1, 2]),
        ((1, 0, 0), {1: 1, 2: 2}, [1]),
        ((1, 0, 0), {0: 2, 1: 1}, []),
        ((1, 0, 0), {0: 1}, []),
    ],
)
def test_the_best_step_beyond_its_number_is_not_taken(
    before: tuple[int, ...], new: dict[int, int], beyond: list[int]
) -> None:
    people = (WANG, LI, replace(LI, person=3, name="赵样本"))
    form = make_form(people, BallotRules(best_at_most=1))
    after = [new.get(position, choice) for position, choice in enumerate(before)]
    assert [item.position for item in form.beyond_limit(after, new)] == beyond


def test_rules_of_rows_are_frozen_with_the_poll() -> None:
    of = sheet(
        Row("德", full=20, marks=True),
        Row("信任", full=80, scale=TRUST, classes=("A",)),
        drop_extremes=True,
    )
    of = replace(of, form=replace(of.form, limit=2))
    assert read_terms(of.canonical) == of
    assert read_terms(of.canonical).digest == of.digest
