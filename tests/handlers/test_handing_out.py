"""Sheets go into the single chats by themselves, to whoever can be written to and once a day at most."""

import pytest

from bot.domain.reach import FirstWord
from bot.messages import CardState, ChatKind, Click, Sender, Update
from bot.messages import Chat as Private
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, Entry, cards, texts
from tests.meeting import sheets_out
from tests.played import after, whole


async def direct(chat: Chat, who: str) -> list[Entry]:
    return [entry for entry in await chat.hears(who) if entry["chat"] == "direct"]


def only_after_a_word(chat: Chat) -> None:
    chat.services.first_words = {"sandbox": FirstWord.ONCE_SPOKEN}


@after(sheets_out)
async def test_everybody_who_can_be_written_to_gets_his_sheet(chat: Chat) -> None:
    for who in (MEMBER, DEAN):
        [brought] = await direct(chat, who)
        assert "这是您的测评表" in brought["text"]
        assert "1／8" in brought["card"]["text"]
    [own] = await direct(chat, WANG)
    assert "1／7" in own["card"]["text"]  # nobody rates himself
    [answer] = [text for text in texts(await chat.timeline(ORGANISER)) if "已直接送到" in text]
    assert "已直接送到54位同志的私聊" in answer


@whole  # the inbox knows who has spoken
async def test_where_people_have_to_write_first_the_others_get_it_with_their_word(
    chat: Chat,
) -> None:
    only_after_a_word(chat)
    await chat.say(MEMBER, "倒计时")
    await chat.say(ORGANISER, "发测评表")
    assert len(cards(await direct(chat, MEMBER))) == 1
    assert await direct(chat, LI) == []
    assert len(cards(await chat.say(LI, "到"))) == 1


@after(sheets_out)
async def test_a_sheet_that_was_brought_is_not_added_to_the_next_answer(chat: Chat) -> None:
    await direct(chat, MEMBER)
    assert cards(await chat.say(MEMBER, "倒计时")) == []
    assert len(cards(await chat.say(MEMBER, "测评表"))) == 1


@pytest.mark.parametrize("moment", ["2026-12-05T14:30", "2026-12-01T22:30"])
async def test_a_meeting_on_a_day_off_or_in_the_evening_gets_its_sheets_too(
    chat: Chat, moment: str
) -> None:
    await chat.clock(now=moment)
    await direct(chat, MEMBER)
    await chat.say(ORGANISER, "发测评表")
    assert len(cards(await direct(chat, MEMBER))) == 1


@whole
async def test_a_tap_that_says_nothing_leaves_the_card_as_it_is(chat: Chat) -> None:
    """On platforms that redraw a card the answer has to bring it, or its buttons would be gone."""
    await chat.say(ORGANISER, "发测评表")
    [brought] = await direct(chat, MEMBER)
    tap = Update(
        platform="sandbox",
        message_id="tap",
        sender=Sender(MEMBER),
        chat=Private(ChatKind.DIRECT, MEMBER),
        sent_at=chat.now,
        click=Click(brought["card"]["card_id"], {}),
    )
    answer = await chat.program.intake.click(tap)
    assert (answer.accepted, answer.state) == (False, CardState.OPEN)
    assert answer.card is not None
    assert "1／8" in answer.card.title
