"""What the plan wants of whoever gets a grade is shown to those who decide, and decides nothing."""

import io
from dataclasses import replace
from fractions import Fraction

import pytest
from docx import Document

from bot.actions import cycles, evaluation, people
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.plan import Condition, InputRule
from tests.cast import DEAN, ORGANISER
from tests.chat import Chat, cards, refusals
from tests.meeting import complete, confirm, told
from tests.played import after

CONDITIONS = (
    Condition("rank", "得分在前30%", rank=Fraction(3, 10)),
    Condition("votes", "测评好率不低于2/3", least_votes=Fraction(2, 3)),
    Condition("veto", "没有一票否决情形", grades=("好", "较好"), without="veto"),
)
VETO = InputRule("veto", "一票否决情形", ("组织员",), required=False)


async def with_conditions(chat: Chat) -> None:
    def amend(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        plan = replace(cycle.plan, conditions=CONDITIONS, inputs=(*cycle.plan.inputs, VETO))
        cycles.replace_plan(work, cycle, plan, actor=SYSTEM)

    await chat.services.write(amend)


async def two_rated(chat: Chat) -> None:
    await with_conditions(chat)
    for name in ("王文例", "李思样"):
        await complete(chat, name)


async def test_the_plan_tells_its_conditions(chat: Chat) -> None:
    await with_conditions(chat)
    answer = await told(chat, DEAN, "方案")
    assert "评“好”的条件是得分在前30%" in answer
    assert "评“好”“较好”的条件是没有一票否决情形" in answer


@after(two_rated)
async def test_a_grade_that_does_not_meet_them_is_marked_and_noted(chat: Chat) -> None:
    await chat.say(ORGANISER, "记依据 李思样 一票否决情形 受党内警告处分")
    answer = await told(chat, DEAN, "定等 李思样 好 11月30日党总支会议研究")
    assert "请注意：评“好”“较好”的条件是没有一票否决情形" in answer
    assert "李思样（受党内警告处分）" in answer
    assert "由会议研究决定" in answer
    for card in cards(await chat.hears(ORGANISER)):
        if card["title"] == "请确认考核等次":
            assert "受党内警告处分" in str(card)
            assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
            break
    else:
        pytest.fail("nobody was asked")


@after(two_rated)
async def test_the_preview_of_many_and_the_sheet_show_the_same_numbers(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "等次：好 王文例、李思样"))
    shown = str(card)
    assert "评“好”的条件是测评好率不低于2/3" in shown
    assert "王文例（得票率 " in shown
    assert "前30%" not in shown
    [entry] = [entry for entry in await chat.say(DEAN, "等次表 王文例") if entry["file"]]
    document = Document(io.BytesIO(await chat.content(entry)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "得分在前30%：符合（得分第1，共8位，条件是前2位）" in cells
    assert "没有一票否决情形：符合" in cells


@after(two_rated)
async def test_an_input_that_is_not_required_does_not_hold_up_a_grade(chat: Chat) -> None:
    assert "四项依据已齐" in await told(chat, DEAN, "依据 王文例")
    assert refusals(await chat.say(DEAN, "定等 王文例 较好")) == []
    await confirm(chat)

    def faults(work: UnitOfWork) -> list[str]:
        return list(evaluation.breaches(work, people.department(work, "sample")))

    assert await chat.services.read(faults) == []
