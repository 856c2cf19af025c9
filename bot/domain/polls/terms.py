"""What is frozen when a poll opens (step 2).

Written once, hashed, and the hash told to everybody.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from bot.domain.plan import Row, Step
from bot.domain.polls.form import FULL_MARKS, Form, Item, Purpose, Subject
from bot.domain.polls.roll import LEAST, Category
from bot.domain.values import dataclass
from bot.domain.words import OFFICE

# Of counting, merging, scoring and rounding as this package does them. Since 2 rows may have rules
# of their own; a plain form is scored as by 1.
RULE_VERSION = 2


@dataclass(frozen=True)
class Terms:
    """`salt` makes every poll's hash and card ids its own.

    `minimum` is the fewest ballots a category is published with.
    """

    department: str
    year: int
    form: Form
    points: tuple[int | None, ...]
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
    drop_extremes: bool = False
    words: bool = False  # something may be written on the sheet without a name
    # A class that is too small to be shown counts apart, else it is merged with another.
    small_apart: bool = False
    # Which of the plan's ballots it is: id and title of the input; empty where the plan has one.
    round: str = ""
    round_title: str = ""

    def values(self, item: Item) -> tuple[Fraction | None, ...]:
        """What each choice of an item counts in the score; None for what stays outside it."""
        return tuple(self.value_of(item, column) for column in range(item.columns))

    def value_of(self, item: Item, column: int) -> Fraction | None:
        """What one choice of an item counts, by its column: a mark itself, a step its points.

        The points of steps are of a hundred, whatever the full mark of the row.
        """
        if item.full is not None:
            return Fraction(column)
        points = self.points
        full = FULL_MARKS
        if item.rules is not None and item.rules.scale:
            points = tuple(step.points for step in item.rules.scale)
        if item.rules is not None and item.rules.full is not None:
            full = item.rules.full
        value = points[column]
        if value is None:
            return None
        return Fraction(value * full, FULL_MARKS)

    def weight_of_row(self, item: Item) -> Fraction:
        """What a row weighs among the rows of its subject.

        One that only some classes see weighs what these classes weigh.
        """
        weight = Fraction(1)
        if item.rules is not None and item.rules.weight is not None:
            weight = item.rules.weight
        elif item.rules is not None and item.rules.full is not None:
            weight = Fraction(item.rules.full)
        seeing = sum(
            (category.weight for category in self.categories if item.is_shown_to(category.id)),
            Fraction(0),
        )
        whole = sum((category.weight for category in self.categories), Fraction(0))
        if not seeing or not whole:
            return weight
        return weight * seeing / whole

    @property
    def eligible(self) -> int:
        return sum(category.eligible for category in self.categories)

    @property
    def least(self) -> int:
        """The fewest ballots that may be shown together; where votes are named, one is enough."""
        if not self.secret:
            return 1
        return max(self.minimum, LEAST)

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
        return f"{len(subjects)} 位{OFFICE}"

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
    subjects = [
        Subject(**{**subject, "rows": tuple(subject.get("rows", ()))})
        for subject in form["subjects"]
    ]
    categories = [
        Category(
            category["id"],
            category["title"],
            Fraction(category["weight"]),
            category["eligible"],
            fraction(category.get("quorum")),
        )
        for category in plain["categories"]
    ]
    rows = [
        Row(
            row["title"],
            fraction(row["weight"]),
            row["full"],
            row["marks"],
            tuple(Step(title, points) for title, points in row["scale"]),
            tuple(row["classes"]),
        )
        for row in form.get("row_rules", ())
    ]
    plain["form"] = Form(
        tuple(subjects),
        tuple(form["rows"]),
        tuple(form["steps"]),
        tuple(rows),
        form.get("limit"),
        form.get("turning", False),
    )
    plain["points"] = tuple(plain["points"])
    plain["categories"] = tuple(categories)
    plain["opened_at"] = datetime.fromisoformat(plain["opened_at"])
    plain["quorum"] = fraction(plain["quorum"])
    if plain["closes_at"]:
        plain["closes_at"] = datetime.fromisoformat(plain["closes_at"])
    # Older polls know only the one purpose.
    plain["purpose"] = Purpose(plain.get("purpose", Purpose.EVALUATION))
    return Terms(**plain)


def _plain(terms: Terms) -> Mapping[str, Any]:
    """Returns plain values for JSON.

    What an older version did not know stands there only where it says something: hashes of earlier
    polls stay as they were told.
    """
    closes_at = None
    if terms.closes_at is not None:
        closes_at = terms.closes_at.astimezone(UTC).isoformat()
    categories = []
    for category in terms.categories:
        fields = {**vars(category), "weight": ratio(category.weight)}
        del fields["quorum"]
        if category.quorum is not None:
            fields["quorum"] = ratio(category.quorum)
        categories.append(fields)
    plain: dict[str, Any] = {
        "department": terms.department,
        "year": terms.year,
        "form": _plain_form(terms.form),
        "points": terms.points,
        "categories": categories,
        "minimum": terms.minimum,
        "quorum": ratio(terms.quorum),
        "secret": terms.secret,
        "decimals": terms.decimals,
        "keep_days": terms.keep_days,
        "attendance": terms.attendance,
        "opened_at": terms.opened_at.astimezone(UTC).isoformat(),
        "closes_at": closes_at,
        "salt": terms.salt,
        "rule_version": terms.rule_version,
    }
    if terms.purpose is not Purpose.EVALUATION:
        plain["purpose"] = terms.purpose
    if terms.small_apart:
        plain["small_apart"] = True
    if terms.round:
        plain["round"] = terms.round
        plain["round_title"] = terms.round_title
    if terms.drop_extremes:
        plain["drop_extremes"] = True
    if terms.words:
        plain["words"] = True
    return plain


def _plain_form(form: Form) -> dict[str, Any]:
    subjects = []
    for subject in form.subjects:
        fields = dict(vars(subject))
        if not subject.namesake:
            del fields["namesake"]
        if not subject.rows:
            del fields["rows"]
        subjects.append(fields)
    plain: dict[str, Any] = {
        "subjects": subjects,
        "rows": form.rows,
        "steps": form.steps,
    }
    if form.row_rules:
        plain["row_rules"] = [
            {
                "title": row.title,
                "weight": ratio(row.weight),
                "full": row.full,
                "marks": row.marks,
                "scale": [[step.title, step.points] for step in row.scale],
                "classes": row.classes,
            }
            for row in form.row_rules
        ]
    if form.limit is not None:
        plain["limit"] = form.limit
    if form.turning:
        plain["turning"] = True
    return plain


def ratio(value: Fraction | None) -> str | None:
    """Writes a number so that it is read back exactly; JSON has no fractions."""
    if value is None:
        return None
    return f"{value.numerator}/{value.denominator}"


def fraction(written: str | None) -> Fraction | None:
    """Reads what `ratio` wrote."""
    if written is None:
        return None
    return Fraction(written)
