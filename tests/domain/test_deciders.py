"""Which changes of the roster are changes of those who decide, and whom a change vouches for."""

from dataclasses import replace

import pytest

from bot.domain.deciders import DeciderChange, changes, touched
from bot.domain.people import Branch, Person, Role

FIRST, SECOND = Branch(1, "第一支部"), Branch(2, "第二支部")
LEADER = Person(1, "sample", "张立范", "l01", frozenset({Role.LEADER}))
ORGANISER = Person(2, "sample", "赵组样", "o01", frozenset({Role.ORGANISER}), FIRST)
MEMBER = Person(3, "sample", "杨小样", "m01", frozenset({Role.MEMBER}), FIRST)
ROSTER = [LEADER, ORGANISER, MEMBER]


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        ([LEADER, ORGANISER, MEMBER], []),
        ([MEMBER, ORGANISER, LEADER], []),  # the order says nothing
        ([replace(LEADER, name="张丽范"), ORGANISER, MEMBER], ["张立范 → 张丽范"]),
        ([replace(LEADER, account="l02"), ORGANISER, MEMBER], ["张立范"]),
        ([LEADER, replace(ORGANISER, branch=SECOND), MEMBER], ["赵组样"]),
        ([LEADER, replace(ORGANISER, roles=frozenset()), MEMBER], ["赵组样"]),
        ([LEADER, ORGANISER, replace(MEMBER, roles=frozenset({Role.LEADER}))], ["杨小样"]),
        ([ORGANISER, MEMBER], ["张立范"]),
        ([LEADER, ORGANISER, MEMBER, replace(LEADER, id=4, name="钱新样")], ["钱新样"]),
        ([replace(LEADER, note="外出", category="A"), ORGANISER, MEMBER], []),  # decides nothing
        ([LEADER, ORGANISER, replace(MEMBER, name="杨晓样", account="m02")], []),  # nobody's office
        ([LEADER, ORGANISER], []),
    ],
)
def test_only_what_touches_an_office_that_decides_is_told(
    after: list[Person], changed: list[str]
) -> None:
    assert [change.names for change in changes(ROSTER, after)] == changed


def test_who_came_and_who_left_have_one_side_alone() -> None:
    successor = replace(LEADER, id=9, name="钱新样")
    left, came = changes([LEADER], [successor])
    assert left == DeciderChange(LEADER, None)
    assert came == DeciderChange(None, successor)


@pytest.mark.parametrize(
    ("after", "ids"),
    [
        (ROSTER, ()),
        ([LEADER, ORGANISER], ()),  # who left confirms nothing any more
        ([LEADER, ORGANISER, replace(MEMBER, account="m02")], (3,)),
        ([LEADER, ORGANISER, replace(MEMBER, branch=None)], (3,)),
        ([LEADER, ORGANISER, replace(MEMBER, category="C", note="新")], ()),
        ([replace(MEMBER, id=7), *ROSTER], (7,)),
    ],
)
def test_everybody_whom_a_roster_brings_or_changes_is_touched(
    after: list[Person], ids: tuple[int, ...]
) -> None:
    assert touched(ROSTER, after) == ids
