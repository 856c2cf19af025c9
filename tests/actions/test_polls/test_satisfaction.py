"""A branch's poll goes the way of every poll: the same roll, keys, cells, count and destruction (docs/requirements.md, the ballot).

Opening, closing, counting and destruction are the very functions that `test_death` kills at every step; here each step is done
by a process that knows nothing of the one before it.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from bot.actions import open_cards, people, polls, satisfaction, weak_branches
from bot.actions.polls.cards import cards_of
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.rectification.weak_branches import Field
from bot.messages import Card
from bot.storage.polls import cells
from bot.storage.polls import polls as store
from tests.actions.test_polls.house import House, make_house, plan_with, sample_lines
from tests.cast import ZHANG

PEOPLE = ("m11", "m12", "m13", "m14", "m15")
DAYS = timedelta(days=8)  # five workdays, and a weekend


@pytest.fixture
async def lite(tmp_path: Path) -> AsyncIterator[House]:
    made = make_house(f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path)
    await made.settle(plan_with(), sample_lines())
    yield made
    made.services.database.stop()


async def third(house: House) -> Branch:
    secretary = await house.person(ZHANG)
    assert secretary.branch is not None
    return secretary.branch


async def asked(house: House, branch: Branch) -> Card:
    """The card of a poll in the branch, which is put in order."""
    organiser = await house.person("o01")

    def ask(work: UnitOfWork, cycle: Cycle) -> Card:
        weak_branches.write(work, organiser, branch, {Field.REASON: "组织生活不正常"})
        made = satisfaction.ask(work, cycle, house.department, organiser, branch)
        return cards_of(int(made.code[1:]), made.terms.canonical)[0]

    return await house.do(ask)


async def state(house: House) -> satisfaction.BranchPoll:
    (one,) = await house.do(lambda work, cycle: satisfaction.branch_polls(work, cycle.department))
    return one


async def kept(house: House) -> tuple[list[int], int]:
    """The lengths of all sealed ballots, and how many key files there are."""
    sealed = await house.do(
        lambda work, _: [len(content) for _, content in cells.all_of(work.session, 1)]
    )
    return sealed, len(house.key_files())


def breaches(work: UnitOfWork, cycle: Cycle) -> list[str]:
    return list(polls.breaches(work, cycle.department))


def restarted(house: House) -> House:
    house.services.database.stop()
    return house.restarted()


async def test_each_step_by_a_process_that_knows_nothing_of_the_one_before(house: House) -> None:
    branch = await third(house)
    card = await asked(house, branch)
    sealed, keys = await kept(house)
    assert (len(sealed), len(set(sealed)), keys) == (
        6,
        1,
        1,
    )  # the secretary stands on the roll, recused
    house = restarted(house)
    for number, who in enumerate(PEOPLE):
        assert (await house.click(who, 1 + number % 2, card=card, message=f"vote{number}")).accepted
    house = restarted(house)
    assert (
        await house.click(PEOPLE[0], 3, card=card, message="vote0")
    ).accepted  # delivered again: nothing changes
    assert (await house.type(PEOPLE[4], "测评 不满意")).refused == ""
    assert (await state(house)).status.voted == 5
    assert len(set((await kept(house))[0])) == 1
    assert await house.do(breaches) == []
    await house.pass_time(DAYS.total_seconds())
    assert (await house.click(PEOPLE[0], 3, card=card)).refused == "poll_closed"
    house = restarted(house)
    await house.pass_time()
    house = restarted(house)
    while await house.pass_time():
        pass
    assert (await state(house)).status.state == "counted"
    assert await kept(house) == ([], 0)
    assert (await house.do(lambda work, _: store.find(work.session, 1).destroyed)) == "files"  # type: ignore[union-attr]  # it is there
    assert await house.do(breaches) == []
    await released(house, branch)
    assert (await state(house)).status.released == {
        "党员群众": {"整顿满意度": {"满意": 2, "基本满意": 2, "不满意": 1}}
    }
    assert await house.do(breaches) == []
    house.services.database.stop()


async def released(house: House, branch: Branch) -> None:
    organiser, leader = await house.person("o01"), await house.person("l01")
    await house.do(
        lambda work, _: satisfaction.ask_release(work, house.department, organiser, branch)
    )
    card = (await house.cards())[-1]
    await house.do(
        lambda work, _: satisfaction.release(
            work, house.department, open_cards.find(work, card.id), leader
        )
    )


async def test_a_branch_without_a_secretary_is_asked_too(lite: House) -> None:
    """A weak branch often has none: then nobody is recused, and nobody is told the numbers unasked."""
    branch = await third(lite)
    left = tuple(line for line in sample_lines() if line.account != ZHANG)
    await lite.do(
        lambda work, _: people.import_roster(work, lite.department.id, left, actor=SYSTEM)
    )
    card = await asked(lite, branch)
    for who in PEOPLE:
        assert (await lite.click(who, 2, card=card)).accepted
    organiser = await lite.person("o01")
    await lite.do(lambda work, _: satisfaction.end(work, lite.department, organiser, branch))
    await lite.pass_time()
    await released(lite, branch)
    told = (
        await lite.do(lambda work, cycle: satisfaction.released(work, cycle.department, branch))
    )[0].result
    assert (told.eligible, told.voted, told.scores[0].total) == (5, 5, Fraction(60))
    assert told.unanimous
    assert await lite.do(breaches) == []


@pytest.mark.parametrize(
    ("tampering", "breach"),
    [
        ("UPDATE poll_roll SET recused = 0", "测评 K1：书记本人在自己的名单上"),
        ("UPDATE poll SET purpose = 'evaluation'", "测评 K1：冻结的规则与公布的校验码不一致"),
    ],
)
async def test_tampering_shows(lite: House, tampering: str, breach: str) -> None:
    await asked(lite, await third(lite))
    assert await lite.do(breaches) == []
    lite.tamper(tampering)
    assert await lite.do(breaches) == [breach]


async def test_without_its_key_the_poll_is_void_and_everybody_who_was_asked_hears_it(
    lite: House,
) -> None:
    await asked(lite, await third(lite))
    lite.key_files()[0].unlink()
    await lite.pass_time()
    assert (await state(lite)).status.state == "void"
    told = [message.text for message in await lite.said() if "密钥不在了" in message.text]
    assert len(told) == len(PEOPLE) + 1
    assert sum("满意度 支部" in text for text in told) == 1  # the organiser learns how to go on
