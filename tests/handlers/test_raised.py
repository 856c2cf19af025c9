"""Problems that were raised at the evaluation are offered as items, with owner and date (S35)."""

import asyncio

from tests.cast import DEAN, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.ledgers import silence
from tests.meeting import complete
from tests.played import after, whole

COMMENT = "优点：讲事实、有数字；不足：调研走访去的都是熟悉的教研室，6月底前改进"


async def raised(chat: Chat) -> None:
    await chat.say(DEAN, f"点评 张立范 {COMMENT}")
    await chat.say(DEAN, "平时 王文例 优点：带头；不足：支委会常往后推")
    await silence(chat, ZHANG, WANG, ORGANISER)


@after(raised)
async def test_one_tap_enters_what_was_called_lacking(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "评议问题"))
    assert "第三支部（张立范）：" in card["text"]
    assert "调研走访去的都是熟悉的教研室" in card["text"]
    assert "讲事实" not in card["text"]
    assert "6月底前" in card["text"]
    answer = await chat.click(ORGANISER, card, choice="列入台账")
    assert "已列入整改台账2条" in answer["notice"]
    await chat.clock(advance="P1D")
    told = "".join(texts(await chat.hears(ZHANG)))
    assert "整改台账为您列入了" in told
    assert "熟悉的教研室" in told
    assert "都已列入台账" in texts(await chat.say(ORGANISER, "评议问题"))[-1]


@after(raised)
async def test_what_is_left_out_is_not_offered_again(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "评议问题"))
    number = 1 + (card["text"].index("第三支部") < card["text"].index("第一支部"))
    (rest,) = cards(await chat.say(ORGANISER, f"第{number}条不列"))
    assert "支委会常往后推" not in rest["text"]
    (dated,) = cards(await chat.say(ORGANISER, "第1条时限5月底"))
    assert "5月底前" in dated["text"]
    await chat.click(ORGANISER, dated, choice="列入台账")
    assert "都已列入台账" in texts(await chat.say(ORGANISER, "评议问题"))[-1]
    assert refusals(await chat.say(WANG, "整改")) == ["no_items"]
    assert "5月31日" in texts(await chat.say(ZHANG, "整改"))[0]


@after(complete)
async def test_what_was_said_of_who_gave_up_the_office_stays_with_the_branch(chat: Chat) -> None:
    """He was rated; what is to be put right there his successor goes on with."""
    await chat.say(DEAN, "点评 王文例 优点：讲得实；不足：支委会常往后推")
    for said in ("第一支部书记换成黄可范", "王文例退休了"):
        (change,) = cards(await chat.say(ORGANISER, said))
        await chat.click(ORGANISER, change, choice="确认")
        assert "第一支部（黄可范）：支委会常往后推" in texts_of(
            cards(await chat.say(ORGANISER, "评议问题"))
        )


def texts_of(entries: list[Entry]) -> str:
    return "".join(entry["text"] for entry in entries)


@whole
async def test_two_taps_at_once_enter_once(chat: Chat) -> None:
    await raised(chat)
    (card,) = cards(await chat.say(ORGANISER, "评议问题"))
    answers = await asyncio.gather(
        chat.click(ORGANISER, card, choice="列入台账"),
        chat.click(ORGANISER, card, choice="列入台账"),
    )
    assert sorted(answer["accepted"] for answer in answers) == [False, True]
    assert THIRD in texts(await chat.say(DEAN, f"整改情况 {THIRD}"))[0]
    assert refusals(await chat.say(ZHANG, "评议问题")) == ["not_allowed"]
