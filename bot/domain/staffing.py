"""人员变动: what a sentence changes of a roster in the middle of a year, as rules on its lines.

Whoever leaves keeps his line, inactive: history keeps its names. Whoever takes over a branch takes over
what stands under it; whoever gives it up stays in it as a member.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.domain.people import Role
from bot.domain.refusals import Refusal
from bot.domain.roster_entries import RosterEntry
from bot.domain.values import dataclass

Entries = tuple[RosterEntry, ...]


class ChangeKind(StrEnum):
    JOINS = "joins"
    LEAVES = "leaves"
    MOVES = "moves"
    APPOINTED = "appointed"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class StaffChange:
    """One thing that changes about one person.

    `person` is None for somebody who is new. `branch` is where he joins, moves to or leads; `role`
    what he joins as, is appointed to or is dismissed from.
    """

    kind: ChangeKind
    name: str
    person: int | None = None
    branch: str = ""
    role: Role | None = None


@dataclass
class NobodyOfThatName(Refusal):
    """Whoever was meant is not on the roster now."""

    name: str


@dataclass
class NameTwice(Refusal):
    """The branch has somebody of that name, and nothing would tell the two apart."""

    name: str
    branch: str


@dataclass
class BranchLacking(Refusal):
    """It was not said which branch somebody joins."""

    name: str


@dataclass
class LeadsAnother(Refusal):
    """Whoever is to lead a branch leads another one."""

    name: str
    branch: str


class NothingToChange(Refusal):
    """The roster says so already."""


def apply(
    entries: Iterable[RosterEntry],
    changes: Sequence[StaffChange],
    *,
    today: date,
    offices: frozenset[str] = frozenset(),
) -> Entries:
    """Returns the lines of the roster after these changes, without leavers.

    `offices` are the groups of subjects that belong to an office and pass on with it. Raises
    NobodyOfThatName, NameTwice, BranchLacking, LeadsAnother, NothingToChange.
    """
    known = tuple(entries)
    lines = tuple(entry for entry in known if entry.active)
    before = lines
    for change in changes:
        match change.kind:
            case ChangeKind.JOINS:
                lines = _join(lines, known, change)
            case ChangeKind.LEAVES:
                leaver = _line_of(lines, change)
                lines = tuple(line for line in lines if line != leaver)
            case ChangeKind.MOVES:
                lines = _move(lines, change, offices)
            case ChangeKind.APPOINTED:
                lines = _appoint(lines, known, change, today, offices)
            case ChangeKind.DISMISSED:
                lines = _dismiss(lines, change, offices)
    if lines == before:
        raise NothingToChange
    return lines


def _join(lines: Entries, known: Entries, change: StaffChange) -> Entries:
    """Adds somebody behind his branch's last line; a leaver of the branch comes back as himself."""
    role = change.role or Role.MEMBER
    if not change.branch and role not in (Role.LEADER, Role.ORGANISER, Role.GUEST):
        raise BranchLacking(change.name)
    if any(line.name == change.name and line.branch == change.branch for line in lines):
        raise NameTwice(change.name, change.branch)
    former_id = None
    for entry in known:
        was_here = entry.name == change.name and entry.branch == change.branch
        if was_here and not entry.active:
            former_id = entry.id
    newcomer = RosterEntry(
        id=former_id,
        name=change.name,
        account="",
        branch=change.branch,
        roles=frozenset({role}),
        category=usual_category(lines, role),
        since=None,
        note="",
    )
    place = len(lines)
    for number, line in enumerate(lines, start=1):
        if change.branch and line.branch == change.branch:
            place = number
    return (*lines[:place], newcomer, *lines[place:])


def _dismiss(lines: Entries, change: StaffChange, offices: frozenset[str]) -> Entries:
    """Takes an office from somebody; a secretary votes and is evaluated as a member from then on."""
    holder = _line_of(lines, change)
    if change.role is not Role.SECRETARY or Role.SECRETARY not in holder.roles:
        return _replaced(lines, holder, _without(change.role))
    category = usual_category(lines, Role.MEMBER)
    return _replaced(lines, holder, _without(change.role, category, offices))


def _move(lines: Entries, change: StaffChange, offices: frozenset[str]) -> Entries:
    """Puts somebody into another branch; he does not lead the one that he leaves any more."""
    mover = _line_of(lines, change)
    if mover.branch == change.branch:
        return lines
    if any(line.name == mover.name and line.branch == change.branch for line in lines):
        raise NameTwice(mover.name, change.branch)
    if Role.SECRETARY in mover.roles:
        category = usual_category(lines, Role.MEMBER)
        lines = _replaced(lines, mover, _without(Role.SECRETARY, category, offices))
        mover = _line_of(lines, change)
    return _replaced(lines, mover, lambda line: replace(line, branch=change.branch))


def _appoint(
    lines: Entries,
    known: Entries,
    change: StaffChange,
    today: date,
    offices: frozenset[str],
) -> Entries:
    """Gives somebody an office; whoever led the branch gives it up."""
    assert change.role is not None, "one is appointed to an office"
    # Somebody new joins first; as a member where he is to lead, or he would pass for the one who does.
    if change.person is None:
        first_role = change.role
        if change.role is Role.SECRETARY:
            first_role = Role.MEMBER
        lines = _join(lines, known, replace(change, role=first_role))
    holder = _line_of(lines, change)
    if change.role is not Role.SECRETARY:
        roles = holder.roles | {change.role}
        return _replaced(lines, holder, lambda line: replace(line, roles=roles))
    if Role.SECRETARY in holder.roles and holder.branch == change.branch:
        return lines
    if Role.SECRETARY in holder.roles:
        raise LeadsAnother(holder.name, holder.branch)
    category = usual_category(lines, Role.SECRETARY)
    groups = holder.groups
    formers = [
        line for line in lines if Role.SECRETARY in line.roles and line.branch == change.branch
    ]
    for former in formers:
        # What belongs to the office passes on with it: the class, the groups, the bodies.
        category = former.category
        groups = (*groups, *(group for group in former.groups if group in offices))
        lines = _replaced(lines, former, _without(Role.SECRETARY, holder.category, offices))
        lines = _with_responsible(lines, former, holder.name)
    successor = replace(
        holder,
        branch=change.branch,
        roles=holder.roles - {Role.MEMBER} | {Role.SECRETARY},
        category=category,
        groups=groups,
        since=today,
    )
    return _replaced(lines, _line_of(lines, change), lambda _line: successor)


def _with_responsible(lines: Entries, former: RosterEntry, name: str) -> Entries:
    """Lets the successor hand in for the bodies of the branch for which the former one did."""
    changed = []
    for line in lines:
        if line.is_body and line.responsible == former.name and line.branch == former.branch:
            changed.append(replace(line, responsible=name))
        else:
            changed.append(line)
    return tuple(changed)


def _without(
    role: Role | None, category: str = "", offices: frozenset[str] = frozenset()
) -> Callable[[RosterEntry], RosterEntry]:
    """Returns what takes an office from somebody, with what belongs to it; he stays a member."""

    def dismissed(line: RosterEntry) -> RosterEntry:
        roles = line.roles - {role}
        groups = tuple(group for group in line.groups if group not in offices)
        return replace(
            line,
            roles=frozenset(roles or {Role.MEMBER}),
            category=category or line.category,
            groups=groups,
        )

    return dismissed


def usual_category(lines: Iterable[RosterEntry], role: Role) -> str:
    """Returns the voter category that most with this role have; empty where nobody has it."""
    categories = Counter(line.category for line in lines if role in line.roles and line.category)
    if not categories:
        return ""
    return categories.most_common(1)[0][0]


def _line_of(lines: Entries, change: StaffChange) -> RosterEntry:
    """Returns the line that a change is about. Raises NobodyOfThatName."""
    for line in lines:
        if change.person is not None and line.id == change.person:
            return line
        if change.person is None and (line.name, line.branch) == (change.name, change.branch):
            return line
    raise NobodyOfThatName(change.name)


def _replaced(
    lines: Entries, old: RosterEntry, change: Callable[[RosterEntry], RosterEntry]
) -> Entries:
    changed = []
    for line in lines:
        if line == old:
            changed.append(change(line))
        else:
            changed.append(line)
    return tuple(changed)
