"""Which line of a workbook speaks of whom: by account, else by name."""

from collections.abc import Callable, Sequence

from bot.documents.roster import RosterLine
from bot.domain.roster_entries import RosterEntry

Fits = Callable[[RosterEntry, RosterLine], bool]


def match(entries: Sequence[RosterEntry], lines: Sequence[RosterLine]) -> list[RosterEntry | None]:
    """Returns for each line the entry that it speaks of, or None: by account, else by name and
    still without another account.

    Of several with one name the one in the same branch comes first, and who left comes last.
    """
    by_account = {entry.account: entry for entry in entries if entry.account}
    matches = [by_account.get(line.account) for line in lines]
    matched_ids = {entry.id for entry in matches if entry}
    by_name: dict[str, list[RosterEntry]] = {}
    for entry in entries:
        if entry.id not in matched_ids:
            by_name.setdefault(entry.name, []).append(entry)
    # In this order, so that nobody loses his line to a namesake elsewhere or to one who left.
    for fits in (_same_branch, _still_here, _came_back):
        for index, line in enumerate(lines):
            if matches[index] is None:
                matches[index] = _take_first(by_name.get(line.name, []), line, fits)
    return matches


def _same_branch(entry: RosterEntry, line: RosterLine) -> bool:
    return entry.active and entry.branch == line.branch


def _still_here(entry: RosterEntry, _line: RosterLine) -> bool:
    return entry.active


def _came_back(entry: RosterEntry, _line: RosterLine) -> bool:
    return not entry.active


def _take_first(entries: list[RosterEntry], line: RosterLine, fits: Fits) -> RosterEntry | None:
    """Removes the first entry that fits, so that no other line gets it, and returns it."""
    for index, entry in enumerate(entries):
        has_another_account = bool(entry.account and line.account)
        if not has_another_account and fits(entry, line):
            return entries.pop(index)
    return None
