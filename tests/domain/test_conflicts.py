"""Nobody acts on himself, and two persons are two persons."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import conflicts
from bot.domain.people import Branch, Department, Person, Role, Roster
from bot.domain.permissions import LEADER, ORGANISER, OVERSIGHT, SECRETARY
from bot.domain.refusals import NotAllowed, OwnCase, Refusal

DEPARTMENT = Department("sample", "示例系")
BRANCHES = (Branch(1, "第一支部"), Branch(2, "第二支部"))
OFFICES = (Role.SECRETARY, Role.LEADER, Role.ORGANISER, Role.MEMBER)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A small department in which offices are combined, names are shared and some have no account."""
    people = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        name = draw(st.sampled_from(["张三", "李四", "王五", "赵六"]))
        roles = draw(st.frozensets(st.sampled_from(OFFICES)))
        branch = draw(st.sampled_from([None, *BRANCHES]))
        account = draw(st.sampled_from(["", f"a{number}"]))
        people.append(Person(number, "sample", name, account, roles, branch))
    return Roster(DEPARTMENT, tuple(people), BRANCHES)


def outcome(actor: Person, roster: Roster, about: list[Person]) -> Refusal | None:
    try:
        conflicts.check(actor, ORGANISER, roster, about)
    except Refusal as refusal:
        return refusal
    return None


@settings(max_examples=50)
@given(rosters(), st.data())
def test_nobody_ever_acts_on_himself(roster: Roster, data: st.DataObject) -> None:
    actor, subject = (data.draw(st.sampled_from(roster.people)) for _ in range(2))
    refusal = outcome(actor, roster, [subject])
    if conflicts.is_same_human(actor, subject):
        assert isinstance(refusal, OwnCase if ORGANISER.allows(actor) else NotAllowed)
    elif ORGANISER.allows(actor):
        assert refusal is None


@settings(max_examples=50)
@given(rosters(), st.data())
def test_whoever_is_named_instead_may_indeed(roster: Roster, data: st.DataObject) -> None:
    actor, subject = (data.draw(st.sampled_from(roster.people)) for _ in range(2))
    refusal = outcome(actor, roster, [subject])
    others = conflicts.able(ORGANISER, roster, [subject])
    if isinstance(refusal, OwnCase):
        assert refusal.others == tuple(person.name for person in others)
    for other in others:
        assert outcome(other, roster, [subject]) is None


@settings(max_examples=50)
@given(rosters())
def test_a_second_person_is_another_human_with_an_office(roster: Roster) -> None:
    for first, other in product(roster.people, roster.people):
        if conflicts.is_second(first, other, [], []):
            assert OVERSIGHT.allows(other)
            assert other.account
            assert not conflicts.is_same_human(first, other)
        assert not conflicts.is_second(first, other, [other.id], [])
        assert not conflicts.is_second(first, other, [], [other])


def person(number: int, name: str, *roles: Role, branch: Branch | None = None) -> Person:
    return Person(number, "sample", name, f"a{number}", frozenset(roles), branch)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (person(1, "张三"), person(1, "改名了"), True),
        (person(1, "张三", branch=BRANCHES[0]), person(2, "张三", branch=BRANCHES[0]), True),
        (person(1, "张三", branch=BRANCHES[0]), person(2, "张三"), True),
        (person(1, "张三", branch=BRANCHES[0]), person(2, "张三", branch=BRANCHES[1]), False),
        (person(1, "张三", branch=BRANCHES[0]), person(2, "李四", branch=BRANCHES[0]), False),
    ],
)
def test_two_lines_of_one_human(one: Person, other: Person, *, same: bool) -> None:
    assert conflicts.is_same_human(one, other) is same
    assert conflicts.is_same_human(other, one) is same


def test_a_leader_stands_in_only_where_no_organiser_is_free() -> None:
    both = person(1, "张三", Role.SECRETARY, Role.ORGANISER, branch=BRANCHES[0])
    leader, member = person(2, "赵六", Role.LEADER), person(3, "李四", Role.MEMBER)
    alone = Roster(DEPARTMENT, (both, leader, member), BRANCHES)
    assert conflicts.able(ORGANISER, alone, [both]) == (leader,)
    conflicts.check(leader, ORGANISER, alone, [both])
    with pytest.raises(NotAllowed):
        conflicts.check(member, ORGANISER, alone, [both])
    with pytest.raises(NotAllowed):
        conflicts.check(leader, ORGANISER, alone, [person(9, "别人", Role.SECRETARY)])
    helped = Roster(DEPARTMENT, (*alone.people, person(4, "王五", Role.ORGANISER)), BRANCHES)
    with pytest.raises(NotAllowed):
        conflicts.check(leader, ORGANISER, helped, [both])


def test_where_nobody_is_free_nobody_is_named() -> None:
    both = person(1, "张三", Role.SECRETARY, Role.LEADER, branch=BRANCHES[0])
    with pytest.raises(OwnCase) as refused:
        conflicts.check(both, LEADER, Roster(DEPARTMENT, (both,), BRANCHES), [both])
    assert refused.value.others == ()


def test_an_act_about_nobody_asks_for_the_office_alone() -> None:
    secretary = person(1, "张三", Role.SECRETARY, branch=BRANCHES[0])
    roster = Roster(DEPARTMENT, (secretary,), BRANCHES)
    conflicts.check(secretary, SECRETARY, roster, [])
    with pytest.raises(NotAllowed):
        conflicts.check(secretary, LEADER, roster, [])
