"""A whole plan, and what it asks of whom."""

from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.people import Person
from bot.domain.plan.ballots import BallotRules, Listed, ReleaseRules, Row, SatisfactionRules
from bot.domain.plan.grading import FOUR_IDS, FOUR_INPUTS, INPUT_OF, Condition, GradeCaps, InputRule
from bot.domain.plan.parts import SECTIONED, STAGE_OF, Part
from bot.domain.plan.procedure import (
    MeetingRules,
    Rectification,
    Reminders,
    Rights,
    SchoolHolidays,
    Stage,
)
from bot.domain.plan.reports import Material, ReportRules
from bot.domain.plan.subjects import SubjectGroup
from bot.domain.words import STANDARD, Words


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

    def has(self, part: Part) -> bool:
        """Whether the plan wants this part.

        Where a plan has stages, a part that has one is wanted with its stage alone: whoever takes
        `[stage.report]` out of the file wants no report, whatever `[report]` still says.
        """
        derived = {
            Part.FEEDBACK: self._takes_feedback,
            Part.RESULT_LIST: self._lists_results,
            Part.OTHER_INPUTS: self._has_other_inputs,
        }
        if part in derived:
            return derived[part]()
        if part in (Part.OUTLINE, Part.PROPORTION, Part.FOCUS):
            return self._asks_of_reports(part)
        if part is Part.COMMENTS and self.has(Part.MEETING):
            return True
        if part in INPUT_OF:
            return self.input_rule(INPUT_OF[part]) is not None
        if part in STAGE_OF and self.stages:
            return self.stage(STAGE_OF[part]) is not None
        return part in self.parts

    def _takes_feedback(self) -> bool:
        """Whether something is public, or may be written on a sheet without a name."""
        if self.ballot.words and self.has(Part.BALLOT):
            return True
        return self.has(Part.PUBLICITY) or self.has(Part.RESULT_LIST)

    def _lists_results(self) -> bool:
        return self.release.listed is not Listed.NOTHING

    def _has_other_inputs(self) -> bool:
        """Whether something is entered that has no command of its own."""
        return any(rule.id not in FOUR_IDS and not rule.is_ballot for rule in self.inputs)

    def _asks_of_reports(self, part: Part) -> bool:
        """Whether there are reports of which this is asked."""
        rules = self.report
        asked = {
            Part.OUTLINE: rules.party_building,
            Part.PROPORTION: rules.party_building and rules.has_shares,
            Part.FOCUS: bool(rules.focus_areas) and not self.focus_is_old,
        }
        return asked[part] and self.has(Part.REPORT)

    def group_of(self, person: Person) -> SubjectGroup | None:
        """Returns the group of subjects to which this person belongs; None where he is in none."""
        return next((group for group in self.subjects if group.id in person.groups), None)

    def report_of(self, person: Person | None) -> ReportRules:
        """Returns what is asked of this person's report."""
        group = self.group_of(person) if person else None
        rules = self.report
        if self.focus_is_old:
            rules = replace(rules, focus_areas=())
        if group is None or group.characters is None:
            return rules
        return replace(rules, characters=group.characters)

    def materials_of(self, person: Person | None) -> tuple[Material, ...]:
        """Returns what this person hands in beside the report."""
        groups = set(person.groups) if person else set()
        return tuple(
            material
            for material in self.materials
            if not material.subjects or not groups.isdisjoint(material.subjects)
        )

    def speech_minutes_of(self, person: Person | None) -> int:
        group = self.group_of(person) if person else None
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
