"""双评: two ballots about the same people, which stand beside each other as evidence."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from bot.actions import cycles as years
from bot.actions import evaluation, people, status
from bot.actions.exporting.workbook import year_workbook
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.spreadsheet import read_spreadsheets
from bot.domain.plan import InputRule
from bot.domain.planfile import PlanInvalid, parse, render
from bot.domain.planfile.procedures import procedure
from tests.cast import DEAN, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts

ROUNDS = (
    InputRule("above", "会上测评", weight=Fraction(70, 100), classes=("A", "B")),
    InputRule("below", "支部测评", weight=Fraction(30, 100), classes=("C",)),
)


@pytest.fixture
async def double(chat: Chat) -> Chat:
    def amend(work: UnitOfWork) -> None:
        cycle = years.current(work, "sample")
        assert cycle is not None
        plan = replace(cycle.plan, inputs=ROUNDS)
        years.replace_plan(work, cycle, plan, actor=SYSTEM)

    await chat.services.write(amend)
    return chat


async def held(chat: Chat, said: str, choices: dict[str, str]) -> str:
    """One ballot from its opening to its release; what the group hears at the opening."""
    notice = "\n".join(texts(await chat.say(ORGANISER, said)))
    for who, step in choices.items():
        await chat.say(who, f"都{step}")
    await chat.say(ORGANISER, "收票")
    await chat.clock(advance="PT10M")
    await chat.say(ORGANISER, "公布")
    for card in cards(await chat.hears(DEAN)):
        if card["title"] == "请确认公布测评结果":
            assert (await chat.click(DEAN, card, choice="确认"))["accepted"]
    return notice


async def accounts(chat: Chat, *classes: str) -> list[str]:
    roster = await chat.services.read(lambda work: people.roster(work, "sample"))
    return [person.account for person in roster.people if person.category in classes]


async def test_both_ballots_stand_beside_each_other(double: Chat) -> None:
    chat = double
    above = await accounts(chat, "A", "B")
    below = (await accounts(chat, "C"))[:8]
    notice = await held(chat, "发测评表", dict.fromkeys(above, "好"))
    assert "会上测评" in notice
    lacking = "\n".join(texts(await chat.say(DEAN, "定等 王文例 好")))
    assert "缺：支部测评" in lacking
    notice = await held(chat, "发测评表", dict.fromkeys(below, "较好"))
    assert "支部测评" in notice
    basis = "\n".join(texts(await chat.say(DEAN, "依据 王文例")))
    assert "会上测评（占 70%）" in basis
    assert "支部测评（占 30%）" in basis
    assert refusals(await chat.say(DEAN, "定等 王文例 好")) == []

    def figures(work: UnitOfWork) -> tuple[list[str], list[str], list[str]]:
        cycle = years.current(work, "sample")
        assert cycle is not None
        roster = people.roster(work, "sample")
        [wang] = [person for person in roster.people if person.account == WANG]
        sheet = evaluation.sheet_of(work, cycle, wang)
        counted = [
            "".join(group.name for group in ballot.result.groups) for ballot in sheet.ballots
        ]
        breaches = list(evaluation.breaches(work, people.department(work, "sample")))
        return [ballot.input for ballot in sheet.ballots], counted, breaches

    inputs, counted, breaches = await chat.services.read(figures)
    assert inputs == ["above", "below"]
    assert counted == ["AB", "C"]
    assert breaches == []


async def test_a_ballot_is_not_entered_by_hand(double: Chat) -> None:
    assert refusals(await double.say(DEAN, "记依据 王文例 支部测评 大家满意"))


async def test_one_ballot_is_released_while_the_other_runs(double: Chat) -> None:
    chat = double
    await chat.say(ORGANISER, "发测评表 支部测评")
    assert refusals(await chat.say(ORGANISER, "公布")) == ["poll_still_open"]
    for who in await accounts(chat, "A", "B"):
        await chat.hears(who)
    await chat.say(ORGANISER, "发测评表 会上测评")
    for who in await accounts(chat, "A", "B"):
        await chat.say(who, "都好")
    await chat.say(ORGANISER, "收票 会上测评")
    await chat.clock(advance="PT10M")
    preview = "\n".join(texts(await chat.say(ORGANISER, "公布")))
    assert "会上测评" in preview
    assert "支部测评" not in preview


async def test_who_has_no_vote_in_a_ballot_is_told_so(double: Chat) -> None:
    await double.say(ORGANISER, "发测评表 支部测评")
    assert cards(await double.say(MEMBER, "测评表"))
    assert not cards(await double.say(DEAN, "测评表"))


async def test_a_third_ballot_needs_its_name(double: Chat) -> None:
    await double.say(ORGANISER, "发测评表 支部测评")
    await double.say(ORGANISER, "收票")
    await double.say(ORGANISER, "发测评表")
    await double.say(ORGANISER, "收票")
    answers = texts(await double.say(ORGANISER, "发测评表"))
    assert any("例如“发测评表 会上测评”" in text for text in answers)


async def test_the_next_one_is_the_next_in_the_ballot_that_is_held(double: Chat) -> None:
    await double.say(ORGANISER, "开始测评 王文例")
    assert "李思样" in "".join(texts(await double.say(ORGANISER, "下一位")))
    for _ in range(6):
        await double.say(ORGANISER, "下一位")
    assert "王文例" in "".join(texts(await double.say(ORGANISER, "下一位")))
    polls = await statuses(double)
    assert [poll["round"] for poll in polls] == ["会上测评"] * 8 + ["支部测评"]


async def statuses(chat: Chat) -> list[dict[str, Any]]:
    def look(work: UnitOfWork) -> list[dict[str, Any]]:
        cycle = years.current(work, "sample")
        assert cycle is not None
        told: list[dict[str, Any]] = status.as_json(status.status(work, cycle), work.zone)["polls"]
        return told

    return await chat.services.read(look)


async def test_the_overview_has_the_figures_of_every_ballot(double: Chat) -> None:
    chat = double
    await held(chat, "发测评表", dict.fromkeys(await accounts(chat, "A", "B"), "好"))
    some = (await accounts(chat, "C"))[:8]
    await held(chat, "发测评表", dict.fromkeys(some, "较好"))

    def look(work: UnitOfWork) -> list[Any]:
        cycle = years.current(work, "sample")
        assert cycle is not None
        roster = people.roster(work, "sample")
        content = year_workbook(work, cycle, roster, list(evaluation.sheets(work, cycle)))
        first = read_spreadsheets(content)[0].rows[2]
        return list(first.values.values())

    row = await chat.services.read(look)
    assert any("会上测评（占 70%） 100.00；支部测评（占 30%） 85.00" in str(cell) for cell in row)


def test_a_class_votes_in_one_ballot_only() -> None:
    kind = procedure("double")
    assert kind is not None
    plan = kind.make(2026)
    assert parse(render(plan)) == plan
    with pytest.raises(PlanInvalid) as wrong:
        parse(render(plan).replace('classes = ["C"]', 'classes = ["B", "D"]'))
    messages = "\n".join(problem.message for problem in wrong.value.problems)
    assert "票类“B”已经参加“会上测评”" in messages
    assert "没有票类“D”" in messages
