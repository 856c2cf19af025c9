"""An archived year out of another installation, read with care: who wrote the file is not known.

Every value is looked at before it is believed; what does not fit raises ValueError.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.domain.rectification.items import Source
from bot.domain.values import dataclass

# A stranger's file may say anything: the limits keep it from filling the database or a card. They lie
# well above what a department of thirty branches writes in a year.
LONGEST_TEXT = 4000  # characters of a problem, a cause, a sentence of somebody
LONGEST_NAME = 60
MOST_ITEMS = 5000
MOST_SAID = 200  # sentences about one item
_YEARS = range(2000, 2101)  # a number outside is no year but a slip


@dataclass(frozen=True)
class Said:
    """What an owner reported of an item; `done` where he said that it was done."""

    at: datetime
    done: bool
    text: str


@dataclass(frozen=True)
class ArchivedItem:
    """`branches` are names. `closed_by` and `seen_by` name people of the other installation."""

    branches: tuple[str, ...]
    source: Source
    origin: str
    problem: str
    cause: str
    measure: str
    due: date | None
    created_at: datetime
    said: tuple[Said, ...]
    closed_at: datetime | None
    closed_by: str
    seen_at: datetime | None
    seen: str
    seen_by: str


@dataclass(frozen=True)
class ArchivedYear:
    """`secretaries` tells who answered for each branch, by name; empty in older archives."""

    year: int
    unit: str
    plan: str
    secretaries: Mapping[str, str]
    items: tuple[ArchivedItem, ...]


def read_year(plain: Mapping[str, Any]) -> ArchivedYear:
    """Returns the year that an archive holds. Raises ValueError where a value does not fit."""
    year = plain.get("year")
    # True and False are integers to Python, and no years.
    if not isinstance(year, int) or isinstance(year, bool) or year not in _YEARS:
        raise ValueError(year)
    plan = plain.get("plan")
    if not isinstance(plan, str):
        raise ValueError(plan)  # noqa: TRY004 - one kind of error tells that a value does not fit
    items = _list(plain.get("items"), MOST_ITEMS)
    # Older archives tell beside the grades who answered for a branch.
    secretaries: dict[str, str] = {}
    for grade in _list(plain.get("grades") or [], MOST_ITEMS):
        fields = _mapping(grade)
        branch = _text(fields.get("branch") or "", LONGEST_NAME)
        secretaries[branch] = _text(fields.get("secretary") or "", LONGEST_NAME)
    for branch, name in _mapping(plain.get("secretaries") or {}).items():
        secretaries[_text(branch, LONGEST_NAME)] = _text(name, LONGEST_NAME)
    return ArchivedYear(
        year=year,
        unit=_text(plain.get("unit"), LONGEST_NAME),
        plan=plan,  # read as a plan later, with every problem told by line and key
        secretaries=secretaries,
        items=tuple(_item(item) for item in items),
    )


def _item(plain: object) -> ArchivedItem:
    fields = _mapping(plain)
    revisit = _mapping(fields.get("revisit") or {})
    branches = _list(fields.get("branches"), MOST_SAID)
    reports = _list(fields.get("said") or [], MOST_SAID)
    return ArchivedItem(
        branches=tuple(_text(name, LONGEST_NAME) for name in branches),
        source=Source(_text(fields.get("source"), LONGEST_NAME)),
        origin=_text(fields.get("origin")),
        problem=_text(fields.get("problem")),
        cause=_text(fields.get("cause")),
        measure=_text(fields.get("measure")),
        due=_day(fields.get("due")),
        created_at=_needed(_moment(fields.get("created_at"))),
        said=tuple(_owner_report(report) for report in reports),
        closed_at=_moment(fields.get("closed_at")),
        closed_by=_text(fields.get("closed_by") or "", LONGEST_NAME),
        seen_at=_moment(revisit.get("at")),
        seen=_text(revisit.get("seen") or ""),
        seen_by=_text(revisit.get("by") or "", LONGEST_NAME),
    )


def _owner_report(plain: object) -> Said:
    fields = _mapping(plain)
    kind = _text(fields.get("kind"), LONGEST_NAME)
    if kind not in ("done", "progress"):
        raise ValueError(kind)
    text = _text(fields.get("text"))
    return Said(_needed(_moment(fields.get("at"))), kind == "done", text)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(value)  # noqa: TRY004 - as above
    return value


def _list(value: object, most: int) -> Sequence[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(value)
    return value


def _text(value: object, longest: int = LONGEST_TEXT) -> str:
    """Returns the text without characters that do not show, but for line ends."""
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(value)
    shown = (character for character in value if character == "\n" or character.isprintable())
    return "".join(shown)


def _day(value: object) -> date | None:
    if value is None:
        return None
    return date.fromisoformat(_text(value, LONGEST_NAME))


def _moment(value: object) -> datetime | None:
    """Returns a moment with its zone. Raises ValueError for one that does not say where it was."""
    if value is None:
        return None
    moment = datetime.fromisoformat(_text(value, LONGEST_NAME))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _needed(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError(moment)
    return moment
