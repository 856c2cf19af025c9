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

CONDITIONS = (
    Condition("rank", "得分在前30%", rank=Fraction(3, 10)),
    Condition("votes", "测评好率不低于2/3", least_votes=Fraction(2, 3)),
    Condition("veto", "没有一票否决情形", grades=("好", "较好"), without="veto"),
)
VETO = InputRule("veto", "一票否决情形", ("组织员",), required=False)


@pytest.fixture
async def year(chat: Chat) -> Chat:
    def amend(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        plan = replace(cycle.plan, conditions=CONDITIONS, inputs=(*cycle.plan.inputs, VETO))
        cycles.replace_plan(work, cycle, plan, actor=SYSTEM)

    await chat.services.write(amend)
    return chat


async def test_the_plan_tells_its_conditions(year: Chat) -> None:
    answer = await told(year, DEAN, "方案")
    assert "评“好”的条件是得分在前30%" in answer
    assert "评“好”“较好”的条件是没有一票否决情形" in answer


async def test_a_grade_that_does_not_meet_them_is_marked_and_noted(year: Chat) -> None:
    await complete(year, "王文例")
    await complete(year, "李思样")
    await year.say(ORGANISER, "记依据 李思样 一票否决情形 受党内警告处分")
    answer = await told(year, DEAN, "定等 李思样 好 11月30日党总支会议研究")
    assert "请注意：评“好”“较好”的条件是没有一票否决情形" in answer
    assert "李思样（受党内警告处分）" in answer
    assert "由会议研究决定" in answer
    for card in cards(await year.hears(ORGANISER)):
        if card["title"] == "请确认考核等次":
            assert "受党内警告处分" in str(card)
            assert (await year.click(ORGANISER, card, choice="确认"))["accepted"]
            break
    else:
        pytest.fail("nobody was asked")


async def test_the_preview_of_many_and_the_sheet_show_the_same_numbers(year: Chat) -> None:
    await complete(year, "王文例")
    await complete(year, "李思样")
    (card,) = cards(await year.say(ORGANISER, "等次：好 王文例、李思样"))
    shown = str(card)
    assert "评“好”的条件是测评好率不低于2/3" in shown
    assert "王文例（得票率 " in shown
    assert "前30%" not in shown
    [entry] = [entry for entry in await year.say(DEAN, "等次表 王文例") if entry["file"]]
    document = Document(io.BytesIO(await year.content(entry)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "得分在前30%：符合（得分第1，共8位，条件是前2位）" in cells
    assert "没有一票否决情形：符合" in cells


async def test_an_input_that_is_not_required_does_not_hold_up_a_grade(year: Chat) -> None:
    await complete(year, "王文例")
    assert "四项依据已齐" in await told(year, DEAN, "依据 王文例")
    assert refusals(await year.say(DEAN, "定等 王文例 较好")) == []
    await confirm(year)

    def faults(work: UnitOfWork) -> list[str]:
        return list(evaluation.breaches(work, people.department(work, "sample")))

    assert await year.services.read(faults) == []
