"""A poll that should not have been held: taken back by two, told to all, and its secretary rated anew."""

from tests.cast import DEAN, MEMBER, ORGANISER
from tests.chat import Chat, cards, refusals, texts
from tests.handlers.ballots import VOTERS, opened, told
from tests.meeting import declined_by_all


async def test_a_poll_opened_by_mistake_is_taken_back_by_two(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "作废 K1 开错了")) == ["nothing_to_withdraw"]
    card = await opened(chat)
    for voter in VOTERS:
        await chat.click(voter, card, **{"0": "好"})
    assert refusals(await chat.say(ORGANISER, "作废 K1 开错了")) == ["poll_still_open"]
    await chat.say(ORGANISER, "结束测评")
    for said in ("作废", "作废 K1"):
        assert refusals(await chat.say(ORGANISER, said)) == ["missing_argument"], said
    assert refusals(await chat.say(DEAN, "作废 K1 开错了")) == ["not_allowed"]

    assert "已请另一位同志确认" in await told(chat, ORGANISER, "作废 K1 开错了，应先点评")
    declined = cards(await chat.hears(DEAN))[-1]
    await declined_by_all(chat, declined)
    assert "没有确认作废" in texts(await chat.hears(ORGANISER))[-1]

    await chat.say(ORGANISER, "作废 K1 开错了，应先点评")
    asked = cards(await chat.hears(DEAN))[-1]
    assert "好" not in asked["text"]  # no number is told on the way
    await chat.hears(MEMBER)
    assert (await chat.click(DEAN, asked, choice="确认"))["accepted"]
    (heard,) = texts(await chat.hears(MEMBER))
    assert (
        heard
        == "编号 K1（王文例）的测评作废，各位的票不计入，如有需要将重新测评。原因：开错了，应先点评"
    )
    assert refusals(await chat.say(ORGANISER, "公布")) == ["poll_void"]
    assert refusals(await chat.say(ORGANISER, "作废 K1 再来一次")) == ["nothing_to_withdraw"]

    again = await opened(chat)
    for voter in VOTERS:
        await chat.click(voter, again, **{"0": "较好"})
    await chat.say(ORGANISER, "结束测评")
    assert "好 0，较好 8" in await told(chat, ORGANISER, "公布")
