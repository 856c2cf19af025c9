"""A conversation at the desk is the one that the whole program has."""

import re
import shutil
from pathlib import Path

import pytest

from bot.sample import sample_lines, sample_report
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, Entry, cards
from tests.conftest import Run
from tests.ledgers import closed, promised_soon
from tests.meeting import graded
from tests.situations import Script

RANDOM = re.compile(r"[0-9A-Za-z_-]{6,}")  # keys of files and links, and places in the trail


async def the_meeting(chat: Chat) -> None:
    """Votes, entries and cards of a second person, up to the told result."""
    await graded(chat)
    await chat.say(DEAN, "意见 王文例")
    await chat.say(DEAN, "送达 王文例")
    await chat.click(ORGANISER, cards(await chat.hears(ORGANISER))[-1], choice="确认")
    await chat.say(MEMBER, "@述职助手 我的结果", group=True)


async def the_ledger(chat: Chat) -> None:
    """A report, promises, and what the clock asks in the months after."""
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await promised_soon(chat, ZHANG, "建好活动室", "完善制度")
    await chat.clock(now="2027-02-02T12:00")
    await closed(chat, ZHANG, THIRD, 1)
    await chat.say(ZHANG, "第2条需要帮助：场地借不到")
    await chat.clock(advance="P40D")


async def heard(chat: Chat) -> list[tuple[object, ...]]:
    """All that anybody was told, word for word, when, where, and how its card looks to him."""
    told: list[tuple[object, ...]] = []
    for line in sample_lines():
        entries = [entry for entry in await chat.timeline(line.account) if entry["from"] == "robot"]
        told += [(line.account, *_looks(entry)) for entry in entries]
    # Conversations are delivered side by side: which of two was first differs from play to play.
    return sorted(told, key=lambda entry: entry[:2])


def _looks(entry: Entry) -> tuple[object, ...]:
    card = entry["card"] or {}
    name = (entry["file"] or {}).get("name")
    said, asked = (RANDOM.sub("…", text) for text in (entry["text"], card.get("text", "")))
    looks = card.get("title"), asked, card.get("state")
    return entry["chat"], entry["at"], said, entry.get("refused"), name, *looks


@pytest.mark.parametrize("script", [the_meeting, the_ledger])
async def test_everybody_hears_what_he_would_hear_of_the_program(
    run: Run, chat: Chat, template: Path, tmp_path: Path, script: Script
) -> None:
    await script(chat)
    data = Path(shutil.copytree(template, tmp_path / "data"))
    async with run(data) as program:
        await script(program)
        assert await heard(chat) == await heard(program)
