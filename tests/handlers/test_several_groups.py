"""Several groups of subjects in one year, and classes with names of more than one letter."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.actions import cycles, rosters
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.people import Role
from bot.domain.plan import GradeCaps, InputRule, Plan, SubjectGroup, VoterCategory
from bot.sample import sample_lines
from tests.cast import MEMBER, ORGANISER
from tests.chat import Chat, cards, texts

GROUPS = (
    SubjectGroup("secretary", "支部书记", office=True, caps=GradeCaps(Fraction(1, 2), None)),
    SubjectGroup("member", "党员", caps=GradeCaps(Fraction(0), None)),
)


async def put(chat: Chat, plan_of: object) -> None:
    def amend(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        assert callable(plan_of)
        plan = plan_of(cycle.plan)
        assert isinstance(plan, Plan)
        cycles.replace_plan(work, cycle, plan, actor=SYSTEM)

    await chat.services.write(amend)


@pytest.fixture
async def grouped(chat: Chat) -> Chat:
    exam = (InputRule("exam", "考试", (Role.ORGANISER,)),)
    await put(chat, lambda plan: replace(plan, subjects=GROUPS, inputs=exam))
    members = {"杨小样", "刘一例"}

    def enter(work: UnitOfWork) -> None:
        lines = []
        for line in sample_lines():
            if Role.SECRETARY in line.roles:
                lines.append(replace(line, groups=("secretary",)))
            elif line.name in members:
                lines.append(replace(line, groups=("member",)))
            else:
                lines.append(line)
        rosters.import_roster(work, "sample", lines, actor=SYSTEM)

    await chat.services.write(enter)
    for name in ("王文例", "杨小样", "刘一例"):
        await chat.say(ORGANISER, f"记依据 {name} 考试 90分")
    return chat


async def test_each_group_has_its_own_caps(grouped: Chat) -> None:
    (card,) = cards(await grouped.say(ORGANISER, "等次：好 王文例、杨小样；较好 刘一例"))
    assert "党员“好”不超过 0%" in card["text"]
    assert "支部书记“好”" not in card["text"]


async def test_a_class_of_a_longer_name_is_merged(chat: Chat) -> None:
    classes = (
        VoterCategory("A", "班子", Fraction(1, 2)),
        VoterCategory("B1", "书记", Fraction(3, 10)),
        VoterCategory("服务对象", "服务对象代表", Fraction(1, 5)),
    )
    await put(chat, lambda plan: replace(plan, ballot=replace(plan.ballot, categories=classes)))
    renamed = {"B": "B1", "C": "服务对象"}

    def enter(work: UnitOfWork) -> None:
        lines = [
            replace(line, category=renamed.get(line.category, line.category))
            for line in sample_lines()
        ]
        rosters.import_roster(work, "sample", lines, actor=SYSTEM)

    await chat.services.write(enter)
    merged = texts(await chat.say(ORGANISER, "合并 B1 服务对象"))[-1]
    assert "B1" in merged
    assert "服务对象" in merged
    assert "没有找到票类" not in merged


async def test_forty_are_on_one_sheet_of_one_card(chat: Chat) -> None:
    await put(chat, lambda plan: replace(plan, subjects=GROUPS))

    def enter(work: UnitOfWork) -> None:
        lines = [
            replace(line, groups=("member",))
            if not line.roles.isdisjoint({Role.MEMBER, Role.SECRETARY})
            else line
            for line in sample_lines()
        ]
        rosters.import_roster(work, "sample", lines, actor=SYSTEM)

    await chat.services.write(enter)
    await chat.hears(MEMBER)
    await chat.say(ORGANISER, "发测评表")
    heard = await chat.hears(MEMBER)
    assert len([entry for entry in heard if entry["chat"] == "group" and entry["card"]]) <= 1
    assert "已收到" in texts(await chat.say(MEMBER, "都好"))[-1]
