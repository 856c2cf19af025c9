"""Who holds which office, as one table, and who may stand in for it."""

import pytest

from bot.domain.conflicts import answering, check, is_same_human, may_ever
from bot.domain.people import Branch, Department, Person, Role, Roster
from bot.domain.permissions import EVERYONE, LEADER, ORGANISER, OVERSIGHT, SECRETARY, Permission
from bot.domain.refusals import NotAllowed, OwnCase
from bot.domain.words import SUBJECT

FIRST, SECOND = Branch(1, "第一支部"), Branch(2, "第二支部")
PERMISSIONS = (EVERYONE, SECRETARY, LEADER, ORGANISER, OVERSIGHT)


def person(number: int, *roles: Role, branch: Branch | None = None, name: str = "") -> Person:
    return Person(number, "sample", name or f"人{number}", f"p{number}", frozenset(roles), branch)


def roster(*people: Person) -> Roster:
    return Roster(Department("sample", "示例系"), people, (FIRST, SECOND))


@pytest.mark.parametrize(
    ("role", "held"),
    [
        (Role.SECRETARY, {"名册中的每个人", SUBJECT}),
        (Role.LEADER, {"名册中的每个人", "班子成员", "班子成员或组织员"}),
        (Role.ORGANISER, {"名册中的每个人", "组织员", "班子成员或组织员"}),
        (Role.MEMBER, {"名册中的每个人"}),
        (Role.REPRESENTATIVE, {"名册中的每个人"}),
        (Role.GUEST, {"名册中的每个人"}),
    ],
)
def test_each_role_holds_these_offices_and_no_other(role: Role, held: set[str]) -> None:
    assert {office.title for office in PERMISSIONS if office.allows(person(1, role))} == held


@pytest.mark.parametrize(
    ("role", "who", "may"),
    [
        (Role.LEADER, ORGANISER, True),  # stands in where every organiser is concerned
        (Role.ORGANISER, LEADER, True),
        (Role.LEADER, SECRETARY, False),
        (Role.ORGANISER, SECRETARY, False),
        (Role.MEMBER, LEADER, False),
        (Role.SECRETARY, SECRETARY, True),
        (Role.GUEST, EVERYONE, True),
    ],
)
def test_there_is_a_case_in_which_one_may(role: Role, who: Permission, may: bool) -> None:
    assert may_ever(person(1, role), who) is may


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (person(1, branch=FIRST), person(1, branch=SECOND), True),  # one line of the roster
        (person(1, branch=FIRST, name="王文例"), person(2, branch=FIRST, name="王文例"), True),
        (person(1, branch=FIRST, name="王文例"), person(2, name="王文例"), True),
        (person(1, branch=FIRST, name="王文例"), person(2, branch=SECOND, name="王文例"), False),
        (person(1, branch=FIRST, name="王文例"), person(2, branch=FIRST, name="王文"), False),
    ],
)
def test_one_human_may_stand_on_two_lines(one: Person, other: Person, same: bool) -> None:
    assert is_same_human(one, other) is same
    assert is_same_human(other, one) is same


SECRETARY_AND_ORGANISER = person(1, Role.SECRETARY, Role.ORGANISER, branch=FIRST)
SECOND_ORGANISER = person(2, Role.ORGANISER)
DEAN = person(3, Role.LEADER)
MEMBER = person(4, Role.MEMBER, branch=FIRST)


def test_those_who_answer_for_a_branch_are_its_secretaries() -> None:
    other = person(5, Role.SECRETARY, branch=SECOND)
    people = roster(SECRETARY_AND_ORGANISER, MEMBER, other)
    assert answering(people, FIRST) == (SECRETARY_AND_ORGANISER,)
    assert answering(people, SECOND) == (other,)


@pytest.mark.parametrize(
    ("people", "others"),
    [
        ((SECRETARY_AND_ORGANISER, SECOND_ORGANISER, DEAN), ("人2",)),  # another one of the office
        ((SECRETARY_AND_ORGANISER, DEAN, MEMBER), ("人3",)),  # else the leader stands in
        ((SECRETARY_AND_ORGANISER, MEMBER), ()),
    ],
)
def test_who_may_not_in_his_own_case_hears_who_may(
    people: tuple[Person, ...], others: tuple[str, ...]
) -> None:
    with pytest.raises(OwnCase) as refused:
        check(SECRETARY_AND_ORGANISER, ORGANISER, roster(*people), [SECRETARY_AND_ORGANISER])
    assert refused.value.others == others


def test_the_leader_does_an_organisers_work_only_where_every_organiser_is_concerned() -> None:
    alone = roster(SECRETARY_AND_ORGANISER, DEAN)
    check(DEAN, ORGANISER, alone, [SECRETARY_AND_ORGANISER])
    for people, about in (
        (alone, [MEMBER]),
        (alone, []),
        (roster(SECRETARY_AND_ORGANISER, SECOND_ORGANISER, DEAN), [SECRETARY_AND_ORGANISER]),
    ):
        with pytest.raises(NotAllowed) as refused:
            check(DEAN, ORGANISER, people, about)
        assert refused.value.who == "组织员"
