"""Who is evaluated, under which place, and who answers for it: of secretaries, and of groups."""

from dataclasses import replace

import pytest

from bot.domain.people import Branch, Department, Person, Role, Roster, name_of

FIRST, SECOND, THIRD = (Branch(number, f"第{name}支部") for number, name in enumerate("一二三", 1))
DESK, TEAM = Branch(11, "王文例"), Branch(12, "工会班子")
SAMPLE = Department("sample", "示例系")


def person(number: int, *roles: Role, branch: Branch | None = None) -> Person:
    return Person(number, "sample", f"人{number}", f"p{number}", frozenset(roles), branch)


LEADER = person(1, Role.LEADER)
WANG = person(2, Role.SECRETARY, branch=FIRST)
DEPUTY = person(3, Role.SECRETARY, branch=FIRST)
LI = person(4, Role.SECRETARY, branch=SECOND)
MEMBER = person(5, Role.MEMBER, branch=SECOND)
PLAIN = Roster(SAMPLE, (LEADER, LI, WANG, DEPUTY, MEMBER), (FIRST, SECOND, THIRD))

HEAD = replace(person(6, branch=FIRST), groups=("cadres",), place=DESK)
CLERK = replace(person(7, branch=SECOND), groups=("cadres",))
BODY = replace(
    person(8), groups=("bodies",), place=TEAM, is_body=True, account="", responsible=WANG.id
)
GROUPED = Roster(SAMPLE, (LEADER, WANG, HEAD, CLERK, BODY), (FIRST, SECOND, THIRD))


def test_without_groups_the_secretaries_are_evaluated() -> None:
    assert not PLAIN.is_grouped
    assert PLAIN.places == PLAIN.all_places == (FIRST, SECOND, THIRD)
    assert PLAIN.subjects == (WANG, LI)  # the first of two, in the order of the branches
    assert PLAIN.subject_of(THIRD) is None
    assert [PLAIN.is_subject(each) for each in PLAIN.people] == [False, True, True, False, False]


def test_with_groups_those_are_evaluated_who_belong_to_one() -> None:
    assert GROUPED.is_grouped
    assert GROUPED.places == (DESK, SECOND, TEAM)
    assert GROUPED.all_places == (FIRST, SECOND, THIRD, DESK, TEAM)
    assert GROUPED.subjects == (HEAD, CLERK, BODY)
    assert not GROUPED.is_subject(WANG)
    assert GROUPED.subject_of(FIRST) is None


def test_who_belongs_to_a_group_and_to_no_place_is_not_evaluated() -> None:
    homeless = replace(person(9), groups=("cadres",))
    assert replace(GROUPED, people=(homeless,)).subjects == ()


def test_two_in_one_place_are_the_first() -> None:
    second = replace(person(9, branch=SECOND), groups=("cadres",))
    roster = replace(GROUPED, people=(*GROUPED.people, second))
    assert roster.subject_of(SECOND) == CLERK
    assert not roster.is_subject(second)


@pytest.mark.parametrize(
    ("roster", "branch", "places"),
    [
        (PLAIN, FIRST, (FIRST,)),
        (PLAIN, THIRD, (THIRD,)),  # nobody is evaluated there
        (GROUPED, FIRST, (DESK,)),
        (GROUPED, SECOND, (SECOND,)),
        (GROUPED, THIRD, (THIRD,)),
    ],
)
def test_the_places_in_a_branch(roster: Roster, branch: Branch, places: tuple[Branch, ...]) -> None:
    assert roster.places_in(branch) == places


@pytest.mark.parametrize(
    ("place", "around", "home"),
    [
        (FIRST, FIRST, "第一支部"),
        (DESK, FIRST, "第一支部"),
        (TEAM, None, ""),  # its subject belongs to no branch
        (Branch(99, "别处"), None, ""),
    ],
)
def test_the_branch_around_a_place(place: Branch, around: Branch | None, home: str) -> None:
    assert GROUPED.branch_around(place) == around
    assert GROUPED.home_of(place) == home


def test_of_a_body_its_responsible_hands_in() -> None:
    assert GROUPED.responsible_for(DESK) == HEAD
    assert GROUPED.responsible_for(TEAM) == WANG
    assert GROUPED.responsible_for(THIRD) is None
    nobody = replace(GROUPED, people=(replace(BODY, responsible=None), WANG))
    assert nobody.responsible_for(TEAM) is None
    gone = replace(GROUPED, people=(BODY,))
    assert gone.responsible_for(TEAM) is None


def test_the_places_for_which_somebody_hands_in() -> None:
    assert GROUPED.places_of(HEAD) == (DESK,)
    assert GROUPED.places_of(WANG) == (TEAM,)
    assert GROUPED.places_of(LEADER) == ()
    both = replace(BODY, responsible=HEAD.id)
    roster = replace(GROUPED, people=(both, HEAD))
    assert roster.places_of(HEAD) == (DESK, TEAM)  # his own first


def test_a_place_is_found_by_its_id() -> None:
    assert GROUPED.subject_at(DESK.id) == HEAD
    assert GROUPED.subject_at(99) is None


def test_who_leads_a_branch_whoever_is_evaluated_there() -> None:
    assert GROUPED.secretary_of(FIRST) == WANG
    assert GROUPED.secretary_of(SECOND) is None
    assert PLAIN.secretary_of(SECOND) == LI


def test_the_place_that_a_name_means() -> None:
    assert GROUPED.place_meant(THIRD) == THIRD
    assert GROUPED.place_meant(HEAD) == DESK
    assert GROUPED.place_meant(WANG) == FIRST  # he is not evaluated: his branch
    assert GROUPED.place_meant(LEADER) is None
    assert GROUPED.place_of(WANG) is None


@pytest.mark.parametrize(
    ("somebody", "reports"),
    [
        (WANG, True),
        (MEMBER, False),
        (replace(WANG, grouped=True), False),  # the roster says who is evaluated
        (replace(WANG, grouped=True, hands_in=True), True),
        (replace(MEMBER, grouped=True, groups=("cadres",)), True),
        (replace(MEMBER, groups=("cadres",)), False),
    ],
)
def test_who_hands_in_a_report(somebody: Person, reports: bool) -> None:
    assert somebody.reports is reports


@pytest.mark.parametrize(
    ("somebody", "title", "branch"),
    [
        (WANG, "人2", "第一支部"),
        (replace(WANG, namesake=True), "人2（第一支部）", "第一支部"),
        (replace(LEADER, namesake=True), "人1", ""),
    ],
)
def test_how_people_are_called(somebody: Person, title: str, branch: str) -> None:
    assert (somebody.title, somebody.branch_name) == (title, branch)


def test_nobody_has_no_name() -> None:
    assert [name_of(None), name_of(FIRST), name_of(WANG)] == ["", "第一支部", "人2"]


def test_a_department_is_called_with_its_procedure() -> None:
    assert SAMPLE.title == "示例系"
    assert replace(SAMPLE, procedure="干部考核").title == "示例系（干部考核）"
