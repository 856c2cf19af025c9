"""The long runs, by hand: `python -m tests.actions.test_polls.sweep deaths|moments|order [DATABASE URL]`.

deaths: kill -9 before and after each commit of a whole poll; moments: at fifty random moments while a thousand votes
with repeats pour in; order: rank correlation of arrival and place in the file over two hundred polls.
"""

import asyncio
import random
import statistics
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.actions.test_polls.conftest import create_database
from tests.actions.test_polls.test_death import die_and_go_on
from tests.actions.test_polls.test_secrecy import arrival_and_place

COMMITS = 34
STEPS = ("keys-made", "keys-due", "keys-gone", "wiped")
Run = tuple[str, int, int]  # how it dies, at which commit or millisecond, votes


def deaths() -> list[Run]:
    commits = [(dies, at, 40) for at in range(4, COMMITS) for dies in ("before", "after")]
    return commits + [(step, 0, 40) for step in STEPS[1:]]


def moments() -> list[Run]:
    rng = random.Random(11)
    return [("soon", rng.randint(1, 4000), 1000) for _ in range(50)]


def sweep(runs: list[Run], base: str, folder: Path) -> int:
    """Runs them two at a time; how many failed."""

    def one(numbered: tuple[int, Run]) -> bool:
        number, (dies, at, votes) = numbered
        home = folder / str(number)
        url = create_database(base, f"sweep{number}") if base else f"sqlite:///{home / 'data' / 'shuzhi.db'}"
        try:
            die_and_go_on(url, home, dies, at, votes=votes)
        except AssertionError as error:
            print("FAILED", dies, at, error)  # noqa: T201 - a script
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(one, enumerate(runs)))
    print(f"{sum(passed)} of {len(passed)} passed")  # noqa: T201 - a script
    return len(passed) - sum(passed)


async def order(folder: Path, polls: int = 200) -> None:
    found = [await arrival_and_place(folder / str(seed), seed) for seed in range(polls)]
    mean, deviation = statistics.mean(found), statistics.stdev(found)
    print(f"{polls} polls: mean {mean:+.4f}, deviation {deviation:.4f}, furthest {max(found, key=abs):+.3f}")  # noqa: T201


def main(what: str, base: str = "") -> None:
    with tempfile.TemporaryDirectory(prefix="shuzhi-sweep-") as folder:
        if what == "order":
            asyncio.run(order(Path(folder)))
        else:
            sys.exit(sweep(deaths() if what == "deaths" else moments(), base, Path(folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
