"""Leave and attendance: 应到, 实到, 请假."""

import pytest

from tests.cast import DEAN, GUEST, LI, MEMBER, ORGANISER, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts


async def told(chat: Chat, who: str, said: str) -> str:
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


async def test_leave_is_taken_by_anybody_and_its_reason_is_for_the_organiser(chat: Chat) -> None:
    assert await told(chat, MEMBER, "请假 出差") == (
        "已记下您请假，原因只有组织员看得到。能到会了请发“取消请假”。"
    )
    assert await told(chat, ORGANISER, "请假 张立范 生病") == (
        "已记下张立范请假，原因只有组织员看得到。取消请发“取消请假 张立范”。"
    )
    assert await told(chat, ORGANISER, "请假名单") == (
        "应到54人，请假2人。\n请假：\n杨小样（出差）\n张立范（生病）"
    )
    assert refusals(await chat.say(DEAN, "请假名单")) == ["not_allowed"]
    for who in (DEAN, WANG, LI):
        for said in ("会议", "签到", "状态", "详情 第三支部"):
            assert "出差" not in "".join(texts(await chat.say(who, said)))


async def test_leave_in_the_group_is_answered_in_private(chat: Chat) -> None:
    await chat.hears(LI)
    await chat.say(MEMBER, "@述职助手 请假 家里有事", group=True)
    heard = [entry for entry in await chat.hears(LI) if entry["from"] == "robot"]
    assert all("家里" not in entry["text"] for entry in heard)


async def test_others_are_excused_by_the_organiser_alone(chat: Chat) -> None:
    assert refusals(await chat.say(MEMBER, "请假 王文例 出差")) == ["only_own_leave"]
    (card,) = cards(await chat.say(ORGANISER, "陈明试请假了"))
    await chat.click(ORGANISER, card, choice="确认")
    assert "陈明试（没有写原因）" in await told(chat, ORGANISER, "请假名单")


async def test_leave_is_taken_back(chat: Chat) -> None:
    assert refusals(await chat.say(LI, "取消请假")) == ["not_on_leave"]
    await chat.say(LI, "我来不了，外出调研")
    assert "请假1人" in await told(chat, ORGANISER, "请假名单")
    assert await told(chat, LI, "取消请假") == "已取消请假，您按到会安排。"
    assert "请假0人" in await told(chat, ORGANISER, "请假名单")


async def test_the_list_counts_who_is_due_who_is_there_and_who_is_excused(chat: Chat) -> None:
    await chat.say(MEMBER, "请假 出差")
    await chat.say(LI, "请假")
    await chat.say(ORGANISER, "签到")
    sheet = cards(await chat.hears(WANG))[-1]
    await chat.click(WANG, sheet, choice="到会")
    await chat.say(GUEST, "签到")
    await chat.say(LI, "签到")  # has come after all
    listed = await told(chat, ORGANISER, "签到")
    assert listed.startswith("应到54人，实到3人，请假1人。\n请假：\n杨小样（出差）")
    assert "列席：" in listed
    heard = await chat.say(ORGANISER, "@述职助手 签到", group=True)
    assert texts(heard)[-1] == "应到54人，实到3人，请假1人。"


async def test_who_comes_for_the_sheet_has_come(chat: Chat) -> None:
    await chat.say(ORGANISER, "签到")
    leaders = [f"l{number:02}" for number in range(1, 6)]
    for who in (WANG, *leaders, *(f"s{number:02}" for number in range(2, 9)), "m04", "m05", "m06"):
        await chat.say(who, "到")
    await chat.say(ORGANISER, "发测评表")
    await chat.say(MEMBER, "到")
    assert (await told(chat, ORGANISER, "签到 杨小样")) == "杨小样已经签到过了。"


async def test_who_is_on_leave_is_not_on_the_roll_until_he_comes(chat: Chat) -> None:
    await chat.say(MEMBER, "请假 出差")
    await chat.say(ORGANISER, "发测评表")
    before = await told(chat, DEAN, "谁没投")
    assert "已取消请假，您按到会安排。" in texts(await chat.say(MEMBER, "取消请假"))
    assert await told(chat, DEAN, "谁没投") != before  # one more is expected
    assert cards(await chat.say(MEMBER, "测评表"))


async def test_who_comes_after_all_gets_his_sheet(chat: Chat) -> None:
    await chat.say(MEMBER, "请假 出差")
    await chat.say(ORGANISER, "发测评表")
    assert cards(await chat.say(MEMBER, "到"))
    assert "请假0人" in await told(chat, ORGANISER, "请假名单")


async def test_who_is_here_is_asked_in_any_words(chat: Chat) -> None:
    await chat.say(MEMBER, "请假 出差")
    on_leave = await told(chat, ORGANISER, "谁请假了")
    assert on_leave == "应到54人，请假1人。\n请假：\n杨小样（出差）"
    await chat.say(ORGANISER, "签到")
    await chat.say(WANG, "到")
    assert (await told(chat, ORGANISER, "谁来了")).startswith("应到54人，实到2人，请假1人。")
    for said in ("谁请假了", "谁来了"):
        assert refusals(await chat.say(WANG, said)) == ["not_allowed"], said


async def test_leave_of_an_unknown_name_is_nobodys(chat: Chat) -> None:
    answers = await chat.say(ORGANISER, "请假 王健国 生病")
    assert "已记下您请假" not in "".join(texts(answers))
    assert "请假0人" in await told(chat, ORGANISER, "请假名单")


async def test_leave_of_a_nearly_known_name_asks_whom(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "请假 王文列 生病"))
    assert "名册里没有“王文列”，请问是谁请假？" in card["text"]
    await chat.click(ORGANISER, card, choice="请假 王文例 生病")
    assert "王文例（生病）" in await told(chat, ORGANISER, "请假名单")


async def test_ones_own_reason_is_no_name(chat: Chat) -> None:
    for who in (ORGANISER, MEMBER):
        assert "已记下您请假" in await told(chat, who, "请假 高烧"), who


async def test_a_reason_in_front_is_kept_and_who_stands_in_stays(chat: Chat) -> None:
    assert "已记下您请假" in await told(chat, MEMBER, "我出差去不了")
    assert "已记下您请假" in await told(chat, LI, "那天我有课，来不了")
    (card,) = cards(await chat.say(ORGANISER, "会我去不了，让钱主任主持"))
    await chat.click(ORGANISER, card, choice="确认")
    (card,) = cards(await chat.say(DEAN, "会我去不了，让钱守样主持"))
    await chat.click(DEAN, card, choice="确认")
    listed = await told(chat, ORGANISER, "请假名单")
    assert "请假4人" in listed
    assert ("杨小样（出差）" in listed, "李思样（有课）" in listed) == (True, True)
    assert "钱守样" not in listed


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("我今天发烧去不了了", "发烧"),
        ("今天下午有课来不了", "有课"),
        ("临时有急事，参加不了", "有急事"),
    ],
)
async def test_the_reminder_is_answered_as_people_talk(chat: Chat, said: str, reason: str) -> None:
    assert "已记下您请假" in await told(chat, MEMBER, said)
    assert f"杨小样（{reason}）" in await told(chat, ORGANISER, "请假名单")


async def test_somebody_elses_reason_is_nobodys_leave(chat: Chat) -> None:
    for said in ("王老师出差去不了", "我出差去不了怎么办", "我爱人出差来不了"):
        assert "已记下您请假" not in "".join(texts(await chat.say(MEMBER, said))), said
    assert "请假0人" in await told(chat, ORGANISER, "请假名单")


async def test_a_speaker_on_leave_waits_for_the_organiser(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    await chat.click(ORGANISER, card, choice="确认")
    await chat.say(ZHANG, "请假 外出开会")
    await chat.hears(ORGANISER)
    card = cards(await chat.say(ORGANISER, "待办"))[-1]
    assert "张立范请假，书面述职请说“会议 张立范 书面 请假”" in card["text"]
    await chat.say(ORGANISER, "会议 张立范 书面 请假")
    card = cards(await chat.say(ORGANISER, "待办"))[-1]
    assert "张立范" not in card["text"]
