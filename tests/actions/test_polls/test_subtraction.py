"""Nothing that is shown can be taken from something else that was shown to leave one voter's choice."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.actions import ballot_invariants, open_cards, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.plan import Row
from bot.domain.polls.results import Result
from bot.storage.polls import roll
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    PollingStation,
    make_station,
    plan_with,
    sample_lines,
)
from tests.cast import LI

TEN = MEMBERS[:10]

ROWS = tuple(map(Row, ("总体评价", "学习", "服务", "廉洁")))


@pytest.fixture
async def sqlite_station(tmp_path: Path) -> AsyncIterator[PollingStation]:
    async for station in held_in(tmp_path):
        yield station


async def held_in(folder: Path, **rules: object) -> AsyncIterator[PollingStation]:
    made = make_station(f"sqlite:///{folder / 'data' / 'shuzhi.db'}", folder)
    await made.set_up(plan_with(**rules), sample_lines())
    yield made
    made.services.database.stop()


async def hold(station: PollingStation, voters: Sequence[str], *steps: int) -> None:
    """A poll from its opening to its count."""
    await station.open()
    for number, voter in enumerate(voters):
        assert (await station.click(voter, steps[number % len(steps)])).accepted
    await station.close()
    await station.pass_time()


async def preview(station: PollingStation) -> Result:
    """What 公布 shows to the organiser of the newest poll."""
    organiser = await station.person("o01")
    return (
        await station.do(
            lambda work, cycle: polls.ask_release(work, cycle, station.department, organiser, None)
        )
    ).results[-1]


async def withdraw(station: PollingStation, number: int) -> None:
    organiser, leader = await station.person("o01"), await station.person("l01")
    await station.do(
        lambda work, cycle: polls.ask_withdrawal(
            work, cycle, station.department, organiser, number, "选项有误"
        )
    )
    card = (await station.cards())[-1]
    await station.do(
        lambda work, _: polls.withdraw(
            work, station.department, open_cards.find(work, card.id), leader
        )
    )


@pytest.mark.parametrize("fewer", [1, 2])
@pytest.mark.parametrize("withdrawn", [True, False])
async def test_a_ballot_held_again_with_fewer_voters_is_not_shown(
    sqlite_station: PollingStation, withdrawn: bool, fewer: int
) -> None:
    await hold(sqlite_station, TEN, 1, 2)
    assert (await preview(sqlite_station)).groups
    if withdrawn:
        await withdraw(sqlite_station, 1)
    await hold(sqlite_station, TEN[fewer:], 1, 2)
    again = await preview(sqlite_station)
    assert (again.groups, again.withheld) == ((), "subtraction")
    assert (
        "可能看出个人选择"
        in (await sqlite_station.said())[-1].text + (await sqlite_station.cards())[-1].text
    )


async def test_what_nobody_was_shown_takes_nothing_from_the_next(
    sqlite_station: PollingStation,
) -> None:
    await hold(sqlite_station, TEN, 1, 2)
    await withdraw(sqlite_station, 1)  # before anybody saw a number
    await hold(sqlite_station, TEN[1:], 1, 2)
    assert (await preview(sqlite_station)).groups


async def test_the_same_people_again_and_somebody_else_are_shown(
    sqlite_station: PollingStation,
) -> None:
    await hold(sqlite_station, TEN, 1, 2)
    assert (await preview(sqlite_station)).groups
    await withdraw(sqlite_station, 1)
    await hold(sqlite_station, TEN, 2, 1)
    assert (await preview(sqlite_station)).groups
    await sqlite_station.open(LI)
    for voter in TEN[1:]:
        await sqlite_station.click(voter, 1)
    await sqlite_station.close()
    await sqlite_station.pass_time()
    assert (await preview(sqlite_station)).groups


async def test_paper_ballots_taken_away_leave_no_card_voter_alone(
    sqlite_station: PollingStation,
) -> None:
    """Class C: one by card, seven on paper, which the organiser has entered himself."""
    organiser, leader = await sqlite_station.person("o01"), await sqlite_station.person("l01")
    await sqlite_station.open()
    await sqlite_station.click(MEMBERS[0], 4)
    said = "C 发7 收7 废0 好7"
    await sqlite_station.do(
        lambda work, _: polls.enter_paper(work, sqlite_station.department, organiser, said)
    )
    card = (await sqlite_station.cards())[-1]
    await sqlite_station.do(
        lambda work, _: polls.confirm_paper(
            work, sqlite_station.department, open_cards.find(work, card.id), leader
        )
    )
    await sqlite_station.close()
    await sqlite_station.pass_time()
    assert (await preview(sqlite_station)).groups == ()


async def test_a_row_that_one_person_answered_is_hidden(tmp_path: Path) -> None:
    async for station in held_in(tmp_path, rows=ROWS):
        await station.open()
        first, second = (await station.ballot_cards())[-2:]
        for number, voter in enumerate(TEN):
            await station.click(voter, number % 2 + 1, card=first)
        await station.click(TEN[0], 4, card=second)
        await station.close()
        await station.pass_time()
        result = await preview(station)
        told = (await station.cards())[-1].text
        assert [result.hides(position) for position in range(4)] == [False, False, False, True]
        assert "廉洁\n　作答的人较少，为保护个人选择，不公布。" in told
        assert "差 1" not in told
        await station.do(_check)


def _check(work: UnitOfWork, cycle: Cycle) -> None:
    assert list(ballot_invariants.breaches(work, cycle.department)) == []


@pytest.mark.parametrize("days", [0, 3])
async def test_after_the_count_the_roll_does_not_tell_who_filled_which_card(
    tmp_path: Path, days: int
) -> None:
    """Also while the cells are kept for objections."""
    async for station in held_in(tmp_path, rows=ROWS, objection_days=days):
        await station.open()
        first, second = (await station.ballot_cards())[-2:]
        for number, voter in enumerate(TEN):
            await station.click(voter, 1, card=first if number % 2 else second)
        await station.close()
        await station.pass_time()
        marks = await station.do(
            lambda work, _: {entry.marks for entry in roll.entries(work.session, 1)}
        )
        assert marks == {"00", "11"}
        assert (await station.status()).voted == len(TEN)
