"""What a changed plan means for the group, line by line in its own words."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bot.domain.plan import (
    FOUR_INPUTS,
    Condition,
    FocusArea,
    GradeCaps,
    InputRule,
    Material,
    Part,
    Plan,
    Scope,
    Stage,
    SubjectGroup,
    Venue,
    VoterCategory,
)
from bot.domain.planfile import default_plan
from bot.domain.planfile.differences import changes

PLAN = default_plan(2026)
REPORT = Stage("report", "述职报告", date(2026, 12, 10), acts=("书记",))
MEETING = Stage("meeting", "述职评议会", date(2026, 12, 21), waits_for=("report",))


def staged(*stages: Stage) -> Plan:
    return replace(PLAN, stages=stages)


def told(old: Plan, new: Plan) -> list[str]:
    return list(changes(old, new))


def test_equal_plans_differ_in_nothing() -> None:
    assert changes(PLAN, PLAN) == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ((REPORT,), (replace(REPORT, title="书面报告"),), "环节名称：述职报告 → 书面报告"),
        (
            (REPORT,),
            (replace(REPORT, due=date(2026, 12, 15)),),
            "述职报告截止：12月10日 → 12月15日",
        ),
        (
            (REPORT,),
            (replace(REPORT, due=date(2027, 1, 5)),),
            "述职报告截止：12月10日 → 2027年1月5日",
        ),
        # A meeting takes place on its day.
        (
            (MEETING,),
            (replace(MEETING, due=date(2026, 12, 22)),),
            "述职评议会时间：12月21日 → 12月22日",
        ),
        ((REPORT,), (replace(REPORT, acts=()),), "述职报告由谁做：书记 → 无"),
        (
            (REPORT, MEETING),
            (REPORT, replace(MEETING, waits_for=())),
            "述职评议会的前序环节有调整",
        ),
        ((REPORT,), (replace(REPORT, reminds=False),), "述职报告倒计时提醒：关闭"),
        ((replace(REPORT, reminds=False),), (REPORT,), "述职报告倒计时提醒：开启"),
        ((REPORT,), (REPORT, MEETING), "新增环节：述职评议会（12月21日）"),
        ((REPORT, MEETING), (REPORT,), "取消环节：述职评议会"),
        ((REPORT, MEETING), (MEETING, REPORT), "环节顺序：述职评议会、述职报告"),
    ],
)
def test_changes_of_stages(old: tuple[Stage, ...], new: tuple[Stage, ...], line: str) -> None:
    assert line in told(staged(*old), staged(*new))


def test_a_stage_in_between_is_no_other_order() -> None:
    middle = Stage("review", "审阅", date(2026, 12, 15))
    lines = told(staged(REPORT, MEETING), staged(REPORT, middle, MEETING))
    assert lines == ["新增环节：审阅（12月15日）"]


@pytest.mark.parametrize(
    ("part", "line"), [(Part.BALLOT, "测评"), (Part.SATISFACTION, "满意度测评")]
)
def test_a_part_that_comes_or_goes_is_told_as_a_whole(part: Part, line: str) -> None:
    without = replace(PLAN, parts=PLAN.parts - {part})
    assert told(PLAN, without) == [f"不再安排：{line}"]
    assert told(without, PLAN) == [f"新安排：{line}"]


def focused(*areas: FocusArea) -> Plan:
    return replace(PLAN, report=replace(PLAN.report, focus_areas=areas))


AREA = FocusArea("S6", "主题教育", ("学习", "党课"))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ((), (AREA,), ["新增重点内容：主题教育"]),
        ((AREA,), (), ["取消重点内容：主题教育"]),
        ((AREA,), (replace(AREA, title="学习教育"),), ["重点内容：主题教育 → 学习教育"]),
        (
            (AREA,),
            (replace(AREA, keywords=("党课", "研讨", "读书")),),
            ["“主题教育”增加关键词：研讨、读书", "“主题教育”去掉关键词：学习"],
        ),
    ],
)
def test_changes_of_focus_areas(
    old: tuple[FocusArea, ...], new: tuple[FocusArea, ...], lines: list[str]
) -> None:
    assert told(focused(*old), focused(*new)) == lines


GROUP = SubjectGroup("deputy", "副书记")


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (GROUP, []),
        (replace(GROUP, title="支部副书记"), ["评议对象：副书记 → 支部副书记"]),
        (replace(GROUP, characters=2000), ["副书记报告字数：同其他评议对象 → 2000字"]),
        (replace(GROUP, speech_minutes=5), ["副书记述职时间：同其他评议对象 → 5分钟"]),
        (
            replace(GROUP, caps=GradeCaps(Fraction(1, 4), None)),
            ["副书记等次比例：同其他评议对象 → 25%、不限"],
        ),
    ],
)
def test_changes_of_a_group(new: SubjectGroup, lines: list[str]) -> None:
    found = told(replace(PLAN, subjects=(GROUP,)), replace(PLAN, subjects=(new,)))
    assert [line.split("：")[-1] for line in found] == [line.split("：")[-1] for line in lines]
    assert all(line.startswith(("副书记", "评议对象", "支部副书记")) for line in found)


SLIDES = Material("slides", "课件")


@pytest.mark.parametrize(
    ("old", "new", "ends"),
    [
        ((), (SLIDES,), ["新增材料：课件"]),
        ((SLIDES,), (), ["取消材料：课件"]),
        ((SLIDES,), (replace(SLIDES, kinds=("pptx",)),), ["不限 → pptx"]),
        ((SLIDES,), (replace(SLIDES, characters=500),), ["不限 → 500字"]),
        ((replace(SLIDES, characters=500),), (SLIDES,), ["500字 → 不限"]),
    ],
)
def test_changes_of_materials(
    old: tuple[Material, ...], new: tuple[Material, ...], ends: list[str]
) -> None:
    lines = told(replace(PLAN, materials=old), replace(PLAN, materials=new))
    assert len(lines) == len(ends)
    assert all(line.endswith(end) for line, end in zip(lines, ends, strict=True))


LEADERS = VoterCategory("A", "领导", Fraction(1))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ((), (LEADERS,), ["新增票类 A：领导（100%）"]),
        ((LEADERS,), (), ["取消票类 A：领导"]),
        ((LEADERS,), (replace(LEADERS, title="班子"),), ["票类 A：领导 → 班子"]),
        ((LEADERS,), (replace(LEADERS, weight=Fraction(1, 3)),), ["票类 A 权重：100% → 1/3"]),
        (
            (LEADERS,),
            (replace(LEADERS, rates=(Scope.OWN_BRANCH, Scope.SELF)),),
            ["票类 A 测评谁：全部 → 本支部、本人"],
        ),
        (
            (LEADERS,),
            (replace(LEADERS, quorum=Fraction(1, 2)),),
            ["票类 A 最低参加比例：不限 → 50%"],
        ),
    ],
)
def test_changes_of_classes(
    old: tuple[VoterCategory, ...], new: tuple[VoterCategory, ...], lines: list[str]
) -> None:
    def plan(categories: tuple[VoterCategory, ...]) -> Plan:
        return replace(PLAN, ballot=replace(PLAN.ballot, categories=categories))

    assert told(plan(old), plan(new)) == lines


EXAM = InputRule("exam", "考试", by=("组织员",))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ((), (EXAM,), ["新增依据：考试"]),
        ((EXAM,), (), ["取消依据：考试"]),
        ((EXAM,), (replace(EXAM, weight=Fraction(3, 10)),), ["依据：考试 → 考试（占 30%）"]),
        ((EXAM,), (replace(EXAM, by=("领导",)),), ["考试由谁记录：组织员 → 领导"]),
        ((EXAM,), (replace(EXAM, required=False),), ["考试：必须有 → 可以没有"]),
        ((EXAM,), (replace(EXAM, classes=("A",)),), ["考试由哪些票类测评：都不 → A"]),
    ],
)
def test_changes_of_inputs(
    old: tuple[InputRule, ...], new: tuple[InputRule, ...], lines: list[str]
) -> None:
    before = replace(PLAN, inputs=(*FOUR_INPUTS, *old))
    assert told(before, replace(PLAN, inputs=(*FOUR_INPUTS, *new))) == lines


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ((), (Venue("west", "西区"),), ["新增会场：西区"]),
        ((Venue("west", "西区"),), (), ["取消会场：西区"]),
        (
            (Venue("west", "西区"),),
            (Venue("west", "西区", "一楼"),),
            ["西区地点：未填 → 一楼"],
        ),
        (
            (Venue("west", "西区", branches=("一支部",)),),
            (Venue("west", "西区", branches=("二支部",)),),
            ["西区支部：一支部 → 二支部"],
        ),
    ],
)
def test_changes_of_venues(
    old: tuple[Venue, ...], new: tuple[Venue, ...], lines: list[str]
) -> None:
    def plan(venues: tuple[Venue, ...]) -> Plan:
        return replace(PLAN, ballot=replace(PLAN.ballot, venues=venues))

    assert told(plan(old), plan(new)) == lines


def test_a_condition_that_asks_for_something_else() -> None:
    old = replace(PLAN, conditions=(Condition("r", "靠前", rank=Fraction(3, 10)),))
    new = replace(PLAN, conditions=(Condition("r", "靠前", least_score=85),))
    lines = told(old, new)
    assert len(lines) == 2
    assert lines[0].endswith("前30% → 不写")
    assert "不写 → " in lines[1]
