"""The ledger fills by itself: the rows come with the acceptance, are put right by a sentence, and enter
by one tap.
"""

import asyncio

import pytest

from bot.sample import sample_report
from tests.cast import FIRST, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.ledgers import silence
from tests.played import after, whole

REPORT = sample_report(FIRST, year=2026)
MEASURE = "做到谈心谈话全覆盖。2027年1月底前由我列出全年谈话计划，每名党员每半年至少谈一次"


async def accepted(chat: Chat, who: str = WANG, branch: str = FIRST) -> Entry:
    """The card that comes with the acceptance, unasked."""
    await chat.send(who, "报告.docx", REPORT)
    assert cards(await chat.timeline(who)) == []
    await silence(chat, who)
    await chat.say(ORGANISER, f"通过 {branch}")
    (card,) = cards(await chat.hears(who))
    return card


async def test_all_comes_with_the_acceptance_and_nothing_is_cut(chat: Chat) -> None:
    card = await accepted(chat)
    assert MEASURE in card["text"]
    assert "3名长期在外实习的党员全年没有当面谈过，对他们的困难掌握不及时" in card["text"]
    assert card["text"].count("问题：") == card["text"].count("措施：") == 6
    assert "时限2027年6月30日" in card["text"]
    answer = await chat.click(WANG, card, choice="对应无误")
    assert (
        "已列入整改台账6条。2027年6月底前：1、2、4、6；11月底前：3；12月底前：5。"
        in answer["notice"]
    )
    ledger = texts(await chat.say(WANG, "整改"))[0]
    assert "2. 谈心谈话覆盖不全" in ledger


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "第2条措施改为每名实习党员每月视频谈话一次，完成后报支委",
            "措施：每名实习党员每月视频谈话一次，完成后报支委",
        ),
        ("第三条的时限改到5月15日", "时限2027年5月15日"),
    ],
)
async def test_a_sentence_puts_one_row_right(chat: Chat, said: str, shown: str) -> None:
    first = await accepted(chat)
    (card,) = cards(await chat.say(WANG, said))
    assert shown in card["text"]
    assert (await chat.click(WANG, first, choice="对应无误"))["refused"] == "card_gone"
    await chat.click(WANG, card, choice="对应无误")
    if shown.startswith("时限"):
        day = shown.removeprefix("时限")
        assert f"3. 党建与业务融合的抓手少（推进中，{day}" in texts(await chat.say(WANG, "整改"))[0]


@after(accepted)
async def test_corrections_add_up_and_a_row_may_be_left_out(chat: Chat) -> None:
    await chat.say(WANG, "原因1改成我自己重视不够")
    await chat.say(WANG, "第6条不列")
    (card,) = cards(await chat.say(WANG, "第2条措施改为每月谈话一次，2027年5月底前谈完一遍"))
    assert "我自己重视不够" in card["text"]
    assert "请核对这5条" in card["text"]
    answer = await chat.click(WANG, card, choice="对应无误")
    assert "。2027年5月底前：2；6月底前：1、4" in answer["notice"]


async def test_who_wants_to_put_right_is_told_how_and_keeps_the_card(chat: Chat) -> None:
    card = await accepted(chat)
    answer = await chat.click(WANG, card, choice="还要修改")
    assert "第2条措施改为" in answer["notice"]
    assert (await chat.click(WANG, card, choice="对应无误"))["accepted"]


@after(accepted)
async def test_what_is_unclear_or_of_no_row_says_so(chat: Chat) -> None:
    assert refusals(await chat.say(WANG, "第9条措施改为每月谈话一次")) == ["row_unknown"]


async def test_after_the_tap_a_sentence_changes_the_ledger_and_the_old_words_stay(
    chat: Chat,
) -> None:
    card = await accepted(chat)
    await chat.click(WANG, card, choice="对应无误")
    assert "第2条已改好" in texts(await chat.say(WANG, "第2条措施改为每月谈话一次"))[0]
    assert refusals(await chat.say(WANG, "第2条不列")) == ["stays_in_ledger"]
    assert "第 2 条的时限已记为 2027年9月30日" in texts(await chat.say(WANG, "第2条时限9月底"))[0]
    (sheet,) = [entry for entry in await chat.say(ORGANISER, "整改台账") if entry["file"]]
    assert sheet["file"]["name"].endswith(".xlsx")


async def test_all_at_once_each_gets_his_own(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", REPORT)
    await chat.send(ZHANG, "报告.docx", sample_report(THIRD, year=2026))
    await silence(chat, WANG, ZHANG)
    (card,) = cards(await chat.say(ORGANISER, "通过 全部"))
    await chat.click(ORGANISER, card, choice="确认")
    for who in (WANG, ZHANG):
        (rows,) = cards(await chat.hears(who))
        assert (await chat.click(who, rows, choice="对应无误"))["accepted"]


@whole
async def test_accepted_while_the_next_version_is_sent(chat: Chat) -> None:
    """Either the newer version is accepted, or it is refused: never another one's rows."""
    await chat.send(WANG, "报告.docx", REPORT)
    await silence(chat, WANG)
    newer = sample_report(FIRST, year=2026, good=False)
    await asyncio.gather(
        chat.send(WANG, "报告2.docx", newer), chat.post(ORGANISER, f"通过 {FIRST}")
    )
    await chat.hears(ORGANISER)
    heard = await chat.hears(WANG)
    told = cards(heard)
    assert len(told) <= 1
    for card in told:
        assert (await chat.click(WANG, card, choice="对应无误"))["accepted"]


async def test_a_version_that_was_sent_back_brings_its_own_rows(chat: Chat) -> None:
    card = await accepted(chat)
    await chat.click(WANG, card, choice="对应无误")
    await chat.say(ORGANISER, f"退回 {FIRST} 请再具体些")
    await chat.send(WANG, "报告.docx", sample_report(THIRD, year=2026))
    await silence(chat, WANG)
    await chat.say(ORGANISER, f"通过 {FIRST}")
    again = cards(await chat.hears(WANG))
    assert len(again) <= 1  # nothing where it says the same
