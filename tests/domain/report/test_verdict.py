"""What a verdict tells of itself."""

from fractions import Fraction

import pytest

from bot.domain.report.counting import Characters
from bot.domain.report.findings import Finding, Level
from bot.domain.report.partition import Doubt, Part, Split
from bot.domain.report.verdict import Outcome, Verdict
from tests.domain.report.parted import section, split

PARTS = split(section(Part.ACHIEVEMENTS, 30), section(Part.PROBLEMS, 70))


def verdict(*levels: Level, parts: Split = PARTS, is_report: bool = True) -> Verdict:
    findings = tuple(Finding("S26", level, "length_ok") for level in levels)
    return Verdict(Characters(100, 90), parts, (), findings, is_report=is_report)


@pytest.mark.parametrize(
    ("levels", "outcome"),
    [
        ((), Outcome.PASS),
        ((Level.OK,), Outcome.PASS),
        ((Level.HINT, Level.HINT), Outcome.PASS),
        ((Level.OK, Level.FAIL), Outcome.REVISE),
        ((Level.HINT, Level.FAIL, Level.FAIL), Outcome.REVISE),
    ],
)
def test_a_single_fail_asks_for_another_version(
    levels: tuple[Level, ...], outcome: Outcome
) -> None:
    assert verdict(*levels).outcome is outcome


def test_findings_of_a_level_keep_their_order() -> None:
    findings = tuple(
        Finding(rule, level, "length_ok")
        for rule, level in [("S1", Level.OK), ("S2", Level.FAIL), ("S3", Level.OK)]
    )
    told = Verdict(Characters(1, 1), PARTS, (), findings)
    assert [finding.rule for finding in told.of(Level.OK)] == ["S1", "S3"]
    assert told.of(Level.HINT) == ()


def test_the_share_of_work_done_is_told_where_it_is_known() -> None:
    assert verdict().achievement_share == Fraction(3, 10)
    assert verdict().sections == PARTS.sections
    assert verdict().shares.total == 100


def test_a_guess_is_not_shown_as_a_figure() -> None:
    unclear = split(*PARTS.sections, doubt=Doubt.NO_PROBLEMS)
    assert verdict(parts=unclear).achievement_share is None
    assert verdict(is_report=False).achievement_share is None
