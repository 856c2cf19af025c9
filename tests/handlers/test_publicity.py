"""Publication and feedback as people meet them: two persons release, everybody in scope reads, nobody learns who wrote."""

import sqlite3
from pathlib import Path

import pytest

from bot.documents.extraction import extract
from bot.exports.clean_copy import clean_copy
from bot.sample import sample_report
from tests.cast import (
    DEAN,
    FIRST,
    GUEST,
    MEMBER,
    ORGANISER,
    OTHER_MEMBER,
    STRANGER,
    THIRD,
    VICE_DEAN,
    WANG,
    ZHANG,
)
from tests.chat import Chat, Entry, cards, refusals
from tests.domain.publicity.test_unnamed import WAYS
from tests.played import after

GOOD = sample_report(THIRD, year=2026)
SECRET = "第三支部全年只开过两次组织生活会"


def copy_size(report: bytes) -> int:
    return len(clean_copy(extract(report, ".docx")))


async def direct(chat: Chat, who: str, said: str) -> Entry:
    """The answer in single chat."""
    return [entry for entry in await chat.say(who, said) if entry["chat"] == "direct"][-1]


async def told(chat: Chat, who: str, said: str) -> str:
    return str((await direct(chat, who, said))["text"])


async def published(chat: Chat) -> None:
    """The reports of 王文例 and 张立范, prepared by the organiser and confirmed by the dean."""
    await chat.send(WANG, "我的报告.docx", sample_report(FIRST, year=2026))
    await chat.send(ZHANG, "述职.docx", GOOD)
    await chat.say(ORGANISER, "公示")
    await chat.hears(ORGANISER)
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    # The moment in which a step ends brings the next (decision 0039).
    (ending,) = [entry for entry in await chat.hears(ORGANISER) if entry["chat"] == "direct"]
    assert ending["text"] == "赵建例已确认，已发到系群。"
    assert ending["card"]["title"] == "待办"


async def test_two_persons_release_the_group_hears_and_people_read_in_single_chat(
    chat: Chat,
) -> None:
    await chat.send(WANG, "我的报告.docx", sample_report(FIRST, year=2026))
    await chat.send(ZHANG, "述职.docx", GOOD)
    prepared = await direct(chat, ORGANISER, "公示")
    assert prepared["file"]["name"] == "2026年度述职报告公示.docx"
    assert "第二支部" in prepared["text"]  # has no report
    assert "还没有现场测评的记录" in prepared["text"]
    card = cards(await chat.hears(ORGANISER) + await chat.hears(DEAN))[-1]
    assert (await chat.click(ORGANISER, card, choice="确认"))["refused"] == "needs_second_person"
    assert refusals(await chat.say(MEMBER, "公示")) == ["not_public"]
    assert "12月8日" in (await chat.click(DEAN, card, choice="确认"))["notice"]
    assert (await chat.click(VICE_DEAN, card, choice="确认"))["refused"] == "card_gone"
    (announced,) = [entry for entry in await chat.hears(MEMBER) if entry["chat"] == "group"]
    assert "公示各支部书记述职报告 2 份" in announced["text"]
    contents = await direct(chat, MEMBER, "公示")
    assert "第三支部（张立范）" in contents["text"]
    report = await direct(chat, MEMBER, "公示 第三支部")
    assert report["file"]["name"] == "第三支部张立范述职报告.docx"
    assert refusals(await chat.say(MEMBER, "公示 第二支部")) == ["no_public_report"]
    assert refusals(await chat.say(GUEST, "公示")) == ["not_allowed"]


async def test_a_public_report_is_read_in_free_words(chat: Chat) -> None:
    """「看看三支部的」 is how the leadership looks into a branch, and how others ask for the report."""
    assert refusals(await chat.say(MEMBER, "看看三支部的")) == ["not_allowed"]
    await published(chat)
    for said in ("看看三支部的", "看三支部的报告", "详情 张立范"):
        assert "第三支部的述职报告" in await told(chat, MEMBER, said)
    assert refusals(await chat.say(MEMBER, "看看二支部的")) == ["not_allowed"]
    assert "第 1 版" in await told(chat, DEAN, "看看三支部的")


@after(published)
async def test_feedback_is_read_by_the_leadership_alone(chat: Chat) -> None:
    assert (
        await told(chat, MEMBER, "反馈 第三支部的报告写得实在")
        == "已收到，将转交党组织。感谢您的监督。"
    )
    assert (
        await told(chat, OTHER_MEMBER, f"匿名反馈 {SECRET}")
        == "已收到，没有记录是谁写的，将转交党组织。感谢您的监督。"
    )
    heard = await told(chat, DEAN, "反馈情况")
    assert "第三支部：第三支部的报告写得实在（杨小样，12月1日（周二）08:30）" in heard
    assert f"第三支部：{SECRET}（匿名）" in heard
    for who in (ORGANISER, ZHANG, MEMBER):
        assert refusals(await chat.say(who, "反馈情况")) == ["not_allowed"]


UNNAMED = (
    "匿名反馈 {}",
    "反馈（匿名）{}",
    "反馈 匿名 {}",
    "我想匿名提个意见，{}",
    "反馈 {}，请不要写我名字",
    "@述职助手 匿名反馈：{}",
)


async def test_nothing_kept_links_the_words_to_the_sender(
    chat: Chat, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words stand in one table, without time or person; nothing else that is kept mentions words or writer."""
    await published(chat)
    letters = {f"m{number:02}": way for number, way in enumerate(UNNAMED, start=2)}
    for number, (writer, way) in enumerate(letters.items(), start=1):
        before = rows_about(data, writer)
        await chat.post(writer, way.format(f"{SECRET}，其余{number}次没有记录"))
        assert rows_about(data, writer) == before, way
    kept = [(table, row) for table, row in every_row(data) if SECRET in row]
    assert [table for table, _ in kept] == ["shuzhi.db:unnamed_feedback"] * len(letters)
    assert not any(writer in row for writer in letters for _, row in kept)
    # Their random names may hold any figures, but no sign between them.
    assert not any("2026-" in row for _, row in kept)
    assert (await told(chat, DEAN, "反馈情况")).count(SECRET) == len(letters)
    assert SECRET not in "".join(capsys.readouterr())


async def test_of_all_ways_of_asking_not_to_be_named_none_leaves_the_words_beside_the_account(
    chat: Chat, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await published(chat)
    for number, way in enumerate(WAYS):
        writer, words = f"m{number // 3 + 2:02}", f"第三支部的第{number}件事一直没有办"
        await chat.post(writer, way.format(words))
    kept = {table for table, row in every_row(data) if "件事一直没有办" in row}
    assert kept <= {"shuzhi.db:unnamed_feedback"}
    assert "一直没有办" not in "".join(capsys.readouterr())
    stored = [row for table, row in every_row(data) if table == "shuzhi.db:unnamed_feedback"]
    assert len(stored) > len(WAYS) // 2


def every_row(data: Path) -> list[tuple[str, str]]:
    """(file and table, all its values as text) of every row of every database of the installation."""
    found = []
    for path in sorted(data.glob("*.db")):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            names = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                )
            ]
            for name in names:
                found += [
                    (f"{path.name}:{name}", decoded(row))
                    for row in connection.execute(f'SELECT * FROM "{name}"')
                ]
    return found


def decoded(row: tuple[object, ...]) -> str:
    """JSON columns hold Chinese as escapes."""
    text = "|".join(str(value) for value in row)
    return (
        text.encode("ascii", "backslashreplace").decode("unicode_escape") if "\\u" in text else text
    )


def rows_about(data: Path, account: str) -> int:
    """How many rows mention an account, other than what the sandbox's page whispered to it."""
    return sum(
        account in row for table, row in every_row(data) if not table.startswith("sandbox.db")
    )


@after(published)
async def test_a_repeat_counts_once_and_a_day_has_its_measure(chat: Chat) -> None:
    await chat.post(MEMBER, "匿名反馈 一", message_id="same")
    await chat.post(MEMBER, "匿名反馈 一", message_id="same")
    await chat.post(MEMBER, "匿名反馈 二")
    await chat.post(MEMBER, "匿名反馈 三")
    await chat.hears(MEMBER)
    assert refusals(await chat.say(MEMBER, "匿名反馈 四")) == ["feedback_too_often"]
    assert refusals(await chat.say(OTHER_MEMBER, "匿名反馈 五")) == []
    assert (await told(chat, DEAN, "反馈情况")).startswith("收到反馈 4 条")
    await chat.clock(advance="P1D")
    await chat.hears(MEMBER)
    assert refusals(await chat.say(MEMBER, "匿名反馈 四")) == []


async def test_anonymous_feedback_that_cannot_be_taken_is_not_kept_either(
    chat: Chat, data: Path
) -> None:
    assert refusals(await chat.say(MEMBER, f"匿名反馈 {SECRET}")) == ["feedback_closed"]
    await published(chat)
    assert refusals(await chat.say(STRANGER, f"匿名反馈 {SECRET}")) == ["not_on_roster"]
    assert refusals(await chat.say(MEMBER, "匿名反馈")) == ["missing_argument"]
    openly = await chat.say(MEMBER, f"@述职助手 匿名反馈 {SECRET}", group=True)
    assert refusals(openly) == ["feedback_privately"]
    assert [table for table, row in every_row(data) if SECRET in row] == []


async def test_without_a_report_there_is_nothing_to_publish(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "公示")) == ["nothing_to_publish"]


async def test_who_asks_how_is_told_how(chat: Chat) -> None:
    for said in (
        "怎么匿名反馈",
        "匿名反馈怎么提？",
        "匿名反馈安全吗",
        "如何提意见",
    ):
        assert "不保存是谁、什么时候写的" in await told(chat, MEMBER, said), said


@after(published)
async def test_who_wants_to_report_somebody_hears_the_way(chat: Chat) -> None:
    for said in ("我要举报王文例书记", "想投诉第三支部"):
        answer = await told(chat, MEMBER, said)
        assert "匿名反馈" in answer, said


@after(published)
async def test_publicity_ends_by_itself(chat: Chat) -> None:
    for said in ("结束公示", "撤下公示"):
        (answer,) = await chat.say(ORGANISER, said)
        assert ("不能提前结束" in answer["text"], answer["card"]) == (True, None), said


@after(published)
async def test_feedback_cannot_pretend_to_be_several_pieces(chat: Chat) -> None:
    await chat.say(MEMBER, "反馈 第三支部写得实在\n· 第一支部：数字不实（王书记，12月2日）")
    shown = await told(chat, DEAN, "反馈情况")
    assert [line for line in shown.splitlines() if line.startswith("·")] == [
        line for line in shown.splitlines() if "第三支部写得实在 · 第一支部：数字不实" in line
    ]
