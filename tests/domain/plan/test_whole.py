"""What a whole plan asks of whom."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bot.domain.people import Person
from bot.domain.plan import (
    FOUR_INPUTS,
    STAGE_OF,
    FocusArea,
    GradeCaps,
    InputRule,
    Listed,
    Material,
    Part,
    Plan,
    ReleaseRules,
    Row,
    Stage,
    SubjectGroup,
)
from bot.domain.planfile import default_plan

PLAN = default_plan(2026)
CADRES = SubjectGroup("cadres", "干部", characters=2000, speech_minutes=5)
PLAIN = SubjectGroup("plain", "其他")
GROUPED = replace(PLAN, subjects=(CADRES, PLAIN))


def person(*groups: str) -> Person:
    return Person(1, "sample", "王文例", "w", groups=groups)


def without(*parts: Part) -> Plan:
    return replace(PLAN, stages=(), parts=PLAN.parts - set(parts))


@pytest.mark.parametrize(("part", "stage"), STAGE_OF.items())
def test_a_part_goes_with_its_stage(part: Part, stage: str) -> None:
    left = tuple(each for each in PLAN.stages if each.id != stage)
    assert PLAN.has(part)
    assert not replace(PLAN, stages=left).has(part)


@pytest.mark.parametrize("part", [Part.REPORT, Part.MEETING, Part.PUBLICITY, Part.RECTIFICATION])
def test_without_stages_the_sections_tell(part: Part) -> None:
    assert replace(PLAN, stages=()).has(part)
    assert not without(part).has(part)


@pytest.mark.parametrize("part", [Part.BALLOT, Part.SATISFACTION])
def test_what_has_no_stage_is_told_by_its_section(part: Part) -> None:
    assert PLAN.has(part)
    assert not replace(PLAN, parts=PLAN.parts - {part}).has(part)


@pytest.mark.parametrize(
    ("part", "input_id"), [(Part.EVERYDAY, "everyday"), (Part.VISITS, "fieldwork")]
)
def test_an_input_is_a_part(part: Part, input_id: str) -> None:
    left = tuple(rule for rule in FOUR_INPUTS if rule.id != input_id)
    assert PLAN.has(part)
    assert not replace(PLAN, inputs=left).has(part)


def test_comments_come_with_the_meeting_or_as_an_input() -> None:
    no_meeting = tuple(each for each in PLAN.stages if each.id != "meeting")
    no_comment = tuple(rule for rule in FOUR_INPUTS if rule.id != "comment")
    assert replace(PLAN, inputs=no_comment).has(Part.COMMENTS)
    assert replace(PLAN, stages=no_meeting).has(Part.COMMENTS)
    assert not replace(PLAN, stages=no_meeting, inputs=no_comment).has(Part.COMMENTS)


@pytest.mark.parametrize(
    ("listed", "is_wanted"),
    [(Listed.NOTHING, False), (Listed.GRADES, True), (Listed.SCORES, True)],
)
def test_a_list_of_results_is_wanted_where_something_is_listed(
    listed: Listed, is_wanted: bool
) -> None:
    assert replace(PLAN, release=ReleaseRules(listed=listed)).has(Part.RESULT_LIST) is is_wanted


NO_PUBLICITY = replace(PLAN, stages=tuple(each for each in PLAN.stages if each.id != "publicity"))
WORDS = replace(NO_PUBLICITY, ballot=replace(PLAN.ballot, words=True))


@pytest.mark.parametrize(
    ("plan", "is_wanted"),
    [
        (PLAN, True),
        (NO_PUBLICITY, False),
        (replace(NO_PUBLICITY, release=ReleaseRules(listed=Listed.GRADES)), True),
        (WORDS, True),
        (replace(WORDS, parts=PLAN.parts - {Part.BALLOT}), False),
    ],
    ids=["publicity", "none", "a list", "words on the sheet", "words without a sheet"],
)
def test_feedback_is_on_what_is_public_or_written_on_a_sheet(plan: Plan, is_wanted: bool) -> None:
    assert plan.has(Part.FEEDBACK) is is_wanted


@pytest.mark.parametrize(
    ("rule", "is_wanted"),
    [
        (None, False),
        (InputRule("mine", "自评"), True),
        (InputRule("mine", "投票", classes=("A",)), False),  # a ballot is released, not entered
    ],
)
def test_other_inputs_are_those_without_a_command(rule: InputRule | None, is_wanted: bool) -> None:
    more = () if rule is None else (rule,)
    assert replace(PLAN, inputs=(*FOUR_INPUTS, *more)).has(Part.OTHER_INPUTS) is is_wanted


REPORT = replace(
    PLAN.report, focus_areas=(FocusArea("S6", "主题教育", ("学习",)),), focus_year=2026
)
FOCUSED = replace(PLAN, report=REPORT)


@pytest.mark.parametrize(
    ("plan", "outline", "proportion", "focus"),
    [
        (FOCUSED, True, True, True),
        (replace(FOCUSED, report=replace(REPORT, party_building=False)), False, False, True),
        (replace(FOCUSED, report=replace(REPORT, max_achievements=None)), True, False, True),
        (
            replace(
                FOCUSED,
                report=replace(
                    REPORT, max_achievements=None, min_problems_and_causes=Fraction(1, 3)
                ),
            ),
            True,
            True,
            True,
        ),
        (replace(FOCUSED, report=replace(REPORT, focus_areas=())), True, True, False),
        (replace(FOCUSED, report=replace(REPORT, focus_year=2025)), True, True, False),
        (replace(FOCUSED, report=replace(REPORT, focus_year=0)), True, True, True),
        (
            replace(FOCUSED, stages=tuple(s for s in PLAN.stages if s.id != "report")),
            False,
            False,
            False,
        ),
    ],
)
def test_what_is_asked_of_reports(plan: Plan, outline: bool, proportion: bool, focus: bool) -> None:
    parts = [Part.OUTLINE, Part.PROPORTION, Part.FOCUS]
    assert [plan.has(part) for part in parts] == [outline, proportion, focus]


@pytest.mark.parametrize(
    ("year", "areas", "is_old"),
    [
        (2026, REPORT.focus_areas, False),
        (2025, REPORT.focus_areas, True),
        (0, REPORT.focus_areas, False),
        (2025, (), False),
    ],
)
def test_focus_areas_of_another_year_are_asked_of_nobody(
    year: int, areas: tuple[FocusArea, ...], is_old: bool
) -> None:
    plan = replace(PLAN, report=replace(REPORT, focus_year=year, focus_areas=areas))
    assert plan.focus_is_old is is_old
    assert bool(plan.report_of(None).focus_areas) is (bool(areas) and not is_old)


def test_the_group_of_a_person_gives_the_rules_that_it_has() -> None:
    assert GROUPED.group_of(person("cadres")) == CADRES
    assert GROUPED.group_of(person("plain", "cadres")) == CADRES  # the first of the plan
    assert GROUPED.group_of(person("other")) is None
    assert GROUPED.group_of(None) is None
    assert GROUPED.report_of(person("cadres")).characters == 2000
    assert GROUPED.report_of(person("plain")).characters == 3500
    assert GROUPED.report_of(None).characters == 3500
    assert GROUPED.speech_minutes_of(person("cadres")) == 5
    assert GROUPED.speech_minutes_of(person("plain")) == PLAN.meeting.speech_minutes
    assert GROUPED.speech_minutes_of(None) == PLAN.meeting.speech_minutes


def test_a_group_with_rows_and_caps_of_its_own() -> None:
    rows, caps = (Row("廉洁"),), GradeCaps(max_best=None)
    plan = replace(PLAN, subjects=(replace(CADRES, rows=rows, caps=caps), PLAIN))
    assert plan.rows_of(person("cadres")) == rows
    assert plan.rows_of(person("plain")) == plan.rows_of(person()) == PLAN.ballot.rows
    assert plan.caps_of(plan.subjects[0]) == caps
    assert plan.caps_of(PLAIN) == plan.caps_of(None) == PLAN.caps


def test_materials_are_asked_of_everybody_or_of_their_groups() -> None:
    slides, form = Material("slides", "课件"), Material("form", "表", subjects=("cadres",))
    plan = replace(GROUPED, materials=(slides, form))
    assert plan.materials_of(person("cadres")) == (slides, form)
    assert plan.materials_of(person("plain")) == (slides,)
    assert plan.materials_of(None) == (slides,)


def test_inputs_are_found_by_id_or_title() -> None:
    rule = InputRule("mine", "自评", required=False)
    ballot = InputRule("first", "初评", classes=("A",))
    plan = replace(PLAN, inputs=(*FOUR_INPUTS, rule, ballot))
    assert plan.input_rule("mine") == plan.input_rule("自评") == rule
    assert plan.input_rule("没有") is None
    assert plan.required_inputs == (*FOUR_INPUTS, ballot)
    assert plan.rounds == (ballot,)


def test_grades_are_those_of_the_plan_or_of_the_ballot() -> None:
    assert PLAN.grade_steps == ("好", "较好", "一般", "差")
    assert replace(PLAN, grades=("优秀", "合格")).grade_steps == ("优秀", "合格")


def test_papers_are_signed_by_the_organisation_or_the_unit() -> None:
    assert replace(PLAN, organisation="").signature == PLAN.unit
    assert replace(PLAN, organisation="数学系党总支").signature == "数学系党总支"


def test_a_stage_is_found_among_its_kind() -> None:
    extra = Stage("extra", "另", date(2026, 12, 1))
    assert replace(PLAN, stages=(*PLAN.stages, extra)).stage("extra") == extra
    assert replace(PLAN, stages=()).stage("extra") is None
