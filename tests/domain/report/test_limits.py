"""Length (S26) and shares (S21): each border, what is counted, and what the message names."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.manuscript import Manuscript, Paragraph, Place
from bot.domain.plan import ReportRules
from bot.domain.report.counting import count
from bot.domain.report.findings import Finding, Level, Report
from bot.domain.report.limits import check_length, check_shares, percent
from bot.domain.report.partition import Doubt, Part, Split
from tests.domain.report.parted import report, section, split

THIRD = Fraction(1, 3)


def length(characters: int, *, limit: int | None = 1000, least: int | None = None) -> Finding:
    rules = ReportRules(characters=limit, min_characters=least)
    (finding,) = check_length(report("党" * characters), rules)
    return finding


@pytest.mark.parametrize(
    ("characters", "level", "code"),
    [
        (1, Level.OK, "length_ok"),
        (980, Level.OK, "length_ok"),  # a program that counts more would find 1,000
        (981, Level.HINT, "length_near"),
        (1000, Level.HINT, "length_near"),
        (1020, Level.HINT, "length_near"),
        (1021, Level.FAIL, "length_over"),
    ],
)
def test_a_length_near_the_limit_is_a_hint(characters: int, level: Level, code: str) -> None:
    finding = length(characters)
    assert (finding.rule, finding.level, finding.code) == ("S26", level, code)
    assert dict(finding.facts)["characters"] == characters
    assert dict(finding.facts)["limit"] == 1000


def test_what_is_too_long_is_told_by_how_much() -> None:
    assert dict(length(1234).facts)["excess"] == 234


@pytest.mark.parametrize(
    ("characters", "code"),
    [(900, "length_ok"), (980, "length_ok"), (784, "length_ok"), (783, "length_under")],
)
def test_a_text_may_lack_two_in_a_hundred_of_the_least_length(characters: int, code: str) -> None:
    assert length(characters, least=800).code == code


def test_what_is_too_short_is_told_with_the_least_length() -> None:
    assert length(10, limit=None, least=800).facts == (("characters", 10), ("least", 800))


def test_without_a_limit_nothing_is_said() -> None:
    rules = ReportRules(characters=None)
    assert not list(check_length(report("党" * 9000), rules))
    assert not list(check_length(report("党" * 900), ReportRules(None, min_characters=800)))


@pytest.mark.parametrize(
    ("paragraph", "level"),
    [
        (Paragraph("党" * 100), Level.FAIL),
        (Paragraph("党" * 100, place=Place.TABLE), Level.FAIL),
        (Paragraph("党" * 100, place=Place.TEXT_BOX), Level.HINT),
        (Paragraph("党" * 100, number="党" * 50), Level.HINT),
        (Paragraph("党" * 100, number="党" * 40), Level.FAIL),
    ],
)
def test_numbers_and_boxes_that_word_may_leave_out_refuse_nothing(
    paragraph: Paragraph, level: Level
) -> None:
    manuscript = Manuscript("docx", (Paragraph("党" * 970), paragraph))
    whole = Report(manuscript, manuscript.text, count(manuscript.text), split())
    (finding,) = check_length(whole, ReportRules(characters=1000))
    assert finding.level is level


@given(st.integers(0, 3000), st.integers(0, 3000))
@settings(max_examples=30)
def test_who_writes_more_is_never_nearer_to_the_limit(one: int, other: int) -> None:
    order = [Level.OK, Level.HINT, Level.FAIL]
    shorter, longer = sorted((one, other))
    assert order.index(length(shorter).level) <= order.index(length(longer).level)


# Shares


def shares_of(parts: Split, rules: ReportRules | None = None) -> list[Finding]:
    return list(check_shares(report("", parts), rules or ReportRules()))


def work(
    characters: int, *, of: int = 1000, headed: bool = True, also: tuple[Part, ...] = ()
) -> Split:
    """A report whose work done takes so many of the characters, and its problems all others."""
    return split(
        section(Part.ACHIEVEMENTS, characters, headed=headed, also=also),
        section(Part.PROBLEMS, of - characters, number=2),
    )


@pytest.mark.parametrize(
    ("characters", "level", "code"),
    [
        (0, Level.OK, "share_ok"),
        (290, Level.OK, "share_ok"),
        (291, Level.HINT, "share_near"),
        (300, Level.HINT, "share_near"),
        (310, Level.HINT, "share_near"),
        (311, Level.FAIL, "share_over"),
        (1000, Level.FAIL, "share_over"),
    ],
)
def test_borders_of_the_share_of_work_done(characters: int, level: Level, code: str) -> None:
    (finding,) = shares_of(work(characters), ReportRules(max_achievements=Fraction(3, 10)))
    assert (finding.rule, finding.level, finding.code) == ("S21", level, code)


def test_a_share_of_everything_is_never_too_much() -> None:
    rules = ReportRules(max_achievements=Fraction(1))
    assert [finding.code for finding in shares_of(work(1000), rules)] == ["share_near"]
    assert [finding.code for finding in shares_of(work(990), rules)] == ["share_ok"]


@pytest.mark.parametrize(
    "parts",
    [
        work(600, headed=False),
        work(600, also=(Part.PROBLEMS,)),
        split(  # subject by subject: 成绩, 问题, 成绩, 问题, 成绩
            *(
                section(part, 200)
                for part in (Part.ACHIEVEMENTS, Part.PROBLEMS) * 2 + (Part.ACHIEVEMENTS,)
            )
        ),
        split(
            section(Part.ACHIEVEMENTS, 300, headed=False),
            section(Part.ACHIEVEMENTS, 300),
            section(Part.PROBLEMS, 400),
        ),
    ],
    ids=["no heading names it", "it shares its heading", "subject by subject", "half of it headed"],
)
def test_only_what_headings_call_work_done_is_refused(parts: Split) -> None:
    rules = ReportRules(max_achievements=Fraction(3, 10))
    assert [finding.code for finding in shares_of(parts, rules)] == ["share_over_unnamed"]


def test_the_margin_holds_for_what_headings_call_work_done_too() -> None:
    rules = ReportRules(max_achievements=Fraction(3, 10))
    for headed, code in ((310, "share_over_unnamed"), (311, "share_over")):
        parts = split(
            section(Part.ACHIEVEMENTS, headed),
            section(Part.ACHIEVEMENTS, 500 - headed, headed=False),
            section(Part.PROBLEMS, 500),
        )
        assert [finding.code for finding in shares_of(parts, rules)] == [code]


@given(st.integers(35, 99), st.sampled_from([THIRD, Fraction(1, 4), Fraction(2, 5)]))
@settings(max_examples=40)
def test_cutting_what_the_message_says_is_enough_and_no_more(share: int, limit: Fraction) -> None:
    size = share * 10
    (finding,) = shares_of(work(size), ReportRules(max_achievements=limit))
    if finding.code == "share_over":
        excess = int(dict(finding.facts)["excess"])
        assert Fraction(size - excess, 1000 - excess) <= limit
        assert Fraction(size - excess + 1, 1000 - excess + 1) > limit


def problems(characters: int) -> Split:
    return split(
        section(Part.ACHIEVEMENTS, 1000 - characters),
        section(Part.PROBLEMS, characters // 2, number=2),
        section(Part.CAUSES, characters - characters // 2, number=3),
    )


@pytest.mark.parametrize(
    ("characters", "level", "code"),
    [
        (310, Level.OK, "problems_share_ok"),
        (309, Level.HINT, "problems_share_near"),
        (300, Level.HINT, "problems_share_near"),
        (290, Level.HINT, "problems_share_near"),
        (289, Level.FAIL, "problems_share_low"),
    ],
)
def test_borders_of_the_share_of_problems_and_causes(
    characters: int, level: Level, code: str
) -> None:
    rules = ReportRules(max_achievements=None, min_problems_and_causes=Fraction(3, 10))
    (finding,) = shares_of(problems(characters), rules)
    assert (finding.rule, finding.level, finding.code) == ("S21", level, code)
    assert dict(finding.facts)["part"] == characters


def test_nothing_but_problems_and_causes_is_asked_of_nobody() -> None:
    rules = ReportRules(max_achievements=None, min_problems_and_causes=Fraction(1))
    assert [finding.code for finding in shares_of(problems(500), rules)] == ["problems_share_near"]


@given(st.integers(0, 280), st.sampled_from([THIRD, Fraction(1, 2), Fraction(3, 5)]))
@settings(max_examples=40)
def test_adding_what_the_message_says_is_enough_and_no_more(size: int, limit: Fraction) -> None:
    rules = ReportRules(max_achievements=None, min_problems_and_causes=limit)
    (finding,) = shares_of(problems(size), rules)
    excess = int(dict(finding.facts)["excess"])
    assert Fraction(size + excess, 1000 + excess) >= limit
    assert Fraction(size + excess - 1, 1000 + excess - 1) < limit


def test_each_share_that_the_plan_asks_for_is_told() -> None:
    both = ReportRules(max_achievements=THIRD, min_problems_and_causes=THIRD)
    assert [finding.code for finding in shares_of(work(100), both)] == [
        "share_ok",
        "problems_share_ok",
    ]
    assert not shares_of(work(100), ReportRules(max_achievements=None))


@pytest.mark.parametrize("doubt", Doubt)
def test_an_unclear_split_says_why_and_judges_nothing(doubt: Doubt) -> None:
    parts = split(section(Part.ACHIEVEMENTS, 900), doubt=doubt, doubtful=(2, 4))
    (finding,) = shares_of(parts)
    assert (finding.level, finding.code) == (Level.HINT, f"share_unclear_{doubt}")
    assert finding.message
    named = dict(finding.facts).get("numbers")
    if doubt is Doubt.UNSURE_SECTION:
        assert named == "2、4"
    else:
        assert named is None


@pytest.mark.parametrize(
    ("limit", "name"),
    [
        (THIRD, "1/3"),
        (Fraction(3, 10), "3/10"),
        (Fraction(7, 20), "35%"),
        (Fraction(2, 11), "18%"),
        (Fraction(1, 2), "1/2"),
    ],
)
def test_a_limit_is_named_as_the_plan_says_it(limit: Fraction, name: str) -> None:
    (finding,) = shares_of(work(50), ReportRules(max_achievements=limit))
    assert dict(finding.facts) == {"part": 50, "total": 1000, "percent": "5.0%", "limit": name}


def test_an_empty_report_has_no_share() -> None:
    (finding,) = shares_of(split(section(Part.ACHIEVEMENTS, 0)))
    assert dict(finding.facts)["percent"] == "0.0%"


@pytest.mark.parametrize(
    ("share", "text"), [(THIRD, "33.3%"), (Fraction(0), "0.0%"), (Fraction(1), "100.0%")]
)
def test_shares_are_told_to_a_tenth_of_a_percent(share: Fraction, text: str) -> None:
    assert percent(share) == text
