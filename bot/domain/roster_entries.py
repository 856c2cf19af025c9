"""The lines of a roster as values, leavers among them."""

from datetime import date

from bot.domain.people import Role
from bot.domain.values import dataclass


@dataclass(frozen=True)
class RosterEntry:
    """Somebody who is or was on a roster, as a workbook describes him.

    `id` is None where he is new, `account` empty where he has none, `branch` the name of his branch
    or empty, `responsible` that of the person who hands in for a body. With `own_place` his reports
    and items stand under a place of his own, else under his branch.
    """

    id: int | None
    name: str
    account: str
    branch: str
    roles: frozenset[Role]
    category: str
    since: date | None
    note: str
    active: bool = True
    groups: tuple[str, ...] = ()
    is_body: bool = False
    own_place: bool = False
    responsible: str = ""
    superiors: tuple[str, ...] = ()
