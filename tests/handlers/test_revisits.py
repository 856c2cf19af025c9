"""回访: a closed item counts as looked at again only with a sentence of what was seen."""

from tests.cast import DEAN, FIRST, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts
from tests.ledgers import closed, in_january, promised, silence
from tests.played import after

SEEN = "4月8日到支部看，三次谈话都有记录"


pytestmark = after(in_january)


async def test_a_sentence_of_what_was_seen_is_a_revisit(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲", "乙")
    await closed(chat, ZHANG, THIRD, 1)
    await closed(chat, ZHANG, THIRD, 2)
    assert "未回访" in texts(await chat.say(DEAN, f"整改情况 {THIRD}"))[0]
    answer = texts(await chat.say(DEAN, f"回访 {THIRD} 1、2 {SEEN}"))[0]
    assert "已记下第三支部第1、2条的回访" in answer
    shown = texts(await chat.say(DEAN, f"整改情况 {THIRD}"))[0]
    assert "未回访" not in shown


async def test_a_judgement_alone_is_no_visit(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲")
    await closed(chat, ZHANG, THIRD, 1)
    assert refusals(await chat.say(DEAN, f"问效 {THIRD} 1 没有反弹")) == ["missing_argument"]
    assert "未回访" in texts(await chat.say(DEAN, f"整改情况 {THIRD}"))[0]


async def test_what_came_back_is_open_again_and_its_owner_reads_what_was_seen(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲")
    await closed(chat, ZHANG, THIRD, 1)
    await silence(chat, ZHANG)
    await chat.say(DEAN, f"问效 {THIRD} 1 反弹 台账又断了两个月")
    await chat.clock(now="2027-01-18T10:00")
    (notice,) = [text for text in texts(await chat.hears(ZHANG)) if "反弹" in text]
    assert "台账又断了两个月" in notice
    assert "1. 甲（推进中" in texts(await chat.say(ZHANG, "整改"))[0]


async def test_owners_do_not_look_at_their_own_and_open_items_have_no_revisit(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲")
    assert "没有销号" in texts(await chat.say(DEAN, f"回访 {THIRD} 1 {SEEN}"))[0]


async def test_whoever_verified_hears_once_that_it_is_time(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲", "乙")
    await closed(chat, ZHANG, THIRD, 1)
    await silence(chat, ORGANISER)
    await chat.clock(now="2027-09-30T10:00")
    told = [text for text in texts(await chat.hears(ORGANISER)) if "可以回访" in text]
    assert len(told) == 1
    assert "第三支部第1条" in told[0]


async def test_several_branches_in_one_message_are_noted_by_one_tap(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲", "乙")
    await promised(chat, WANG, "丙")
    for number in (1, 2):
        await closed(chat, ZHANG, THIRD, number)
    await closed(chat, WANG, FIRST, 1)
    await silence(chat, ORGANISER)
    said = f"回访\n{THIRD} 1、2 {SEEN}\n{FIRST} 1：有反弹，台账又断了两个月"
    (card,) = cards(await chat.say(ORGANISER, said))
    assert f"1. {THIRD}第1条：{SEEN}" in card["text"]
    assert f"3. {FIRST}第1条：有反弹" in card["text"]
    assert "未回访" in texts(await chat.say(DEAN, f"整改情况 {THIRD}"))[0]
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    assert "未回访" not in texts(await chat.say(DEAN, f"整改情况 {THIRD}"))[0]
    assert "1. 丙（推进中" in texts(await chat.say(WANG, "整改"))[-1]
    assert refusals(await chat.say(ORGANISER, f"回访\n{THIRD} 1 {SEEN}\n{FIRST} 1 保持良好")) == [
        "missing_argument"
    ]
