from datetime import timedelta
from pathlib import Path

from schedules import polls
from tests.actions.test_polls.house import MEMBERS, House, make_house, plan_with, sample_lines
from tests.cast import LI


async def test_the_clock_closes_counts_and_destroys_each_at_its_time(tmp_path: Path) -> None:
    house: House = make_house(f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path)
    await house.settle(plan_with(), sample_lines())
    start = house.clock.moment
    closes = start + timedelta(minutes=5)
    await house.open(closes_at=closes)
    for member in MEMBERS[:6]:
        await house.click(member, 1)
    assert await house.do(lambda work, _: polls.next_due(work, start)) == closes
    assert await polls.tick(house.world, closes - timedelta(seconds=1)) == 0
    assert await polls.tick(house.world, closes) == 1
    assert await polls.tick(house.world, closes) == 0
    counts = closes + timedelta(seconds=2)
    assert await house.do(lambda work, _: polls.next_due(work, closes)) == counts
    assert await polls.tick(house.world, counts) == 3  # counted, keys gone, files wiped
    assert await polls.tick(house.world, counts) == 0
    assert await house.do(lambda work, _: polls.next_due(work, counts)) is None
    assert ((await house.status()).state, house.key_files()) == ("counted", [])
    house.world.database.stop()


async def test_who_has_not_voted_is_asked_once_where_the_plan_wants_it(tmp_path: Path) -> None:
    house: House = make_house(f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path)
    await house.settle(plan_with(remind_after_minutes=10), sample_lines())
    start = house.clock.moment
    opened = await house.open()
    voted = MEMBERS[:6]
    for member in voted:
        await house.click(member, 1)
    assert await house.do(lambda work, _: polls.next_due(work, start)) == start + timedelta(minutes=10)
    assert await house.pass_time(599) == 0
    before = len(await house.said())
    assert await house.pass_time(1) == 1
    said = await house.said()
    assert len(said) - before == opened.terms.eligible - len(voted)
    assert all("还没有收到您的票" in message.text for message in said[before:])
    assert await house.pass_time(3600) == 0
    assert await house.do(lambda work, _: polls.next_due(work, start)) is None
    await house.close()
    await house.open(LI)
    heard = len(await house.said())
    await house.pass_time(600)
    again = (await house.said())[heard:]
    assert len(again) == 7  # one message a day: those who voted the first time, and 王文例, who could not
    house.world.database.stop()
