"""Problem, cause and measure one to one (S19): where partners are looked for, and when they are a list."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.report.pairs import Pairing, Partners, pair_up, plans_in
from bot.domain.report.partition import Part, Split
from bot.domain.report.passages import Pair, Passage
from tests.domain.report.parted import one_after_another

P, C, M = Part.PROBLEMS, Part.CAUSES, Part.MEASURES


def text_of(*parts: tuple[Part, str]) -> tuple[str, Split]:
    """A report of these passages, each a section without a heading."""
    text = "\n".join(words for _, words in parts)
    return text, one_after_another(text, *parts)


def paired(*parts: tuple[Part, str]) -> Pairing:
    text, split = text_of(*parts)
    return pair_up(split, text)


def words(passage: Passage | None) -> str | None:
    if passage is None:
        return None
    return passage.text


def rows(pairing: Pairing) -> list[tuple[str | None, ...]]:
    return [(words(pair.problem), words(pair.cause), words(pair.measure)) for pair in pairing.pairs]


ONE, TWO, THREE = Passage("甲", 0), Passage("乙", 3), Passage("丙", 6)
PROBLEMS = "一是理论学习不够系统。二是谈心谈话不够经常。"


@pytest.mark.parametrize(
    ("beside", "problems", "own", "places"),
    [
        ((ONE, TWO), 2, (ONE, TWO), (0, 1)),
        ((None, TWO), 2, (TWO,), (None, 0)),
        ((ONE, TWO, THREE), 2, (ONE, TWO, THREE), (0, 1)),  # the last belongs to none
        ((None, None), 2, (), (None, None)),
        ((), 0, (), ()),
    ],
)
def test_partners_that_stand_beside_the_problems(
    beside: tuple[Passage | None, ...],
    problems: int,
    own: tuple[Passage, ...],
    places: tuple[int | None, ...],
) -> None:
    partners = Partners.beside(beside, problems, numbered=True, present=True)
    assert (partners.passages, partners.places) == (own, places)
    assert tuple(partners.of_problem(at) for at in range(problems)) == beside[:problems]


def test_rows_are_the_problems_and_then_measures_that_answer_none() -> None:
    one, two = Passage("读书少", 0), Passage("谈心少", 5)
    causes = Partners((Passage("懒", 9),), (0, 0), numbered=True, present=True)
    measures = Partners(
        (Passage("多办活动", 20), Passage("多读", 12)), (1, None), numbered=True, present=True
    )
    pairing = Pairing((one, two), numbered=True, causes=causes, measures=measures)
    assert pairing.pairs == (
        Pair(one, Passage("懒", 9), Passage("多读", 12)),
        Pair(two, Passage("懒", 9), None),
        Pair(None, None, Passage("多办活动", 20)),
    )
    assert pairing.without(measures) == (two,)
    assert pairing.without(causes) == ()
    assert replace(pairing, problems=(), causes=measures).pairs == ()


def test_lists_of_one_length_pair_in_their_order() -> None:
    pairing = paired(
        (P, PROBLEMS),
        (C, "一是懒。二是工作太忙太杂。"),
        (M, "一是每月读一本书。二是每月谈三个人。"),
    )
    assert pairing.numbered
    assert pairing.causes.places == pairing.measures.places == (0, 1)
    assert [passage.text for passage in pairing.measures.passages] == [
        "每月读一本书。",
        "每月谈三个人。",
    ]


@pytest.mark.parametrize(
    ("problems", "numbered"),
    [
        (PROBLEMS, True),
        ("一是理论学习不够系统。", False),  # a list of one counts nothing
        ("理论学习不够系统。\n谈心谈话不够经常。", False),
        ("（一）思想上。一是学习不够。二是认识不高。（二）行动上。一是谈心少。", True),
    ],
)
def test_whether_problems_are_numbered(problems: str, numbered: bool) -> None:
    assert paired((P, problems), (M, "一是每月读一本书。")).numbered is numbered


def test_a_point_that_goes_on_with_its_cause_and_measure_is_taken_apart() -> None:
    pairing = paired(
        (P, "一是学习不够系统。原因是抓得不紧。措施：每月读一本。二是谈心少。下一步，我将多谈。")
    )
    assert rows(pairing) == [
        ("学习不够系统。", "原因是抓得不紧。", "每月读一本。"),
        ("谈心少。", None, "下一步，我将多谈。"),
    ]
    assert pairing.causes.present
    assert not pairing.causes.numbered


@pytest.mark.parametrize(
    ("measures", "numbered"),
    [("措施：每月读一本。", True), ("下一步，我将每月读一本。", False)],
)
def test_a_label_under_every_problem_is_as_good_as_a_number(measures: str, numbered: bool) -> None:
    pairing = paired((P, f"一是学习不够系统。{measures}二是谈心少。{measures}"))
    assert pairing.measures.numbered is numbered
    assert pairing.measures.present


def test_a_point_that_begins_with_its_cause_keeps_it() -> None:
    pairing = paired((P, "一是原因分析不够深入。二是措施是空的。"))
    assert [row[0] for row in rows(pairing)] == ["原因分析不够深入。", "措施是空的。"]


def test_causes_that_go_on_with_their_measure() -> None:
    """「原因及对策」: each point tells a cause, and what is to be done about it."""
    pairing = paired(
        (P, PROBLEMS),
        (C, "一是抓得不紧。下一步，我将每月读一本书。二是怕得罪人。下一步，我将每月谈三人。"),
    )
    assert rows(pairing) == [
        ("理论学习不够系统。", "抓得不紧。", "下一步，我将每月读一本书。"),
        ("谈心谈话不够经常。", "怕得罪人。", "下一步，我将每月谈三人。"),
    ]
    assert pairing.causes.numbered
    assert pairing.measures.present
    assert not paired((P, PROBLEMS), (C, "一是抓得不紧。二是怕得罪人。")).measures.present


@pytest.mark.parametrize(
    ("causes", "numbered", "listed"),
    [
        ("一是抓得不紧。二是怕得罪人。", False, 2),  # as many: nothing is missing by number
        ("一是理论学习抓得不紧不实。", False, 1),
        ("修缮门窗粉刷墙壁。\n购买花木绿化庭院。", False, 2),
        ("修缮门窗粉刷墙壁。", False, 0),  # free text that answers nothing
    ],
)
def test_when_partners_are_a_list(causes: str, numbered: bool, listed: int) -> None:
    partners = paired((P, PROBLEMS), (C, causes), (M, "一是读书。")).causes
    assert partners.numbered is numbered
    assert len(partners.passages) == listed
    assert partners.present


def test_fewer_numbered_measures_are_plainly_fewer() -> None:
    three = PROBLEMS + "三是支部活动形式单一。"
    measures = paired((P, three), (M, "一是系统学习理论。二是经常谈心谈话。")).measures
    assert measures.numbered
    assert measures.places == (0, 1, None)


@pytest.mark.parametrize("titles", [("整改措施", "保障措施"), ("保障措施", "整改措施")])
def test_what_only_supports_the_measures_is_left_out(titles: tuple[str, str]) -> None:
    lists = {
        "整改措施": "一是多读书多学习。二是多谈心多谈话。三是多办活动。",
        "保障措施": "一是加强领导。二是落实经费。",
    }
    headed = "\n".join(f"{title}\n{lists[title]}" for title in titles)
    text = f"{PROBLEMS}\n{headed}"
    parts = one_after_another(text, (P, PROBLEMS), *((M, title) for title in titles))
    first, *measures = parts.sections
    titled = [
        replace(section, title=title, body=section.start + len(title) + 1)
        for section, title in zip(measures, titles, strict=True)
    ]
    found = pair_up(replace(parts, sections=(first, *titled)), text).measures
    assert [passage.text for passage in found.passages] == [
        "多读书多学习。",
        "多谈心多谈话。",
        "多办活动。",
    ]


@pytest.mark.parametrize(
    ("part", "words", "plans"),
    [
        (P, "今后我将多读书。", True),
        (C, "下一步要加强学习。", True),
        (Part.PROMISE, "我将按期整改。", True),
        (P, "读书不够。", False),
        (Part.ACHIEVEMENTS, "今后我将多读书。", False),
    ],
)
def test_whether_problems_speak_of_what_will_be_done(part: Part, words: str, plans: bool) -> None:
    text, split = text_of((part, words))
    assert plans_in(split, text) is plans


@given(st.integers(1, 5), st.integers(0, 5))
@settings(max_examples=30)
def test_every_problem_has_a_row_and_every_measure_stands_once_at_least(
    problems: int, measures: int
) -> None:
    numerals = "一二三四五"
    asked = "".join(f"{numerals[at]}是第{at}项工作不够扎实。" for at in range(problems))
    done = "".join(f"{numerals[at]}是做好第{at}件事情。" for at in range(measures))
    pairing = paired((P, asked), (M, done or "无"))
    told = [pair.problem for pair in pairing.pairs]
    assert [passage for passage in told if passage] == list(pairing.problems)
    assert {pair.measure for pair in pairing.pairs if pair.measure} == set(
        pairing.measures.passages
    )
