"""The result of a poll as it is stored, previewed and released:
one value, the same numbers everywhere.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field
from fractions import Fraction
from typing import Any

from bot.domain.polls.disclosure import unanimous
from bot.domain.polls.form import Form, Item
from bot.domain.polls.tally import Group, Score, scores
from bot.domain.polls.terms import Terms, fraction, ratio
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Result:
    """`eligible` and `voted` are as of the count, late arrivals included;
    `paper` counts confirmed paper ballots. `turnouts` has both by subject, where not all rate all.
    """

    terms: Terms
    groups: tuple[Group, ...]
    eligible: int
    voted: int
    withheld: str = ""
    fixed_scores: tuple[Score, ...] = ()  # where they are not made of the shown counts alone
    turnouts: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def paper(self) -> int:
        return sum(group.paper for group in self.groups)

    def turnout_of(self, person: int) -> tuple[int, int]:
        """How many could rate this subject, and how many of them voted."""
        return self.turnouts.get(person, (self.eligible, self.voted))

    @property
    def scores(self) -> tuple[Score, ...]:
        return self.fixed_scores or scores(self.terms, self.groups)

    def score_of(self, person: int) -> Score:
        """The score of a subject of the form."""
        (score,) = (score for score in self.scores if score.person == person)
        return score

    @property
    def unanimous(self) -> bool:
        return unanimous(self.groups)

    def table(self, position: int) -> dict[str, dict[str, int]]:
        """{category: {step: count}} of one item; empty where it is hidden."""
        item = self.terms.form.items[position]
        return {
            group.name: dict(zip(item.steps, item.folded(group.counts[position]), strict=True))
            for group in self.groups
            if position not in group.hidden and _sees(group, item)
        }

    @property
    def leaves_out(self) -> bool:
        """Tells whether a row that is shown whole counts fewer choices than sheets came back.

        Nobody rates himself, and a row may be left empty.
        """
        returned = self.voted + self.paper
        return any(
            sum(sum(counts.values()) for counts in self.table(item.position).values()) < returned
            for item in self.terms.form.items
            if self.groups and not self.hides_classes(item.position)
        )

    def hides(self, position: int) -> bool:
        """Whether nothing of this item is shown, though others are."""
        return bool(self.groups) and all(position in group.hidden for group in self.groups)

    def hides_classes(self, position: int) -> tuple[str, ...]:
        """The classes whose counts in this item are shown to nobody."""
        item = self.terms.form.items[position]
        return tuple(
            group.name for group in self.groups if position in group.hidden and _sees(group, item)
        )

    def released(self) -> dict[str, dict[str, dict[str, int]] | None]:
        """{category: {row: {step: count}}}, None for a category that is shown nowhere."""
        form = self.terms.form
        released: dict[str, dict[str, dict[str, int]] | None] = {}
        for group in self.groups:
            rows: dict[str, dict[str, int]] = {}
            for item, line in zip(form.items, group.counts, strict=True):
                if item.position in group.hidden or not _sees(group, item):
                    continue
                name = _row_of(form, item)
                rows[name] = dict(zip(item.steps, item.folded(line), strict=True))
            released[group.name] = rows or None
        return released


def _row_of(form: Form, item: Item) -> str:
    """What a row is called: on a sheet as its subject, or `name：row` where there are several."""
    if not form.turning and len(form.subjects) <= 1:
        return item.row
    if len(form.rows) > 1:
        return f"{item.subject.title}：{item.row}"
    return item.subject.title


def _sees(group: Group, item: Item) -> bool:
    """Whether a row is on the sheet of these classes."""
    return any(item.is_shown_to(category) for category in group.categories)


def pack_groups(groups: Sequence[Group], fixed_scores: Sequence[Score] = ()) -> str:
    """Returns canonical JSON, fit to be hashed.

    What an older version did not know stands there only where it says something: its hashes stay as
    they were.
    """
    plain_groups = []
    for group in groups:
        fields = asdict(group)
        if not group.hidden:
            del fields["hidden"]
        plain_groups.append(fields)
    plain: Any = plain_groups
    if fixed_scores:
        plain_scores = [
            {
                "person": score.person,
                "rows": [ratio(row) for row in score.rows],
                "total": ratio(score.total),
            }
            for score in fixed_scores
        ]
        plain = {"groups": plain_groups, "scores": plain_scores}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpack_groups(packed: str) -> tuple[Group, ...]:
    groups = json.loads(packed)
    if isinstance(groups, dict):  # scores stand beside them
        groups = groups["groups"]
    return tuple(
        Group(
            categories=tuple(group["categories"]),
            counts=tuple(tuple(line) for line in group["counts"]),
            parts=tuple(group["parts"]),
            paper=group["paper"],
            hidden=tuple(group.get("hidden", ())),
        )
        for group in groups
    )


def unpack_scores(packed: str) -> tuple[Score, ...]:
    """The scores that the count has fixed; none where they are made of the groups."""
    plain = json.loads(packed)
    if not isinstance(plain, dict):
        return ()
    return tuple(
        Score(
            score["person"],
            tuple(fraction(row) for row in score["rows"]),
            fraction(score["total"]),
        )
        for score in plain["scores"]
    )


def digest(packed: str) -> str:
    return hashlib.sha256(packed.encode()).hexdigest()


def quorum_reached(quorum: Fraction | None, *, eligible: int, voted: int) -> bool:
    return quorum is None or Fraction(voted) >= quorum * eligible
