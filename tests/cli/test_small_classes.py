"""Classes with too few voters are told before any ballot: with the plan, and with the roster."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.domain.plan import Scope
from bot.domain.planfile import render, sample_plan
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.cast import ORGANISER
from tests.chat import Chat, cards, texts
from tests.cli.conftest import Shuzhi

PLAN = sample_plan(2026)
APART = "B票正好 5 人，单独测评其中的同志时只剩 4 人投票：测评照常进行，那一次的分项票数不公布。"
MERGED = (
    "B票正好 5 人，单独测评其中的同志时只剩 4 人投票："
    "请用“开始测评 全部”一次评完，或者测评前发送“合并”。"
)


def lines(leaders: int = 2, secretaries: int = 5) -> list[RosterLine]:
    """So many leaders in class A and secretaries in class B; everybody else votes in class C."""
    left = {"A": leaders, "B": secretaries}
    placed = []
    for line in sample_lines():
        category = "C"
        if Role.LEADER in line.roles:
            category = "A"
        elif Role.SECRETARY in line.roles:
            category = "B"
        if category in left:
            if left[category] == 0:
                category = "C"
            else:
                left[category] -= 1
        placed.append(replace(line, category=category if line.category else ""))
    return placed


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    plan, roster = tmp_path / "plan.toml", tmp_path / "名册.xlsx"
    plan.write_text(render(PLAN), "utf-8")
    roster.write_bytes(roster_workbook(lines()))
    return plan, roster


def test_plan_check_tells_it_of_a_roster(shuzhi: Shuzhi, files: tuple[Path, Path]) -> None:
    plan, roster = files
    assert "提示" not in shuzhi("plan", "check", plan).out
    told = shuzhi("plan", "check", plan, "--roster", roster)
    assert told.code == 0
    assert "提示：A票只有 2 人" in told.out
    assert f"提示：{APART}" in told.out
    assert "C票" not in told.out


def test_it_says_what_to_do_where_small_classes_are_merged(
    shuzhi: Shuzhi, files: tuple[Path, Path]
) -> None:
    plan, roster = files
    merging = replace(PLAN, ballot=replace(PLAN.ballot, small_apart=False))
    plan.write_text(render(merging), "utf-8")
    assert f"提示：{MERGED}" in shuzhi("plan", "check", plan, "--roster", roster).out


def test_who_rates_himself_leaves_his_class_large_enough(
    shuzhi: Shuzhi, files: tuple[Path, Path]
) -> None:
    plan, roster = files
    categories = tuple(
        replace(category, rates=(Scope.ALL, Scope.SELF)) for category in PLAN.ballot.categories
    )
    plan.write_text(render(replace(PLAN, ballot=replace(PLAN.ballot, categories=categories))))
    assert "正好" not in shuzhi("plan", "check", plan, "--roster", roster).out


async def test_the_roster_says_it_in_the_chat(chat: Chat) -> None:
    answers = await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines(leaders=5)))
    assert cards(answers) == []
    assert APART in texts(answers)[-1]
    larger = await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines(5, 6)))
    assert "正好" not in texts(larger)[-1]
