"""The roster cannot change a running ballot: nobody votes for another, whatever is imported meanwhile."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions import accounts, ballot_invariants, people, rosters
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.cycle import Cycle
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    PollingStation,
    make_station,
    plan_with,
    sample_lines,
)

PUPPET = "puppet"
VICTIM = MEMBERS[0]


@pytest.fixture
async def sqlite_station(tmp_path: Path) -> AsyncIterator[PollingStation]:
    made = make_station(f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path)
    await made.set_up(plan_with(), lines(MEMBERS[1], ""))
    await made.open()
    yield made
    made.services.database.stop()


def lines(account: str, other: str) -> tuple[RosterLine, ...]:
    """The sample roster with another account for one person."""
    return tuple(
        replace(line, account=other) if line.account == account else line for line in sample_lines()
    )


async def import_(station: PollingStation, wanted: tuple[RosterLine, ...]) -> list[str]:
    """Reads a roster in; what was said because of it."""
    organiser, before = await station.person("o01"), len(await station.said())
    await station.do(
        lambda work, cycle: rosters.import_roster(work, cycle.department, wanted, actor=organiser)
    )
    return [message.text for message in (await station.said())[before:]]


async def voted(station: PollingStation) -> int:
    return (await station.status()).voted


async def test_two_imports_hand_no_vote_to_a_puppet(sqlite_station: PollingStation) -> None:
    """The victim is dropped, and comes back under the same name with somebody else's account."""
    without = tuple(line for line in sample_lines() if line.account != VICTIM)
    await import_(sqlite_station, without)
    await import_(sqlite_station, lines(VICTIM, PUPPET))
    victim = (await sqlite_station.person(PUPPET)).name
    assert victim == next(line.name for line in sample_lines() if line.account == VICTIM)
    clicked = await sqlite_station.click(PUPPET, 4)
    typed = await sqlite_station.type(PUPPET, "测评 差")
    assert (clicked.refused, typed.refused) == ("account_changed", "account_changed")
    assert "纸质票" in clicked.notice
    assert await voted(sqlite_station) == 0


async def test_whom_the_roster_drops_or_renames_goes_on_voting_with_his_account(
    sqlite_station: PollingStation,
) -> None:
    await import_(sqlite_station, tuple(line for line in sample_lines() if line.account != VICTIM))
    assert (await sqlite_station.click(VICTIM, 1)).accepted
    assert (await sqlite_station.type(VICTIM, "测评 好")).text.startswith("已收到")
    assert await voted(sqlite_station) == 1


async def test_an_account_that_was_given_to_another_still_votes_for_whom_it_was_bound_to(
    sqlite_station: PollingStation,
) -> None:
    """So the roster cannot take a vote away either; and who has it now has no second vote by it."""
    other = MEMBERS[2]
    swapped = [
        replace(line, account="new") if line.account == VICTIM else line for line in sample_lines()
    ]
    swapped = [replace(line, account=VICTIM) if line.account == other else line for line in swapped]
    await import_(
        sqlite_station, tuple(line for line in swapped if line.account not in ("new", VICTIM))
    )
    await import_(sqlite_station, tuple(swapped))
    assert (await sqlite_station.click(VICTIM, 2)).accepted
    assert (await sqlite_station.click("new", 2)).refused == "account_changed"
    assert await voted(sqlite_station) == 1


async def test_who_had_no_account_joins_in_the_open_and_once(
    sqlite_station: PollingStation,
) -> None:
    late = MEMBERS[1]
    name = next(line.name for line in sample_lines() if line.account == late)
    assert (await sqlite_station.click(late, 1)).refused == "not_on_roster"
    (told,) = await import_(sqlite_station, sample_lines())
    assert told.startswith(f"{name}的账号刚刚绑定")
    assert (await sqlite_station.click(late, 1)).accepted
    await import_(sqlite_station, tuple(line for line in sample_lines() if line.account != late))
    assert await import_(sqlite_station, lines(late, PUPPET)) == []
    assert (await sqlite_station.click(PUPPET, 4)).refused == "account_changed"
    assert await voted(sqlite_station) == 1


async def test_a_confirmed_binding_is_told_too(sqlite_station: PollingStation) -> None:
    late, name = (
        MEMBERS[1],
        next(line.name for line in sample_lines() if line.account == MEMBERS[1]),
    )
    organiser = await sqlite_station.person("o01")

    def bind(work: UnitOfWork, _cycle: Cycle) -> bool:
        (person,) = people.of_name(work, name)
        return accounts.bind(work, person, late, actor=organiser)

    before = len(await sqlite_station.said())
    assert await sqlite_station.do(bind)
    assert [
        message.text.partition("的")[0] for message in (await sqlite_station.said())[before:]
    ] == [name]
    assert (await sqlite_station.click(late, 1)).accepted


async def test_somebody_new_waits_for_the_next_poll(sqlite_station: PollingStation) -> None:
    new = RosterLine(0, "新来例", "new", "第一支部", sample_lines()[-1].roles, "C")
    assert (
        await import_(sqlite_station, (*sample_lines()[:1], *lines(MEMBERS[1], "")[1:], new)) == []
    )
    assert (await sqlite_station.click("new", 1)).refused == "not_on_roll"
    assert (
        await sqlite_station.do(
            lambda work, cycle: list(ballot_invariants.breaches(work, cycle.department))
        )
        == []
    )
