"""A branch's poll goes the way of every poll: the same roll, keys, cells, count and destruction (docs/requirements.md, the ballot).

Opening, closing, counting and destruction are the very functions that `test_kills` kills at every step; here each step is done
by a process that knows nothing of the one before it.
"""

from datetime import timedelta
from fractions import Fraction

import pytest

from bot.actions import (
    audit,
    ballot_invariants,
    open_cards,
    people,
    rosters,
    satisfaction,
    weak_branches,
)
from bot.actions.polls.cards import cards_of
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.rectification.weak_branches import Field
from bot.domain.words import STANDARD, filled
from bot.messages import Card
from bot.storage.polls import cells
from bot.storage.polls import polls as store
from tests.actions.test_polls.polling_station import PollingStation, sample_lines
from tests.cast import ZHANG

PEOPLE = ("m11", "m12", "m13", "m14", "m15")
DAYS = timedelta(days=8)  # five workdays, and a weekend


async def third(station: PollingStation) -> Branch:
    secretary = await station.person(ZHANG)
    assert secretary.branch is not None
    return secretary.branch


async def asked(station: PollingStation, branch: Branch) -> Card:
    """The card of a poll in the branch, which is put in order."""
    organiser = await station.person("o01")

    def ask(work: UnitOfWork, cycle: Cycle) -> Card:
        weak_branches.write(work, organiser, branch, {Field.REASON: "组织生活不正常"})
        made = satisfaction.ask(work, cycle, station.department, organiser, branch)
        return cards_of(int(made.code[1:]), made.terms.canonical)[0]

    return await station.do(ask)


async def state(station: PollingStation) -> satisfaction.BranchPoll:
    (one,) = await station.do(lambda work, cycle: satisfaction.branch_polls(work, cycle.department))
    return one


async def kept(station: PollingStation) -> tuple[list[int], int]:
    """The lengths of all sealed ballots, and how many key files there are."""
    sealed = await station.do(
        lambda work, _: [len(content) for _, content in cells.all_of(work.session, 1)]
    )
    return sealed, len(station.key_files())


def breaches(work: UnitOfWork, cycle: Cycle) -> list[str]:
    return list(ballot_invariants.breaches(work, cycle.department))


def audited(work: UnitOfWork, cycle: Cycle) -> list[str]:
    return list(audit.breaches(work, people.department(work, cycle.department)))


def restarted(station: PollingStation) -> PollingStation:
    station.services.database.stop()
    return station.restarted()


async def test_each_step_by_a_process_that_knows_nothing_of_the_one_before(
    station: PollingStation,
) -> None:
    branch = await third(station)
    card = await asked(station, branch)
    sealed, keys = await kept(station)
    assert (len(sealed), len(set(sealed)), keys) == (
        6,
        1,
        1,
    )  # the secretary stands on the roll, recused
    station = restarted(station)
    for number, who in enumerate(PEOPLE):
        assert (
            await station.click(who, 1 + number % 2, card=card, message=f"vote{number}")
        ).accepted
    station = restarted(station)
    assert (
        await station.click(PEOPLE[0], 3, card=card, message="vote0")
    ).accepted  # delivered again: nothing changes
    assert (await station.type(PEOPLE[4], "测评 不满意")).refused == ""
    assert (await state(station)).status.voted == 5
    assert len(set((await kept(station))[0])) == 1
    assert await station.do(breaches) == []
    await station.pass_time(DAYS.total_seconds())
    assert (await station.click(PEOPLE[0], 3, card=card)).refused == "poll_closed"
    station = restarted(station)
    await station.pass_time()
    station = restarted(station)
    while await station.pass_time():
        pass
    assert (await state(station)).status.state == "counted"
    assert await kept(station) == ([], 0)
    assert (await station.do(lambda work, _: store.find(work.session, 1).destroyed)) == "files"  # type: ignore[union-attr]  # it is there
    assert await station.do(breaches) == []
    await released(station, branch)
    assert (await state(station)).status.released == {
        "党员群众": {"整顿满意度": {"满意": 2, "基本满意": 2, "不满意": 1}}
    }
    assert await station.do(breaches) == []
    station.services.database.stop()


async def released(station: PollingStation, branch: Branch) -> None:
    organiser, leader = await station.person("o01"), await station.person("l01")
    await station.do(
        lambda work, _: satisfaction.ask_release(work, station.department, organiser, branch)
    )
    card = (await station.cards())[-1]
    await station.do(
        lambda work, _: satisfaction.release(
            work, station.department, open_cards.find(work, card.id), leader
        )
    )


async def test_a_branch_without_a_secretary_is_asked_too(sqlite_station: PollingStation) -> None:
    """A weak branch often has none: then nobody is recused, and nobody is told the numbers unasked."""
    branch = await third(sqlite_station)
    left = tuple(line for line in sample_lines() if line.account != ZHANG)
    await sqlite_station.do(
        lambda work, _: rosters.import_roster(
            work, sqlite_station.department.id, left, actor=SYSTEM
        )
    )
    card = await asked(sqlite_station, branch)
    for who in PEOPLE:
        assert (await sqlite_station.click(who, 2, card=card)).accepted
    organiser = await sqlite_station.person("o01")
    await sqlite_station.do(
        lambda work, _: satisfaction.end(work, sqlite_station.department, organiser, branch)
    )
    await sqlite_station.pass_time()
    await released(sqlite_station, branch)
    told = (
        await sqlite_station.do(
            lambda work, cycle: satisfaction.released(work, cycle.department, branch)
        )
    )[0].result
    assert (told.eligible, told.voted, told.scores[0].total) == (5, 5, Fraction(60))
    assert told.unanimous
    assert await sqlite_station.do(breaches) == []


@pytest.mark.parametrize(
    ("tampering", "breach"),
    [
        ("UPDATE poll_roll SET recused = 0", "测评 K1：书记本人在自己的名单上"),
        ("UPDATE poll SET purpose = 'evaluation'", "测评 K1：冻结的规则与公布的校验码不一致"),
    ],
)
async def test_tampering_shows(sqlite_station: PollingStation, tampering: str, breach: str) -> None:
    await asked(sqlite_station, await third(sqlite_station))
    assert await sqlite_station.do(breaches) == []
    sqlite_station.tamper(tampering)
    raw = await sqlite_station.do(breaches)
    assert filled(raw, STANDARD) == [breach]
    assert breach in await sqlite_station.do(audited)  # in the unit's words


async def test_without_its_key_the_poll_is_void_and_everybody_who_was_asked_hears_it(
    sqlite_station: PollingStation,
) -> None:
    await asked(sqlite_station, await third(sqlite_station))
    sqlite_station.key_files()[0].unlink()
    await sqlite_station.pass_time()
    assert (await state(sqlite_station)).status.state == "void"
    told = [message.text for message in await sqlite_station.said() if "密钥不在了" in message.text]
    assert len(told) == len(PEOPLE) + 1
    assert sum("满意度 支部" in text for text in told) == 1  # the organiser learns how to go on
