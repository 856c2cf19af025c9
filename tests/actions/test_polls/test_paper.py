"""Paper ballots count once a second person has confirmed them, and only before the count."""

import pytest

from bot.actions import open_cards, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.polls.refusals import PaperPending, PaperTooLate
from bot.domain.refusals import CardGone, NeedsSecondPerson
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation

SAID = "A 发8 收7 废1 好2 较好4"


async def enter(station: PollingStation, said: str = SAID) -> None:
    organiser = await station.person("o01")
    await station.do(lambda work, _: polls.enter_paper(work, station.department, organiser, said))


async def confirm(station: PollingStation, account: str, *, accepted: bool = True) -> None:
    person = await station.person(account)
    card = [card for card in await station.cards() if "纸质票" in card.title][-1]

    def press(work: UnitOfWork, _: Cycle) -> None:
        request = open_cards.find(work, card.id)
        decide = polls.confirm_paper if accepted else polls.decline_paper
        decide(work, station.department, request, person)

    await station.do(press)


async def test_confirmed_paper_is_counted_beside_the_cards_and_marked(
    station: PollingStation,
) -> None:
    await station.open()
    for voter in (*MEMBERS[:6], "l01", "l02", "l03", "l04", "l05"):
        await station.click(voter, 1)
    await enter(station)
    await station.close()
    assert await station.pass_time() == 0  # it waits for the second person
    with pytest.raises(PaperPending):
        await station.release()
    with pytest.raises(NeedsSecondPerson):
        await confirm(station, "o01")
    await confirm(station, "l01")
    with pytest.raises(CardGone):
        await confirm(station, "l01")
    await station.release()
    released = (await station.status()).released
    assert released == {
        "A": {"总体评价": {"好": 7, "较好": 4, "一般": 0, "差": 0}},
        "C": {"总体评价": {"好": 6, "较好": 0, "一般": 0, "差": 0}},
    }
    assert any("收回11份，另有纸质票6份" in said.text for said in await station.said())


async def test_declined_and_void_batches_do_not_count(station: PollingStation) -> None:
    await station.open()
    for voter in MEMBERS[:6]:
        await station.click(voter, 2)
    await enter(station)
    await confirm(station, "l02", accepted=False)
    await enter(station, "A 发5 收6 废0 好6")
    await station.close()
    await station.pass_time()
    with pytest.raises(PaperTooLate):
        await enter(station)
    await station.release()
    assert (await station.status()).released == {
        "C": {"总体评价": {"好": 0, "较好": 6, "一般": 0, "差": 0}}
    }
