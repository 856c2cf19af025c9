"""The result of a poll as it is stored, previewed and released:
one value, the same numbers everywhere.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from bot.domain.polls.disclosure import unanimous
from bot.domain.polls.tally import Group, Score, scores
from bot.domain.polls.terms import Terms


@dataclass(frozen=True)
class Result:
    """`eligible` and `voted` are as of the count, late arrivals included;
    `paper` counts confirmed paper ballots.
    """

    terms: Terms
    groups: tuple[Group, ...]
    eligible: int
    voted: int
    withheld: str = ""

    @property
    def paper(self) -> int:
        return sum(group.paper for group in self.groups)

    @property
    def scores(self) -> tuple[Score, ...]:
        return scores(self.terms, self.groups)

    @property
    def unanimous(self) -> bool:
        return unanimous(self.groups)

    def table(self, position: int) -> dict[str, dict[str, int]]:
        """{category: {step: count}} of one item; empty where it is hidden."""
        item = self.terms.form.items[position]
        return {
            group.name: dict(zip(item.steps, item.folded(group.counts[position]), strict=True))
            for group in self.groups
            if position not in group.hidden
        }

    def hides(self, position: int) -> bool:
        """Whether this item is not shown, though others are."""
        return any(position in group.hidden for group in self.groups)

    def released(self) -> dict[str, dict[str, dict[str, int]]]:
        """{category: {row: {step: count}}};
        on a form with several secretaries a row is `name·row`.
        """
        form = self.terms.form
        released: dict[str, dict[str, dict[str, int]]] = {}
        for group in self.groups:
            rows = released[group.name] = {}
            for item, line in zip(form.items, group.counts, strict=True):
                if item.position in group.hidden:
                    continue
                row = item.row
                if len(form.subjects) > 1:
                    row = f"{item.subject.title}·{item.row}"
                rows[row] = dict(zip(item.steps, item.folded(line), strict=True))
        return released


def pack_groups(groups: Sequence[Group]) -> str:
    """Canonical JSON, fit to be hashed."""
    return json.dumps(
        [_plain(group) for group in groups],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def unpack_groups(packed: str) -> tuple[Group, ...]:
    return tuple(_group(plain) for plain in json.loads(packed))


def digest(packed: str) -> str:
    return hashlib.sha256(packed.encode()).hexdigest()


def quorum_reached(quorum: Fraction | None, *, eligible: int, voted: int) -> bool:
    return quorum is None or Fraction(voted) >= quorum * eligible


def _plain(group: Group) -> dict[str, Any]:
    """What an older version did not know stands there only where it says something:
    its hashes stay as they were.
    """
    plain = asdict(group)
    if not group.hidden:
        del plain["hidden"]
    return plain


def _group(plain: Mapping[str, Any]) -> Group:
    counts = tuple(tuple(line) for line in plain["counts"])
    hidden = tuple(plain.get("hidden", ()))
    return Group(tuple(plain["categories"]), counts, tuple(plain["parts"]), plain["paper"], hidden)
