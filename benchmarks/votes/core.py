"""The ballot box alone, without HTTP and encryption: `python -m benchmarks.votes.core [VOTERS …]`.

Shows whether a vote costs the same however many people are on the roll. They vote in no order.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.messages import Card, Click
from tests.actions.test_polls.polling_station import PollingStation, crowd, make_station, plan_with

VOTES, TOGETHER = 4000, 64
STRIDE = 7919  # a prime: whoever votes next stands elsewhere on the roll


async def measure(voters: int, folder: Path) -> str:
    station = make_station(f"sqlite:///{folder / 'data' / 'shuzhi.db'}", folder)
    await station.set_up(plan_with(), crowd(voters))
    await station.open()
    (card,) = await station.ballot_cards()
    start, worked = time.perf_counter(), time.process_time()
    delays = await pour(station, card, voters)
    rate, effort = VOTES / (time.perf_counter() - start), (time.process_time() - worked) / VOTES
    assert (await station.status()).voted == min(voters, VOTES)
    station.services.database.stop()
    median, p99 = statistics.median(delays), statistics.quantiles(delays, n=100)[98]
    told = f"{voters:7} voters {rate:7.0f} votes/s, {effort * 1000:5.3f} ms of processor each"
    return f"{told}, p50 {median * 1000:5.1f} ms, p99 {p99 * 1000:5.1f} ms"


async def pour(station: PollingStation, card: Card, voters: int) -> list[float]:
    """All votes as fast as they are answered, so many on their way at a time; the delay of each."""
    updates = [
        station.update(
            f"c{number * STRIDE % voters:04}", click=Click(card.id, {"0": (str(number % 4 + 1),)})
        )
        for number in range(VOTES)
    ]
    delays, room = [], asyncio.Semaphore(TOGETHER)

    async def one(number: int) -> None:
        async with room:
            start = time.perf_counter()
            assert (await station.ballots.by_click(updates[number])).accepted
            delays.append(time.perf_counter() - start)

    await asyncio.gather(*(one(number) for number in range(VOTES)))
    return delays


def main(sizes: list[int]) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for voters in sizes:
        with tempfile.TemporaryDirectory(prefix="votes-") as folder:
            print(asyncio.run(measure(voters, Path(folder))), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10, 100, 1_000, 10_000, 100_000])
