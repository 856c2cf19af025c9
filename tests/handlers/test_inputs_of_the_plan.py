"""What a grade rests on is the plan's to say: other inputs, by others, with words of their own."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.people import Role
from bot.domain.plan import SELF, InputRule
from bot.domain.planfile import render, sample_plan
from tests.cast import DEAN, LI, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts

PLAN = replace(
    sample_plan(2026),
    inputs=(
        InputRule("self", "自评", (SELF,), Fraction(1, 10)),
        InputRule("exam", "考试", (Role.ORGANISER,)),
    ),
    grades=("优秀", "称职", "基本称职", "不称职"),
)


@pytest.fixture
async def year(chat: Chat) -> Chat:
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(PLAN).encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    return chat


async def test_inputs_are_entered_by_those_whom_the_plan_names(year: Chat) -> None:
    assert "自评" in texts(await year.say(LI, "记依据 李思样 自评 履职较好"))[-1]
    assert refusals(await year.say(LI, "记依据 李思样 考试 100分")) != []
    assert refusals(await year.say(LI, "记依据 王文例 自评 很好")) != []
    assert refusals(await year.say(DEAN, "记依据 李思样 考试 92分")) == ["not_allowed"]
    assert "两项依据已齐" in texts(await year.say(ORGANISER, "记依据 李思样 考试 92分"))[
        -1
    ].replace("二", "两")
    told = texts(await year.say(DEAN, "依据 李思样"))[-1]
    assert "考试：92分" in told


async def test_a_grade_waits_for_these_inputs_and_has_words_of_its_own(year: Chat) -> None:
    (answer,) = await year.say(DEAN, "定等 王文例 优秀")
    assert (answer["refused"], "自评、考试" in answer["text"]) == ("inputs_missing", True)
    await year.say(WANG, "记依据 王文例 自评 履职较好")
    await year.say(ORGANISER, "记依据 王文例 考试 90分")
    assert "王文例：称职" in texts(await year.say(DEAN, "定等 王文例 称职"))[-1]
    assert refusals(await year.say(DEAN, "定等 王文例 好")) == ["grade_unknown"]


async def test_inputs_that_are_not_planned_are_not_entered(year: Chat) -> None:
    assert refusals(await year.say(DEAN, "平时 李思样 工作扎实")) == ["not_planned"]
