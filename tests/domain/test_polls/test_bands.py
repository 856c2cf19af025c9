"""What a row offers: steps, or marks gathered in bands; and what each option stands for."""

import pytest

from bot.domain.plan import Row
from bot.domain.polls.form import Form, Item, Subject, bands_of, floors_of


def marks(full: int) -> Item:
    subject = Subject(1, "王文例", "")
    form = Form((subject,), ("德",), ("好",), row_rules=(Row("德", full=full, marks=True),))
    return form.items[0]


@pytest.mark.parametrize(
    ("full", "floors", "bands"),
    [
        (2, (2, 1, 0), ("2分", "1分", "0分")),
        (9, tuple(range(9, -1, -1)), tuple(f"{mark}分" for mark in range(9, -1, -1))),
        (10, (9, 8, 7, 6, 0), ("9—10分", "8分", "7分", "6分", "0—5分")),
        (15, (14, 12, 11, 9, 0), ("14—15分", "12—13分", "11分", "9—10分", "0—8分")),
        (100, (90, 80, 70, 60, 0), ("90—100分", "80—89分", "70—79分", "60—69分", "0—59分")),
    ],
)
def test_bands_of_a_row_of_marks(
    full: int, floors: tuple[int, ...], bands: tuple[str, ...]
) -> None:
    assert (floors_of(full), bands_of(full)) == (floors, bands)
    item = marks(full)
    assert item.columns == full + 1
    for mark, band in item.options():
        assert item.words_of(int(mark) + 1) == f"{mark}分"
        assert item.folded([int(column == int(mark)) for column in range(full + 1)]).index(1) == (
            bands.index(band)
        )


def test_the_ends_of_a_band_are_counted_in_it() -> None:
    item = marks(10)
    folded = {mark: item.folded([column == mark for column in range(11)]) for mark in range(11)}
    assert [counts.index(1) for counts in folded.values()] == [4, 4, 4, 4, 4, 4, 3, 2, 1, 0, 0]
    assert dict(item.options()) == {
        "9": "9—10分",
        "8": "8分",
        "7": "7分",
        "6": "6分",
        "2": "0—5分",
    }


@pytest.mark.parametrize(
    ("option", "choice"),
    [("0", 1), ("10", 11), ("11", None), ("-1", None), ("", None), ("五", None), ("00010", None)],
)
def test_a_mark_of_nought_is_a_choice(option: str, choice: int | None) -> None:
    item = marks(10)
    assert item.choice_of(option) == choice
    if choice is not None:
        assert item.option_of(choice) == option


def test_steps_and_their_options() -> None:
    item = Form((Subject(1, "王文例", ""),), ("德",), ("好", "差")).items[0]
    assert item.options() == (("1", "好"), ("2", "差"))
    assert [item.choice_of(option) for option in ("0", "1", "2", "3")] == [None, 1, 2, None]
    assert (item.words_of(2), item.option_of(2)) == ("差", "2")


@pytest.mark.parametrize(
    ("turning", "full", "is_read"),
    [(False, None, False), (True, None, True), (False, 10, True), (True, 10, True)],
)
def test_a_form_that_is_filled_in_words_as_a_whole(
    turning: bool, full: int | None, is_read: bool
) -> None:
    rows = (Row("德", full=full, marks=full is not None),)
    form = Form((Subject(1, "王文例", ""),), ("德",), ("好", "差"), rows, turning=turning)
    assert form.is_read_as_sentence is is_read
