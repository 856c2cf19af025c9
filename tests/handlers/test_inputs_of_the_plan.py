"""What a grade rests on is the plan's to say: other inputs, by others, with words of their own."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.people import Role
from bot.domain.plan import SELF, InputRule
from bot.domain.planfile import render, sample_plan
from tests.cast import DEAN, LI, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.played import after

PLAN = replace(
    sample_plan(2026),
    inputs=(
        InputRule("self", "自评", (SELF,), Fraction(1, 10)),
        InputRule("exam", "考试", (Role.ORGANISER,)),
    ),
    grades=("优秀", "称职", "基本称职", "不称职"),
)


async def with_inputs_of_its_own(chat: Chat) -> None:
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(PLAN).encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]


@after(with_inputs_of_its_own)
async def test_inputs_are_entered_by_those_whom_the_plan_names(chat: Chat) -> None:
    assert "自评" in texts(await chat.say(LI, "记依据 李思样 自评 履职较好"))[-1]
    assert refusals(await chat.say(LI, "记依据 李思样 考试 100分")) != []
    assert refusals(await chat.say(LI, "记依据 王文例 自评 很好")) != []
    assert refusals(await chat.say(DEAN, "记依据 李思样 考试 92分")) == ["not_allowed"]
    assert "两项依据已齐" in texts(await chat.say(ORGANISER, "记依据 李思样 考试 92分"))[
        -1
    ].replace("二", "两")
    told = texts(await chat.say(DEAN, "依据 李思样"))[-1]
    assert "考试：92分" in told


@after(with_inputs_of_its_own)
async def test_a_grade_waits_for_these_inputs_and_has_words_of_its_own(chat: Chat) -> None:
    (answer,) = await chat.say(DEAN, "定等 王文例 优秀")
    assert (answer["refused"], "自评、考试" in answer["text"]) == ("inputs_missing", True)
    await chat.say(WANG, "记依据 王文例 自评 履职较好")
    await chat.say(ORGANISER, "记依据 王文例 考试 90分")
    assert "王文例：称职" in texts(await chat.say(DEAN, "定等 王文例 称职"))[-1]
    assert refusals(await chat.say(DEAN, "定等 王文例 好")) == ["grade_unknown"]


@after(with_inputs_of_its_own)
async def test_inputs_that_are_not_planned_are_not_entered(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "平时 李思样 工作扎实")) == ["not_planned"]


@after(with_inputs_of_its_own)
async def test_a_sheet_is_handed_out_for_planned_inputs_alone(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "记录表 平时")) == ["not_planned"]


@after(with_inputs_of_its_own)
async def test_what_somebody_says_of_himself_is_no_opinion_about_him(chat: Chat) -> None:
    await chat.say(LI, "记依据 李思样 自评 优点：样样都好；不足：没有")
    assert "样样都好" not in texts(await chat.say(DEAN, "意见 李思样"))[-1]


GRADINGS = (
    ("给王文例评优秀", "优秀"),
    ("王文例定个称职吧", "称职"),
    ("王文例同志就定基本称职", "基本称职"),
    ("把王文例的等次定为不称职", "不称职"),
    ("王文例 优秀", "优秀"),
)


@after(with_inputs_of_its_own)
@pytest.mark.parametrize("who", [DEAN, ORGANISER])
async def test_the_plans_grades_are_understood_in_free_words(chat: Chat, who: str) -> None:
    await chat.say(WANG, "记依据 王文例 自评 履职较好")
    await chat.say(ORGANISER, "记依据 王文例 考试 90分")
    for said, grade in GRADINGS:
        answer = (await chat.say(who, said))[-1]
        args = answer["understood"][0]["args"]
        assert answer["understood"][0]["intent"] == "定等", said
        assert args["grade"] == grade, said
        assert len(cards([answer])) == 1, said
    (card,) = cards(await chat.say(who, "给王文例评优秀"))
    assert "优秀" in str(card)
    done = await chat.click(who, card, choice="确认")
    assert "评定等次。已请" in done["notice"]


@after(with_inputs_of_its_own)
async def test_a_grade_of_the_plan_in_canonical_form_leaves_the_reason(chat: Chat) -> None:
    answer = (await chat.say(DEAN, "定等 王文例 基本称职 党委会研究"))[-1]
    args = answer["understood"][0]["args"]
    assert (args["grade"], args["text"]) == ("基本称职", "党委会研究")


@after(with_inputs_of_its_own)
async def test_words_of_another_scale_remain_words(chat: Chat) -> None:
    for said in ("王文例是优秀党员", "优秀党员的材料什么时候交"):
        heard = [one["intent"] for one in (await chat.say(DEAN, said))[-1].get("understood") or ()]
        assert "定等" not in heard, said
