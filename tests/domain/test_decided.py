"""Reading the committee's decision about many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.decided import Decided, decided

SCALE = ("好", "较好", "一般", "差")
NAMES = ("王文例", "李思样", "张立范", "好运来")


def read(text: str) -> Decided:
    return decided(text, SCALE, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "好 王文例、李思样；其余较好。12月29日党总支会议研究",
        "王文例、李思样好；其余较好。12月29日党总支会议研究",
        "王文例和李思样为好，其余均为较好，12月29日党总支会议研究",
        "12月29日党总支会议研究。好：王文例、李思样\n其余同志：较好",
    ],
)
def test_grades_others_and_reason_are_told_apart(text: str) -> None:
    found = read(text)
    assert found.grades == {"王文例": "好", "李思样": "好"}
    assert (found.rest, found.unknown) == ("较好", ())
    assert found.reason == "12月29日党总支会议研究"


def test_every_grade_has_its_own() -> None:
    found = read("好：王文例；较好：李思样、张立范；一般：好运来")
    assert found.grades == {"王文例": "好", "李思样": "较好", "张立范": "较好", "好运来": "一般"}
    assert (found.rest, found.reason) == ("", "")


def test_a_name_that_is_on_no_roster_is_returned_and_not_guessed() -> None:
    assert read("好 王文例、李四；其余较好").unknown == ("李四",)


def test_a_grade_for_nobody_is_not_taken_for_one_of_all() -> None:
    assert read("好").unknown == ("好",)


@given(st.permutations(NAMES), st.lists(st.sampled_from(SCALE), min_size=4, max_size=4))
def test_whatever_is_written_so_is_read_so(names: list[str], steps: list[str]) -> None:
    text = "；".join(f"{step} {name}" for step, name in zip(steps, names, strict=True))
    assert read(text).grades == dict(zip(names, steps, strict=True))


@pytest.mark.parametrize(
    ("text", "grades", "rest"),
    [
        ("总支会刚定了等次，王文例、李思样两个都是好", {"王文例": "好", "李思样": "好"}, ""),
        (
            "会议研究的意见，等次如下：王文例为好，李思样为较好",
            {"王文例": "好", "李思样": "较好"},
            "",
        ),
        ("王文例好，其余的较好，总支会研究过了", {"王文例": "好"}, "较好"),
    ],
)
def test_a_decision_as_it_is_spoken_names_nobody_unknown(
    text: str, grades: dict[str, str], rest: str
) -> None:
    said = decided(text, ("好", "较好", "一般", "差"), ("王文例", "李思样", "张立范"))
    assert (said.grades, said.rest, said.unknown) == (grades, rest, ())
