"""How a form is cut into cards, and which of them each person fills in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.polls.form import PER_CARD, Form, Rater, Subject
from bot.domain.polls.order import draw

STEPS = ("好", "较好", "一般", "差")


def form(subjects: int, rows: int) -> Form:
    people = tuple(
        Subject(number, f"书记{number}", f"第{number}支部") for number in range(1, subjects + 1)
    )
    return Form(people, tuple(f"第{row}项" for row in range(1, rows + 1)), STEPS)


@pytest.mark.parametrize(
    ("subjects", "rows", "pages"),
    [
        (1, 1, [1]),
        (1, 3, [3]),
        (1, 4, [3, 1]),
        (3, 1, [3]),  # several secretaries share a card where each has one row
        (8, 1, [3, 3, 2]),
        (2, 4, [3, 1, 3, 1]),  # else each card is about one
    ],
)
def test_a_card_holds_three_questions(subjects: int, rows: int, pages: list[int]) -> None:
    assert [len(page) for page in form(subjects, rows).pages] == pages


@given(subjects=st.integers(1, 12), rows=st.integers(1, 8))
def test_every_question_stands_on_one_card(subjects: int, rows: int) -> None:
    paper = form(subjects, rows)
    assert [item for page in paper.pages for item in page] == list(paper.items)
    assert [item.position for item in paper.items] == list(range(subjects * rows))
    assert all(len(page) <= PER_CARD for page in paper.pages)
    for item, page in zip(paper.items, paper.page_of, strict=True):
        assert item in paper.pages[page]


@pytest.mark.parametrize(
    ("subjects", "rows", "person", "numbers"),
    [
        (1, 4, 1, ()),  # nobody rates himself
        (1, 4, 9, (0, 1)),
        (2, 4, 1, (2, 3)),
        (8, 1, 1, (0, 1, 2)),  # his card is about others, too
        (4, 1, 4, (0,)),  # the last card is about him alone
    ],
)
def test_a_card_about_oneself_alone_is_left_out(
    subjects: int, rows: int, person: int, numbers: tuple[int, ...]
) -> None:
    assert form(subjects, rows).pages_for(Rater(person)) == numbers


def test_a_name_is_said_with_the_branch_only_where_two_are_called_the_same() -> None:
    assert Subject(1, "王文例", "第一支部").title == "王文例"
    assert Subject(1, "王文例", "第一支部", namesake=True).title == "王文例（第一支部）"
    assert Subject(1, "王文例", "", namesake=True).title == "王文例"


def test_an_option_stands_for_its_step() -> None:
    (item,) = form(1, 1).items
    assert item.steps == STEPS
    assert [item.choice_of(option) for option in ("1", "4")] == [1, 4]
    assert [item.choice_of(option) for option in ("", "0", "5", "一", "1 ", "-1")] == [None] * 6


NAMES = ("王文例", "李模范", "赵样本", "钱示例")


@given(seed=st.text(max_size=20), names=st.permutations(NAMES))
def test_a_lot_depends_on_seed_and_names_alone(seed: str, names: list[str]) -> None:
    order = draw(seed, names)
    assert sorted(order) == sorted(NAMES)
    assert order == draw(seed, NAMES)


def test_another_seed_is_another_order() -> None:
    assert len({draw(f"0{number} 12 23", NAMES) for number in range(40)}) > 10


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("", True),
        ("书记1", True),
        ("书记1书记", True),
        ("书书记", True),
        ("第1支部", True),
        ("第1支部书记1", True),
        ("书记2", False),
        ("第1支部书记", False),
    ],
)
def test_a_name_before_a_vote_is_that_of_the_one_whom_the_form_is_about(
    name: str, named: bool
) -> None:
    assert form(1, 2).is_about(name) is named
    # On a form with several no name before the steps tells whom all of them are for.
    assert form(2, 2).is_about(name) is (name == "")
