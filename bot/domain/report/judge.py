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
from bot.domain.report.findings import Finding, Level, Report
from bot.domain.report.genre import is_report
from bot.domain.report.limits import check_length, check_shares
from bot.domain.report.lines import lines_of
from bot.domain.report.pairs import Pair, pair_up
from bot.domain.report.sections import Corrections, Section, Shares, Split, shares, split
from bot.domain.report.substance import check_substance
from bot.domain.report.tables import lay_out
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
    measured: bool = True  # the plan asks how much is said of what

    @property
    def outcome(self) -> Outcome:
        if self.of(Level.FAIL):
            return Outcome.REVISE
        return Outcome.PASS

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.split.sections

    @property
    def shares(self) -> Shares:
        return shares(self.split)

    @property
    def achievement_share(self) -> Fraction | None:
        """None while the split is not clear: a guess is not shown as a figure."""
        if not self.split.clear or not self.is_report:
            return None
        return self.shares.of_achievements

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
    """Judges a text; never raises, whatever the text. The firm findings come first.

    `last_year` are the rectification items of the year before, as the ledger words them.
    `known` says that somebody calls it a report: it is judged as one whatever it looks like.
    Where the plan asks for another kind of report, its length alone is looked at.
    What is no report is said in one sentence; its length refuses nothing.
    """
    layout = lay_out(manuscript)
    text = layout.manuscript.text
    sections = split(layout, corrections, year=year)
    report = Report(layout.manuscript, text, count(text), sections)
    pairing = pair_up(sections, text, layout.tables)
    judged = (
        known
        or bool(corrections)
        or not rules.party_building
        or is_report(sections, text, lines_of(layout.manuscript))
    )
    pairs: tuple[Pair, ...] = ()
    findings = list(check_length(report, rules))
    if not judged:
        findings = [finding for finding in findings if finding.level is not Level.FAIL]
        findings.append(Finding.of("S17", Level.HINT, ANOTHER_FILE))
    elif rules.party_building:
        pairs = pairing.pairs
        findings += check_shares(report, rules)
        findings += check_pairs(report, pairing)
        findings += check_promise(report)
        findings += check_focus(report, rules)
        findings += check_last_year(report, last_year)
        findings += check_substance(report, pairing.problems)
    return Verdict(
        report.characters,
        sections,
        pairs,
        tuple(findings),
        numbered=any(paragraph.number for paragraph in manuscript.paragraphs),
        reservations=manuscript.reservations,
        blank_pages=manuscript.blank_pages,
        is_report=judged,
        measured=rules.party_building and rules.has_shares,
    )
