"""A branch that is called as its only person: whoever names the one means the other."""

from dataclasses import replace

import pytest

from bot.actions import rosters
from bot.actions.unit_of_work import SYSTEM
from bot.sample import SAMPLE_DEPARTMENT, sample_lines
from tests.cast import LI, ORGANISER
from tests.chat import Chat, cards, texts
from tests.played import after


async def branch_of_his_name(chat: Chat) -> None:
    """The sample department in which the branch of 李思样 bears his name."""
    (branch,) = [line.branch for line in sample_lines() if line.account == LI]
    lines = tuple(
        replace(line, branch="李思样") if line.branch == branch else line for line in sample_lines()
    )
    await chat.services.write(
        lambda work: rosters.import_roster(work, SAMPLE_DEPARTMENT.id, lines, actor=SYSTEM)
    )


pytestmark = after(branch_of_his_name)


@pytest.mark.parametrize("said", ["开始测评 李思样", "开始测评李思样"])
async def test_whoever_bears_his_branchs_name_is_rated_unasked(chat: Chat, said: str) -> None:
    answers = await chat.say(ORGANISER, said)
    assert [card for card in cards(answers) if card["title"] == "请确认"] == []
    assert "有一个测评正在进行" not in "".join(texts(answers))
    assert "李思样" in "".join(texts(await chat.say(ORGANISER, "谁没投")))


@pytest.mark.parametrize("said", ["详情 李思样", "定等 李思样 好", "点评 李思样 工作扎实"])
async def test_nobody_asks_which_of_the_two(chat: Chat, said: str) -> None:
    answers = await chat.say(ORGANISER, said)
    assert "有几种可能" not in str([card["text"] for card in cards(answers)])
    assert "您是要办这件事吗" not in str([card["text"] for card in cards(answers)])
