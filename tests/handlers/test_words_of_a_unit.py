"""A unit that calls things otherwise is spoken to in its own words, and nobody sees a placeholder."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.book import book
from bot.dispatch.router import Command
from bot.dispatch.understanding.values import Slot
from bot.domain.planfile import render, sample_plan
from bot.domain.words import ACTIVITY, STANDARD, Words, filled, year_title
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, Entry, cards, refusals
from tests.played import after

SAMPLE = sample_plan(2026)
TITLES = {"report": "个人总结", "meeting": "评议会", "publicity": "个人总结公示"}
PLAN = replace(
    SAMPLE,
    title="2026年度民主评议党员",
    stages=tuple(
        replace(stage, title=TITLES.get(stage.id, stage.title)) for stage in SAMPLE.stages
    ),
    ballot=replace(
        SAMPLE.ballot,
        categories=tuple(
            replace(category, title=f"票类{category.id}") for category in SAMPLE.ballot.categories
        ),
    ),
    report=replace(SAMPLE.report, focus_areas=(), party_building=False),
    words=Words("党员", "小组", "民主评议党员", "个人总结", "评议会", "发言", "单位"),
)
PLACEHOLDER = re.compile("[\U000f0000-\U000fffff]")
WRONG = re.compile(r"书记|述职(?!助手)|系群|全系|系里")


def shown(entries: list[Entry]) -> str:
    parts = []
    for entry in entries:
        parts.append(entry["text"] or "")
        if entry["card"]:
            parts.append(str(entry["card"]))
        if entry["file"]:
            parts.append(entry["file"]["name"])
    return "\n".join(parts)


async def put_in_force(chat: Chat) -> None:
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(PLAN).encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    await chat.clock(now="2026-12-02T10:00")
    for who in (ORGANISER, DEAN, LI, MEMBER, WANG):
        await chat.hears(who)


def named(command: Command) -> list[str]:
    """Returns the command of a person and of a branch, where it can name one."""
    slots = set(command.intent.slots)
    sayings = []
    if slots & {Slot.PERSON, Slot.SUBJECT, Slot.TEXT}:
        sayings.append(f"{command.word} 李思样")
    if slots & {Slot.BRANCH, Slot.SUBJECT, Slot.TEXT}:
        sayings.append(f"{command.word} 第二支部")
    return sayings


@after(put_in_force)
@pytest.mark.parametrize("who", [ORGANISER, DEAN, LI, MEMBER])
async def test_no_answer_calls_a_member_a_secretary(chat: Chat, who: str) -> None:
    for command in book().commands.values():
        for said in (command.word, *named(command)):
            heard = await chat.say(who, said)
            told = shown(heard).replace("身份：书记", "")
            assert not PLACEHOLDER.search(told), (said, told)
            assert not WRONG.search(told), (said, told)
            # Whoever may not hears the same sentence whatever he names.
            if refusals(heard) == ["not_allowed"]:
                break


@after(put_in_force)
async def test_reminders_and_receipts_are_in_the_units_words(chat: Chat) -> None:
    told = shown(await chat.send(LI, "个人总结.txt", "个人总结\n一、履职情况\n做了工作".encode()))
    for day in ("03", "07", "10", "11", "24"):
        await chat.clock(now=f"2026-12-{day}T10:00")
    for who in (ORGANISER, DEAN, LI, MEMBER, WANG):
        told += shown(await chat.hears(who))
    assert "个人总结" in told
    assert "民主评议党员" in told
    assert not PLACEHOLDER.search(told)
    assert not WRONG.search(told), WRONG.findall(told)


def test_words_reach_into_any_value_and_leave_names_alone() -> None:
    command = book().commands["受理"]
    assert filled((command.usage, ["李书记"], {"n": 3}), STANDARD) == (
        "通过 第三支部",
        ["李书记"],
        {"n": 3},
    )


def test_a_school_year_is_said_with_both_its_years() -> None:
    said = f"{year_title(2026)}{ACTIVITY}"
    assert filled(said, STANDARD) == "2026年度述职评议考核"
    assert filled(said, replace(STANDARD, year="学年")) == "2026—2027学年述职评议考核"
    assert filled(said, replace(STANDARD, year="年上半年")) == "2026年上半年述职评议考核"
    assert filled("群众说2026年度很忙", replace(STANDARD, year="学年")) == "群众说2026年度很忙"


async def test_a_school_year_is_said_to_everybody(chat: Chat) -> None:
    plan = replace(PLAN, words=replace(PLAN.words, year="学年"), deadline=date(2027, 7, 10))
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(plan).encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    told = shown(await chat.say(DEAN, "状态")) + shown(await chat.say(LI, "倒计时"))
    assert "2026—2027学年民主评议党员" in told
    assert "2026年度民主评议党员" not in told.replace(plan.title, "")
    assert not PLACEHOLDER.search(told)


HOUSE = Path(__file__).parents[2]
SAID_OTHERWISE = re.compile("系群|述职评议考核")


def said_in(file: Path) -> Iterator[str]:
    """Yields every string of a module that is no docstring."""
    tree = ast.parse(file.read_text("utf-8"))
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in statements or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("room", ["bot/texts", "handlers"])
def test_no_text_names_the_group_or_the_procedure_of_a_department(room: str) -> None:
    for file in sorted((HOUSE / room).rglob("*.py")):
        if "questions" in file.parts:  # what people ask, in their words
            continue
        for said in said_in(file):
            assert not SAID_OTHERWISE.search(said), (file.name, said)


async def test_a_party_branch_has_a_secretary_and_not_a_branch_secretary(chat: Chat) -> None:
    words = replace(SAMPLE.words, unit="党支部", house="院", activity="述职考核")
    plan = replace(SAMPLE, words=words)
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(plan).encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    await chat.clock(now="2026-12-02T10:00")
    card = cards(await chat.say(ORGANISER, "第五支部书记换成杨小样"))[-1]
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    told = shown(await chat.hears(MEMBER))
    assert "第五支部书记：杨小样同志" in told
    assert "您现在负责第五支部的述职考核工作" in told


async def test_an_example_names_a_branch_that_there_is(chat: Chat) -> None:
    lines = [
        replace(
            line, branch=line.branch.replace("第三支部", "离退休支部").replace("第", "本科生第")
        )
        for line in sample_lines()
    ]
    await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines))
    for said in ("退回", "详情 第九支部", "怎么催交"):
        told = shown(await chat.say(ORGANISER, said))
        assert "离退休支部" in told, (said, told)
        assert "第三支部" not in told, (said, told)
