"""To whom an act is offered, and how a plan shares out its rights."""

import pytest

from bot.domain.people import Person, Role
from bot.domain.permissions import EVALUATED, EVERYONE, EXPORTS, LEADER, SECRETARY, Permission
from bot.domain.plan import Rights


def person(*roles: Role) -> Person:
    return Person(1, "sample", "王文例", "w", frozenset(roles))


@pytest.mark.parametrize(
    ("permission", "roles", "allows", "is_offered"),
    [
        (EVALUATED, (), True, False),  # a result stays his also without the office
        (EVALUATED, (Role.SECRETARY,), True, True),
        (SECRETARY, (), False, False),
        (EVERYONE, (), True, True),
        (LEADER, (Role.LEADER,), True, True),
    ],
)
def test_an_act_is_offered_to_those_whom_it_concerns(
    permission: Permission, roles: tuple[Role, ...], allows: bool, is_offered: bool
) -> None:
    assert permission.allows(person(*roles)) is allows
    assert permission.is_offered(person(*roles)) is is_offered


def test_a_plan_shares_out_its_rights() -> None:
    leaders_only = EXPORTS.under(Rights(export=("领导",)))
    assert leaders_only.allows(person(Role.LEADER))
    assert not leaders_only.allows(person(Role.ORGANISER))
    assert (leaders_only.title, EXPORTS.title) == ("班子成员", "班子成员或组织员")
    assert LEADER.under(Rights()) is LEADER
