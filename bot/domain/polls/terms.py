"""What is frozen when a poll opens (step 2).

Written once, hashed, and the hash told to everybody.
"""

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
    """`salt` makes every poll's hash and card ids its own.

    `minimum` is the fewest ballots a category is published with.
    """

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
        """The secretaries by name, or how many there are;
        the branch with what it is asked about.
        """
        subjects = self.form.subjects
        if self.purpose is Purpose.SATISFACTION:
            return f"{subjects[0].branch}{self.form.rows[0]}"
        if len(subjects) == 1:
            return subjects[0].title
        return f"{len(subjects)} 位书记"

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
    form = plain["form"]
    subjects = [Subject(**subject) for subject in form["subjects"]]
    categories = [
        Category(**{**category, "weight": Fraction(category["weight"])})
        for category in plain["categories"]
    ]
    plain["form"] = Form(tuple(subjects), tuple(form["rows"]), tuple(form["steps"]))
    plain["points"] = tuple(plain["points"])
    plain["categories"] = tuple(categories)
    plain["opened_at"] = datetime.fromisoformat(plain["opened_at"])
    if plain["quorum"]:
        plain["quorum"] = Fraction(plain["quorum"])
    if plain["closes_at"]:
        plain["closes_at"] = datetime.fromisoformat(plain["closes_at"])
    # Older polls know only the one purpose.
    plain["purpose"] = Purpose(plain.get("purpose", Purpose.EVALUATION))
    return Terms(**plain)


def _plain(terms: Terms) -> Mapping[str, Any]:
    """What an older version did not know stands there only where it says something.

    Its hashes stay as they were told.
    """
    form = terms.form
    plain: dict[str, Any] = {
        "department": terms.department,
        "year": terms.year,
        "form": {
            "subjects": [_subject(subject) for subject in form.subjects],
            "rows": form.rows,
            "steps": form.steps,
        },
        "points": terms.points,
        "categories": [
            {**vars(category), "weight": _ratio(category.weight)} for category in terms.categories
        ],
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
    if terms.purpose is not Purpose.EVALUATION:
        plain["purpose"] = terms.purpose
    return plain


def _subject(subject: Subject) -> dict[str, Any]:
    plain = dict(vars(subject))
    if not subject.namesake:
        del plain["namesake"]
    return plain


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
