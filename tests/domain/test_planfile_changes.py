from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.plan import (
    BallotRules,
    Condition,
    FocusArea,
    GradeCaps,
    InputRule,
    Listed,
    Material,
    MeetingRules,
    Part,
    Plan,
    Rectification,
    ReleaseRules,
    Reminders,
    ReportRules,
    Retention,
    Rights,
    Row,
    SatisfactionRules,
    SchoolHolidays,
    Stage,
    Step,
    SubjectGroup,
    Venue,
    VoterCategory,
)
from bot.domain.planfile import changes, default_plan, sample_plan
from bot.domain.words import Words

MEGABYTE = 1024 * 1024


def with_stage(plan: Plan, changed: Stage) -> Plan:
    return replace(
        plan, stages=tuple(changed if stage.id == changed.id else stage for stage in plan.stages)
    )


PLAN = default_plan(2026)
REPORT = Stage("report", "述职报告", date(2026, 12, 10), ("fieldwork",), (Role.SECRETARY,))
MEETING = Stage(
    "meeting", "述职评议会", date(2026, 12, 21), ("review",), ("书记", "领导", "组织员")
)


def test_equal_plans_have_no_changes() -> None:
    assert changes(PLAN, default_plan(2026)) == ()


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            with_stage(PLAN, replace(REPORT, due=date(2026, 12, 15))),
            ["述职报告截止：12月10日 → 12月15日"],
        ),
        (
            with_stage(PLAN, replace(MEETING, due=date(2027, 1, 13))),
            ["述职评议会时间：12月21日 → 2027年1月13日"],
        ),
        (
            with_stage(
                PLAN,
                replace(
                    REPORT, title="书面报告", acts=("书记", "组织员"), waits_for=(), reminds=False
                ),
            ),
            [
                "环节名称：述职报告 → 书面报告",
                "书面报告由谁做：书记 → 书记、组织员",
                "书面报告的前序环节有调整",
                "书面报告倒计时提醒：关闭",
            ],
        ),
        (
            replace(PLAN, stages=(*PLAN.stages[:-1], Stage("party", "座谈会", date(2026, 12, 30)))),
            ["新增环节：座谈会（12月30日）", "取消环节：整改清单"],
        ),
        (
            replace(PLAN, stages=(PLAN.stages[1], PLAN.stages[0], *PLAN.stages[2:])),
            [
                "环节顺序："
                + "、".join(PLAN.stages[index].title for index in (1, 0, 2, 3, 4, 5, 6, 7, 8))
            ],
        ),
        (
            replace(PLAN, deadline=date(2027, 1, 15), help_contact="李老师"),
            ["完成期限：12月31日 → 2027年1月15日", "联系人：未填 → 李老师"],
        ),
        (
            replace(PLAN, meeting=MeetingRules(10, "together")),
            ["每位发言：8分钟 → 10分钟", "领导点评：一述一评 → 集中点评"],
        ),
        (
            replace(PLAN, caps=GradeCaps(None, Fraction(1, 5))),
            ["最高等次不超过：1/3 → 不限", "最高等次以下不少于：15% → 20%"],
        ),
        (
            replace(PLAN, days_off=(date(2026, 12, 24), date(2026, 12, 25))),
            ["另外放假：无 → 12月24日、12月25日"],
        ),
        (
            replace(PLAN, reminders=replace(PLAN.reminders, rungs=(), at=time(10))),
            ["提前提醒：30、14、7、3、1、0天 → 不提醒", "提醒时间：09:00 → 10:00"],
        ),
    ],
)
def test_changes_are_said_in_the_groups_words(new: Plan, expected: list[str]) -> None:
    assert list(changes(PLAN, new)) == expected


def test_changed_categories_and_key_words_are_named() -> None:
    area = PLAN.report.focus_areas[0]
    changed = replace(area, keywords=(*area.keywords[1:], "党纪学习"))
    areas = (changed, *PLAN.report.focus_areas[1:-1], FocusArea("S11", "其他", ()))
    new = replace(sample_plan(2026), unit=PLAN.unit, report=replace(PLAN.report, focus_areas=areas))
    said = "\n".join(changes(PLAN, new))
    assert "增加关键词：党纪学习" in said
    assert "去掉关键词：主题教育" in said
    assert "新增重点内容：其他" in said
    assert "取消重点内容：履行基层党建工作责任情况" in said
    assert "票类 A 权重：60% → 50%" in said
    assert "新增票类 C：党员和群众代表（20%）" in said
    assert "取消票类 C" in "\n".join(changes(new, PLAN))


OTHER = Plan(
    year=2027,
    title="另一个方案",
    unit="乙系",
    upper_unit="校党委",
    deadline=date(2027, 12, 30),
    stages=(REPORT,),
    report=ReportRules(
        3000,
        Fraction(1, 2),
        Fraction(1, 3),
        (FocusArea("S6", "其他", ()),),
        MEGABYTE,
        party_building=False,
        focus_year=2026,
        min_characters=500,
    ),
    ballot=BallotRules(
        rows=(Row("履职"),),
        scale=(Step("优秀", 100), Step("合格", 60)),
        categories=(VoterCategory("A", "全体", Fraction(1)),),
        minimum=3,
        quorum=Fraction(4, 5),
        secret=False,
        decimals=1,
        objection_days=7,
        remind_after_minutes=10,
        best_at_most=3,
        drop_extremes=True,
        words=True,
        small_apart=False,
        venues=(Venue("south", "南校区"),),
    ),
    caps=GradeCaps(None, None),
    reminders=Reminders((5,), time(10), time(19), time(7), 2),
    rectification=Rectification(
        2,
        3,
        6,
        "monthly",
        bulletin_names_branches=True,
        help_workdays=8,
        lead_days=20,
        silent_months=2,
    ),
    retention=Retention(24, 6, None, 1),
    publicity_days=7,
    publicity_scope="全校",
    objection_days=3,
    days_off=(date(2027, 12, 24),),
    workdays=(date(2027, 12, 25),),
    help_contact="李老师",
    meeting=MeetingRules(10, "together"),
    satisfaction=SatisfactionRules(10, (Step("好", 100), Step("不好", 0))),
    release=ReleaseRules(
        (Role.ORGANISER,),
        group=False,
        scores=True,
        listed=Listed.GRADES,
        list_days=7,
        list_grades=("优秀",),
    ),
    organisation="中共乙系总支部委员会",
    words=Words("教师", "教研室", "年度考核", "总结", "考核会", "发言", "院", "学年"),
    parts=frozenset(),
    school_holidays=(SchoolHolidays((1, 10), (2, 10)),),
    subjects=(SubjectGroup("deputy", "副书记"),),
    materials=(Material("slides", "汇报课件", ("pptx",)),),
    grades=("优秀", "合格"),
    rights=Rights(
        ("领导",), ("组织员",), ("领导",), ("领导", "组织员"), ("组织员",), confirmation_hours=48
    ),
    inputs=(InputRule("exam", "考试", (Role.ORGANISER,), Fraction(1, 2)),),
    conditions=(Condition("exam", "考试合格", input="exam", says="合格"),),
)


def parts_of(value: object) -> list[str]:
    return [part.name for part in fields(value)] if is_dataclass(value) else [""]


PLACES = [
    (field.name, part) for field in fields(Plan) for part in parts_of(getattr(PLAN, field.name))
]


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_no_part_of_a_plan_changes_silently(place: tuple[str, str]) -> None:
    name, part = place
    value = getattr(OTHER, name)
    if part:
        value = replace(getattr(PLAN, name), **{part: getattr(value, part)})
    assert changes(PLAN, replace(PLAN, **{name: value}))


def test_a_ballot_that_is_left_out_is_told() -> None:
    without = replace(PLAN, parts=PLAN.parts - {Part.BALLOT})
    assert changes(PLAN, without) == ("不再安排：测评",)
    assert changes(without, PLAN) == ("新安排：测评",)


def test_another_year_is_said_first() -> None:
    assert changes(PLAN, replace(PLAN, year=2027))[0] == "年度：2026年 → 2027年"


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_moved_deadline_is_the_only_change(deadline: date) -> None:
    assert len(changes(PLAN, replace(PLAN, deadline=deadline))) == (deadline != PLAN.deadline)


def test_whom_a_class_rates_and_how_many_must_vote_are_told() -> None:
    first, *others = PLAN.ballot.categories
    changed = replace(first, rates=("本支部", "本人"), quorum=Fraction(2, 3))
    ballot = replace(PLAN.ballot, categories=(changed, *others))
    assert changes(PLAN, replace(PLAN, ballot=ballot)) == (
        "票类 A 测评谁：全部 → 本支部、本人",
        "票类 A 最低参加比例：不限 → 2/3",
    )
