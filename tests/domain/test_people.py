from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Branch, Department, Person, Role, Roster
from bot.domain.permissions import EVERYONE, LEADER, ORGANISER, OVERSIGHT, SECRETARY, Permission

FIRST, SECOND, THIRD = (Branch(number, f"第{name}支部") for number, name in enumerate("一二三", 1))
ROLES = st.frozensets(st.sampled_from(Role))
NAMED = st.sampled_from([EVERYONE, SECRETARY, LEADER, ORGANISER, OVERSIGHT])


def person(number: int, *roles: Role, branch: Branch | None = None) -> Person:
    return Person(number, "sample", f"人{number}", f"p{number}", frozenset(roles), branch)


ROSTER = Roster(
    Department("sample", "示例系"),
    (
        person(1, Role.LEADER),
        person(2, Role.MEMBER, branch=FIRST),
        person(3, Role.SECRETARY, Role.ORGANISER, branch=SECOND),
        person(4, Role.SECRETARY, branch=FIRST),
    ),
    (FIRST, SECOND, THIRD),
)


def test_the_subjects_stand_in_the_order_of_their_branches() -> None:
    assert [found.id for found in ROSTER.subjects] == [4, 3]
    assert ROSTER.subject_of(THIRD) is None
    assert [found.id for found in ROSTER.with_role(Role.SECRETARY)] == [3, 4]
    found = ROSTER.person(2)
    assert found is not None
    assert found.branch == FIRST
    assert ROSTER.person(9) is None
    assert (ROSTER.place(THIRD.id), ROSTER.place(9)) == (THIRD, None)


def test_who_has_no_account_cannot_be_told_anything() -> None:
    unbound = replace(person(5, Role.SECRETARY), account="")
    roster = replace(ROSTER, people=(*ROSTER.people, unbound))
    assert [found.id for found in roster.with_role(Role.SECRETARY)] == [3, 4, 5]
    assert [found.id for found in roster.with_account(Role.SECRETARY)] == [3, 4]


@given(roles=ROLES, one=NAMED, other=NAMED)
def test_permissions_combine_as_their_words_say(
    roles: frozenset[Role], one: Permission, other: Permission
) -> None:
    actor = person(1, *roles)
    assert (one | other).allows(actor) is (one.allows(actor) or other.allows(actor))
    assert (one & other).allows(actor) is (one.allows(actor) and other.allows(actor))
    assert (one | other).title == f"{one.title}或{other.title}"
    assert (one & other).title == f"{one.title}且{other.title}"


@given(roles=ROLES)
def test_oversight_is_for_leaders_and_organisers_alone(roles: frozenset[Role]) -> None:
    actor = person(1, *roles)
    assert OVERSIGHT.allows(actor) is bool(roles & {Role.LEADER, Role.ORGANISER})
    assert EVERYONE.allows(actor)
