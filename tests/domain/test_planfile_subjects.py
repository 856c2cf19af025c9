"""Groups of subjects and materials in the plan file."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import Person
from bot.domain.plan import GradeCaps, Material, Row, SubjectGroup
from bot.domain.planfile import PlanInvalid, changes, parse, render, sample_plan

PLAN = sample_plan(2026)
TITLES = st.text("甲乙丙丁班子副书记", min_size=1, max_size=6)
NUMBERS = st.none() | st.integers(100, 10_000)
CAPS = st.builds(
    GradeCaps, st.none() | st.just(Fraction(1, 4)), st.none() | st.just(Fraction(1, 5))
)
GROUPS = st.lists(
    st.builds(
        SubjectGroup,
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        TITLES,
        st.booleans(),
        st.booleans(),
        NUMBERS,
        st.none() | st.integers(1, 60),
        st.sampled_from([(), (Row("总体评价"), Row("作风"))]),
        st.none() | CAPS,
    ),
    max_size=4,
    unique_by=(lambda group: group.id, lambda group: group.title),
).map(tuple)
MATERIALS = st.lists(
    st.builds(
        Material,
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        TITLES,
        st.sampled_from([(), ("pptx", "pdf")]),
        st.none() | st.just(600),
        st.none() | st.just(100),
        st.booleans(),
    ),
    max_size=3,
    unique_by=(lambda material: material.id, lambda material: material.title),
).map(tuple)


@settings(max_examples=40)
@given(GROUPS, MATERIALS)
def test_what_is_written_is_read_back(
    groups: tuple[SubjectGroup, ...], materials: tuple[Material, ...]
) -> None:
    plan = replace(PLAN, subjects=groups, materials=materials)
    assert parse(render(plan)) == plan
    assert bool(changes(PLAN, plan)) == bool(groups or materials)


@pytest.mark.parametrize(
    ("section", "key", "advice"),
    [
        ("[subjects.deputy]\n", "subjects.deputy.title", "必须填写"),
        (
            '[subjects.deputy]\ntitle = "副书记"\noffise = true\n',
            "subjects.deputy.offise",
            "office",
        ),
        (
            '[subjects.a]\ntitle = "副职"\n[subjects.b]\ntitle = "副职"\n',
            "subjects.b.title",
            "重复",
        ),
        (
            '[subjects.a]\ntitle = "副职"\nspeech_minutes = 0\n',
            "subjects.a.speech_minutes",
            "1",
        ),
        ("[material.slides]\n", "material.slides.title", "必须填写"),
        (
            '[material.slides]\ntitle = "课件"\nkinds = ["幻灯片"]\n',
            "material.slides.kinds[1]",
            "扩展名",
        ),
        (
            '[material.slides]\ntitle = "课件"\nsubjects = ["deputy"]\n',
            "material.slides.subjects[1]",
            "没有评议对象",
        ),
        (
            '[material.a]\ntitle = "表"\ncharacters = 10\nmin_characters = 20\n',
            "material.a.min_characters",
            "不能高于",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(section: str, key: str, advice: str) -> None:
    text = f"year = 2026\n{section}"
    with pytest.raises(PlanInvalid) as caught:
        parse(text)
    (problem,) = caught.value.problems
    assert (problem.key, problem.line > 1) == (key, True)
    assert advice in problem.message


def test_what_a_group_leaves_open_is_as_for_everybody() -> None:
    deputy = SubjectGroup("deputy", "副书记", characters=1000, caps=GradeCaps(None, None))
    plan = replace(PLAN, subjects=(deputy, SubjectGroup("head", "系主任")))
    person = Person(1, "d", "甲", "a", groups=("deputy",))
    head = replace(person, groups=("head",))
    assert plan.report_of(person).characters == 1000
    assert plan.report_of(head) == PLAN.report
    assert plan.speech_minutes_of(person) == PLAN.meeting.speech_minutes
    assert plan.rows_of(person) == PLAN.ballot.rows
    assert plan.caps_of(plan.group_of(person)).max_best is None
    assert plan.caps_of(plan.group_of(head)) == PLAN.caps
