"""The main job from the first file to the released result, on either database."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.actions import people, rosters
from bot.actions.audit import breaches
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli.offline import offline
from bot.clocks import set_clock
from bot.documents.reader import DocumentReader
from bot.domain.planfile import sample_plan
from bot.sample import SAMPLE_DEPARTMENT, sample_lines, sample_report
from bot.settings import load_settings
from tests.cast import DEAN, LI, MEMBER, ORGANISER, OTHER_MEMBER, THIRD, ZHANG
from tests.chat import Chat, cards, texts
from tests.conftest import START

GOOD = sample_report(THIRD, year=2026)


@pytest.fixture
async def chat(url: str, tmp_path: Path, reader: DocumentReader) -> AsyncIterator[Chat]:
    place = {"platforms": ("sandbox",), "data_dir": tmp_path / "data", "database_url": url}
    settings = load_settings(**place)
    set_clock(settings, START)
    with offline(create=True, **place) as reached:
        reached.write(lambda work: seed(work, SAMPLE_DEPARTMENT, sample_plan(START.year)))
        reached.write(
            lambda work: rosters.import_roster(
                work, SAMPLE_DEPARTMENT.id, sample_lines(), actor=SYSTEM
            )
        )
    program = Program(settings, reader=reader)
    await program.start()
    transport = httpx.ASGITransport(app=program.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield Chat(program, client)
    await program.stop()


async def test_from_the_first_file_to_the_released_result(chat: Chat) -> None:
    assert "第 1 版" in texts(await chat.send(ZHANG, "报告.docx", GOOD))[0]
    assert "审核通过" in texts(await chat.say(ORGANISER, "受理 第三支部"))[0]
    await chat.say(ORGANISER, "延期 第二支部 12月20日")
    await chat.clock(now="2026-12-03T10:00")
    # His first message of all: the sheet to prepare with instead of a reminder.
    assert (
        "述职报告请于12月10日（周四）前交，写好后把文件直接发给我就可以"
        in texts(await chat.hears("s01"))[-1]
    )
    assert not any(
        "写好后把文件发给我" in text
        for text in texts([*await chat.hears(LI), *await chat.hears(ZHANG)])
    )
    await chat.say(ORGANISER, "开始测评 张立范")
    ballot = cards(await chat.hears(MEMBER))[-1]
    for number in range(2, 12):
        answer = await chat.click(f"m{number:02}", ballot, **{"0": ("好", "较好")[number % 2]})
        assert answer["accepted"], answer
    assert "已收到" in texts(await chat.say(OTHER_MEMBER, "测评 一般"))[-1]
    assert "已投 10/53" in texts(await chat.say(DEAN, "状态"))[-1]
    await chat.say(ORGANISER, "结束测评")
    await chat.say(ORGANISER, "公布")
    release = cards(await chat.hears(DEAN))[-1]
    assert (await chat.click(DEAN, release, choice="确认"))["accepted"]
    assert any("张立范" in text and "好 " in text for text in texts(await chat.hears(MEMBER)))
    assert await chat.program.services.read(found_wrong) == []


def found_wrong(work: UnitOfWork) -> list[str]:
    return [breach for one in people.departments(work) for breach in breaches(work, one)]
