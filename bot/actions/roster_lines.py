"""Lines of a roster as they wait on a card."""

from dataclasses import asdict
from datetime import date
from typing import Any

from bot.documents.roster import RosterLine
from bot.domain.people import Role


def packed(line: RosterLine) -> dict[str, Any]:
    plain = asdict(line)
    since = line.since.isoformat() if line.since else None
    return plain | {"roles": sorted(line.roles), "since": since}


def unpacked(plain: dict[str, Any]) -> RosterLine:
    roles = frozenset(Role(role) for role in plain["roles"])
    since = date.fromisoformat(plain["since"]) if plain["since"] else None
    lists = {name: tuple(plain.get(name, ())) for name in ("groups", "superiors")}
    return RosterLine(**(plain | {"roles": roles, "since": since} | lists))
