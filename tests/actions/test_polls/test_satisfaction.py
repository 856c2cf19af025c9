"""A branch's poll goes the way of every poll: the same roll, keys, cells, count and destruction (ballots.md).

Opening, closing, counting and destruction are the very functions that `test_death` kills at every step; here each step is done
by a process that knows nothing of the one before it.
"""

from datetime import timedelta

from sqlalchemy import text

from bot.actions import polls, requests, satisfaction, weak_branches
from bot.actions.polls.cards import cards_of
from bot.actions.work import Work
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.rectification.weak_branches import Field
from bot.messages import Card
from bot.storage.polls import cells
from bot.storage.polls import polls as store
from tests.actions.test_polls.house import House
from tests.cast import ZHANG

PEOPLE = ("m11", "m12", "m13", "m14", "m15")
DAYS = timedelta(days=8)  # five workdays, and a weekend


async def third(house: House) -> Branch:
    secretary = await house.person(ZHANG)
    assert secretary.branch is not None
    return secretary.branch


async def asked(house: House) -> Card:
    """The card of a poll in the third branch, which is put in order."""
    organiser, branch = await house.person("o01"), await third(house)

    def ask(work: Work, cycle: Cycle) -> Card:
        weak_branches.write(work, organiser, branch, {Field.REASON: "组织生活不正常"})
        made = satisfaction.ask(work, cycle, house.department, organiser, branch)
        return cards_of(int(made.code[1:]), made.terms.canonical)[0]

    return await house.do(ask)


async def state(house: House) -> satisfaction.BranchPoll:
    (one,) = await house.do(lambda work, cycle: satisfaction.branch_polls(work, cycle.department))
    return one


async def kept(house: House) -> tuple[list[int], int]:
    """The lengths of all sealed ballots, and how many key files there are."""
    sealed = await house.do(lambda work, _: [len(content) for _, content in cells.all_of(work.session, 1)])
    return sealed, len(house.key_files())


def breaches(work: Work, cycle: Cycle) -> list[str]:
    return list(polls.breaches(work, cycle.department))


def restarted(house: House) -> House:
    house.world.database.stop()
    return house.restarted()


async def test_each_step_by_a_process_that_knows_nothing_of_the_one_before(house: House) -> None:
    card = await asked(house)
    sealed, keys = await kept(house)
    assert (len(sealed), len(set(sealed)), keys) == (6, 1, 1)  # the secretary stands on the roll, recused
    house = restarted(house)
    for number, who in enumerate(PEOPLE):
        assert (await house.click(who, 1 + number % 2, card=card, message=f"vote{number}")).accepted
    house = restarted(house)
    assert (await house.click(PEOPLE[0], 3, card=card, message="vote0")).accepted  # delivered again: nothing changes
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
    await released(house)
    assert (await state(house)).status.released == {"党员群众": {"整顿满意度": {"满意": 2, "基本满意": 2, "不满意": 1}}}
    assert await house.do(breaches) == []
    house.world.database.stop()


async def released(house: House) -> None:
    organiser, leader, branch = await house.person("o01"), await house.person("l01"), await third(house)
    await house.do(lambda work, _: satisfaction.ask_release(work, house.department, organiser, branch))
    card = (await house.cards())[-1]
    await house.do(lambda work, _: satisfaction.release(work, house.department, requests.find(work, card.id), leader))


async def test_a_secretary_among_those_who_rate_him_shows(house: House) -> None:
    await asked(house)
    assert await house.do(breaches) == []
    await house.do(lambda work, _: work.session.execute(text("UPDATE poll_roll SET recused = 0")))
    assert await house.do(breaches) == ["测评 K1：书记本人在自己的名单上"]
