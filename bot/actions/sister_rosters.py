"""One office, several procedures, the same people: a change of people is told once, and offered to
the rosters of the other procedures.

What a procedure alone knows of somebody (his class, whether he is evaluated) stays as it is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.actions import confirmations, cycles, people, roster_lines, rosters
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.open_cards import CardText
from bot.domain.people import Department, Person, Role, Roster
from bot.domain.values import dataclass
from bot.messages import Message
from bot.texts import sister_rosters as texts

OFFER = "sister_roster"
# What is the same in every procedure; the rest of a line is a procedure's own.
COMMON = ("name", "account", "branch", "roles", "since", "note", "superiors")


@dataclass(frozen=True)
class PeopleChange:
    """Who came, who went, and who is described otherwise: his line before and after."""

    came: tuple[RosterLine, ...]
    went: tuple[RosterLine, ...]
    changed: tuple[tuple[RosterLine, RosterLine], ...]

    @property
    def any(self) -> bool:
        return bool(self.came or self.went or self.changed)


def offer(work: UnitOfWork, department: Department, before: Roster, after: Roster) -> None:
    """Shows an organiser of each other procedure of this office what would change there too.

    It is a no-op where no other procedure has these people, or nothing would change.
    """
    change = _change_of(before, after, roster_lines.whole_lines_of(work, department.id))
    if not change.any:
        return
    organiser_accounts = {person.account for person in after.with_role(Role.ORGANISER)}
    for sister in people.departments(work):
        # Procedures of one office bear its name and differ in that of the procedure
        # (docs/decisions/0026).
        if sister.id == department.id or sister.name != department.name:
            continue
        candidates = people.roster(work, sister.id).with_account(Role.ORGANISER)
        if not candidates:
            continue
        # One who is an organiser here too knows of the change already.
        organiser = min(candidates, key=lambda person: person.account not in organiser_accounts)
        preview = rosters.preview_roster(work, sister.id, lines_with(work, sister, change))
        if not preview.any:
            continue
        question = texts.question(
            department.title, sister.title, preview.added, preview.changed, preview.left
        )
        card = confirmations.ask_oneself(
            work, organiser, OFFER, {"change": pack(change)}, CardText(texts.TITLE, question)
        )
        work.message_person(sister, organiser, Message(card=card), key=f"sister:{card.id}")


def lines_with(
    work: UnitOfWork, department: Department, change: PeopleChange
) -> tuple[RosterLine, ...]:
    """Returns the lines of a department's roster as they would be with the change."""
    went = {_key(line) for line in change.went}
    described = {_key(before): (before, after) for before, after in change.changed}
    lines = []
    for line in roster_lines.whole_lines_of(work, department.id):
        # People go everywhere at once; a body is this procedure's own.
        if _key(line) in went and not line.is_body:
            continue
        differences = {}
        if _key(line) in described:
            before, after = described[_key(line)]
            differences = {
                name: getattr(after, name)
                for name in COMMON
                if getattr(before, name) != getattr(after, name)
            }
        lines.append(replace(line, **differences))
    known = {_key(line) for line in lines}
    categories: set[str] = set()
    cycle = cycles.current(work, department.id)
    if cycle is not None:
        categories = {category.id for category in cycle.plan.ballot.categories}
    for line in change.came:
        if _key(line) in known:
            continue
        # A newcomer has a class where this plan has it; whether he is evaluated here is said in
        # this procedure's own workbook.
        category = ""
        if line.category in categories:
            category = line.category
        lines.append(replace(line, category=category, groups=()))
    return tuple(lines)


def pack(change: PeopleChange) -> dict[str, Any]:
    return {
        "came": [roster_lines.packed(line) for line in change.came],
        "went": [roster_lines.packed(line) for line in change.went],
        "changed": [
            [roster_lines.packed(before), roster_lines.packed(after)]
            for before, after in change.changed
        ],
    }


def unpack(plain: Mapping[str, Any]) -> PeopleChange:
    return PeopleChange(
        tuple(map(roster_lines.unpacked, plain["came"])),
        tuple(map(roster_lines.unpacked, plain["went"])),
        tuple(
            (roster_lines.unpacked(before), roster_lines.unpacked(after))
            for before, after in plain["changed"]
        ),
    )


def _key(line: RosterLine) -> str:
    """Returns by what somebody is known on every roster."""
    return line.account or line.name


def _line_of(person: Person) -> RosterLine:
    branch = person.branch_name
    return RosterLine(
        0,
        person.name,
        person.account,
        branch,
        person.roles,
        superiors=person.superiors,
        is_body=person.is_body,
    )


def _change_of(before: Roster, after: Roster, lines: Sequence[RosterLine]) -> PeopleChange:
    """Compares two states of a roster; `lines` are those of the later one."""
    former = {person.id: _line_of(person) for person in before.people if not person.is_body}
    current = {person.id: _line_of(person) for person in after.people if not person.is_body}
    whole = {_key(line): line for line in lines}
    return PeopleChange(
        came=tuple(
            # A newcomer comes with all of his line, his class and his note among it.
            whole.get(_key(line), line)
            for person_id, line in current.items()
            if person_id not in former
        ),
        went=tuple(line for person_id, line in former.items() if person_id not in current),
        changed=tuple(
            (former[person_id], line)
            for person_id, line in current.items()
            if person_id in former and former[person_id] != line
        ),
    )
