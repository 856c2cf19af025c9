"""What the plan says about a report (S5-S10, S15, S17-S26, S30).

Counting, section split, pairs, findings.
"""

from bot.domain.report.copying import Imprint, SharedPassage, gather_passages, shared_passages
from bot.domain.report.counting import Characters, count
from bot.domain.report.findings import Finding, Level
from bot.domain.report.partition import Doubt, Part, Section, Shares, Split, shares
from bot.domain.report.passages import Pair, Passage
from bot.domain.report.receipt import as_json, receipt_lines, section_lines
from bot.domain.report.verdict import Outcome, Verdict

__all__ = [
    "Characters",
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
    "receipt_lines",
    "section_lines",
    "shared_passages",
    "shares",
]
