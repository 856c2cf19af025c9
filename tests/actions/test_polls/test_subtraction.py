"""Nothing that is shown can be taken from something else that was shown to leave one voter's choice."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.actions import open_cards, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.polls.results import Result
from bot.storage.polls import roll
from tests.actions.test_polls.house import MEMBERS, House, make_house, plan_with, sample_lines
from tests.cast import LI

TEN = MEMBERS[:10]


@pytest.fixture
async def lite(tmp_path: Path) -> AsyncIterator[House]:
    async for house in held_in(tmp_path):
        yield house


async def held_in(folder: Path, **rules: object) -> AsyncIterator[House]:
    made = make_house(f"sqlite:///{folder / 'data' / 'shuzhi.db'}", folder)
    await made.settle(plan_with(**rules), sample_lines())
    yield made
    made.services.database.stop()


async def hold(house: House, voters: Sequence[str], *steps: int) -> None:
    """A poll from its opening to its count."""
    await house.open()
    for number, voter in enumerate(voters):
        assert (await house.click(voter, steps[number % len(steps)])).accepted
    await house.close()
    await house.pass_time()


async def preview(house: House) -> Result:
    """What 公布 shows to the organiser of the newest poll."""
    organiser = await house.person("o01")
    return (
        await house.do(
            lambda work, cycle: polls.ask_release(work, cycle, house.department, organiser, None)
        )
    ).results[-1]


async def withdraw(house: House, number: int) -> None:
    organiser, leader = await house.person("o01"), await house.person("l01")
    await house.do(
        lambda work, cycle: polls.ask_withdrawal(
            work, cycle, house.department, organiser, number, "选项有误"
        )
    )
    card = (await house.cards())[-1]
    await house.do(
        lambda work, _: polls.withdraw(
            work, house.department, open_cards.find(work, card.id), leader
        )
    )


@pytest.mark.parametrize("fewer", [1, 2])
@pytest.mark.parametrize("withdrawn", [True, False])
async def test_a_ballot_held_again_with_fewer_voters_is_not_shown(
    lite: House, withdrawn: bool, fewer: int
) -> None:
    await hold(lite, TEN, 1, 2)
    assert (await preview(lite)).groups
    if withdrawn:
        await withdraw(lite, 1)
    await hold(lite, TEN[fewer:], 1, 2)
    again = await preview(lite)
    assert (again.groups, again.withheld) == ((), "subtraction")
    assert "可能看出个人选择" in (await lite.said())[-1].text + (await lite.cards())[-1].text


async def test_what_nobody_was_shown_takes_nothing_from_the_next(lite: House) -> None:
    await hold(lite, TEN, 1, 2)
    await withdraw(lite, 1)  # before anybody saw a number
    await hold(lite, TEN[1:], 1, 2)
    assert (await preview(lite)).groups


async def test_the_same_people_again_and_somebody_else_are_shown(lite: House) -> None:
    await hold(lite, TEN, 1, 2)
    assert (await preview(lite)).groups
    await withdraw(lite, 1)
    await hold(lite, TEN, 2, 1)
    assert (await preview(lite)).groups
    await lite.open(LI)
    for voter in TEN[1:]:
        await lite.click(voter, 1)
    await lite.close()
    await lite.pass_time()
    assert (await preview(lite)).groups


async def test_paper_ballots_taken_away_leave_no_card_voter_alone(lite: House) -> None:
    """Class C: one by card, seven on paper, which the organiser has entered himself."""
    organiser, leader = await lite.person("o01"), await lite.person("l01")
    await lite.open()
    await lite.click(MEMBERS[0], 4)
    said = "C 发7 收7 废0 好7"
    await lite.do(lambda work, _: polls.enter_paper(work, lite.department, organiser, said))
    card = (await lite.cards())[-1]
    await lite.do(
        lambda work, _: polls.confirm_paper(
            work, lite.department, open_cards.find(work, card.id), leader
        )
    )
    await lite.close()
    await lite.pass_time()
    assert (await preview(lite)).groups == ()


async def test_a_row_that_one_person_answered_is_hidden(tmp_path: Path) -> None:
    async for house in held_in(tmp_path, rows=("总体评价", "学习", "服务", "廉洁")):
        await house.open()
        first, second = (await house.ballot_cards())[-2:]
        for number, voter in enumerate(TEN):
            await house.click(voter, number % 2 + 1, card=first)
        await house.click(TEN[0], 4, card=second)
        await house.close()
        await house.pass_time()
        result = await preview(house)
        told = (await house.cards())[-1].text
        assert [result.hides(position) for position in range(4)] == [False, False, False, True]
        assert "廉洁\n　作答的人较少，为保护个人选择，不公布。" in told
        assert "差 1" not in told
        await house.do(_check)


def _check(work: UnitOfWork, cycle: Cycle) -> None:
    assert list(polls.breaches(work, cycle.department)) == []


@pytest.mark.parametrize("days", [0, 3])
async def test_after_the_count_the_roll_does_not_tell_who_filled_which_card(
    tmp_path: Path, days: int
) -> None:
    """Also while the cells are kept for objections."""
    async for house in held_in(
        tmp_path, rows=("总体评价", "学习", "服务", "廉洁"), objection_days=days
    ):
        await house.open()
        first, second = (await house.ballot_cards())[-2:]
        for number, voter in enumerate(TEN):
            await house.click(voter, 1, card=first if number % 2 else second)
        await house.close()
        await house.pass_time()
        marks = await house.do(
            lambda work, _: {entry.marks for entry in roll.entries(work.session, 1)}
        )
        assert marks == {"00", "11"}
        assert (await house.status()).voted == len(TEN)
