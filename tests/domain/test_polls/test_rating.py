"""Who rates whom: the plan's words for a voter category, held against the roster."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.people import Branch, Person
from bot.domain.plan import BallotRules, Scope, Venue, VoterCategory
from bot.domain.polls.form import Form, Rater, Subject
from bot.domain.polls.rating import rates_of, turnouts_of

FIRST, SECOND = Branch(1, "第一支部"), Branch(2, "第二支部")


def person(
    number: int,
    branch: Branch | None = None,
    category: str = "B",
    groups: tuple[str, ...] = (),
    superiors: tuple[str, ...] = (),
) -> Person:
    return Person(
        number,
        "sample",
        f"人{number}",
        f"p{number}",
        branch=branch,
        category=category,
        groups=groups,
        superiors=superiors,
    )


WANG = person(1, FIRST, "A", groups=("secretaries",))
LI = person(2, SECOND, "A", superiors=("人3",))
SUBJECTS = (WANG, LI)


def rules(*rates: str, venues: tuple[Venue, ...] = ()) -> BallotRules:
    category = VoterCategory("B", "党员", Fraction(1), rates=rates)
    return BallotRules(categories=(category,), venues=venues)


@pytest.mark.parametrize(
    ("rater", "rates", "rated"),
    [
        (person(9, FIRST), (Scope.ALL,), ""),
        (person(9, FIRST, category="Z"), (Scope.OWN_BRANCH,), ""),  # the plan does not name it
        (person(9, FIRST), (Scope.OWN_BRANCH,), "10"),
        (person(9, SECOND), (Scope.OWN_BRANCH,), "01"),
        (person(9), (Scope.OWN_BRANCH,), "00"),
        (person(9, superiors=("人1",)), (Scope.SUPERIORS,), "10"),
        (person(3), (Scope.SUBORDINATES,), "01"),
        (person(4), (Scope.SUBORDINATES,), "00"),
        (person(9, FIRST), ("A",), "11"),  # a category
        (person(9, FIRST), ("secretaries",), "10"),  # a group
        (person(9, FIRST), (Scope.OWN_BRANCH, Scope.SUPERIORS), "10"),
        (person(9, FIRST, superiors=("人2",)), (Scope.OWN_BRANCH, Scope.SUPERIORS), "11"),
        (person(1, FIRST), (Scope.OWN_BRANCH,), "00"),  # nobody rates himself
        (person(1, FIRST), (Scope.OWN_BRANCH, Scope.SELF), "10"),
        (person(1, FIRST), (Scope.SELF,), "10"),
        (person(9, FIRST), (Scope.SELF,), "00"),
        (person(1, FIRST), (Scope.ALL, Scope.SELF), "11"),
        (person(2, SECOND), (Scope.ALL, "A"), "10"),
    ],
)
def test_whom_a_word_of_the_plan_means(rater: Person, rates: tuple[str, ...], rated: str) -> None:
    assert rates_of(rater, SUBJECTS, rules(*rates)) == rated


def test_who_belongs_to_no_branch_shares_none() -> None:
    homeless = person(5)
    assert rates_of(person(9), [homeless], rules(Scope.OWN_BRANCH)) == "0"


def test_one_rates_those_who_come_to_the_same_venue() -> None:
    venues = (Venue("west", "西区", branches=("第二支部",)),)
    west, main = person(9, SECOND), person(10, FIRST)
    own_venue = rules(Scope.OWN_VENUE, venues=venues)
    assert rates_of(west, SUBJECTS, own_venue) == "01"
    assert rates_of(main, SUBJECTS, own_venue) == "10"
    called = replace(venues[0], people=("人10",))
    assert rates_of(main, SUBJECTS, rules(Scope.OWN_VENUE, venues=(called,))) == "01"


@given(st.sets(st.sampled_from([*Scope, "A"]), min_size=1), st.sampled_from([FIRST, SECOND]))
@settings(max_examples=60)
def test_who_does_not_stand_on_the_form_never_rates_fewer_for_one_word_more(
    scopes: set[str], branch: Branch
) -> None:
    assume(scopes != {Scope.ALL})
    rater = person(9, branch)
    before = rates_of(rater, SUBJECTS, rules(*scopes))
    after = rates_of(rater, SUBJECTS, rules(*scopes, "secretaries"))
    assert len(before) == len(after)
    assert all(one <= other for one, other in zip(before, after, strict=True))


def test_turnouts_count_those_who_could_rate_each() -> None:
    form = Form(tuple(map(Subject.of, SUBJECTS)), ("总体",), ("好", "差"))
    raters = [
        (Rater(1), True),  # himself on the form: he rates the other
        (Rater(9, rates="10"), True),
        (Rater(10, rates="11"), False),
        (Rater(11, rates="01"), True),
        (Rater(12, rates="01"), True),
    ]
    assert turnouts_of(form, raters) == {1: (2, 1), 2: (4, 3)}
    assert turnouts_of(form, []) == {1: (0, 0), 2: (0, 0)}
