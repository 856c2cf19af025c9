"""Spot checks: told to the drawer alone."""

import io
import json

import docx

from bot.actions.unit_of_work import UnitOfWork
from bot.storage.rectification import spot_checks as store
from tests.cast import DEAN, GUEST, MEMBER, ORGANISER, VICE_DEAN, WANG, ZHANG
from tests.chat import Chat, Entry, refusals, texts
from tests.ledgers import promised
from tests.played import whole


def drawn(entries: list[Entry]) -> list[str]:
    return [
        line.split("：")[0].removeprefix("· ")
        for line in entries[-1]["text"].splitlines()
        if line.startswith("· ")
    ]


@whole
async def test_draw_is_told_to_the_drawer_alone(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    everybody = [f"s0{number}" for number in range(1, 9)] + [MEMBER, GUEST, ORGANISER, VICE_DEAN]
    before = {person: len(await chat.timeline(person)) for person in everybody}
    status = texts(await chat.say(ORGANISER, "状态"))
    assert refusals(await chat.say(DEAN, "抽查 0")) == ["missing_argument"]
    branches = drawn(await chat.say(DEAN, "抽查 3"))
    assert len(set(branches)) == 3
    after = {person: len(await chat.timeline(person)) for person in everybody}
    assert after == {**before, ORGANISER: before[ORGANISER] + 2}
    assert texts(await chat.say(ORGANISER, "状态")) == status
    assert "还没有抽查过" in texts(await chat.say(ORGANISER, "抽查情况"))[0]
    for word in ("整改", "我的材料", "提醒记录", "准备"):
        told = json.dumps(await chat.say(ZHANG, word), ensure_ascii=False)
        assert "抽" not in told


async def test_draw_asked_for_in_the_group_is_answered_apart(chat: Chat) -> None:
    answers = await chat.say(DEAN, "@述职助手 抽查 1", group=True)
    assert [entry["chat"] for entry in answers if "随机抽到" in entry["text"]] == ["direct"]
    heard = texts(await chat.hears(MEMBER))
    assert [text for text in heard if "抽" in text] == []


async def test_seed_is_recorded_and_the_trail_names_no_branch(chat: Chat) -> None:
    (answer,) = await chat.say(DEAN, "抽查 2")
    seed = answer["text"].partition("抽取号 ")[2].partition("，")[0]

    def look(work: UnitOfWork) -> tuple[list[str], list[str]]:
        trail = (
            work.session.connection()
            .exec_driver_sql("select verb, subject, facts from audit where verb != 'facts.sealed'")
            .all()
        )
        checks = (
            work.session.connection().exec_driver_sql("select seed from spot_check").scalars().all()
        )
        assert store.history(work.session, "sample")
        return [str(row) for row in trail if "spot_check" in str(row)], list(checks)

    trail, seeds = await chat.services.read(look)
    assert seeds == [seed]
    assert len(trail) == 1
    assert "branch" not in trail[0]


async def test_result_with_a_photo_is_noted_once_and_seen_by_the_drawer(chat: Chat) -> None:
    (branch,) = drawn(await chat.say(DEAN, "抽查"))
    (answer,) = await chat.send(
        DEAN, "现场.jpg", b"\xff\xd8", text=f"抽查结果 {branch} 活动正常，记录齐全"
    )
    assert "《现场.jpg》一并留存" in answer["text"]
    assert (
        f"{branch}：活动正常，记录齐全（附《现场.jpg》）"
        in texts(await chat.say(DEAN, "抽查情况"))[0]
    )
    assert refusals(await chat.say(DEAN, f"抽查结果 {branch} 再记一次")) == ["not_drawn"]
    assert refusals(await chat.say(ORGANISER, f"抽查结果 {branch} 我也去了")) == ["not_drawn"]
    assert refusals(await chat.say(WANG, "抽查情况")) == ["not_allowed"]


async def paper(chat: Chat, entries: list[Entry]) -> list[list[str]]:
    """The rows of the table in the one paper that came."""
    (entry,) = [entry for entry in entries if entry["file"]]
    content = await chat.content(entry)
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


async def test_record_tells_who_was_drawn_by_whom_and_what_was_seen(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    (branch,) = drawn(await chat.say(DEAN, "抽查 1"))
    await chat.say(DEAN, f"抽查结果 {branch} 现场看了活动室，已挂牌")
    head, row = await paper(chat, await chat.say(DEAN, "抽查情况"))
    assert head[:4] == ["抽取日期", "抽取人", "抽取范围", "抽中支部"]
    assert row[1] == "赵建例"
    assert row[2].startswith("8个支部，抽取号")
    assert (row[3], row[5], row[6]) == (branch, "现场看了活动室，已挂牌", "2026年12月1日")


async def test_record_of_another_is_not_shown(chat: Chat) -> None:
    await chat.say(DEAN, "抽查 1")
    (answer,) = await chat.say(ORGANISER, "抽查情况")
    assert answer["file"] is None
    _, row = await paper(chat, await chat.say(DEAN, "抽查情况"))
    assert (row[5], row[6]) == ("", "尚未记录")
