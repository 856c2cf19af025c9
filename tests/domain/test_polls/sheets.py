"""Terms and groups as the tests of this room need them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from bot.domain.polls.form import Form, Subject
from bot.domain.polls.roll import Category
from bot.domain.polls.tally import Group
from bot.domain.polls.terms import RULE_VERSION, Terms

STEPS = ("好", "较好", "一般", "差")
WANG = Subject(1, "王文例", "第一支部")
LI = Subject(2, "李思样", "第二支部")


def terms(
    *,
    subjects: tuple[Subject, ...] = (WANG,),
    rows: tuple[str, ...] = ("总体评价",),
    weights: Sequence[tuple[str, Fraction]] = (
        ("A", Fraction(6, 10)),
        ("B", Fraction(4, 10)),
        ("C", Fraction(0)),
    ),
    minimum: int = 5,
    quorum: Fraction | None = None,
    secret: bool = True,
    decimals: int = 2,
    rule_version: int = RULE_VERSION,
) -> Terms:
    return Terms(
        department="sample",
        year=2026,
        form=Form(subjects, rows, STEPS),
        points=(100, 85, 70, 50),
        categories=tuple(Category(name, f"{name} 类", weight, 10) for name, weight in weights),
        minimum=minimum,
        quorum=quorum,
        secret=secret,
        decimals=decimals,
        rule_version=rule_version,
        keep_days=0,
        attendance=False,
        opened_at=datetime(2026, 12, 21, 6, tzinfo=UTC),
        closes_at=None,
        salt="0" * 32,
    )


def group(name: str, *counts: int) -> Group:
    """One category of a form with one item."""
    return Group((name,), (counts,), (sum(counts),))
