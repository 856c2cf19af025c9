"""The whole way of a poll: open, vote, close, count, destroy, release."""

from bot.messages import CardState
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation


async def test_a_poll_from_opening_to_release(station: PollingStation) -> None:
    opened = await station.open("s01")
    assert opened.terms.eligible == (await station.status()).eligible
    for number in range(1, 6):
        assert (await station.click(f"l{number:02}", 1 + number % 2)).accepted
    for number in range(2, 9):
        assert (await station.click(f"s{number:02}", 1)).accepted
    for account in MEMBERS[:10]:
        answer = await station.type(account, "测评 较好")
        assert "已收到" in answer.text
        assert "较好" not in answer.text
    assert (await station.status()).voted == 22
    assert (await station.click(MEMBERS[0], 4)).accepted
    closed = await station.close()
    assert (closed.voted, closed.eligible) == (22, opened.terms.eligible)
    late = await station.click(MEMBERS[11], 1)
    assert (late.accepted, late.refused) == (False, "poll_closed")
    assert await station.pass_time()
    status = await station.status()
    assert (status.state, status.released) == ("counted", None)
    assert station.key_files() == []
    await station.release()
    assert (await station.status()).released == {
        "A": {"总体评价": {"好": 2, "较好": 3, "一般": 0, "差": 0}},
        "B": {"总体评价": {"好": 7, "较好": 0, "一般": 0, "差": 0}},
        "C": {"总体评价": {"好": 0, "较好": 9, "一般": 0, "差": 1}},
    }
    assert "B票：好 7" in (await station.announced()).text


async def test_the_answer_carries_the_card_as_long_as_he_may_choose_on_it(
    station: PollingStation,
) -> None:
    await station.open("s01", "s02", "s03", "s04")
    announced = [
        message
        for message in await station.said()
        if message.card and station.ballots.owns(message.card.id)
    ]
    assert ["发出" in message.text for message in announced] == [
        True,
        False,
    ]  # the first card comes with the words
    for card in await station.ballot_cards():
        for voter in ("m02", "s01"):
            answer = await station.click(voter, 2, card=card)
            assert (answer.accepted, answer.state, answer.card) == (True, CardState.ANSWERED, card)
    card = (await station.ballot_cards())[0]
    incomplete = await station.restarted().click("m02", (1, 9, 1), card=card)
    assert (incomplete.refused, incomplete.state, incomplete.card) == (
        "incomplete_ballot",
        CardState.OPEN,
        card,
    )
    await station.close()
    late = await station.click("m02", 1, card=card)
    assert (late.refused, late.state, late.card) == ("poll_closed", CardState.CLOSED, None)
