"""Conditions of grades in the plan file."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.plan import Condition, InputRule
from bot.domain.planfile import PlanInvalid, changes, parse, render, sample_plan

VETO = InputRule("veto", "一票否决情形", ("组织员",), required=False)
PLAN = replace(sample_plan(2026), inputs=(*sample_plan(2026).inputs, VETO))
SHARES = st.fractions(0, 1, max_denominator=20)
ASKED = st.one_of(
    st.fixed_dictionaries({"rank": SHARES}),
    st.fixed_dictionaries({"least_votes": SHARES, "steps": st.sampled_from([(), ("好", "较好")])}),
    st.fixed_dictionaries({"least_votes": SHARES, "most_votes": SHARES}),
    st.fixed_dictionaries({"least_score": st.integers(0, 1000), "input": st.just("ballot")}),
    st.fixed_dictionaries({"without": st.just("veto")}),
    st.fixed_dictionaries({"input": st.just("everyday"), "says": st.just("合格")}),
)
CONDITIONS = st.lists(
    st.builds(
        lambda name, title, grades, asked: Condition(name, title, grades=grades, **asked),
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.text("甲乙丙丁好率得分", min_size=1, max_size=6),
        st.sampled_from([(), ("好",), ("好", "较好")]),
        ASKED,
    ),
    max_size=5,
    unique_by=(lambda one: one.id, lambda one: one.title),
).map(tuple)


@settings(max_examples=40)
@given(CONDITIONS)
def test_what_is_written_is_read_back_and_told(conditions: tuple[Condition, ...]) -> None:
    plan = replace(PLAN, conditions=conditions)
    assert parse(render(plan)) == plan
    assert bool(changes(PLAN, plan)) == bool(conditions)


def test_a_condition_that_changes_is_told_in_words() -> None:
    before = replace(PLAN, conditions=(Condition("r", "得分靠前", rank=Fraction(3, 10)),))
    after = replace(PLAN, conditions=(Condition("r", "得分靠前", rank=Fraction(1, 5)),))
    assert changes(PLAN, before) == ("新增等次条件：得分靠前",)
    assert changes(before, after) == ("条件“得分靠前”得分名次：前30% → 前20%",)
    assert changes(after, PLAN) == ("取消等次条件：得分靠前",)


@pytest.mark.parametrize(
    ("section", "key", "advice"),
    [
        ('title = "甲"\n', "condition.a", "请写明条件"),
        ("rank = 0.3\n", "condition.a.title", "必须填写"),
        ('title = "甲"\nrank = 0.3\nleast_score = 80\n', "condition.a.least_score", "分成两节"),
        ('title = "甲"\nrank = 0.3\nsteps = ["好"]\n', "condition.a.steps", "一起写"),
        ('title = "甲"\nrank = 0.3\ngrades = ["优秀"]\n', "condition.a.grades[1]", "好、较好"),
        (
            'title = "甲"\nmost_votes = 0.3\nsteps = ["不称职"]\n',
            "condition.a.steps[1]",
            "没有测评等次",
        ),
        ('title = "甲"\nwithout = "exam"\n', "condition.a.without", "everyday"),
        ('title = "甲"\nwithout = "everyday"\n', "condition.a.without", "required = false"),
        ('title = "甲"\nsays = "合格"\n', "condition.a.says", "看哪项依据"),
        ('title = "甲"\nrank = 0.3\ninput = "everyday"\n', "condition.a.input", "ballot"),
        ('title = "甲"\nranks = 0.3\nrank = 0.3\n', "condition.a.ranks", "rank"),
    ],
)
def test_a_mistake_is_named_with_its_key(section: str, key: str, advice: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        parse(f"{render(PLAN)}\n[condition.a]\n{section}")
    (problem,) = caught.value.problems
    assert problem.key == key
    assert advice in problem.message


def test_conditions_have_names_and_titles_of_their_own() -> None:
    with pytest.raises(PlanInvalid) as caught:
        parse(
            f'{render(PLAN)}\n[condition.A]\ntitle = "甲"\nrank = 0.3\n'
            '[condition.b]\ntitle = "甲"\nrank = 0.2\n'
        )
    assert [(problem.key, problem.message) for problem in caught.value.problems] == [
        ("condition.A", "名称只能用小写英文字母，例如 [condition.rank]"),
        ("condition.b.title", "“甲”重复了，请换一个名称"),
    ]
