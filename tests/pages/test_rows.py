"""Sheets of several rows, of marks, and of voters who do not rate everybody."""

from dataclasses import replace
from fractions import Fraction

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.plan import Row
from tests.cast import MEMBER, ORGANISER
from tests.chat import Chat
from tests.pages.phone import Form, link_of, phone_of, words


async def held_with(chat: Chat, **ballot: object) -> None:
    """Hands out the sheet of a plan with other rules of the ballot."""

    def change(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        rules = replace(cycle.plan.ballot, **ballot)  # type: ignore[arg-type]  # the tests know the fields
        cycles.replace_plan(work, cycle, replace(cycle.plan, ballot=rules), actor=SYSTEM)

    await chat.program.services.write(change)
    await chat.say(ORGANISER, "发测评表")


async def test_each_row_of_a_subject_is_a_group_of_its_own(chat: Chat) -> None:
    rows = (Row("政治功能", weight=Fraction(1, 2)), Row("组织力", weight=Fraction(1, 2)))
    await held_with(chat, rows=rows)
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    page = await phone.open(url)
    assert len(Form(page.text).offered) == 16
    assert "王文例 第一支部 王文例： 政治功能" in words(page)
    assert words(page).count("第一支部") == 1
    assert "已填2项，还有14项未填" in words(await phone.send(url, {"row-0": "1", "row-15": "4"}))


async def test_a_mark_that_was_typed_stays_when_the_page_is_sent(chat: Chat) -> None:
    """The page offers bands; a mark between their middles is neither hidden nor lost."""
    await held_with(chat, rows=(Row("德", full=20, marks=True),), drop_extremes=True)
    await chat.say(MEMBER, "测评 " + " ".join(["18"] * 7 + ["0"]))
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    form = Form((await phone.open(url)).text)
    assert form.offered["row-0"][-2:] == ["18", "none"]
    assert form.rows == {**{f"row-{row}": "18" for row in range(7)}, "row-7": "0"}
    assert "已收到" in (await phone.send(url, {"row-0": "20"})).text
    again = Form((await phone.open(url)).text)
    assert (again.rows["row-0"], again.rows["row-1"], again.rows["row-7"]) == ("20", "18", "0")
    assert (await phone.send(url, {"row-0": "21"})).status_code == 400


async def test_the_best_step_is_not_taken_more_often_than_the_plan_allows(chat: Chat) -> None:
    await held_with(chat, best_at_most=3)
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    page = await phone.open(url)
    assert "“好”每张表最多 3 个。" in words(page)
    sent = await phone.send(url, {f"row-{row}": "1" for row in range(4)})
    assert "最多 3 个" in words(sent)
    assert "其余都已记入" in words(sent)
