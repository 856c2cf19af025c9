"""What a sentence changes of a roster, as rules on its lines: a table, and what holds for any changes."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.refusals import Refusal
from bot.domain.roster_entries import RosterEntry
from bot.domain.staffing import (
    BranchLacking,
    ChangeKind,
    Entries,
    LeadsAnother,
    NameTwice,
    NobodyOfThatName,
    NothingToChange,
    StaffChange,
    apply,
    usual_category,
)

TODAY = date(2026, 12, 1)
OFFICE = "secretaries"  # a group of subjects that belongs to the office
JOINS, LEAVES, MOVES = ChangeKind.JOINS, ChangeKind.LEAVES, ChangeKind.MOVES
APPOINTED, DISMISSED = ChangeKind.APPOINTED, ChangeKind.DISMISSED
SECRETARY, MEMBER, LEADER, ORGANISER = Role.SECRETARY, Role.MEMBER, Role.LEADER, Role.ORGANISER


def line(
    number: int | None,
    name: str,
    branch: str,
    *roles: Role,
    category: str = "",
    groups: tuple[str, ...] = (),
    active: bool = True,
    is_body: bool = False,
    responsible: str = "",
) -> RosterEntry:
    return RosterEntry(
        id=number,
        name=name,
        account=f"account-{number}",
        branch=branch,
        roles=frozenset(roles),
        category=category,
        since=None,
        note="",
        active=active,
        groups=groups,
        is_body=is_body,
        responsible=responsible,
    )


ROSTER = (
    line(1, "钱领", "", LEADER, category="A"),
    line(2, "孙组", "", ORGANISER, category="A"),
    line(3, "王一", "一支部", SECRETARY, category="B", groups=(OFFICE,)),
    line(4, "赵员", "一支部", MEMBER, category="C"),
    line(5, "李二", "二支部", SECRETARY, category="B", groups=(OFFICE,)),
    line(6, "周员", "二支部", MEMBER, category="C"),
    line(7, "吴离", "一支部", MEMBER, category="C", active=False),
    line(8, "支委会", "一支部", category="", is_body=True, responsible="王一"),
)


def change(
    kind: ChangeKind,
    name: str,
    person: int | None = None,
    branch: str = "",
    role: Role | None = None,
) -> StaffChange:
    return StaffChange(kind, name, person, branch, role)


def changed(*changes: StaffChange, entries: Sequence[RosterEntry] = ROSTER) -> Entries:
    return apply(entries, changes, today=TODAY, offices=frozenset({OFFICE}))


def of(entries: Entries, name: str) -> RosterEntry:
    [found] = [entry for entry in entries if entry.name == name]
    return found


SUCCEEDS = change(APPOINTED, "赵员", 4, "一支部", SECRETARY)
SUCCEEDS_BACK = change(APPOINTED, "王一", 3, "一支部", SECRETARY)


@pytest.mark.parametrize(
    ("changes", "name", "branch", "roles", "category", "groups"),
    [
        ([SUCCEEDS], "赵员", "一支部", {SECRETARY}, "B", (OFFICE,)),
        ([SUCCEEDS], "王一", "一支部", {MEMBER}, "C", ()),
        ([change(APPOINTED, "周员", 6, "一支部", SECRETARY)], "周员", "一支部", {SECRETARY}, "B", (OFFICE,)),
        ([change(APPOINTED, "郑新", None, "一支部", SECRETARY)], "郑新", "一支部", {SECRETARY}, "B", (OFFICE,)),
        ([change(APPOINTED, "钱领", 1, "", ORGANISER)], "钱领", "", {LEADER, ORGANISER}, "A", ()),
        ([change(DISMISSED, "孙组", 2, "", ORGANISER)], "孙组", "", {MEMBER}, "A", ()),
        ([change(JOINS, "郑新", None, "二支部", MEMBER)], "郑新", "二支部", {MEMBER}, "C", ()),
        ([change(MOVES, "赵员", 4, "二支部")], "赵员", "二支部", {MEMBER}, "C", ()),
        ([change(MOVES, "王一", 3, "二支部")], "王一", "二支部", {MEMBER}, "C", ()),
        ([change(DISMISSED, "王一", 3, "一支部", SECRETARY)], "王一", "一支部", {MEMBER}, "C", ()),
    ],
)  # fmt: skip
def test_a_change_makes_this_line(
    changes: Sequence[StaffChange],
    name: str,
    branch: str,
    roles: set[Role],
    category: str,
    groups: tuple[str, ...],
) -> None:
    entry = of(changed(*changes), name)
    assert (entry.branch, entry.category, entry.groups) == (branch, category, groups)
    assert set(entry.roles) == roles


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (change(LEAVES, "无名", 99), NobodyOfThatName),
        (change(LEAVES, "吴离", 7), NobodyOfThatName),  # has left already
        (change(JOINS, "赵员", None, "一支部", MEMBER), NameTwice),
        (change(MOVES, "赵员", 4, "一支部"), NothingToChange),
        (change(JOINS, "郑新", None, "", MEMBER), BranchLacking),
        (change(APPOINTED, "李二", 5, "一支部", SECRETARY), LeadsAnother),
        (change(APPOINTED, "王一", 3, "一支部", SECRETARY), NothingToChange),
        (change(DISMISSED, "赵员", 4, "一支部", SECRETARY), NothingToChange),
    ],
)
def test_what_does_not_fit_is_refused(wrong: StaffChange, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        changed(wrong)


def test_who_takes_over_hands_in_for_the_bodies_of_the_branch() -> None:
    assert of(changed(SUCCEEDS), "支委会").responsible == "赵员"


def test_his_office_begins_today_and_nobody_elses_line_changes() -> None:
    after = changed(SUCCEEDS)
    assert of(after, "赵员").since == TODAY
    others = {"钱领", "孙组", "李二", "周员"}
    assert {entry for entry in after if entry.name in others} == {
        entry for entry in ROSTER if entry.name in others
    }


def test_changed_and_changed_back_leaves_every_office_where_it_was() -> None:
    after = changed(SUCCEEDS_BACK, entries=changed(SUCCEEDS))
    for name in ("王一", "赵员"):
        before, now = of(ROSTER, name), of(after, name)
        assert (now.roles, now.category, now.groups) == (
            before.roles,
            before.category,
            before.groups,
        )
    assert of(after, "支委会").responsible == "王一"


def test_a_leaver_who_comes_back_is_himself_and_has_no_account_yet() -> None:
    entry = of(changed(change(JOINS, "吴离", None, "一支部", MEMBER)), "吴离")
    assert (entry.id, entry.account) == (7, "")


def test_a_leaver_of_another_branch_is_somebody_else() -> None:
    assert of(changed(change(JOINS, "吴离", None, "二支部", MEMBER)), "吴离").id is None


@given(st.lists(st.sampled_from(["A", "B", "C", ""]), max_size=8))
def test_the_usual_category_is_one_that_somebody_has(categories: list[str]) -> None:
    lines = [
        line(number, f"甲{number}", "一支部", MEMBER, category=category)
        for number, category in enumerate(categories)
    ]
    usual = usual_category(lines, MEMBER)
    known = [category for category in categories if category]
    if not known:
        assert usual == ""
    else:
        assert known.count(usual) == max(map(known.count, known))


PEOPLE = st.sampled_from([(entry.id, entry.name) for entry in ROSTER if not entry.is_body])


@st.composite
def any_change(draw: st.DrawFn) -> StaffChange:
    kind = draw(st.sampled_from(list(ChangeKind)))
    person, name = draw(st.one_of(PEOPLE, st.sampled_from([(None, "郑新"), (None, "冯新")])))
    branch = draw(st.sampled_from(["", "一支部", "二支部"]))
    role: Role | None = None
    if kind in (JOINS, APPOINTED, DISMISSED):
        role = draw(st.sampled_from([SECRETARY, MEMBER, ORGANISER, LEADER]))
    if kind is APPOINTED and role is SECRETARY and not branch:
        branch = "一支部"
    return StaffChange(kind, name, person, branch, role)


@given(st.lists(any_change(), min_size=1, max_size=6))
def test_whatever_is_said_nobody_is_lost_and_no_branch_has_two_leaders(
    changes: list[StaffChange],
) -> None:
    entries: Entries = ROSTER
    for one in changes:
        try:
            after = changed(one, entries=entries)
        except Refusal:
            continue
        gone = {entry.name for entry in entries if entry.active} - {entry.name for entry in after}
        may_go = {one.name} if one.kind is LEAVES else set()
        assert gone <= may_go
        assert all(entry.roles or entry.is_body for entry in after)
        ids = [entry.id for entry in after if entry.id is not None]
        assert len(ids) == len(set(ids))
        if one.kind is APPOINTED and one.role is SECRETARY:
            leaders = [
                entry for entry in after if SECRETARY in entry.roles and entry.branch == one.branch
            ]
            assert [leader.name for leader in leaders] == [one.name]
        entries = after
