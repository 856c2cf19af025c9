"""One report against the year's rules: outcome, figures, findings."""

from collections.abc import Sequence

from bot.domain.manuscript import Manuscript
from bot.domain.plan import ReportRules
from bot.domain.report.correspondence import check_pairs
from bot.domain.report.counting import count
from bot.domain.report.coverage import check_focus, check_last_year, check_promise
from bot.domain.report.findings import Finding, Level, Report
from bot.domain.report.genre import is_report
from bot.domain.report.limits import check_length, check_shares
from bot.domain.report.lines import lines_of
from bot.domain.report.pairs import pair_up
from bot.domain.report.passages import Pair
from bot.domain.report.sections import Corrections, split
from bot.domain.report.substance import check_substance
from bot.domain.report.tables import lay_out
from bot.domain.report.verdict import Verdict
from bot.domain.report.wording import ANOTHER_FILE


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
    # Whoever corrects a section says by that that it is a report; of another kind nobody can tell.
    judged = known or bool(corrections) or not rules.party_building
    judged = judged or is_report(sections, text, lines_of(layout.manuscript))
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
