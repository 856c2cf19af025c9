"""A plan's conditions of grades: marks for those who decide, and no more."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.comparisons import Comparison, Standing
from bot.domain.evaluation.conditions import Facts, compared, concerns
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.sheet import Ballot
from bot.domain.plan import Condition
from bot.domain.planfile import bare_plan
from bot.domain.polls.form import Form, Subject
from bot.domain.polls.results import Result
from bot.domain.polls.roll import Category
from bot.domain.polls.tally import Group
from bot.domain.polls.terms import Terms
from tests.domain.evaluation.sheets import NOW, entry

STEPS = ("好", "较好", "一般", "差")
POINTS = (100, 85, 70, 50)


def ballot(person: int, counts: tuple[int, ...], **about: str) -> Ballot:
    terms = Terms(
        department="sample",
        year=2026,
        form=Form((Subject(person, f"第{person}位", "第一支部"),), ("总体评价",), STEPS),
        points=POINTS,
        categories=(Category("A", "全体", Fraction(1), sum(counts)),),
        minimum=3,
        quorum=None,
        secret=True,
        decimals=2,
        keep_days=0,
        attendance=False,
        opened_at=NOW,
        closes_at=None,
        salt="00",
    )
    group = Group(("A",), (counts,), (sum(counts),))
    result = Result(terms, (group,), sum(counts), sum(counts))
    return Ballot("K1", 1, result, "ab" * 32, NOW, "赵建例", **about)


def comparison(condition: Condition, facts: Facts, person: int = 1) -> Comparison:
    plan = replace(bare_plan(2026), conditions=(condition,))
    [only] = compared(plan, facts, person)
    return only


FACTS = Facts(
    persons=(1, 2, 3, 4),
    ballots={
        1: (ballot(1, (8, 2, 0, 0)),),
        2: (ballot(2, (8, 2, 0, 0)),),
        3: (ballot(3, (5, 5, 0, 0)),),
    },
    inputs={1: (entry(Kind.EVERYDAY, 1, "合格"), entry(Kind.EVERYDAY, 2, "考核优秀"))},
)


def test_those_with_one_score_share_a_place_and_the_share_is_rounded_down() -> None:
    half = Condition("rank", "得分在前50%", rank=Fraction(1, 2))
    first, third = comparison(half, FACTS, 1), comparison(half, FACTS, 3)
    assert (first.place, first.fellows, first.room) == (1, 4, 2)
    assert comparison(half, FACTS, 2).standing is Standing.MET
    assert (third.place, third.standing) == (3, Standing.UNMET)
    assert comparison(half, FACTS, 4).standing is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("least", "most", "steps", "standing"),
    [
        (Fraction(2, 3), None, (), Standing.MET),
        (Fraction(9, 10), None, (), Standing.UNMET),
        (Fraction(9, 10), None, ("好", "较好"), Standing.MET),
        (None, Fraction(1, 3), ("差",), Standing.MET),
        (None, Fraction(1, 10), ("较好",), Standing.UNMET),
        (Fraction(1, 2), Fraction(7, 10), (), Standing.UNMET),
    ],
)
def test_a_share_of_the_ballots_that_are_shown(
    least: Fraction | None, most: Fraction | None, steps: tuple[str, ...], standing: Standing
) -> None:
    condition = Condition("v", "得票率", least_votes=least, most_votes=most, steps=steps)
    assert comparison(condition, FACTS).standing is standing
    assert comparison(condition, FACTS, 4).standing is Standing.UNKNOWN


def test_a_class_that_is_shown_to_nobody_is_not_counted() -> None:
    known = ballot(1, (8, 2, 0, 0))
    hidden = replace(known.result.groups[0], categories=("B",)).hiding((0,))
    both = replace(known, result=replace(known.result, groups=(*known.result.groups, hidden)))
    facts = replace(FACTS, ballots={1: (both,)})
    condition = Condition("v", "得票率", least_votes=Fraction(2, 3))
    assert comparison(condition, facts).ballots == 10
    alone = replace(known, result=replace(known.result, groups=(hidden,)))
    facts = replace(FACTS, ballots={1: (alone,)})
    assert comparison(condition, facts).standing is Standing.UNKNOWN


def test_a_least_score() -> None:
    assert comparison(Condition("s", "得分", least_score=97), FACTS).standing is Standing.MET
    assert comparison(Condition("s", "得分", least_score=98), FACTS).standing is Standing.UNMET
    assert comparison(Condition("s", "得分", least_score=1), FACTS, 4).standing is Standing.UNKNOWN


def test_a_ballot_that_is_named() -> None:
    above = ballot(1, (1, 9, 0, 0), input="above")
    below = ballot(1, (9, 1, 0, 0), input="below")
    facts = replace(FACTS, ballots={1: (above, below)})
    condition = Condition("v", "支部测评好率", least_votes=Fraction(2, 3), input="below")
    assert comparison(condition, facts).standing is Standing.MET
    assert comparison(replace(condition, input=""), facts).standing is Standing.UNMET


def test_an_entry_that_must_not_be_there_and_one_that_says_so() -> None:
    veto = Condition("veto", "没有一票否决情形", without="everyday")
    found = comparison(veto, FACTS)
    assert (found.standing, found.words) == (Standing.UNMET, "考核优秀")
    assert comparison(veto, FACTS, 2).standing is Standing.MET
    corrected = (entry(Kind.EVERYDAY, 1, corrected_by=2), entry(Kind.EVERYDAY, 2, " "))
    assert comparison(veto, replace(FACTS, inputs={1: corrected})).standing is Standing.MET
    gate = Condition("gate", "考核优秀", input="everyday", says="优秀")
    assert comparison(gate, FACTS).standing is Standing.MET
    assert comparison(replace(gate, says="合格"), FACTS).standing is Standing.UNMET
    assert comparison(gate, FACTS, 2).standing is Standing.UNKNOWN


def test_a_condition_is_about_the_best_grade_unless_it_names_others() -> None:
    condition = Condition("s", "得分", least_score=85)
    only_best = comparison(condition, FACTS)
    assert concerns(only_best, "好", "好")
    assert not concerns(only_best, "较好", "好")
    two = comparison(replace(condition, grades=("较好",)), FACTS)
    assert (concerns(two, "好", "好"), concerns(two, "较好", "好")) == (False, True)


@given(
    counts=st.lists(st.tuples(*[st.integers(0, 30)] * 4).filter(any), min_size=1, max_size=12),
    share=st.fractions(0, 1, max_denominator=12),
)
def test_places_are_those_of_the_scores(counts: list[tuple[int, ...]], share: Fraction) -> None:
    ballots = {person: (ballot(person, line),) for person, line in enumerate(counts)}
    facts = Facts(tuple(ballots), ballots, {})
    condition = Condition("rank", "名次", rank=share)
    found = {person: comparison(condition, facts, person) for person in ballots}
    for person, one in found.items():
        better = [other for other in found.values() if (other.score or 0) > (one.score or 0)]
        assert one.place == len(better) + 1, person
        assert (one.standing is Standing.MET) == (one.place <= len(counts) * share)
