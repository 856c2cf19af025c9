"""The sheet (测评表) as a meeting holds it: one poll for all, a card that turns, words, the end."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.actions import cycles
from bot.actions import status as standing
from bot.actions.unit_of_work import UnitOfWork
from tests.cast import DEAN, MEMBER, ORGANISER, VICE_DEAN, WANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.handlers.test_evaluation import fetched
from tests.handlers.traces import rows, traces
from tests.played import after

NOTICE_LINES = 3


async def opened(chat: Chat, said: str = "发测评表") -> None:
    await chat.say(ORGANISER, said)


def group_messages(entries: list[Entry]) -> list[str]:
    return [entry["text"] for entry in entries if entry["chat"] == "group"]


async def sheet(chat: Chat, who: str) -> Entry:
    """The card of somebody's sheet as he sees it now."""
    return cards([entry for entry in await chat.timeline(who) if entry["chat"] == "direct"])[-1]


async def tap(chat: Chat, who: str, step: str) -> Entry:
    """Presses what stands on somebody's card."""
    card = await sheet(chat, who)
    question = card["questions"][0]["id"]
    return await chat.click(who, card, **{question: step})


@after(opened)
async def test_one_card_turns_from_subject_to_subject(chat: Chat) -> None:
    (notice,) = group_messages(await chat.hears(MEMBER))
    assert len(notice.splitlines()) <= NOTICE_LINES
    assert "无记名" in notice
    (first,) = cards(await chat.say(MEMBER, "到"))
    assert [option["text"] for option in first["questions"][0]["options"]] == [
        "好",
        "较好",
        "一般",
        "差",
        "暂不选",
    ]
    assert "1／8" in first["text"]
    for number in range(1, 9):
        card = await sheet(chat, MEMBER)
        assert (card["card_id"], card["state"]) == (first["card_id"], "open")
        assert f"{number}／8" in card["text"]
        answer = await tap(chat, MEMBER, "暂不选" if number == 3 else "较好")
        assert answer["accepted"]
        assert "较好" not in answer["notice"]
    overview = await sheet(chat, MEMBER)
    assert overview["state"] == "answered"
    assert "已填7／8项" in overview["text"]
    assert "张立范" in overview["text"]
    assert (await tap(chat, MEMBER, "张立范"))["accepted"]
    assert "3／8" in (await sheet(chat, MEMBER))["text"]
    await tap(chat, MEMBER, "好")
    assert "已填8／8项" in (await sheet(chat, MEMBER))["text"]
    await tap(chat, MEMBER, "张立范")
    assert "您已选：好" in (await sheet(chat, MEMBER))["text"]
    assert (
        "现场测评结束：发出54份，收回1份，有效1份。" in texts(await chat.say(ORGANISER, "收票"))[-1]
    )
    assert group_messages(await chat.hears(MEMBER)) == [
        "现场测评结束：发出54份，收回1份，有效1份。"
    ]


async def test_the_meeting_in_the_group_and_by_names(chat: Chat) -> None:
    """Typed in the group the answers are the notices themselves, and nothing else is said."""
    await chat.say(ORGANISER, "@述职助手 发测评表 李思样 王文例", group=True)
    await chat.say(MEMBER, "你好")
    assert "1／2" in (await sheet(chat, MEMBER))["text"]
    await tap(chat, MEMBER, "差")
    await tap(chat, MEMBER, "好")
    await chat.say(WANG, "测评表")
    assert "1／1" in (await sheet(chat, WANG))["text"]  # he does not rate himself
    await tap(chat, WANG, "好")
    assert (await sheet(chat, WANG))["state"] == "answered"
    await chat.say(ORGANISER, "@述职助手 收票", group=True)
    said = group_messages(await chat.hears(DEAN))
    assert len(said) == 2
    assert said[-1] == "现场测评结束：发出54份，收回2份，有效2份。"


@after(opened)
async def test_everything_written_in_private_brings_the_sheet(chat: Chat) -> None:
    for who, said in (
        ("m03", "到"),
        ("m04", "你好"),
        ("m05", "测评表"),
        ("m06", "好的"),
        ("m07", "随便说点什么吧"),
        ("m08", "我的票"),
        ("m09", "测评"),
        ("m10", "还有几天截止"),
    ):
        heard = await chat.say(who, said)
        assert "1／8" in cards(heard)[-1]["text"], said
    assert cards(await chat.say("m08", "我的票")) == []
    assert len(cards(await chat.say("m05", "测评表"))) == 1
    assert refusals(await chat.say("g01", "测评表")) == []


@after(opened)
async def test_the_whole_notice_stands_behind_a_question(chat: Chat) -> None:
    heard = await chat.say(MEMBER, "怎样保密")
    assert any("统计后销毁密钥" in text for text in texts(heard))


async def test_a_sheet_is_filled_in_words_and_nothing_of_it_is_kept(chat: Chat, data: Path) -> None:
    """The answers say how much is filled, never how; a later sentence changes what it names."""
    await opened(chat)
    await chat.hears(MEMBER)
    before = rows(data)
    said = []
    for sentence, answer in (
        ("李思样较好", "已填1项，还有7项未填（王文例、张立范、"),
        ("都好，李思样较好", "8项都已填"),
        ("第三个一般，其他较好", "8项都已填"),
        ("测评 好 好 较好 好 好 好 一般 差", "8项都已填"),
        ("李思样弃权", "已填7项，还有1项未填（李思样）"),
    ):
        said.append(sentence)
        (heard,) = await chat.say(MEMBER, sentence)
        assert answer in heard["text"], heard["text"]
        assert not any(step in heard["text"] for step in ("较好", "一般", "差"))
    for sentence in (
        "李思样有点差",
        "都还行吧",
        "好好好好好好好",
        "王书记这个人一般般，就给较好吧",
    ):
        said.append(sentence)
        (heard,) = await chat.say(MEMBER, sentence)
        assert heard["refused"] in {"perhaps_vote", "unclear_vote"}, sentence
        assert sentence not in heard["text"]
    for sentence in ("都好，李思样较好", "第三个一般，其他较好"):
        said.append(sentence)
        openly = await chat.say("m03", f"@述职助手 {sentence}", group=True)
        assert refusals(openly) == ["vote_privately"]
        assert [entry["chat"] for entry in openly if entry.get("refused")] == ["direct"]
        assert "撤回" in openly[-1]["text"]
    assert traces(data, said) == []
    assert rows(data) == before


async def test_a_misspelt_name_turns_the_sheet_to_whom_it_sounds_like(
    chat: Chat, data: Path
) -> None:
    """One tap is enough then; nothing that was said counts, and nothing of it is kept."""
    await opened(chat)
    await chat.hears(MEMBER)
    before = rows(data)
    said = ("李思洋较好", "李思洋好，因为他讲得实在", "李思洋投一般")
    for sentence in said:
        (heard,) = await chat.say(MEMBER, sentence)
        assert heard["refused"] == "perhaps_vote"
        assert "您说的是李思样？是的话，请在下面的测评表上点选" in heard["text"]
        shown = await sheet(chat, MEMBER)
        assert "2／8" in shown["text"]
        assert "您已选" not in shown["text"]
    assert rows(data) == before
    assert traces(data, said) == []
    await tap(chat, MEMBER, "较好")
    assert "3／8" in (await sheet(chat, MEMBER))["text"]
    assert "已填2项" in texts(await chat.say(MEMBER, "王文例好"))[-1]


@after(opened)
async def test_a_misspelt_name_in_the_group_turns_no_sheet(chat: Chat) -> None:
    await chat.say("m03", "@述职助手 李思洋投较好", group=True)
    assert "1／8" in (await sheet(chat, "m03"))["text"]


@after(opened)
async def test_what_was_said_in_words_stands_on_the_card(chat: Chat) -> None:
    await chat.say(MEMBER, "到")
    await chat.say(MEMBER, "第一个差，第二个一般")
    assert "3／8" in (await sheet(chat, MEMBER))["text"]
    await chat.say(MEMBER, "都较好")
    assert (await sheet(chat, MEMBER))["state"] == "answered"
    await tap(chat, MEMBER, "王文例")
    assert "您已选：较好" in (await sheet(chat, MEMBER))["text"]
    await tap(chat, MEMBER, "改为不选")
    assert "王文例" in (await sheet(chat, MEMBER))["text"]


@after(opened)
async def test_who_asks_for_his_vote_hears_that_a_sheet_may_be_half_filled(chat: Chat) -> None:
    """How much of it is told on his sheet alone: what he left out is as secret as a choice."""
    await chat.say(MEMBER, "第三个好")
    (answer,) = await chat.say(MEMBER, "我的票")
    assert "填了几项，发“测评表”看，没有选的按弃权计" in answer["text"]
    assert "计入" not in answer["text"]


@pytest.mark.parametrize("said", ["开始测评", "现场测评开始吧", "下面开始投票", "现在开始测评吧"])
async def test_a_bare_order_to_begin_offers_the_sheet_of_all(chat: Chat, said: str) -> None:
    (card,) = cards(await chat.say(ORGANISER, said))
    assert "8位" in card["text"]
    assert "开始测评 张三" in card["text"]
    assert group_messages(await chat.hears(MEMBER)) == []
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    (notice,) = group_messages(await chat.hears(MEMBER))
    assert "对象为8位同志" in notice
    assert refusals(await chat.say(ORGANISER, said)) == ["poll_already_open"]


async def voted(chat: Chat) -> None:
    """Opens the sheet, has fifteen people fill it, and closes it."""
    await opened(chat)
    for number in range(1, 9):
        await chat.post(f"m{number:02}", "都好，李思样较好")
    for who in ("l01", "l02", "l03", "l04", "l05", "s01", "s03"):
        await chat.post(who, "都较好")
    await chat.say(ORGANISER, "收票")
    for who in (DEAN, VICE_DEAN, ORGANISER, MEMBER):
        await chat.hears(who)


async def status_of(chat: Chat) -> dict[str, Any]:
    def look(work: UnitOfWork) -> dict[str, Any]:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        return dict(standing.as_json(standing.status(work, cycle), work.zone))

    return dict((await chat.services.read(look))["polls"][-1])


@after(voted)
async def test_the_result_goes_to_the_leadership_and_counts_from_then_on(chat: Chat) -> None:
    poll = await status_of(chat)
    assert (poll["released"], poll["returned"], len(poll["subjects"])) == (None, 15, 8)
    assert {"card", "words", "paper"} <= set(poll["channels"])
    preview = await chat.say(ORGANISER, "交领导")
    assert any("群里不公布" in text for text in texts(preview))
    (ask,) = cards(await chat.hears(DEAN))
    answer = await chat.click(DEAN, ask, choice="确认")
    assert answer["accepted"]
    heard = await chat.hears(DEAN)
    assert [entry["kind"] for entry in heard if entry["file"]] == ["image", "file"]
    assert heard[-1]["file"]["name"] == "2026年度述职现场测评统计表.docx"
    table = Document(io.BytesIO(await fetched(chat, heard[-1])))
    lines = [paragraph.text.strip() for paragraph in table.paragraphs]
    assert "院党委：" in lines
    assert "中共示例系总支部委员会" in lines
    assert [entry["kind"] for entry in await chat.hears(ORGANISER) if entry["file"]] == [
        "image",
        "file",
    ]
    assert group_messages(await chat.hears(MEMBER)) == []
    poll = await status_of(chat)
    assert poll["released"]["C"]["李思样"] == {"好": 0, "较好": 6, "一般": 0, "差": 0}
    assert poll["released"]["B"] is None  # four ballots: shown to nobody
    assert "没有公布" in texts(await chat.say(MEMBER, "测评结果"))[-1]
    (shown,) = await chat.say(DEAN, "测评结果")
    assert "加权得分" in shown["text"] or "92" in shown["text"] or "8" in shown["text"]
    (one,) = await chat.say(DEAN, "测评结果 李思样")
    assert ("【李思样】" in one["text"], "王文例" in one["text"]) == (True, False)
    assert "加权得分" in one["text"]
    assert "没有公布" in texts(await chat.say(MEMBER, "测评结果 李思样"))[-1]
    assert "现场测评" not in texts(await chat.say(DEAN, "依据 李思样"))[0].partition("还缺")[2]
    # What the leadership has can be published, without scores.
    await chat.say(ORGANISER, "公布")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    said = "".join(group_messages(await chat.hears(MEMBER)))
    assert "李思样" in said
    assert "得分" not in said
    assert "李思样" in texts(await chat.say(MEMBER, "测评结果"))[-1]
    told = texts(await chat.say(MEMBER, "测评结果 李思样"))[-1]
    assert ("【李思样】" in told, "得分" in told) == (True, False)
    assert refusals(await chat.say(ORGANISER, "公布")) == ["nothing_to_release"]


@after(opened)
@pytest.mark.parametrize(
    "said", ["还有谁没交票", "收了多少张", "票收上来几张了", "多少人没填测评表"]
)
async def test_how_many_are_missing_is_asked_in_many_words(chat: Chat, said: str) -> None:
    for who in (ORGANISER, DEAN):
        assert "人没有参加" in texts(await chat.say(who, said))[-1]


@after(voted)
async def test_orders_for_a_ballot_that_is_over_say_what_can_be_done(chat: Chat) -> None:
    for said in ("重新测评", "补投"):
        assert "不能重开，也不补投" in texts(await chat.say(ORGANISER, said))[-1]


@after(voted)
async def test_names_of_those_who_did_not_hand_in_are_told_to_nobody(chat: Chat) -> None:
    await chat.clock(advance="PT1M")
    told = texts(await chat.say(DEAN, "谁没投"))[-1]
    assert told == "8 位书记：39 人没有参加。"
