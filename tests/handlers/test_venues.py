"""A meeting at several places at once: who comes where, who is there, and who rates whom."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.plan import Venue, VoterCategory
from bot.domain.planfile import PlanInvalid, changes, parse, render, sample_plan
from tests.cast import DEAN, LI, MEMBER, ORGANISER, VICE_DEAN, WANG
from tests.chat import Chat, cards, texts

SOUTH = Venue("south", "南校区", "南楼201", ("第二支部", "第三支部"), ("钱守样",))
CLASSES = (
    VoterCategory("A", "领导班子成员", Fraction(1, 2)),
    VoterCategory("B", "书记和负责人", Fraction(3, 10), rates=("本会场",)),
    VoterCategory("C", "党员和群众代表", Fraction(1, 5), rates=("本会场",)),
)


@pytest.fixture
async def year(chat: Chat) -> Chat:
    def amend(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        ballot = replace(cycle.plan.ballot, venues=(SOUTH,), categories=CLASSES, minimum=3)
        cycles.replace_plan(work, cycle, replace(cycle.plan, ballot=ballot), actor=SYSTEM)

    await chat.services.write(amend)
    return chat


async def test_each_place_has_its_own_list(year: Chat) -> None:
    await year.say(ORGANISER, "签到")
    for who in (WANG, LI, VICE_DEAN):
        await year.say(who, "到")
    told = texts(await year.say(ORGANISER, "签到"))[-1]
    lines = {line.split("：")[0]: line for line in told.splitlines()}
    assert "实到2人" in lines["南校区（南楼201）"]
    assert "实到2人" in lines["主会场"]  # 王文例 and the organiser
    assert told.splitlines()[0].endswith("请假0人。")


async def test_everybody_hears_where_he_comes(year: Chat) -> None:
    (card,) = cards(await year.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    assert "南校区（南楼201）：第二支部、第三支部、钱守样" in card["text"]
    await year.click(ORGANISER, card, choice="确认")
    assert "您在南校区（南楼201）。" in texts(await year.say(LI, "在哪开会"))[-1]
    assert "您在南校区（南楼201）。" in texts(await year.say(VICE_DEAN, "会议"))[-1]
    assert "您在主会场。" in texts(await year.say(WANG, "会议"))[-1]


async def test_a_class_rates_those_at_its_own_place(year: Chat) -> None:
    await year.say(ORGANISER, "开始测评 李思样")
    (refused,) = [one["refused"] for one in await year.say(MEMBER, "测评 好") if "refused" in one]
    assert refused
    assert "已收到" in texts(await year.say("m07", "测评 好"))[-1]
    assert "已收到" in texts(await year.say(DEAN, "测评 好"))[-1]


async def test_the_list_to_sign_is_printed_for_each_place(year: Chat) -> None:
    answers = await year.say(ORGANISER, "打印 签到表")
    names = [entry["file"]["name"] for entry in answers if entry["file"]]
    assert sorted(name.split("（")[1] for name in names) == ["主会场）.docx", "南校区）.docx"]


def test_places_are_written_read_and_told() -> None:
    plan = sample_plan(2026)
    with_venue = replace(plan, ballot=replace(plan.ballot, venues=(SOUTH,)))
    assert parse(render(with_venue)) == with_venue
    assert changes(plan, with_venue) == ("新增会场：南校区",)
    moved = replace(plan, ballot=replace(plan.ballot, venues=(replace(SOUTH, place="南楼301"),)))
    assert changes(with_venue, moved) == ("南校区地点：南楼201 → 南楼301",)
    twice = render(with_venue) + '\n[venue.north]\ntitle = "北校区"\nbranches = ["第三支部"]\n'
    with pytest.raises(PlanInvalid) as caught:
        parse(twice)
    (problem,) = caught.value.problems
    assert problem.key == "venue.north.branches[1]"
    assert "已经在南校区" in problem.message
