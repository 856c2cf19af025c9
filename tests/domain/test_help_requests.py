"""Who owes the answer to a call for help."""

import pytest

from bot.domain.people import Branch, Department, Person, Role, Roster
from bot.domain.rectification.help_requests import helper_for, leader_for, may_help

FIRST, SECOND = Branch(1, "第一支部"), Branch(2, "第二支部")


def person(number: int, *roles: Role, branch: Branch | None = None, account: str = "a") -> Person:
    bound = f"{account}{number}" if account else ""
    return Person(number, "d", f"人{number}", bound, frozenset(roles), branch)


def roster(*people: Person) -> Roster:
    return Roster(Department("d", "系", "", "sandbox"), people, (FIRST, SECOND))


SECRETARY = person(1, Role.SECRETARY, branch=FIRST)
ORGANISER = person(2, Role.ORGANISER)
LEADER = person(3, Role.LEADER)


def test_organiser_comes_before_a_leader() -> None:
    assert helper_for(roster(LEADER, ORGANISER, SECRETARY), (SECRETARY,)) == ORGANISER


def test_nobody_answers_his_own_call() -> None:
    both = person(4, Role.SECRETARY, Role.ORGANISER, branch=FIRST)
    assert helper_for(roster(both, LEADER), (both,)) == LEADER
    assert helper_for(roster(both), (both,)) is None


@pytest.mark.parametrize(
    "helper",
    [person(5, Role.MEMBER), person(6, Role.ORGANISER, account="")],
    ids=["without an office", "without an account"],
)
def test_who_cannot_be_told_or_has_no_office_owes_nothing(helper: Person) -> None:
    assert not may_help(helper, (SECRETARY,))
    assert helper_for(roster(helper, SECRETARY), (SECRETARY,)) is None


def test_leader_whose_own_case_it_is_is_passed_over() -> None:
    own = person(7, Role.LEADER, Role.SECRETARY, branch=FIRST)
    assert leader_for(roster(own, LEADER), (own,)) == LEADER
    assert leader_for(roster(own), (own,)) is None
