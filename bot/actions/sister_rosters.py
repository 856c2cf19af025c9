"""One office, several procedures, the same people: a change of people is told once, and offered to
the rosters of the other procedures.

What a procedure alone knows of somebody (his class, whether he is evaluated) stays as it is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.actions import confirmations, cycles, people, roster_lines, rosters
from bot.actions.rosters import RosterChanges
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
    for sister in people.departments(work):
        # Procedures of one office bear its name and differ in that of the procedure
        # (docs/decisions/0026).
        if sister.id == department.id or sister.name != department.name:
            continue
        organiser = _organiser_of(work, sister, after)
        if organiser is None:
            continue
        preview = rosters.preview_roster(work, sister.id, lines_with(work, sister, change))
        if preview.any:
            _ask(work, department, sister, organiser, change, preview)


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
        if _key(line) in described:
            lines.append(_described(line, *described[_key(line)]))
        else:
            lines.append(line)
    known = {_key(line) for line in lines}
    return (*lines, *_newcomers(work, department, change, known))


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


def _organiser_of(work: UnitOfWork, sister: Department, after: Roster) -> Person | None:
    """Returns who is asked: an organiser of that procedure, who is one here too if there is such."""
    organisers = [
        person
        for person in people.roster(work, sister.id).with_role(Role.ORGANISER)
        if person.account
    ]
    accounts = {person.account for person in after.with_role(Role.ORGANISER)}
    organisers.sort(key=lambda person: person.account not in accounts)
    if not organisers:
        return None
    return organisers[0]


def _ask(
    work: UnitOfWork,
    department: Department,
    sister: Department,
    organiser: Person,
    change: PeopleChange,
    preview: RosterChanges,
) -> None:
    """Sends the organiser the card on which he takes the change over."""
    card_text = CardText(
        texts.TITLE,
        texts.question(
            department.title, sister.title, preview.added, preview.changed, preview.left
        ),
    )
    card = confirmations.ask_oneself(work, organiser, OFFER, {"change": pack(change)}, card_text)
    work.message_person(sister, organiser, Message(card=card), key=f"sister:{card.id}")


def _described(line: RosterLine, before: RosterLine, after: RosterLine) -> RosterLine:
    """Returns a line with what differs between the other two."""
    differences = {
        name: getattr(after, name)
        for name in COMMON
        if getattr(before, name) != getattr(after, name)
    }
    return replace(line, **differences)


def _newcomers(
    work: UnitOfWork, department: Department, change: PeopleChange, known: set[str]
) -> Iterator[RosterLine]:
    """Yields those who come, with a class where this plan has it; whether they are evaluated here
    is said in this procedure's own workbook.
    """
    categories: set[str] = set()
    cycle = cycles.current(work, department.id)
    if cycle is not None:
        categories = {category.id for category in cycle.plan.ballot.categories}
    for line in change.came:
        if _key(line) in known:
            continue
        category = ""
        if line.category in categories:
            category = line.category
        yield replace(line, category=category, groups=())
