"""What comes from a page counts exactly once beside what comes by card, and leaves no more traces."""

import asyncio
import random
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.actions import people, polls
from bot.actions.polls import links, page_sheets
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.polls.refusals import LinkElsewhere, LinkEnded, NothingOpen, PollClosed
from bot.messages import ClickAnswer, Message
from tests.actions.test_polls.phones import ADDRESS
from tests.actions.test_polls.polling_station import MEMBERS, PollingStation
from tests.actions.test_polls.test_certainty import STEPS, counts
from tests.actions.test_polls.test_faults import finished, full_disk, lose_patience
from tests.handlers.test_silence import BEST, meeting, sizes_of


async def send(station: PollingStation, account: str, step: int) -> ClickAnswer:
    """Sends the sheet of the only poll, with the same step in all rows."""
    opened = (await station.status()).id
    return await station.ballots.by_page(account, int(opened.removeprefix("K")), {0: step})


async def test_fifty_closes_against_five_hundred_votes_by_page_and_card(
    station: PollingStation,
) -> None:
    await station.open()
    poll_id = int((await station.status()).id.removeprefix("K"))
    organiser = await station.person("o01")
    # Looked up once: a vote that had to look first could be overtaken by the same voter's next.
    card = (await station.ballot_cards())[-1]
    rng = random.Random(7)
    newest: dict[str, tuple[int, int]] = {}

    async def vote(number: int) -> None:
        account, step = MEMBERS[number % 30], rng.randint(1, 4)
        if number % 2:
            answer = await station.ballots.by_page(account, poll_id, {0: step})
        else:
            answer = await station.click(account, step, card=card)
        if answer.accepted:
            newest[account] = max(newest.get(account, (-1, 0)), (number, step))

    async def close() -> bool:
        try:
            await station.do(lambda work, _: polls.close_open(work, station.department, organiser))
        except NothingOpen:
            return False
        return True

    await asyncio.gather(*(vote(number) for number in range(50)))
    votes = [vote(number) for number in range(50, 500)]
    closes = [close() for _ in range(50)]
    results = await asyncio.gather(*votes[:225], *closes, *votes[225:])
    assert sum(result is True for result in results) == 1
    assert {await station.pass_time() for _ in range(3)} >= {0}
    await station.release()
    assert await counts(station) == {
        step: sum(chosen == number for _, chosen in newest.values())
        for number, step in enumerate(STEPS, 1)
    }


async def test_a_full_disk_takes_no_sheet_and_says_so(station: PollingStation) -> None:
    await station.open()
    for member in MEMBERS[:6]:
        assert (await send(station, member, 1)).accepted
    poll_id = int((await station.status()).id.removeprefix("K"))
    await lose_patience(station)
    with full_disk(station):
        refused = [
            await station.ballots.by_page(member, poll_id, {0: 2}) for member in MEMBERS[4:8]
        ]
    assert {(one.accepted, one.refused) for one in refused} == {(False, "unavailable")}
    assert (await send(station, MEMBERS[6], 2)).accepted
    assert await finished(station) == {"好": 6, "较好": 1, "一般": 0, "差": 0}


async def test_a_blank_sheet_takes_the_vote_back(station: PollingStation) -> None:
    await station.open()
    for member in MEMBERS[:7]:
        assert (await send(station, member, 1)).accepted
    assert (await send(station, MEMBERS[0], 0)).accepted
    assert (await station.status()).voted == 6
    assert await finished(station) == {"好": 6, "较好": 0, "一般": 0, "差": 0}


async def test_a_link_opens_on_one_device_on_every_database(station: PollingStation) -> None:
    station.services.pages_address = ADDRESS
    await station.open()
    address = await station.look(address_of)
    page = await look(station, address, "phone")
    await station.services.write(lambda work: page_sheets.take(work, page, "phone"))
    assert (await look(station, address, "phone")).bound
    with pytest.raises(LinkElsewhere):
        await station.services.write(lambda work: page_sheets.take(work, page, "other"))
    await station.do(end)
    new = await station.look(address_of)
    assert new != address
    with pytest.raises(LinkEnded):
        await look(station, address, "phone")
    assert not (await look(station, new, "other")).bound
    await station.close()
    with pytest.raises(PollClosed):
        await look(station, new, "other")
    await station.pass_time()
    assert await station.look(noted_links) == 0


async def test_every_choice_on_a_page_is_the_same_work_for_the_database(tmp_path: Path) -> None:
    station = await meeting("open", f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path, BEST)
    work: list[tuple[str, str]] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: object, *_: object
    ) -> None:
        work.append((statement, sizes_of(parameters)))

    event.listen(station.services.database.writer, "before_cursor_execute", note)
    traces = []
    for step, voter in enumerate(MEMBERS[10:14], 1):
        for choice in (step, 5 - step):
            assert (await station.ballots.by_page(voter, 1, {0: choice})).accepted
        traces.append(list(work))
        work.clear()
    station.services.database.stop()
    assert all(trace == traces[0] for trace in traces)


def address_of(work: UnitOfWork, _cycle: Cycle) -> str:
    """The last part of the link of one member."""
    person = people.find(work, MEMBERS[1])
    assert person is not None
    link = links.addressed(work, Message(link=links.sheet_link(work, 1, person))).link
    assert link is not None
    return link.url.rpartition("/")[2]


def end(work: UnitOfWork, _cycle: Cycle) -> None:
    person = people.find(work, MEMBERS[1])
    assert person is not None
    links.end_link(work, 1, person)


def noted_links(work: UnitOfWork, _cycle: Cycle) -> int:
    return int(work.session.execute(text("SELECT count(*) FROM poll_link")).scalar_one())


async def look(station: PollingStation, address: str, device: str) -> page_sheets.PageSheet:
    return await station.services.read(lambda work: page_sheets.look(work, address, device))
