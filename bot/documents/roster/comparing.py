"""What is wrong between the rows of a roster: doubles, and who is missing."""

from collections.abc import Iterator, Sequence

from bot.documents.roster.lines import (
    ACCOUNT,
    BRANCH,
    GROUPS,
    NAME,
    RESPONSIBLE,
    ROLES,
    RosterLine,
    RosterProblem,
    Severity,
)
from bot.domain.people import Role
from bot.domain.plan import SubjectGroup


def compare(lines: Sequence[RosterLine], groups: Sequence[SubjectGroup]) -> Iterator[RosterProblem]:
    """Yields the problems that no row has by itself, in no order."""
    yield from _compare_accounts(lines)
    yield from _compare_names(lines)
    yield from _count_subjects(lines, groups)
    yield from _find_responsible(lines)


def _compare_accounts(lines: Sequence[RosterLine]) -> Iterator[RosterProblem]:
    first: dict[str, RosterLine] = {}
    for line in lines:
        before = first.setdefault(line.account, line)
        if line.account and before is not line:
            message = (
                f"账号“{line.account}”和第 {before.row} 行{before.name}的相同。"
                "请核对，每人一个账号；暂不清楚的可以先留空。"
            )
            yield RosterProblem(line.row, ACCOUNT, message)


def _compare_names(lines: Sequence[RosterLine]) -> Iterator[RosterProblem]:
    """Two persons of one name in one branch can be told apart by their accounts only."""
    first: dict[tuple[str, str], RosterLine] = {}
    for line in lines:
        before = first.setdefault((line.branch, line.name), line)
        if line.name and before is not line and not (line.account and before.account):
            message = (
                f"第 {before.row} 行已有同名的{line.name}。"
                "如果是同一人，请删去一行；如果是两个人，请都填上账号。"
            )
            yield RosterProblem(line.row, NAME, message)


def _count_subjects(
    lines: Sequence[RosterLine], groups: Sequence[SubjectGroup]
) -> Iterator[RosterProblem]:
    """Where no line names a group, the secretaries are evaluated. An office has one holder."""
    if not any(line.groups for line in lines):
        yield from _count_secretaries(lines)
        return
    for group in groups:
        if not group.office:
            continue
        holders: dict[str, RosterLine] = {}
        for line in lines:
            if group.id not in line.groups:
                continue
            before = holders.setdefault(line.branch, line)
            if not line.branch:
                message = f"{group.title}要写明所在支部，请在这一格填写支部名称。"
                yield RosterProblem(line.row, BRANCH, message)
            elif before is not line:
                message = (
                    f"{line.branch}已有{group.title}{before.name}（第 {before.row} 行）。"
                    "按职务评议的，一个支部只能有一位，请核对。"
                )
                yield RosterProblem(line.row, GROUPS, message)


def _find_responsible(lines: Sequence[RosterLine]) -> Iterator[RosterProblem]:
    """Somebody of the roster hands in for each body: who is named, else its branch's secretary."""
    persons = [line for line in lines if not line.is_body]
    names = {line.name for line in persons}
    led = {line.branch for line in persons if Role.SECRETARY in line.roles}
    for line in lines:
        if not line.is_body or line.responsible in names:
            continue
        if line.responsible:
            message = f"名册里没有负责人“{line.responsible}”，请填写名册里的姓名。"
            yield RosterProblem(line.row, RESPONSIBLE, message)
        elif line.branch not in led:
            message = f"请填写由谁替{line.name}交材料，写名册里的姓名。"
            yield RosterProblem(line.row, RESPONSIBLE, message)


def _count_secretaries(lines: Sequence[RosterLine]) -> Iterator[RosterProblem]:
    """A branch has one secretary: a second one is an error, none a warning."""
    secretary: dict[str, RosterLine] = {}
    for line in lines:
        if not line.branch or Role.SECRETARY not in line.roles:
            continue
        before = secretary.setdefault(line.branch, line)
        if before is not line:
            message = (
                f"{line.branch}已有书记{before.name}（第 {before.row} 行）。"
                "一个支部只能有一位书记，请核对身份。"
            )
            yield RosterProblem(line.row, ROLES, message)
    unread = {line.branch for line in lines if not line.roles}  # the secretary may be one of these
    first_lines = {line.branch: line for line in reversed(lines) if line.branch}
    for branch, line in first_lines.items():
        if branch not in secretary and branch not in unread:
            message = f"{branch}还没有书记，述职会缺这个支部。请给该支部的书记填上身份“书记”。"
            yield RosterProblem(line.row, ROLES, message, Severity.WARNING)
