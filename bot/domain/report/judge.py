"""One report against the year's rules: outcome, figures, findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.manuscript import Manuscript, Reservation
from bot.domain.plan import ReportRules
from bot.domain.report.correspondence import check_pairs
from bot.domain.report.counting import Characters, count
from bot.domain.report.coverage import check_focus, check_last_year, check_promise
from bot.domain.report.findings import Finding, Level, Reading, found
from bot.domain.report.genre import is_report
from bot.domain.report.limits import check_length, check_shares
from bot.domain.report.lines import lines_of
from bot.domain.report.pairs import Pair, Pairing, pairing
from bot.domain.report.sections import Corrections, Section, Shares, Split, shares, split
from bot.domain.report.substance import check_substance
from bot.domain.report.tables import laid_out
from bot.domain.report.wording import ANOTHER_FILE


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, no password
    REVISE = "revise"


@dataclass(frozen=True)
class Verdict:
    characters: Characters
    split: Split
    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]
    numbered: bool = False  # automatic numbers stood in the text and are counted
    reservations: frozenset[Reservation] = frozenset()  # what was left out of the file
    blank_pages: tuple[int, ...] = ()  # of a PDF, without text
    is_report: bool = True  # else it was not judged as one

    @property
    def outcome(self) -> Outcome:
        return Outcome.REVISE if self.of(Level.FAIL) else Outcome.PASS

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.split.sections

    @property
    def shares(self) -> Shares:
        return shares(self.split)

    @property
    def achievement_share(self) -> Fraction | None:
        """None while the split is not clear: a guess is not shown as a figure."""
        return self.shares.of_achievements if self.split.clear and self.is_report else None

    def of(self, level: Level) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is level)


def judge(
    manuscript: Manuscript,
    rules: ReportRules,
    *,
    year: int | None = None,
    corrections: Corrections | None = None,
    last_year: Sequence[str] = (),
    known: bool = False,
) -> Verdict:
    """Never raises, whatever the text. `last_year`: the rectification items of the year before, as the ledger words them.

    `known`: somebody says that it is a report, so it is judged as one whatever it looks like.
    """
    layout = laid_out(manuscript)
    text = layout.manuscript.text
    reading = Reading(layout.manuscript, text, count(text), split(layout, corrections, year=year))
    paired = pairing(reading.split, text, layout.tables)
    report = (
        known or bool(corrections) or is_report(reading.split, text, lines_of(layout.manuscript))
    )
    return Verdict(
        reading.characters,
        reading.split,
        paired.pairs if report else (),
        _findings(reading, rules, paired, last_year) if report else _not_judged(reading, rules),
        numbered=any(paragraph.number for paragraph in manuscript.paragraphs),
        reservations=manuscript.reservations,
        blank_pages=manuscript.blank_pages,
        is_report=report,
    )


def _findings(
    reading: Reading, rules: ReportRules, paired: Pairing, last_year: Sequence[str]
) -> tuple[Finding, ...]:
    """The firm ones first."""
    return (
        *check_length(reading, rules),
        *check_shares(reading, rules),
        *check_pairs(reading, paired),
        *check_promise(reading),
        *check_focus(reading, rules),
        *check_last_year(reading, last_year),
        *check_substance(reading, paired.problems),
    )


def _not_judged(reading: Reading, rules: ReportRules) -> tuple[Finding, ...]:
    """What is no report is said in one sentence; its length refuses nothing."""
    length = (
        finding for finding in check_length(reading, rules) if finding.level is not Level.FAIL
    )
    return (*length, found("S17", Level.HINT, ANOTHER_FILE))
