"""Whom a line of a workbook speaks of."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.actions.roster_matching import match
from bot.documents.roster import RosterLine
from bot.domain.roster_entries import RosterEntry

NAMES = st.sampled_from(["甲", "乙"])
ACCOUNTS = st.sampled_from(["", "a1", "a2", "a3"])
BRANCHES = st.sampled_from(["", "第一支部", "第二支部"])


def entry(
    number: int, name: str = "甲", account: str = "", branch: str = "", *, active: bool = True
) -> RosterEntry:
    return RosterEntry(number, name, account, branch, frozenset(), "", date(2020, 1, 1), "", active)


def line(name: str = "甲", account: str = "", branch: str = "") -> RosterLine:
    return RosterLine(
        row=1, name=name, account=account, branch=branch, roles=frozenset(), category=""
    )


def matched(entries: list[RosterEntry], lines: list[RosterLine]) -> list[int | None]:
    return [found.id if found else None for found in match(entries, lines)]


def test_the_account_outweighs_name_and_branch() -> None:
    entries = [entry(1, "甲", "a1", "第一支部"), entry(2, "乙", "a2", "第二支部")]
    assert matched(entries, [line("甲", "a2", "第一支部")]) == [2]


def test_of_namesakes_the_one_in_the_same_branch_comes_first() -> None:
    entries = [entry(1, branch="第一支部"), entry(2, branch="第二支部")]
    lines = [line(branch="第二支部"), line(branch="第一支部")]
    assert matched(entries, lines) == [2, 1]


def test_who_left_comes_back_only_where_nobody_else_fits() -> None:
    left, here = entry(1, branch="第一支部", active=False), entry(2, branch="第二支部")
    assert matched([left, here], [line(branch="第一支部")]) == [2]
    assert matched([left], [line(branch="第二支部")]) == [1]


def test_a_name_with_another_account_is_another_person() -> None:
    assert matched([entry(1, account="a1")], [line(account="a2")]) == [None]
    assert matched([entry(1, account="a1")], [line()]) == [1]
    assert matched([entry(1)], [line(account="a2")]) == [1]


@given(
    st.lists(st.tuples(NAMES, ACCOUNTS, BRANCHES, st.booleans()), max_size=5),
    st.lists(st.tuples(NAMES, ACCOUNTS, BRANCHES), max_size=5),
)
def test_nobody_is_spoken_of_twice_and_no_account_changes_hands(
    known: list[tuple[str, str, str, bool]], told: list[tuple[str, str, str]]
) -> None:
    entries, lines, accounts = [], [], set[str]()
    for number, (name, account, branch, active) in enumerate(known):
        own = account if account not in accounts else ""
        accounts.add(own)
        entries.append(entry(number, name, own, branch, active=active))
    accounts.clear()
    for name, account, branch in told:
        own = account if account not in accounts else ""
        accounts.add(own)
        lines.append(line(name, own, branch))
    matches = match(entries, lines)
    ids = [found.id for found in matches if found]
    assert len(ids) == len(set(ids))
    for found, spoken in zip(matches, lines, strict=True):
        if found is not None and found.account and spoken.account:
            assert found.account == spoken.account
        elif found is not None:
            assert found.name == spoken.name
