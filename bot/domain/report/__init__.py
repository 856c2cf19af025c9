"""What the plan says about a report (S5-S10, S15, S17-S26, S30).

Counting, section split, pairs, findings.
"""

from bot.domain.report.copying import Imprint, SharedPassage, gather_passages, shared_passages
from bot.domain.report.counting import Characters, count
from bot.domain.report.findings import Finding, Level
from bot.domain.report.judge import Outcome, Verdict, judge
from bot.domain.report.pairs import Pair, Passage
from bot.domain.report.parts import Part
from bot.domain.report.receipt import as_json, receipt_lines, section_lines
from bot.domain.report.sections import Corrections, Doubt, Section, Shares, Split, shares, split

__all__ = [
    "Characters",
    "Corrections",
    "Doubt",
    "Finding",
    "Imprint",
    "Level",
    "Outcome",
    "Pair",
    "Part",
    "Passage",
    "Section",
    "SharedPassage",
    "Shares",
    "Split",
    "Verdict",
    "as_json",
    "count",
    "gather_passages",
    "judge",
    "receipt_lines",
    "section_lines",
    "shared_passages",
    "shares",
    "split",
]
