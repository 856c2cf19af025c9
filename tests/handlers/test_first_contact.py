"""Who meets the bot for the first time: on the roster or not, by a word, a file, in the group, or by opening the chat."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.sample import sample_report
from bot.texts.listing import fits
from tests import fakes
from tests.acquaintance import unacquainted
from tests.cast import DEAN, LI, MEMBER, ORGANISER, STRANGER, THIRD, ZHANG
from tests.chat import Chat, texts
from tests.conftest import Run

WHO, KEEPS, PERSON = "我是述职助手", "只用于这项工作", "联系示例系党务办公室"


@pytest.fixture
async def chat(run: Run, data: Path) -> AsyncIterator[Chat]:
    async with run(data) as started:
        await started.program.services.database.write(unacquainted)
        yield started


async def test_the_first_answer_in_single_chat_begins_with_three_lines_about_the_bot(
    chat: Chat,
) -> None:
    (first,) = await chat.say(MEMBER, "倒计时")
    introduction, _, answer = first["text"].partition("\n\n")
    assert introduction.count("\n") == 2
    assert all(words in introduction for words in (WHO, KEEPS, PERSON, "帮助"))
    assert "还有 30 天" in answer
    assert [one["intent"] for one in first["understood"]] == ["倒计时"]
    assert WHO not in texts(await chat.say(MEMBER, "倒计时"))[0]


async def test_help_at_the_first_contact_says_nothing_twice(chat: Chat) -> None:
    first, second = texts(await chat.say(LI, "您好"))[0], texts(await chat.say(LI, "帮助"))[0]
    assert (first.count("述职助手"), first.count("示例系党务办公室")) == (1, 1)
    assert "把文件直接发给我" in first
    assert len(first.splitlines()) <= 12
    assert "示例系党务办公室" in second
    for text in (first, second, texts(await chat.say(MEMBER, "帮助"))[0]):
        assert len(set(text.splitlines())) == len(text.splitlines())  # nothing is offered twice


async def test_a_file_a_refusal_and_a_stranger(chat: Chat) -> None:
    receipt = texts(await chat.send(ZHANG, "报告.docx", sample_report(THIRD, year=2026)))
    assert WHO in receipt[0]
    assert any("已收到" in text for text in receipt)
    (refused,) = await chat.say(DEAN, "受理 第三支部")
    assert refused["refused"]
    assert WHO in refused["text"]
    (stranger,) = await chat.say(STRANGER, "状态")
    assert stranger["refused"] == "not_on_roster"
    assert len(stranger["text"].splitlines()) == 3
    assert all(words in stranger["text"] for words in (WHO, KEEPS, "绑定 您的姓名", "组织员"))


async def test_the_group_hears_no_introduction_and_what_is_answered_apart_has_it(
    chat: Chat,
) -> None:
    (in_group,) = await chat.say(ORGANISER, "@述职助手 倒计时", group=True)
    assert WHO not in in_group["text"]
    heard = await chat.say(ORGANISER, "@述职助手 状态", group=True)
    apart = [entry["text"] for entry in heard if entry["chat"] == "direct"]
    assert WHO in apart[0]


async def test_opening_the_chat_tells_who_it_is_and_what_can_be_done_now(chat: Chat) -> None:
    (hello,) = await opens(chat, LI)
    assert all(words in hello for words in (WHO, KEEPS, PERSON, "把文件直接发给我", "我的材料"))
    (another_day,) = await opens(chat, LI)
    assert WHO not in another_day
    assert "我的材料" in another_day
    (stranger,) = await opens(chat, STRANGER)
    assert "绑定 您的姓名" in stranger


async def opens(chat: Chat, who: str) -> list[str]:
    """What the platform reports when somebody opens the single chat, and what he hears."""
    await chat.program.intake.accept(replace(fakes.update(who), entered=True))
    await chat.settle()
    return texts(await chat.hears(who))


async def test_help_is_short_and_every_word_is_told_on_request(chat: Chat) -> None:
    await chat.say(ORGANISER, "您好")
    (short,) = texts(await chat.say(ORGANISER, "帮助"))
    assert len(short.splitlines()) <= 7
    assert ("催交" in short, "软弱涣散" in short) == (True, False)
    for said in ("全部词语", "帮助 全部"):
        (whole,) = texts(await chat.say(ORGANISER, said))
        assert all(word in whole for word in ("催交", "作废", "软弱涣散", "归档")), said
        assert fits(whole)
    assert "催交" not in texts(await chat.say(MEMBER, "全部词语"))[-1]
