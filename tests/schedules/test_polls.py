from datetime import timedelta
from pathlib import Path

from schedules import polls
from tests.actions.test_polls.house import MEMBERS, House, make_house, plan_with, sample_lines


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
