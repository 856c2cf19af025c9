"""The people of a department as the lines of a workbook, and such lines as they wait on a card."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.storage import rosters as store


def packed(line: RosterLine) -> dict[str, Any]:
    plain = asdict(line)
    since = None
    if line.since is not None:
        since = line.since.isoformat()
    return plain | {"roles": sorted(line.roles), "since": since}


def unpacked(plain: dict[str, Any]) -> RosterLine:
    roles = frozenset(Role(role) for role in plain["roles"])
    since = None
    if plain["since"]:
        since = date.fromisoformat(plain["since"])
    # A card may have been stored before there were these columns.
    lists = {name: tuple(plain.get(name, ())) for name in ("groups", "superiors")}
    return RosterLine(**(plain | {"roles": roles, "since": since} | lists))


def lines_of(work: UnitOfWork, department_id: str) -> tuple[RosterLine, ...]:
    """Returns the people of a department as the lines of a workbook; groups are left out, because
    they are those of its plan.
    """
    return tuple(
        replace(line, groups=(), responsible="")
        for line in whole_lines_of(work, department_id)
        if not line.is_body
    )


def whole_lines_of(work: UnitOfWork, department_id: str) -> tuple[RosterLine, ...]:
    """Returns everybody of a department as the lines of its own workbook."""
    return tuple(
        RosterLine(
            0,
            entry.name,
            entry.account,
            entry.branch,
            entry.roles,
            entry.category,
            entry.since,
            entry.note,
            groups=entry.groups,
            is_body=entry.is_body,
            responsible=entry.responsible,
            superiors=entry.superiors,
        )
        for entry in store.entries(work.session, department_id)
        if entry.active
    )
