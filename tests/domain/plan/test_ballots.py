"""Where people come, how inputs are shown, and which files a material may be."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.materials import Length, length_of
from bot.domain.people import Branch, Person
from bot.domain.plan import BallotRules, InputRule, Material, Venue, VoterCategory

WEST = Venue("west", "西区", "一楼", branches=("第二支部",))
EAST = Venue("east", "东区", people=("王文例",))
RULES = BallotRules(venues=(WEST, EAST))


def person(name: str, branch: str = "") -> Person:
    own = Branch(1, branch) if branch else None
    return Person(1, "sample", name, "p", branch=own)


@pytest.mark.parametrize(
    ("name", "branch", "venue"),
    [
        ("李思样", "第二支部", WEST),
        ("李思样", "第一支部", None),  # the main one
        ("李思样", "", None),
        ("王文例", "", EAST),
        ("王文例", "第二支部", EAST),  # wherever his branch goes
    ],
)
def test_where_somebody_comes(name: str, branch: str, venue: Venue | None) -> None:
    assert RULES.venue_of(person(name, branch)) == venue


def test_a_venue_is_shown_with_its_room() -> None:
    assert (WEST.shown, EAST.shown) == ("西区（一楼）", "东区")


@pytest.mark.parametrize(
    ("rule", "shown", "is_ballot"),
    [
        (InputRule("mine", "自评"), "自评", False),
        (InputRule("mine", "自评", weight=Fraction(3, 10)), "自评（占 30%）", False),
        (InputRule("mine", "自评", weight=Fraction(1, 8)), "自评（占 12.5%）", False),
        (InputRule("ballot", "现场测评"), "现场测评", True),
        (InputRule("first", "初评", classes=("A",)), "初评", True),
    ],
)
def test_an_input_is_shown_with_its_weight(rule: InputRule, shown: str, is_ballot: bool) -> None:
    assert (rule.shown, rule.is_ballot) == (shown, is_ballot)


SLIDES = Material("slides", "课件", kinds=("pptx", "pdf"))


@pytest.mark.parametrize(
    ("name", "accepts"),
    [
        ("课件.pptx", True),
        ("课件.PDF", True),
        ("课件.v2.pdf", True),
        ("课件.docx", False),
        ("课件pdf", False),
        ("pdf", False),
        ("", False),
    ],
)
def test_a_material_accepts_its_kinds_of_files(name: str, accepts: bool) -> None:
    assert SLIDES.accepts(name) is accepts
    assert replace(SLIDES, kinds=()).accepts(name)


@pytest.mark.parametrize(
    ("characters", "length"),
    [
        (None, Length.FITS),  # no text could be read
        (99, Length.UNDER),
        (100, Length.FITS),
        (200, Length.FITS),
        (201, Length.OVER),
    ],
)
def test_the_length_of_a_material_against_the_plan(characters: int | None, length: Length) -> None:
    limited = Material("form", "表", characters=200, min_characters=100)
    assert length_of(limited, characters) is length
    assert length_of(SLIDES, characters) is Length.FITS


def test_a_ballot_of_some_classes_has_their_weights_as_shares_of_the_whole() -> None:
    classes = (
        VoterCategory("A", "领导", Fraction(5, 10)),
        VoterCategory("B", "书记", Fraction(3, 10)),
        VoterCategory("C", "党员", Fraction(2, 10)),
    )
    rules = BallotRules(categories=classes, minimum=7).of_classes(("C", "B"))
    assert [(category.id, category.weight) for category in rules.categories] == [
        ("B", Fraction(3, 5)),
        ("C", Fraction(2, 5)),
    ]
    assert rules.minimum == 7
