"""Whom an act concerns, who may do it instead, and whom somebody can ask."""

from dataclasses import replace

import pytest

from bot.domain.conflicts import (
    able,
    about_subject,
    answering,
    check,
    helpers,
    is_second,
    may_ever,
)
from bot.domain.people import Branch, Department, Person, Role, Roster
from bot.domain.permissions import EVERYONE, LEADER, ORGANISER, SECRETARY, Permission
from bot.domain.refusals import NotAllowed, OwnCase

FIRST, SECOND = Branch(1, "第一支部"), Branch(2, "第二支部")
TEAM = Branch(12, "工会班子")


def person(number: int, *roles: Role, branch: Branch | None = None) -> Person:
    return Person(number, "sample", f"人{number}", f"p{number}", frozenset(roles), branch)


DEAN, VICE = person(1, Role.LEADER), person(2, Role.LEADER)
OFFICER, CLERK = person(3, Role.ORGANISER), person(4, Role.ORGANISER)
WANG = person(5, Role.SECRETARY, branch=FIRST)
DEPUTY = person(6, Role.SECRETARY, branch=FIRST)
MEMBER = person(7, Role.MEMBER, branch=FIRST)
BODY = Person(
    8, "sample", "工会班子", "", place=TEAM, groups=("bodies",), is_body=True, responsible=WANG.id
)


def roster(*people: Person) -> Roster:
    return Roster(Department("sample", "示例系"), people, (FIRST, SECOND))


def test_all_its_secretaries_answer_for_a_branch() -> None:
    assert answering(roster(DEAN, WANG, DEPUTY, MEMBER), FIRST) == (WANG, DEPUTY)
    assert answering(roster(WANG), SECOND) == ()


def test_for_a_body_it_answers_and_who_hands_in_for_it() -> None:
    assert answering(roster(WANG, BODY), TEAM) == (BODY, WANG)
    assert answering(roster(BODY), TEAM) == (BODY,)


@pytest.mark.parametrize(
    ("people", "subject", "concerned"),
    [
        ((WANG, BODY), BODY, (BODY, WANG)),
        ((BODY,), BODY, (BODY,)),  # its responsible has left the roster
        ((WANG, BODY), WANG, (WANG,)),
    ],
)
def test_an_act_about_a_body_concerns_who_hands_in_for_it(
    people: tuple[Person, ...], subject: Person, concerned: tuple[Person, ...]
) -> None:
    assert about_subject(roster(*people), subject) == concerned


OWN_OFFICER = replace(OFFICER, roles=frozenset({Role.ORGANISER, Role.SECRETARY}), branch=FIRST)
VOICELESS = replace(CLERK, account="")


@pytest.mark.parametrize(
    ("people", "about", "may"),
    [
        ((DEAN, OFFICER, CLERK), (WANG,), (OFFICER, CLERK)),
        ((DEAN, OWN_OFFICER, CLERK), (OWN_OFFICER,), (CLERK,)),
        ((DEAN, OWN_OFFICER), (OWN_OFFICER,), (DEAN,)),  # stands in
        ((replace(DEAN, account=""), OWN_OFFICER), (OWN_OFFICER,), ()),
        # Nobody stands in for want of an account.
        ((DEAN, VOICELESS), (WANG,), ()),
        ((DEAN, VOICELESS, OWN_OFFICER), (OWN_OFFICER,), (DEAN,)),
        ((DEAN,), (WANG,), ()),
        ((), (WANG,), ()),
    ],
)
def test_who_may_do_an_organisers_act(
    people: tuple[Person, ...], about: tuple[Person, ...], may: tuple[Person, ...]
) -> None:
    assert able(ORGANISER, roster(*people), about) == may


@pytest.mark.parametrize(
    ("actor", "who", "may"),
    [
        (OFFICER, ORGANISER, True),
        (DEAN, ORGANISER, True),  # he may stand in
        (OFFICER, LEADER, True),
        (DEAN, SECRETARY, False),
        (MEMBER, ORGANISER, False),
        (MEMBER, EVERYONE, True),
    ],
)
def test_who_may_ever_do_an_act(actor: Person, who: Permission, may: bool) -> None:
    assert may_ever(actor, who) is may


def test_whose_own_case_it_is_hears_who_may_instead() -> None:
    with pytest.raises(OwnCase) as own:
        check(OWN_OFFICER, ORGANISER, roster(DEAN, OWN_OFFICER, CLERK), [OWN_OFFICER])
    assert own.value.others == (CLERK.name,)
    check(CLERK, ORGANISER, roster(DEAN, OWN_OFFICER, CLERK), [OWN_OFFICER])
    check(DEAN, ORGANISER, roster(DEAN, OWN_OFFICER), [OWN_OFFICER])


def test_who_has_no_office_hears_whom_to_ask() -> None:
    with pytest.raises(NotAllowed) as refused:
        check(MEMBER, ORGANISER, roster(DEAN, OFFICER, MEMBER), [])
    assert refused.value.helpers == (OFFICER.name,)


@pytest.mark.parametrize(
    ("people", "actor", "asked"),
    [
        ((DEAN, OFFICER, MEMBER), MEMBER, (OFFICER,)),
        ((DEAN, OFFICER, CLERK), OFFICER, (CLERK,)),
        ((DEAN, VICE, OFFICER), OFFICER, (DEAN, VICE)),  # for an organiser the leaders
        ((DEAN, VICE), DEAN, (VICE,)),
        ((OFFICER, CLERK, person(9, Role.ORGANISER)), MEMBER, (OFFICER, CLERK)),
        ((MEMBER,), MEMBER, ()),
    ],
)
def test_whom_somebody_can_ask(
    people: tuple[Person, ...], actor: Person, asked: tuple[Person, ...]
) -> None:
    assert helpers(roster(*people), actor) == tuple(each.name for each in asked)


@pytest.mark.parametrize(
    ("first", "other", "changed", "about", "may"),
    [
        (OFFICER, DEAN, (), (), True),
        (DEAN, OFFICER, (), (), True),
        (DEAN, VICE, (), (), True),
        (OFFICER, CLERK, (), (), False),  # one of the two answers for it
        (DEAN, MEMBER, (), (), False),
        (DEAN, VOICELESS, (), (), False),
        (DEAN, DEAN, (), (), False),
        (DEAN, OFFICER, (OFFICER.id,), (), False),
        (DEAN, OFFICER, (CLERK.id,), (WANG,), True),
        (DEAN, OFFICER, (), (OFFICER,), False),
    ],
)
def test_who_may_confirm_as_the_second(
    first: Person,
    other: Person,
    changed: tuple[int, ...],
    about: tuple[Person, ...],
    may: bool,
) -> None:
    assert is_second(first, other, changed, about) is may
