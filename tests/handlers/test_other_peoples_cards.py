"""A card is its person's, in the conversation: what somebody else does with its id changes nothing."""

from bot.sample import sample_report
from tests.cast import DEAN, LI, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, WANG, ZHANG
from tests.chat import Chat, cards


async def test_nobody_confirms_the_pairs_of_another_secretary(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", sample_report(THIRD, year=2026))
    await chat.send(LI, "报告.docx", sample_report(SECOND, year=2026))
    (card,) = cards(await chat.say(ZHANG, "对应"))
    answer = await chat.click(LI, card, choice="对应无误")
    assert (answer["accepted"], answer["refused"]) == (False, "not_allowed")
    assert "收到它的同志" in answer["notice"]
    assert (await chat.click(ZHANG, card, choice="对应无误"))["accepted"]


async def test_a_click_id_of_somebody_else_tells_nothing_of_his_answer(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", sample_report(THIRD, year=2026))
    (card,) = cards(await chat.say(ZHANG, "对应"))
    mine = await chat.click(ZHANG, card, choice="对应无误", message_id="taken")
    assert mine["accepted"]
    for account in (LI, WANG, DEAN, MEMBER):
        answer = await chat.click(account, card, choice="对应无误", message_id="taken")
        assert not answer["accepted"], account
        assert answer["notice"] != mine["notice"], account
    assert await chat.click(ZHANG, card, choice="对应无误", message_id="taken") == mine


async def test_only_those_who_were_asked_confirm(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", sample_report(SECOND, year=2026))
    await chat.say(ORGANISER, "公示")
    card = cards(await chat.hears(DEAN))[-1]
    for account in (WANG, LI, MEMBER, ORGANISER, VICE_DEAN):
        assert not (await chat.click(account, card, choice="确认"))["accepted"], account
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]
