from fractions import Fraction

import pytest

from bot.domain.people import Branch, Person, Role
from bot.domain.plan import BallotRules, VoterCategory
from bot.domain.polls.form import Subject
from bot.domain.polls.rating import rates_of
from bot.domain.polls.refusals import BelowQuorum, CategoryTooSmall
from bot.domain.polls.roll import (
    Entry,
    check_quorum,
    check_sizes,
    make_categories,
    make_roll,
    merge,
    read_categories,
)

RULES = BallotRules(
    categories=(
        VoterCategory("A", "领导", Fraction(6, 10)),
        VoterCategory("B", "书记", Fraction(4, 10)),
    )
)
WANG = Subject(3, "王文例", "第一支部")
LI = Subject(4, "李思样", "第二支部")


def people(*categories: str) -> list[Person]:
    return [
        Person(n, "sample", f"人{n}", f"a{n}", frozenset({Role.MEMBER}), category=c)
        for n, c in enumerate(categories)
    ]


def test_guests_do_not_vote_and_nobody_rates_himself() -> None:
    roll = make_roll(people("A", "", "B", "B"), [WANG], {}, None)
    assert [(entry.person, entry.eligible) for entry in roll] == [(0, True), (2, True), (3, False)]


def test_on_a_common_form_the_secretaries_rate_the_others() -> None:
    roll = make_roll(people("A", "B", "B", "B", "B"), [WANG, LI], {}, None)
    assert all(entry.eligible for entry in roll)


def test_with_an_attendance_list_only_those_present_vote_and_the_others_stay_on_the_roll() -> None:
    roll = make_roll(people("A", "A", "B"), [WANG], {}, frozenset({1}))
    assert [(entry.person, entry.eligible) for entry in roll] == [(0, False), (1, True), (2, False)]


def test_categories_are_those_with_somebody_to_vote_and_unknown_ones_have_no_weight() -> None:
    roll = make_roll(people("B", "Z", "B"), [WANG], {}, None)
    found = [(one.id, one.weight, one.eligible) for one in make_categories(RULES, {}, roll)]
    assert found == [("A", Fraction(6, 10), 0), ("B", Fraction(4, 10), 2), ("Z", 0, 1)]
    there = make_roll(people(*"ZYXAAAA"), [WANG], {}, frozenset(range(6)))
    found = [(one.id, one.weight, one.eligible) for one in make_categories(RULES, {}, there)]
    assert found == [
        ("A", Fraction(6, 10), 2),
        ("B", Fraction(4, 10), 0),
        ("X", 0, 1),
        ("Y", 0, 1),
        ("Z", 0, 1),
    ]  # of four one is rated and one absent


def test_a_small_category_must_be_merged_before_a_secret_poll() -> None:
    roll = make_roll(people(*"AAAAABB"), [Subject(99, "外", "")], {}, None)
    with pytest.raises(CategoryTooSmall) as refused:
        check_sizes(make_categories(RULES, {}, roll), 5)
    assert (refused.value.category, refused.value.eligible, refused.value.partners) == (
        "B",
        2,
        ("A",),
    )
    merges = merge({}, ["A", "B"])
    roll = make_roll(people(*"AAAAABB"), [Subject(99, "外", "")], merges, None)
    (only,) = make_categories(RULES, merges, roll)
    assert (only.id, only.weight, only.eligible, only.title) == (
        "A+B",
        Fraction(1),
        7,
        "领导、书记",
    )
    check_sizes([only], 5)


def test_no_plan_lets_fewer_than_three_stand_alone() -> None:
    roll = make_roll(people("A", "A", "A"), [LI], {}, None)
    check_sizes(make_categories(RULES, {}, roll), 1)
    with pytest.raises(CategoryTooSmall):
        check_sizes(make_categories(RULES, {}, roll[:2]), 1)


def test_merging_goes_on_from_what_was_merged_before() -> None:
    merges = merge(merge({}, ["C", "B"]), ["B", "A"])
    assert merges == dict.fromkeys("ABC", "A+B+C")


FIRST, SECOND = Branch(1, "第一支部"), Branch(2, "第二支部")


@pytest.mark.parametrize(
    ("rates", "rated"),
    [
        (("全部",), ""),
        (("本支部",), "0100"),
        (("本人",), "1000"),
        (("全部", "本人"), "1111"),
        (("上级",), "0010"),
        (("下级",), "0001"),
        (("B",), "0101"),
        (("本人", "上级"), "1010"),
    ],
)
def test_whom_a_class_rates(rates: tuple[str, ...], rated: str) -> None:
    """The first subject is the rater himself, the second of his branch and of class B, the third
    his superior, the fourth of class B and under him.
    """

    def person(number: int, branch: Branch, category: str, *superiors: str) -> Person:
        name = f"人{number}"
        return Person(
            number, "sample", name, "", branch=branch, category=category, superiors=superiors
        )

    rater = person(0, FIRST, "A", "人2")
    subjects = [
        rater,
        person(1, FIRST, "B"),
        person(2, SECOND, "C"),
        person(3, SECOND, "B", "人0"),
    ]
    rules = BallotRules(categories=(VoterCategory("A", "甲", Fraction(1), rates),))
    assert rates_of(rater, subjects, rules) == rated


def test_whoever_rates_nobody_is_not_on_the_roll_and_a_class_without_people_votes_on_paper() -> (
    None
):
    rules = BallotRules(
        categories=(
            VoterCategory("A", "甲", Fraction(1, 2), ("上级",)),
            VoterCategory("B", "乙", Fraction(1, 4)),
            VoterCategory("服务对象", "代表", Fraction(1, 4)),
        )
    )
    roll = make_roll(people(*"AABBB"), [Subject(99, "外", "")], {}, None, rules)
    assert {entry.category for entry in roll} == {"B"}
    categories = make_categories(rules, {}, roll)
    assert [(one.id, one.eligible) for one in categories] == [("A", 0), ("B", 3), ("服务对象", 0)]
    check_sizes(categories, 3)


@pytest.mark.parametrize(
    ("said", "names", "unknown"),
    [
        ("B C", ["B", "C"], ""),
        ("bc", ["B", "C"], ""),
        ("把服务对象和A1类", ["服务对象", "A1"], ""),
        ("A1、B、服务对象", ["A1", "B", "服务对象"], ""),
        ("B 群众", ["B"], "群众"),
        ("", [], ""),
    ],
)
def test_categories_of_any_name_are_read(said: str, names: list[str], unknown: str) -> None:
    assert read_categories(said, ["A1", "B", "C", "服务对象"]) == (names, unknown)


@pytest.mark.parametrize(
    ("present", "absent", "recused", "quorum", "refused"),
    [
        (1, 9, 0, None, None),  # without a quorum one is enough
        (0, 3, 0, None, (0, 3)),  # nobody is told a number with which a secret poll has no sense
        (5, 5, 0, Fraction(1, 2), None),
        (4, 6, 0, Fraction(1, 2), (4, 5)),
        (4, 5, 0, Fraction(1, 2), (4, 5)),  # rounded up
        (4, 4, 2, Fraction(1, 2), None),  # whoever could not vote takes nothing from the share
        (0, 0, 2, Fraction(1, 2), (0, 3)),
    ],
)
def test_enough_are_there_of_those_who_could_vote(
    present: int,
    absent: int,
    recused: int,
    quorum: Fraction | None,
    refused: tuple[int, int] | None,
) -> None:
    entries = [
        *(Entry(number, "A") for number in range(present)),
        *(Entry(100 + number, "A", present=False) for number in range(absent)),
        *(Entry(200 + number, "A", recused=True) for number in range(recused)),
    ]
    if refused is None:
        check_quorum(entries, quorum)
        return
    with pytest.raises(BelowQuorum) as raised:
        check_quorum(entries, quorum)
    assert (raised.value.present, raised.value.needed) == refused
