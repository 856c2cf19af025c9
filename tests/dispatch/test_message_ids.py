"""A message is known by its platform, its sender and its id: two people may use one id."""

from pathlib import Path

from tests.cast import LI, MEMBER, ORGANISER, OTHER_MEMBER, WANG
from tests.chat import Chat, cards, texts
from tests.conftest import Run


async def test_a_message_id_that_two_people_use_is_two_messages(chat: Chat) -> None:
    assert "王文例" in texts(await chat.say(WANG, "我是谁", message_id="one"))[-1]
    assert "李思样" in texts(await chat.say(LI, "我是谁", message_id="one"))[-1]
    assert await chat.say(LI, "我是谁", message_id="one") == []  # a repeat is answered once


async def test_votes_of_two_people_under_one_id_both_count(chat: Chat) -> None:
    await chat.say(ORGANISER, "开始测评 王文例")
    card = cards(await chat.hears(MEMBER))[-1]
    for voter in (MEMBER, OTHER_MEMBER, MEMBER):
        assert (await chat.click(voter, card, message_id="one", **{"0": "好"}))["accepted"]
    for voter in ("m04", "m05"):
        assert "已收到" in texts(await chat.say(voter, "测评 好", message_id="two"))[-1]
    assert "收回4份" in "".join(texts(await chat.say(ORGANISER, "结束测评")))


async def test_an_earlier_vote_delivered_again_after_a_kill_does_not_replace_the_last(
    run: Run, data: Path
) -> None:
    """Ten votes of each at one standing moment; nothing is kept in memory when the first comes again."""
    voters = ["m02", "m03", "m04", "m05", "m07", "m08", "m09", "m10"]  # all of category C
    async with run(data) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        card = cards(await chat.hears(MEMBER))[-1]
        for place, voter in enumerate(voters):
            for number in range(10):
                step = "好" if number == 0 else ("较好", "一般")[place % 2]
                assert (
                    await chat.click(voter, card, message_id=f"{voter}-{number}", **{"0": step})
                )["accepted"]
    async with run(data) as chat:
        for voter in voters:
            assert (await chat.click(voter, card, message_id=f"{voter}-0", **{"0": "好"}))[
                "accepted"
            ]
        await chat.say(ORGANISER, "结束测评")
        assert "好 0，较好 4，一般 4" in texts(await chat.say(ORGANISER, "公布"))[-1]
