"""What a report was found to be; how it is found, `judge` knows.

Who only reads a verdict does without the rules, whose patterns take a tenth of a second to compile.
"""

from enum import StrEnum
from fractions import Fraction

from bot.domain.manuscript import Reservation
from bot.domain.report.counting import Characters
from bot.domain.report.findings import Finding, Level
from bot.domain.report.partition import Section, Shares, Split, shares
from bot.domain.report.passages import Pair
from bot.domain.values import dataclass


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
