"""The sandbox's interface to the letter: what the outside may rely on."""

import asyncio
import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from bot.sample import sample_report
from tests.cast import DEAN, LI, MEMBER, ORGANISER, OTHER_MEMBER, STRANGER, THIRD, WANG, ZHANG
from tests.chat import SHANGHAI, Chat, Entry, cards, refusals, texts
from tests.conftest import Run
from tests.platforms.sandbox.stream import Stream

GOOD = sample_report(THIRD, year=2026)
OTHER_SECRETARY, OTHER_LEADER = "x-s01", "x-l01"  # of the second department


async def test_the_cast_is_everybody_with_an_account(chat: Chat) -> None:
    people = {
        person["id"]: person for person in (await chat.client.get("/sandbox/api/people")).json()
    }
    assert people[WANG] == {
        "id": WANG,
        "name": "王文例",
        "department": "示例系",
        "branch": "第一支部",
        "roles": ["书记"],
        "category": "B",
    }
    assert people[OTHER_LEADER]["department"] == "样板系"
    assert (people[DEAN]["branch"], people[DEAN]["category"]) == ("", "A")


async def test_an_entry_tells_what_the_contract_says(chat: Chat) -> None:
    await chat.post(LI, "我是谁", message_id="m1")
    said, answered = await chat.timeline(LI)
    assert (said["from"], said["chat"], said["kind"], said["text"]) == (
        LI,
        "direct",
        "text",
        "我是谁",
    )
    assert (said["card"], said["file"], said["understood"]) == (None, None, None)
    assert (answered["from"], answered["chat"], answered["kind"]) == ("robot", "direct", "text")
    assert answered["understood"] == [{"intent": "我是谁", "args": {}}]
    assert answered["seq"] > said["seq"]
    assert datetime.fromisoformat(answered["at"]) == chat.now
    assert "refused" not in answered
    assert await chat.timeline(LI, after=answered["seq"]) == []
    assert await chat.timeline(LI, after=said["seq"]) == [answered]


async def test_what_was_understood_names_people_and_branches_by_id_and_dates_in_iso(
    chat: Chat,
) -> None:
    (answer,) = await chat.say(ORGANISER, "延期 第三支部 12月20日")
    assert answer["understood"] == [
        {"intent": "延期", "args": {"branch": THIRD, "date": "2026-12-20"}}
    ]


async def test_a_refusal_carries_its_code(chat: Chat) -> None:
    assert refusals(await chat.say(MEMBER, "谁没交")) == ["not_allowed"]


async def test_a_repeated_message_shows_once_and_does_nothing_again(chat: Chat) -> None:
    fields = {"from": ZHANG, "chat": "direct", "message_id": "once"}
    for _ in range(3):
        answer = await chat.client.post(
            "/sandbox/api/messages", data=fields, files={"file": ("报告.docx", GOOD)}
        )
        assert answer.json() == {"message_id": "once"}
    await chat.settle()
    entries = await chat.timeline(ZHANG)
    assert [entry["from"] for entry in entries] == [ZHANG, "robot"]
    assert "第 1 版" in entries[1]["text"]


async def test_a_hint_and_the_answer_to_a_typed_vote_are_not_repeated_either(chat: Chat) -> None:
    await chat.say(ORGANISER, "开始测评 王文例")
    await chat.hears(MEMBER)
    for _ in range(3):
        await chat.post(MEMBER, "测评 好", message_id="vote")
        await chat.client.post(
            "/sandbox/api/messages",
            data={"from": MEMBER, "chat": "group", "message_id": "file"},
            files={"file": ("报告.docx", GOOD)},
        )
    answers = [entry for entry in await chat.hears(MEMBER) if entry["chat"] == "direct"]
    assert ["已收到" in text for text in texts(answers)] == [True, False]
    assert refusals(answers) == ["no_mention"]


# -- the group -----------------------------------------------------------------------------------------------------------


async def test_in_the_group_only_what_mentions_or_quotes_the_robot_reaches_it(chat: Chat) -> None:
    assert await chat.say(LI, "倒计时", group=True) == []
    (answer,) = await chat.say(LI, "@述职助手 倒计时", group=True)
    assert (answer["chat"], "12月31日" in answer["text"]) == ("group", True)
    assert await chat.say(LI, "倒计时@述职助手", group=True) != []
    said = next(entry for entry in await chat.timeline(LI) if entry["from"] == LI)
    assert await chat.say(LI, "倒计时", group=True, quote=said["seq"]) == []
    assert await chat.say(WANG, "倒计时", group=True, quote=answer["seq"]) != []
    quoting = [entry for entry in await chat.timeline(WANG) if entry["quote"]]
    assert [entry["quote"] for entry in quoting] == [said["seq"], answer["seq"]]


async def test_everybody_of_the_group_sees_it_and_nobody_else(chat: Chat) -> None:
    await chat.post(LI, "大家好", group=True)
    for viewer, sees in ((MEMBER, True), (DEAN, True), (OTHER_SECRETARY, False), (STRANGER, False)):
        assert ("大家好" in texts(await chat.timeline(viewer))) is sees


async def test_a_stranger_is_accepted_told_how_to_bind_and_nothing_else(chat: Chat) -> None:
    (answer,) = await chat.say(STRANGER, "状态")
    assert answer["refused"] == "not_on_roster"
    assert "绑定" in answer["text"]
    assert [entry["chat"] for entry in await chat.timeline(STRANGER)] == ["direct", "direct"]
    await chat.say(STRANGER, "@述职助手 状态", group=True)
    assert {entry["chat"] for entry in await chat.timeline(STRANGER)} == {"direct"}


# -- cards -----------------------------------------------------------------------------------------------------------------


async def ballot(chat: Chat) -> Entry:
    await chat.say(ORGANISER, "开始测评 王文例")
    return cards(await chat.hears(MEMBER))[-1]


async def state(chat: Chat, viewer: str, card: Entry) -> str:
    found = [one for one in cards(await chat.timeline(viewer)) if one["card_id"] == card["card_id"]]
    return str(found[-1]["state"])


async def test_a_card_looks_to_each_viewer_as_it_is_for_him(chat: Chat) -> None:
    card = await ballot(chat)
    assert set(card) >= {"card_id", "title", "text", "state", "questions"}
    question = card["questions"][0]
    assert set(question) == {"id", "title", "multi", "options"}
    assert [option["text"] for option in question["options"]] == ["好", "较好", "一般", "差"]
    assert (await state(chat, MEMBER, card), await state(chat, OTHER_MEMBER, card)) == (
        "open",
        "open",
    )
    answer = await chat.click(MEMBER, card, **{question["id"]: "好"}, message_id="click")
    assert answer == {"message_id": "click", "accepted": True, "notice": answer["notice"]}
    assert (await state(chat, MEMBER, card), await state(chat, OTHER_MEMBER, card)) == (
        "answered",
        "open",
    )
    await chat.say(ORGANISER, "结束测评")
    assert await state(chat, MEMBER, card) == "closed"


async def test_a_click_may_give_one_option_or_a_list(chat: Chat) -> None:
    card = await ballot(chat)
    question = card["questions"][0]
    option = question["options"][1]["id"]
    for values in (option, [option]):
        body = {"from": MEMBER, "card_id": card["card_id"], "values": {question["id"]: values}}
        assert (await chat.client.post("/sandbox/api/clicks", json=body)).json()["accepted"]


async def test_a_refused_click_carries_its_code(chat: Chat) -> None:
    card = await ballot(chat)
    answer = await chat.click(OTHER_SECRETARY, card, **{card["questions"][0]["id"]: "好"})
    assert (answer["accepted"], set(answer)) == (
        False,
        {"message_id", "accepted", "notice", "refused"},
    )


async def test_buttons_are_one_question_and_a_loose_order_waits_for_them(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    (card,) = cards(await chat.say(ORGANISER, "把第三支部的退回去,问题写得太虚"))
    (question,) = card["questions"]
    assert [option["text"] for option in question["options"]] == ["确认", "取消"]
    await chat.click(ORGANISER, card, **{question["id"]: "取消"})
    assert await state(chat, ORGANISER, card) == "closed"


# -- files -----------------------------------------------------------------------------------------------------------------


async def test_a_file_comes_back_as_a_download_under_its_name(chat: Chat) -> None:
    names = ["述职报告 终稿.docx", '"><script>.docx', "a\r\nSet-Cookie: x.docx", "../../etc/passwd"]
    for name in names:
        await chat.send(MEMBER, name, b"content")
    entries = [entry for entry in await chat.timeline(MEMBER) if entry["file"]]
    assert len(entries) == len(names)
    for entry in entries:
        assert (entry["kind"], entry["file"]["size"]) == ("file", len(b"content"))
        assert entry["file"]["url"] == f"/sandbox/api/files/{entry['file']['id']}"
        answer = await chat.client.get(entry["file"]["url"])
        assert answer.content == b"content"
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers


async def test_a_picture_of_the_bot_is_shown_inline(chat: Chat) -> None:
    pictures = [entry for entry in await chat.say(DEAN, "状态图") if entry["kind"] == "image"]
    answer = await chat.client.get(pictures[0]["file"]["url"])
    assert (answer.headers["content-type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert answer.headers["content-disposition"].startswith("inline")


# -- the clock -------------------------------------------------------------------------------------------------------------


async def test_the_clock_moves(chat: Chat) -> None:
    for move, expected in (
        ({"advance": "PT1H"}, "2026-12-01T09:30:00+08:00"),
        ({"advance": "P1DT2H3M4S"}, "2026-12-02T11:33:04+08:00"),
        (
            {"now": "2026-12-02T12:00"},
            "2026-12-02T12:00:00+08:00",
        ),  # without a zone it is the unit's
        ({"now": "2026-12-02T05:00:00Z"}, "2026-12-02T13:00:00+08:00"),
        ({"now": "2026-12-03"}, "2026-12-03T00:00:00+08:00"),
        ({"now": "2026-11-25T12:00"}, "2026-11-25T12:00:00+08:00"),  # backwards
        ({"advance": "P1W"}, "2026-12-02T12:00:00+08:00"),
    ):
        assert (await chat.clock(**move))["now"] == expected
        shown = (await chat.client.get("/sandbox/api/clock")).json()
        assert shown["now"] == expected
        await chat.say(LI, "我是谁")
        assert (await chat.timeline(LI))[-1]["at"] == expected
        assert datetime.fromisoformat(shown["next"]) > chat.now


async def test_two_who_move_the_clock_at_once_move_it_twice(chat: Chat) -> None:
    before = chat.now
    await asyncio.gather(chat.clock(advance="P1D"), chat.clock(advance="P1D"))
    assert chat.now == before + timedelta(days=2)


async def test_moving_backwards_says_nothing_twice(chat: Chat) -> None:
    await chat.clock(now="2026-12-03T12:00")
    heard = len(await chat.hears(LI))
    assert heard
    await chat.clock(now="2026-12-01T08:00")
    await chat.clock(now="2026-12-03T12:00")
    assert await chat.hears(LI) == []


async def test_clock_numbers_and_conversations_survive_a_restart(run: Run, data: Path) -> None:
    async with run(data) as chat:
        await chat.clock(now="2026-12-02T09:00")
        await chat.post(MEMBER, "大家好", group=True)
        await chat.post(LI, "我是谁")
        before = await chat.timeline(LI)
        assert {entry["chat"] for entry in before} == {"direct", "group"}
    async with run(data) as chat:
        assert chat.now == datetime(2026, 12, 2, 9, 0, tzinfo=SHANGHAI)
        assert await chat.timeline(LI) == before
        await chat.post(LI, "我是谁")
        assert [
            entry["seq"] > before[-1]["seq"] for entry in (await chat.timeline(LI))[len(before) :]
        ] == [True, True]


# -- events ----------------------------------------------------------------------------------------------------------------


async def test_whoever_watches_is_told_of_news(chat: Chat) -> None:
    async with Stream(chat.program, MEMBER) as stream:
        assert stream.headers[b"content-type"].startswith(b"text/event-stream")
        await chat.post(LI, "大家好", group=True)
        await stream.until(1)
        await chat.clock(advance="PT1H")
        await stream.until(2)


async def test_nobody_is_told_of_a_vote(chat: Chat) -> None:
    """Its rhythm would tell the turnout."""
    card = await ballot(chat)
    async with Stream(chat.program, DEAN) as stream:
        await chat.click(MEMBER, card, **{card["questions"][0]["id"]: "好"})
        assert "已收到" in texts(await chat.say(OTHER_MEMBER, "测评 较好"))[-1]
        for _ in range(20):
            await chat.timeline(DEAN)
        assert stream.changes == 0
        await chat.post(LI, "我是谁", group=True)
        await stream.until(1)


# -- votes leave nothing -----------------------------------------------------------------------------------------------------


async def test_a_vote_stands_in_no_file_and_in_nobodys_timeline(run: Run, data: Path) -> None:
    async with run(data) as chat:
        card = await ballot(chat)
        seen = {
            viewer: len(await chat.timeline(viewer)) for viewer in (DEAN, ORGANISER, OTHER_MEMBER)
        }
        before = {
            path: digest(path)
            for path in written(data)
            if path.suffix not in (".db-wal", ".db-shm")
        }
        await chat.click(
            MEMBER, card, **{card["questions"][0]["id"]: "较好"}, message_id="click-of-a-member"
        )
        await chat.post("m09", "测评 一般", message_id="typed-vote")
        assert (
            len([entry for entry in await chat.timeline("m09") if entry["chat"] == "direct"]) == 2
        )
        assert seen == {viewer: len(await chat.timeline(viewer)) for viewer in seen}
        assert digest(data / "sandbox.db") == before[data / "sandbox.db"]
    kept = b"".join(path.read_bytes() for path in written(data))
    for trace in ("测评 一般", "typed-vote", "click-of-a-member", "已收到，截止前可修改"):
        assert trace.encode() not in kept
        assert trace.encode("utf-16-le") not in kept
    async with run(data) as chat:
        assert [entry for entry in await chat.timeline("m09") if entry["chat"] == "direct"] == []


def written(data: Path) -> list[Path]:
    return [path for path in data.rglob("*") if path.is_file()]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
