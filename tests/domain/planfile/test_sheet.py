"""The sheet of a ballot in the plan file: scale, rows, who rates whom, written and said."""

from fractions import Fraction

import pytest

from bot.domain.plan import BallotRules, Plan, Row, Scope, Step
from bot.domain.planfile import PlanInvalid, default_plan, parse
from bot.domain.planfile.kinds import Kind
from bot.domain.planfile.sheet import AT_MOST, RATES, ROWS, SCALE

PLAN = default_plan(2026)
GOOD, POOR = Step("好", 100), Step("差", 0)
UNKNOWN = Step("不了解", None)


def ballot(rules: str) -> BallotRules:
    return parse(f"year = 2026\n[ballot]\n{rules}\n").ballot


def problems(rules: str) -> list[tuple[str, str]]:
    with pytest.raises(PlanInvalid) as caught:
        ballot(rules)
    return [(problem.key, problem.message) for problem in caught.value.problems]


def scale(*steps: str) -> str:
    return f"scale = [{', '.join(steps)}]"


def step(title: str, points: object) -> str:
    return f'{{ title = "{title}", points = {points} }}'


@pytest.mark.parametrize(
    ("steps", "read"),
    [
        ((step("好", 100), step("差", 0)), (GOOD, POOR)),
        ((step("好", 100), step("差", 0), step("不了解", '"不计分"')), (GOOD, POOR, UNKNOWN)),
        (
            (step("好", 1000), step("不了解", '"不计分"'), step("差", 999)),
            (Step("好", 1000), UNKNOWN, Step("差", 999)),
        ),
    ],
)
def test_a_scale_has_its_better_steps_first(steps: tuple[str, ...], read: tuple[Step, ...]) -> None:
    assert ballot(scale(*steps)).scale == read


POINTS = '请写 0 到 1000 之间的整数，不加引号；不计入得分的选项写 "不计分"'


@pytest.mark.parametrize(
    ("steps", "key", "message"),
    [
        ((step("好", 100),), "ballot.scale", "至少要有两个等次"),
        ((), "ballot.scale", "至少要有两个等次"),
        (
            (step("好", 100), step("好", 50)),
            "ballot.scale[2].title",
            "等次“好”重复了，请删去一个",
        ),
        (
            (step("好", 100), step("差", 100)),
            "ballot.scale[2].points",
            "等次从高到低排列，分值应低于 100",
        ),
        (
            (step("好", 100), step("不了解", '"不计分"'), step("差", 100)),
            "ballot.scale[3].points",
            "等次从高到低排列，分值应低于 100",
        ),
        (
            (step("不了解", '"不计分"'), step("差", 0)),
            "ballot.scale[1].points",
            "最高一档必须有分值；不计分的选项（不了解、弃权）请放在后面",
        ),
        ((step("好", 1001), step("差", 0)), "ballot.scale[1].points", POINTS),
        ((step("好", 100), step("差", -1)), "ballot.scale[2].points", POINTS),
        (
            (step("好 的", 100), step("差", 0)),
            "ballot.scale[1].title",
            "等次名称中间不能有空格",
        ),
        (('{ title = "好" }', step("差", 0)), "ballot.scale[1].points", "这里必须填写，不能缺少"),
        (
            ('{ title = "好", points = 9, point = 1 }', step("差", 0)),
            "ballot.scale[1].point",
            "没有这一项，是不是想写 points",
        ),
        (
            ('"好"', step("好", 9), step("差", 0)),
            "ballot.scale[1]",
            '请写成 { title = "好", points = 100 } 这样的形式',
        ),
    ],
)
def test_what_is_wrong_with_a_scale(steps: tuple[str, ...], key: str, message: str) -> None:
    assert problems(scale(*steps)) == [(key, message)]


def rows(*written: str) -> str:
    return f"rows = [{', '.join(written)}]"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (('"德"', '"能"'), (Row("德"), Row("能"))),
        (('"德"', '{ title = "能" }'), (Row("德"), Row("能"))),
        (
            ('{ title = "德", weight = "40%" }', '{ title = "能", weight = 0.6 }'),
            (Row("德", Fraction(2, 5)), Row("能", Fraction(3, 5))),
        ),
        (
            ('{ title = "德", full = 1 }', '{ title = "能", full = 100, marks = true }'),
            (Row("德", full=1), Row("能", full=100, marks=True)),
        ),
        (
            (f'{{ title = "德", {scale(step("好", 100), step("差", 0))} }}',),
            (Row("德", scale=(GOOD, POOR)),),
        ),
    ],
)
def test_rows_are_words_or_have_rules_of_their_own(
    written: tuple[str, ...], read: tuple[Row, ...]
) -> None:
    assert ballot(rows(*written)).rows == read


@pytest.mark.parametrize(
    ("written", "key", "message"),
    [
        (
            ('{ title = "德", weight = "40%" }', '{ title = "能", full = 60 }'),
            "ballot.rows",
            "weight（权重）和 full（满分）只能用一种",
        ),
        (
            ('{ title = "德", weight = "100%" }', '"能"'),
            "ballot.rows",
            "要么每一行都写 weight（权重），要么都不写",
        ),
        (
            ('{ title = "德", full = 60 }', '"能"'),
            "ballot.rows",
            "要么每一行都写 full（满分），要么都不写",
        ),
        (
            ('{ title = "德", weight = "40%" }', '{ title = "能", weight = "1/3" }'),
            "ballot.rows",
            "各行权重合计应为 100%，现在是 11/15",
        ),
        (
            ('{ title = "德" }', '{ title = "德" }'),
            "ballot.rows[2].title",
            "测评内容“德”重复了，请删去一个",
        ),
        (
            (f'{{ title = "德", marks = true, {scale(step("好", 9), step("差", 0))} }}',),
            "ballot.rows[1].scale",
            "打分的一行不用等次，请删去 scale 或 marks",
        ),
        (("{ weight = 1 }",), "ballot.rows[1].title", "这里必须填写，不能缺少"),
        (
            ('{ title = "德", full = 101 }',),
            "ballot.rows[1].full",
            "请写 1 到 100 之间的整数，不加引号",
        ),
        (
            ('{ title = "德" }', "7"),
            "ballot.rows[2]",
            '请写成 { title = "德", weight = "20%" } 这样的形式',
        ),
    ],
)
def test_what_is_wrong_with_rows(written: tuple[str, ...], key: str, message: str) -> None:
    assert problems(rows(*written)) == [(key, message)]


WRITTEN_SCALE = """\
[
  { title = "好", points = 100 },
  { title = "不了解", points = "不计分" },
]"""
SCALED_ROWS = """\
[
  { title = "德", scale = [{ title = "好", points = 100 }, { title = "不了解", points = "不计分" }] },
  { title = "能" },
]"""


@pytest.mark.parametrize(
    ("kind", "value", "written", "said"),
    [
        (AT_MOST, None, '"不限"', "不限"),
        (AT_MOST, 3, "3", "最多3个"),
        (RATES, (Scope.OWN_BRANCH,), '"本支部"', "本支部"),
        (RATES, (Scope.OWN_BRANCH, "A"), '["本支部", "A"]', "本支部、A"),
        (SCALE, (GOOD, UNKNOWN), WRITTEN_SCALE, "好100分、不了解不计分"),
        (ROWS, (), "[]", "无"),
        (ROWS, (Row("德"), Row("能")), '["德", "能"]', "德、能"),
        (
            ROWS,
            (Row("德", Fraction(2, 5)),),
            '[\n  { title = "德", weight = "40%" },\n]',
            "德（权重40%）",
        ),
        (
            ROWS,
            (Row("德", full=60, marks=True, classes=("A", "B")),),
            '[\n  { title = "德", full = 60, marks = true, classes = ["A", "B"] },\n]',
            "德（满分60，打分，由A、B类填写）",
        ),
        (
            ROWS,
            (Row("德", scale=(GOOD, UNKNOWN)), Row("能")),
            SCALED_ROWS,
            "德（好100分、不了解不计分）、能",
        ),
    ],
)
def test_how_values_of_the_sheet_are_written_and_said(
    kind: Kind, value: object, written: str, said: str
) -> None:
    assert kind.write(value) == written
    assert kind.say(value, PLAN) == said


def test_at_most_so_many_of_the_best() -> None:
    assert ballot("best_at_most = 1").best_at_most == 1
    assert ballot('best_at_most = "不限"').best_at_most is None
    message = '请写 1 到 1000 之间的整数，不加引号；不作要求就写 "不限"'
    assert problems("best_at_most = 0") == [("ballot.best_at_most", message)]
    assert problems("best_at_most = 1001") == [("ballot.best_at_most", message)]


def category(rates: str) -> Plan:
    return parse(f'year = 2026\n[category.A]\ntitle = "领导"\nweight = "100%"\nrates = {rates}\n')


@pytest.mark.parametrize(
    ("rates", "read"),
    [
        ('"全部"', (Scope.ALL,)),
        ('"全体"', (Scope.ALL,)),
        ('["本单位", "自己"]', (Scope.OWN_BRANCH, Scope.SELF)),
        ('["A"]', ("A",)),
    ],
)
def test_whom_a_class_rates(rates: str, read: tuple[str, ...]) -> None:
    assert category(rates).ballot.categories[0].rates == read


def test_a_class_rates_somebody() -> None:
    with pytest.raises(PlanInvalid, match="至少一项"):
        category("[]")
