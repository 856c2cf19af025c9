"""What is frozen when a poll opens (step 2). Written once, hashed, and the hash told to everybody."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from bot.domain.polls.form import Form, Purpose, Subject
from bot.domain.polls.roll import LEAST, Category

RULE_VERSION = 1  # of counting, merging, scoring and rounding as this package does them


@dataclass(frozen=True)
class Terms:
    """`salt` makes every poll's hash and card ids its own. `minimum` is the fewest ballots a category is published with."""

    department: str
    year: int
    form: Form
    points: tuple[int, ...]
    categories: tuple[Category, ...]
    minimum: int
    quorum: Fraction | None
    secret: bool
    decimals: int
    keep_days: int
    attendance: bool
    opened_at: datetime
    closes_at: datetime | None
    salt: str
    rule_version: int = RULE_VERSION
    purpose: Purpose = Purpose.EVALUATION

    @property
    def eligible(self) -> int:
        return sum(category.eligible for category in self.categories)

    @property
    def least(self) -> int:
        return max(self.minimum, LEAST) if self.secret else 1

    @property
    def title(self) -> str:
        """The secretaries by name, or how many there are; the branch with what it is asked about."""
        subjects = self.form.subjects
        if self.purpose is Purpose.SATISFACTION:
            return f"{subjects[0].branch}{self.form.rows[0]}"
        return subjects[0].title if len(subjects) == 1 else f"{len(subjects)} 位书记"

    @cached_property
    def canonical(self) -> str:
        """One line of JSON: sorted keys, fractions as `a/b`, moments in UTC."""
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def read_terms(canonical: str) -> Terms:
    """The terms back from their canonical text."""
    plain = json.loads(canonical)
    form = plain.pop("form")
    return Terms(
        **{
            **plain,
            "form": Form(
                tuple(Subject(**one) for one in form["subjects"]),
                tuple(form["rows"]),
                tuple(form["steps"]),
            ),
            "points": tuple(plain["points"]),
            "categories": tuple(
                Category(**{**one, "weight": Fraction(one["weight"])})
                for one in plain["categories"]
            ),
            "quorum": Fraction(plain["quorum"]) if plain["quorum"] else None,
            "opened_at": datetime.fromisoformat(plain["opened_at"]),
            "closes_at": datetime.fromisoformat(plain["closes_at"]) if plain["closes_at"] else None,
            "purpose": Purpose(
                plain.get("purpose", Purpose.EVALUATION)
            ),  # older polls know only the one
        }
    )


def _plain(terms: Terms) -> Mapping[str, Any]:
    """What an older version did not know stands there only where it says something: its hashes stay as they were told."""
    form = terms.form
    plain = {
        "department": terms.department,
        "year": terms.year,
        "form": {
            "subjects": [_subject(one) for one in form.subjects],
            "rows": form.rows,
            "steps": form.steps,
        },
        "points": terms.points,
        "categories": [{**vars(one), "weight": _ratio(one.weight)} for one in terms.categories],
        "minimum": terms.minimum,
        "quorum": _ratio(terms.quorum) if terms.quorum is not None else None,
        "secret": terms.secret,
        "decimals": terms.decimals,
        "keep_days": terms.keep_days,
        "attendance": terms.attendance,
        "opened_at": terms.opened_at.astimezone(UTC).isoformat(),
        "closes_at": terms.closes_at.astimezone(UTC).isoformat() if terms.closes_at else None,
        "salt": terms.salt,
        "rule_version": terms.rule_version,
    }
    return plain if terms.purpose is Purpose.EVALUATION else {**plain, "purpose": terms.purpose}


def _subject(subject: Subject) -> dict[str, Any]:
    plain = vars(subject)
    return (
        plain
        if subject.namesake
        else {name: value for name, value in plain.items() if name != "namesake"}
    )


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
