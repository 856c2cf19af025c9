"""One card for all of a branch: what was promised, what is said to be done, since when; passed at once, or
not, and why.
"""

import asyncio

from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts
from tests.ledgers import in_january, promised, silence
from tests.played import after, whole

LONG = "每名实习党员每季度视频谈话一次，谈话中提出的困难当场记下，五个工作日内答复，" * 4


pytestmark = after(in_january)


async def three_done(chat: Chat) -> None:
    await in_january(chat)
    await promised(chat, ZHANG, LONG, *"乙丙丁戊己")
    for number in range(1, 7):
        await chat.say(ZHANG, f"第{number}条：已谈{number}人")
        await chat.say(ZHANG, f"完成 {number}")
    await silence(chat, ZHANG, ORGANISER, DEAN)


@after(three_done)
async def test_one_card_holds_all_of_a_branch_and_cuts_nothing(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, f"核验 {THIRD}"))
    assert LONG.rstrip("，") in card["text"].replace("\n", "")
    for number in range(1, 7):
        assert f"完成情况：已谈{number}人（1月15日（周五）报告）" in card["text"]
    assert (await chat.click(ORGANISER, card, choice="核验通过"))["accepted"]
    assert texts(await chat.hears(ZHANG)) == [
        "整改台账第1、2、3、4、5、6条已核验通过并销号，谢谢。"
    ]


@after(three_done)
async def test_one_is_not_good_enough_and_the_others_pass(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, f"核验 {THIRD}"))
    assert "第1条还不行" in (await chat.click(ORGANISER, card, choice="需要退回"))["notice"]
    answer = texts(await chat.say(ORGANISER, "第2条还不行：谈话记录只有两人"))[0]
    assert "第三支部第2条已退回" in answer
    assert "第1、3、4、5、6条还在卡片上" in answer
    assert "谈话记录只有两人" in texts(await chat.hears(ZHANG))[0]
    assert (await chat.click(ORGANISER, card, choice="核验通过"))["accepted"]
    assert "2. 乙（推进中" in texts(await chat.say(ZHANG, "整改"))[-1]


@after(three_done)
async def test_several_are_not_and_the_rest_passes_in_one_sentence(chat: Chat) -> None:
    await chat.say(ORGANISER, f"核验 {THIRD}")
    answer = texts(await chat.say(ORGANISER, "第2、4条还不行：没有记录，其余通过"))[0]
    assert "第2、4条已退回" in answer
    assert "第三支部 6 已核验通过" in answer
    shown = texts(await chat.say(ZHANG, "整改"))[-1]
    assert "2. 乙（推进中" in shown
    assert "4. 丁（推进中" in shown


@after(three_done)
async def test_a_reason_is_needed_and_nobody_passes_his_own(chat: Chat) -> None:
    await chat.say(ORGANISER, f"核验 {THIRD}")
    assert refusals(await chat.say(ORGANISER, "第2条还不行")) == ["reason_missing"]
    assert refusals(await chat.say(ZHANG, "第2条还不行：自己看看")) == ["not_allowed"]
    assert refusals(await chat.say(MEMBER, f"核验 {THIRD}")) == ["not_allowed"]
    assert refusals(await chat.say(ORGANISER, f"核验 {FIRST}")) == ["nothing_to_verify"]


@whole
async def test_two_who_press_at_once_decide_once(chat: Chat) -> None:
    await three_done(chat)
    (mine,) = cards(await chat.say(ORGANISER, f"核验 {THIRD}"))
    (his,) = cards(await chat.say(DEAN, f"核验 {THIRD}"))
    answers = await asyncio.gather(
        chat.click(ORGANISER, mine, choice="核验通过"), chat.click(DEAN, his, choice="核验通过")
    )
    assert sorted(answer["accepted"] for answer in answers) == [False, True]
    assert len(texts(await chat.hears(ZHANG))) == 1


@after(three_done)
async def test_by_word_a_branch_passes(chat: Chat) -> None:
    await promised(chat, WANG, "甲")
    await chat.say(WANG, "完成 1 已建好活动室")
    assert "已核验通过" in texts(await chat.say(ORGANISER, f"核验 {THIRD} 通过"))[0]
    (card,) = cards(await chat.say(ORGANISER, "核验"))
    assert "已建好活动室" in card["text"]


async def two_branches_done(chat: Chat) -> list[str]:
    """Two branches report one thing each; returns the card's text, and leaves it open."""
    await promised(chat, WANG, "甲")
    await promised(chat, ZHANG, "乙")
    await chat.say(WANG, "完成 1 已建好活动室")
    await chat.say(ZHANG, "完成 1 已谈12人")
    await silence(chat, WANG, ZHANG, ORGANISER)
    (card,) = cards(await chat.say(ORGANISER, "核验"))
    return str(card["text"]).splitlines()


async def test_several_branches_stand_on_one_card_and_pass_at_once(chat: Chat) -> None:
    lines = await two_branches_done(chat)
    assert lines[0] == f"{FIRST}报告完成："
    assert f"{THIRD}报告完成：" in lines
    assert f"{FIRST}第1条还不行" in lines[-1]
    (card,) = cards(await chat.say(ORGANISER, "核验"))
    assert (await chat.click(ORGANISER, card, choice="核验通过"))["accepted"]
    for who in (WANG, ZHANG):
        assert texts(await chat.hears(who)) == ["整改台账第1条已核验通过并销号，谢谢。"]
    assert refusals(await chat.say(ORGANISER, "核验")) == ["nothing_to_verify"]


async def test_one_branchs_item_is_sent_back_and_the_others_pass(chat: Chat) -> None:
    await two_branches_done(chat)
    assert refusals(await chat.say(ORGANISER, "第1条还不行：没有记录")) == ["which_item"]
    answer = texts(await chat.say(ORGANISER, f"{THIRD}第1条还不行：没有记录"))[0]
    assert answer.startswith("第三支部第1条已退回")
    assert "其他支部1条还在卡片上" in answer
    (card,) = cards(await chat.say(ORGANISER, "核验"))
    assert FIRST in card["text"]
    assert THIRD not in card["text"]


async def test_a_card_ends_where_nobody_would_read_on(chat: Chat) -> None:
    """Branches are not torn apart: the one that does not fit stands on the next card."""
    for who in (WANG, ZHANG):
        await promised(chat, who, *(f"{LONG}{number}" for number in "甲乙丙丁戊己庚辛"))
        for number in range(1, 9):
            await chat.say(who, f"完成 {number} 已谈{number}人")
    await silence(chat, ORGANISER)
    (card,) = cards(await chat.say(ORGANISER, "核验"))
    assert FIRST in card["text"]
    assert THIRD not in card["text"]
    await chat.click(ORGANISER, card, choice="核验通过")
    (following,) = cards(await chat.hears(ORGANISER))
    assert following["text"].startswith(f"{THIRD}报告完成：")
