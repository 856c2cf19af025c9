"""The whole way of a poll: open, vote, close, count, destroy, release."""

from tests.actions.test_polls.house import MEMBERS, House


async def test_a_poll_from_opening_to_release(house: House) -> None:
    opened = await house.open("s01")
    assert opened.terms.eligible == (await house.status()).eligible
    for number in range(1, 6):
        assert (await house.click(f"l{number:02}", 1 + number % 2)).accepted
    for number in range(2, 9):
        assert (await house.click(f"s{number:02}", 1)).accepted
    for account in MEMBERS[:10]:
        answer = await house.type(account, "测评 较好")
        assert "已收到" in answer.text
        assert "较好" not in answer.text
    assert (await house.status()).voted == 22
    assert (await house.click(MEMBERS[0], 4)).accepted
    closed = await house.close()
    assert (closed.voted, closed.eligible) == (22, opened.terms.eligible)
    late = await house.click(MEMBERS[11], 1)
    assert (late.accepted, late.refused) == (False, "poll_closed")
    assert await house.pass_time()
    status = await house.status()
    assert (status.state, status.released) == ("counted", None)
    assert house.key_files() == []
    await house.release()
    assert (await house.status()).released == {
        "A": {"总体评价": {"好": 2, "较好": 3, "一般": 0, "差": 0}},
        "B": {"总体评价": {"好": 7, "较好": 0, "一般": 0, "差": 0}},
        "C": {"总体评价": {"好": 0, "较好": 9, "一般": 0, "差": 1}},
    }
    assert "B 类：好 7" in (await house.said())[-1].text
