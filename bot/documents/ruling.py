"""What the worker does by the rules of the domain: judging a text, reading a roster or a plan.

It is slow to import: see `tasks`. What opens a workbook is imported by the worker alone, when it
has one to open.
"""

from typing import NoReturn

from bot.documents.roster import RosterSheet, read_roster
from bot.domain.evaluation.observation_sheet import ObservationRows
from bot.domain.manuscript import Manuscript
from bot.domain.plan import Plan, ReportRules, SubjectGroup
from bot.domain.planfile import PlanInvalid, PlanProblem, parse
from bot.domain.report import Part, Verdict
from bot.domain.report.counting import count_words
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Judging:
    """A kept text against the year's rules.

    `corrections` are what the author said of sections, by their numbers.
    """

    rules: ReportRules
    year: int
    corrections: tuple[tuple[int, Part], ...] = ()
    last_year: tuple[str, ...] = ()
    known: bool = False  # its sender says that it is a report

    def of(self, manuscript: Manuscript) -> Verdict:
        # The patterns of its rules take a tenth of a second to compile, in whoever judges.
        from bot.domain.report.judge import judge  # noqa: PLC0415

        return judge(
            manuscript,
            self.rules,
            year=self.year,
            corrections=dict(self.corrections),
            last_year=self.last_year,
            known=self.known,
        )


@dataclass(frozen=True)
class Listing:
    """A workbook read as a roster.

    `categories` are the ids of the plan's 票类, `groups` its groups of subjects.
    """

    categories: tuple[str, ...]
    groups: tuple[SubjectGroup, ...] = ()

    def of(self, content: bytes) -> RosterSheet:
        return read_roster(content, categories=self.categories, groups=self.groups)


@dataclass(frozen=True)
class Length:
    """How many characters (字数) a reader sees."""

    characters: int


@dataclass(frozen=True)
class Measuring:
    """A presentation or workbook, of which nothing but its length is asked."""

    def of(self, content: bytes) -> Length:
        from bot.documents.measuring import visible_text  # noqa: PLC0415

        return Length(count_words(visible_text(content)))


@dataclass(frozen=True)
class Tabulating:
    """A workbook read as a sheet of observations."""

    def of(self, content: bytes) -> ObservationRows:
        from bot.documents.observation_workbook import (  # noqa: PLC0415
            read_observation_workbook,
        )

        return read_observation_workbook(content)


@dataclass(frozen=True)
class PlanProblems:
    """Why a plan file cannot be used."""

    problems: tuple[PlanProblem, ...]

    def refuse(self) -> NoReturn:
        raise PlanInvalid(self.problems)


@dataclass(frozen=True)
class Planning:
    """A plan file's text, read."""

    def of(self, text: str) -> Plan | PlanProblems:
        try:
            return parse(text)
        except PlanInvalid as invalid:
            return PlanProblems(invalid.problems)


RuledTask = Judging | Listing | Measuring | Planning | Tabulating
RuledAnswer = Verdict | RosterSheet | Length | Plan | PlanProblems | ObservationRows
TASKS: dict[str, type[RuledTask]] = {
    kind.__name__: kind for kind in (Judging, Listing, Measuring, Planning, Tabulating)
}
ANSWERS: dict[str, type[RuledAnswer]] = {
    kind.__name__: kind
    for kind in (Verdict, RosterSheet, Length, Plan, PlanProblems, ObservationRows)
}
