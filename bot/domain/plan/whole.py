"""A whole plan, and what it asks of whom."""

from dataclasses import field, replace
from datetime import date

from bot.domain.people import Person
from bot.domain.plan.ballots import BallotRules, Listed, ReleaseRules, Row, SatisfactionRules
from bot.domain.plan.grading import FOUR_IDS, FOUR_INPUTS, INPUT_OF, Condition, GradeCaps, InputRule
from bot.domain.plan.parts import SECTIONED, STAGE_OF, Part
from bot.domain.plan.procedure import (
    MeetingRules,
    Rectification,
    Reminders,
    Retention,
    Rights,
    SchoolHolidays,
    Stage,
)
from bot.domain.plan.reports import Material, ReportRules
from bot.domain.plan.subjects import SubjectGroup
from bot.domain.values import dataclass, hashed_once
from bot.domain.words import STANDARD, Words

# Parts that have neither a stage nor a section of their own.
_DERIVED = frozenset(
    {
        Part.RESULT_LIST,
        Part.FEEDBACK,
        Part.OTHER_INPUTS,
        Part.OUTLINE,
        Part.PROPORTION,
        Part.FOCUS,
    }
)


@hashed_once
@dataclass(frozen=True)
class Plan:
    """A whole plan. `deadline` is the only day that the plan of 2022 dates (S4).

    `parts` are those that have a section in the file; ask `has` whether one is wanted.
    """

    year: int
    title: str
    unit: str
    upper_unit: str
    deadline: date
    stages: tuple[Stage, ...]
    report: ReportRules
    ballot: BallotRules
    caps: GradeCaps
    reminders: Reminders
    rectification: Rectification
    publicity_days: int = 5  # S29, workdays
    publicity_scope: str = "本系党员和群众"
    objection_days: int = 5
    days_off: tuple[date, ...] = ()  # the unit's own days off
    # On these days nothing is said unasked but what the deadline needs.
    school_holidays: tuple[SchoolHolidays, ...] = ()
    workdays: tuple[date, ...] = ()  # days worked although a weekend or holiday
    help_contact: str = ""
    meeting: MeetingRules = field(default_factory=MeetingRules)
    satisfaction: SatisfactionRules = field(default_factory=SatisfactionRules)
    release: ReleaseRules = field(default_factory=ReleaseRules)
    organisation: str = ""  # the Party organisation that signs papers
    words: Words = STANDARD
    inputs: tuple[InputRule, ...] = FOUR_INPUTS
    grades: tuple[str, ...] = ()  # the best first; empty: the words of the ballot
    parts: frozenset[Part] = SECTIONED
    rights: Rights = field(default_factory=Rights)
    retention: Retention = field(default_factory=Retention)
    subjects: tuple[SubjectGroup, ...] = ()  # empty: the secretaries of the branches
    materials: tuple[Material, ...] = ()
    conditions: tuple[Condition, ...] = ()  # of grades, held against the facts

    @property
    def signature(self) -> str:
        """Who signs papers."""
        return self.organisation or self.unit

    @property
    def focus_is_old(self) -> bool:
        """Whether the focus areas are those of another year, and nobody has looked at them yet."""
        rules = self.report
        return bool(rules.focus_areas) and rules.focus_year not in (0, self.year)

    @property
    def rounds(self) -> tuple[InputRule, ...]:
        """The ballots that are held one after another about the same people; none where one is."""
        return tuple(rule for rule in self.inputs if rule.classes)

    @property
    def required_inputs(self) -> tuple[InputRule, ...]:
        """Those without which no grade is set."""
        return tuple(rule for rule in self.inputs if rule.required)

    @property
    def grade_steps(self) -> tuple[str, ...]:
        """The grades that can be given, the best first."""
        return self.grades or tuple(step.title for step in self.ballot.scale)

    def input_rule(self, name: str) -> InputRule | None:
        """The input of this id or title; None where the plan has none."""
        return next((rule for rule in self.inputs if name in (rule.id, rule.title)), None)

    def stage(self, stage_id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def day_of(self, stage_id: str) -> date | None:
        """The day of a stage; None where the plan has no such stage."""
        stage = self.stage(stage_id)
        if stage is None:
            return None
        return stage.due

    @property
    def report_day(self) -> date:
        """The last day for reports, of who has no extension: the stage's, else the only date."""
        return self.day_of("report") or self.deadline

    def has(self, part: Part) -> bool:
        """Whether the plan wants this part.

        Where a plan has stages, a part that has one is wanted with its stage alone: whoever takes
        `[stage.report]` out of the file wants no report, whatever `[report]` still says.
        """
        if part in _DERIVED:
            return self._follows(part)
        if part is Part.COMMENTS and self.has(Part.MEETING):
            return True
        if part in INPUT_OF:
            return self.input_rule(INPUT_OF[part]) is not None
        if part in STAGE_OF and self.stages:
            return self.stage(STAGE_OF[part]) is not None
        return part in self.parts

    def _follows(self, part: Part) -> bool:
        """Whether a part that no line of the file names follows from the rules of others."""
        if part is Part.RESULT_LIST:
            return self.release.listed is not Listed.NOTHING
        if part is Part.FEEDBACK:
            # On what is public, or written on a sheet without a name.
            is_written = self.ballot.words and self.has(Part.BALLOT)
            return is_written or self.has(Part.PUBLICITY) or self.has(Part.RESULT_LIST)
        if part is Part.OTHER_INPUTS:
            # Those that have no command of their own.
            return any(rule.id not in FOUR_IDS and not rule.is_ballot for rule in self.inputs)
        rules = self.report
        asked_of_reports = {
            Part.OUTLINE: rules.party_building,
            Part.PROPORTION: rules.party_building and rules.has_shares,
            Part.FOCUS: bool(rules.focus_areas) and not self.focus_is_old,
        }
        return asked_of_reports[part] and self.has(Part.REPORT)

    def group_of(self, person: Person | None) -> SubjectGroup | None:
        """Returns the group of subjects to which this person belongs; None where he is in none."""
        if person is None:
            return None
        return next((group for group in self.subjects if group.id in person.groups), None)

    def report_of(self, person: Person | None) -> ReportRules:
        """Returns what is asked of this person's report."""
        group = self.group_of(person)
        rules = self.report
        if self.focus_is_old:
            rules = replace(rules, focus_areas=())
        if group is None or group.characters is None:
            return rules
        return replace(rules, characters=group.characters)

    def materials_of(self, person: Person | None) -> tuple[Material, ...]:
        """Returns what this person hands in beside the report."""
        groups = frozenset[str]()
        if person is not None:
            groups = frozenset(person.groups)
        return tuple(
            material
            for material in self.materials
            if not material.subjects or not groups.isdisjoint(material.subjects)
        )

    def speech_minutes_of(self, person: Person | None) -> int:
        group = self.group_of(person)
        if group is None or group.speech_minutes is None:
            return self.meeting.speech_minutes
        return group.speech_minutes

    def rows_of(self, person: Person) -> tuple[Row, ...]:
        """Returns the rows of the sheet on which this person is rated."""
        group = self.group_of(person)
        if group is None or not group.rows:
            return self.ballot.rows
        return group.rows

    def caps_of(self, group: SubjectGroup | None) -> GradeCaps:
        if group is None or group.caps is None:
            return self.caps
        return group.caps
