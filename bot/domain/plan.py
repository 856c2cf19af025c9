"""The year's plan as data: what the department decided,
and what the plan leaves open with its default.

The built-in plan holds the content of the 2022 plan; every number that a unit may set differently
is a field here and a key in `plan.toml` (read and written by `bot.domain.planfile`). S-ids name the
sentence of the plan that a field serves.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from fractions import Fraction

from bot.domain.people import Person, Role
from bot.domain.words import STANDARD, Words


class Part(StrEnum):
    """A part of the procedure that a plan may leave out (`Plan.has`)."""

    NOTICE = "notice"
    FIELDWORK = "fieldwork"
    REPORT = "report"
    OUTLINE = "outline"  # the report is judged by its parts and cases, not by its length alone
    PROPORTION = "proportion"
    FOCUS = "focus"
    REVIEW = "review"
    MEETING = "meeting"
    BALLOT = "ballot"
    PUBLICITY = "publicity"
    FEEDBACK = "feedback"  # on what is public, or written on a sheet without a name
    GRADE = "grade"
    OPINION = "opinion"
    EVERYDAY = "everyday"
    VISITS = "visits"
    COMMENTS = "comments"
    OTHER_INPUTS = "other_inputs"
    RECTIFICATION = "rectification"
    SATISFACTION = "satisfaction"


# Those that have a section of their own in the file.
SECTIONED = frozenset(
    {
        Part.REPORT,
        Part.MEETING,
        Part.BALLOT,
        Part.PUBLICITY,
        Part.RECTIFICATION,
        Part.SATISFACTION,
    }
)
# The stage that brings a part with it.
STAGE_OF = {
    Part.NOTICE: "notice",
    Part.FIELDWORK: "fieldwork",
    Part.REPORT: "report",
    Part.REVIEW: "review",
    Part.MEETING: "meeting",
    Part.PUBLICITY: "publicity",
    Part.GRADE: "grade",
    Part.OPINION: "feedback",
    Part.RECTIFICATION: "rectification",
}


@dataclass(frozen=True)
class FocusArea:
    """One of the areas a report should speak about (S5-S10)."""

    id: str
    title: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class ReportRules:
    """What the plan asks of a report (S17-S26, S30)."""

    characters: int | None = 3500  # S26, counted as Word counts 字数; None = no limit
    max_achievements: Fraction | None = Fraction(1, 3)  # S21, share of the report's length
    min_problems_and_causes: Fraction | None = None  # some units ask for a third; the plan does not
    focus_areas: tuple[FocusArea, ...] = ()
    max_file_bytes: int = 20 * 1024 * 1024
    # A report on party building is judged by S18-S25, any other kind by its length alone.
    party_building: bool = True
    min_characters: int | None = None  # some units want a report of a certain length at least
    focus_year: int = 0  # of which year the areas are; 0 for every year

    @property
    def has_shares(self) -> bool:
        """Whether it is asked how much is said of what."""
        return self.max_achievements is not None or self.min_problems_and_causes is not None


@dataclass(frozen=True)
class Stage:
    """One step of the procedure (S11). `due` is a calendar day; the stage ends with that day."""

    id: str
    title: str
    due: date
    waits_for: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()  # role names as in people.Role
    reminds: bool = True  # a countdown is kept for it


@dataclass(frozen=True)
class Step:
    """One step of the scale, e.g. 好 with 100 points (S33).

    Without points it may be chosen and is counted, but does not enter the score: 不了解, 弃权.
    """

    title: str
    points: int | None


class Scope(StrEnum):
    """Whom a voter category rates, as an organiser writes it."""

    ALL = "全部"
    OWN_BRANCH = "本支部"
    SUPERIORS = "上级"
    SUBORDINATES = "下级"
    SELF = "本人"


@dataclass(frozen=True)
class Row:
    """A line of the sheet. What it leaves open is as for the whole sheet.

    `weight` is its share of the score, `full` its full mark; rows have the one or the other. With
    `marks` a number is given instead of a step. Only the `classes` named see it.
    """

    title: str
    weight: Fraction | None = None
    full: int | None = None
    marks: bool = False
    scale: tuple[Step, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class VoterCategory:
    """票类: weight as a share of the whole; the weights of all categories add up to 1.

    `rates` says whom it rates: words of `Scope`, or ids of categories whose people are rated.
    `quorum` is the share of its people who must have voted.
    """

    id: str
    title: str
    weight: Fraction
    rates: tuple[str, ...] = (Scope.ALL,)
    quorum: Fraction | None = None


@dataclass(frozen=True)
class BallotRules:
    """The on-site evaluation (S28). Defaults from real units' practice."""

    rows: tuple[Row, ...] = (Row("总体评价"),)
    scale: tuple[Step, ...] = (Step("好", 100), Step("较好", 85), Step("一般", 70), Step("差", 50))
    categories: tuple[VoterCategory, ...] = ()
    minimum: int = 5  # fewest ballots that a category may be published with; never below 3
    # A smaller category counts with its weight and its counts are shown to nobody; else it is
    # merged with another.
    small_apart: bool = True
    quorum: Fraction | None = None  # share of the roll that must have voted; none by default
    secret: bool = True
    decimals: int = 2  # scores are rounded half up to so many decimals
    objection_days: int = 0  # days that the cells are kept after the count
    # Those who have not voted then are asked privately, once; 0 = nobody is.
    remind_after_minutes: int = 0
    # Of the best step on one sheet; with 推荐 and 不推荐 as steps it is “at most so many of all”.
    best_at_most: int | None = None
    drop_extremes: bool = False  # of marks: the highest and the lowest of each class
    words: bool = False  # something may be written on the sheet without a name


@dataclass(frozen=True)
class ReleaseRules:
    """Where the result of the evaluation goes once it is counted and checked."""

    to: tuple[Role, ...] = (Role.LEADER,)
    group: bool = True  # it may be published in the group as well, where somebody asks for that
    scores: bool = False  # with the scores


@dataclass(frozen=True)
class MeetingRules:
    """The meeting at which secretaries report (S27)."""

    speech_minutes: int = 8
    # After each speech (一述一评), or "together" after all of them (集中点评).
    comments: str = "each"


@dataclass(frozen=True)
class InputRule:
    """Something that a grade rests on (S31). It stands beside the others; nothing is computed.

    `by` says who enters it: words of `Role`, or SELF for the evaluated person; what is released or
    entered by its own command (现场测评, 点评) needs none. The weight is shown beside the title.
    With `classes` it is a ballot of its own, in which these voter categories vote.
    """

    id: str
    title: str
    by: tuple[str, ...] = (Role.LEADER, Role.ORGANISER)
    weight: Fraction | None = None
    classes: tuple[str, ...] = ()

    @property
    def is_ballot(self) -> bool:
        """Whether it is released and not entered."""
        return self.id == RELEASED or bool(self.classes)

    @property
    def shown(self) -> str:
        """The title with its weight."""
        if self.weight is None:
            return self.title
        return f"{self.title}（占 {float(self.weight * 100):g}%）"


SELF = "本人"
EVERYDAY, FIELD_VISITS, COMMENTS, RELEASED = "everyday", "fieldwork", "comment", "ballot"
INPUT_OF = {
    Part.EVERYDAY: EVERYDAY,
    Part.VISITS: FIELD_VISITS,
    Part.COMMENTS: COMMENTS,
}
FOUR_IDS = frozenset({EVERYDAY, FIELD_VISITS, COMMENTS, RELEASED})
FOUR_INPUTS = (
    InputRule(EVERYDAY, "平时掌握"),
    InputRule(FIELD_VISITS, "调研了解"),
    InputRule(COMMENTS, "领导点评"),
    InputRule(RELEASED, "现场测评"),
)


@dataclass(frozen=True)
class GradeCaps:
    """How many may get the best grade; None = no cap (the plan of 2022 names none)."""

    max_best: Fraction | None = Fraction(1, 3)
    min_below_best: Fraction | None = Fraction(15, 100)


@dataclass(frozen=True)
class Reminders:
    """When the bot speaks unasked (S4, S11; rules of conduct 2 and 5)."""

    rungs: tuple[int, ...] = (30, 14, 7, 3, 1, 0)  # days before a deadline
    at: time = time(9, 0)
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 0)


@dataclass(frozen=True)
class Rights:
    """Who may do what, where units differ: offices by the words of the roster.

    Releases, grades and results are confirmed by a second person whatever stands here.
    """

    opinions: tuple[str, ...] = ("领导", "组织员")  # draft and change opinions (S32)
    grades: tuple[str, ...] = ("领导", "组织员")  # enter what the committee decided (S33)
    inputs: tuple[str, ...] = ("领导", "组织员")  # read the inputs and their sources (S31)
    feedback: tuple[str, ...] = ("领导",)  # read what was said during publicity (S29)
    export: tuple[str, ...] = ("领导", "组织员")
    # The second person's; then the others who may confirm are asked as well.
    confirmation_hours: int = 24


@dataclass(frozen=True)
class Rectification:
    """The rhythm of the follow-up (S35, S36, S38)."""

    monthly_workday: int = 1  # on the n-th workday of the month
    repeat_after_workdays: int = 3
    undated_due_months: int = 6  # when an item without a date is due, from the promise on
    effect_check_months: int = 3
    bulletin: str = "quarterly"  # or "monthly"
    bulletin_names_branches: bool = False  # real bulletins speak of 个别支部


@dataclass(frozen=True)
class SatisfactionRules:
    """How a branch's people are asked whether they are satisfied (S8).

    Fewest ballots, decimals: as in `BallotRules`.
    """

    days: int = 5  # workdays that they have
    scale: tuple[Step, ...] = (Step("满意", 100), Step("基本满意", 60), Step("不满意", 0))


@dataclass(frozen=True)
class Material:
    """A document that is handed in beside the report: slides, a form. It is kept, and not judged.

    `kinds` are the endings of its files; `subjects` the groups that hand it in, empty for all.
    """

    id: str
    title: str
    kinds: tuple[str, ...] = ()
    characters: int | None = None
    min_characters: int | None = None
    required: bool = True
    subjects: tuple[str, ...] = ()

    def accepts(self, name: str) -> bool:
        """Whether a file of this name may be this material."""
        _, dot, ending = name.lower().rpartition(".")
        return not self.kinds or (bool(dot) and ending in self.kinds)


@dataclass(frozen=True)
class SubjectGroup:
    """Some of those who are evaluated, with rules of their own (S2).

    What is None or empty is as the plan says for everybody. With `bodies` the group holds no
    persons but 班子 or branches. In an `office` whoever follows goes on with what is there.
    """

    id: str
    title: str
    bodies: bool = False
    office: bool = False
    characters: int | None = None
    speech_minutes: int | None = None
    rows: tuple[Row, ...] = ()
    caps: GradeCaps | None = None


@dataclass(frozen=True)
class SchoolHolidays:
    """Days of every year, month and day of the first and the last; over New Year where the last is
    the earlier one.
    """

    first: tuple[int, int]
    last: tuple[int, int]

    def days(self, year: int) -> tuple[date, ...]:
        """Every day of those that begin in this year."""
        begin = _day_of(year, self.first)
        end = _day_of(year, self.last)
        if end < begin:
            end = _day_of(year + 1, self.last)
        return tuple(begin + timedelta(days=number) for number in range((end - begin).days + 1))


def _day_of(year: int, month_and_day: tuple[int, int]) -> date:
    """29 February is the 28th in other years."""
    if month_and_day == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, *month_and_day)


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
    meeting: MeetingRules = MeetingRules()
    satisfaction: SatisfactionRules = SatisfactionRules()
    release: ReleaseRules = ReleaseRules()
    organisation: str = ""  # the Party organisation that signs papers
    words: Words = STANDARD
    inputs: tuple[InputRule, ...] = FOUR_INPUTS
    grades: tuple[str, ...] = ()  # the best first; empty: the words of the ballot
    parts: frozenset[Part] = SECTIONED
    rights: Rights = Rights()
    subjects: tuple[SubjectGroup, ...] = ()  # empty: the secretaries of the branches
    materials: tuple[Material, ...] = ()

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
        if part is Part.FEEDBACK:
            part = Part.BALLOT if self.ballot.words else Part.PUBLICITY
        if part in (Part.OUTLINE, Part.PROPORTION, Part.FOCUS):
            return self._asks_of_reports(part)
        if part is Part.COMMENTS and self.has(Part.MEETING):
            return True
        if part in INPUT_OF:
            return self.input_rule(INPUT_OF[part]) is not None
        if part is Part.OTHER_INPUTS:
            return any(rule.id not in FOUR_IDS and not rule.is_ballot for rule in self.inputs)
        if part in STAGE_OF and self.stages:
            return self.stage(STAGE_OF[part]) is not None
        return part in self.parts

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
