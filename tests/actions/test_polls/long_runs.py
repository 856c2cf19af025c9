"""The long runs, by hand: `python -m tests.actions.test_polls.long_runs deaths|moments|locked|order|silence [DATABASE URL]`.

deaths: kill -9 before and after each commit of a whole poll, and at each named step; moments: at fifty random moments
while a thousand votes with repeats pour in; locked: votes while another program holds the database for thirty seconds;
order: rank correlation of arrival and place in the file over two hundred polls; silence: every command for every role in
every state of a poll. Without an address all run on SQLite. What they found stands in docs/faults.md.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tests.actions.test_polls.nursery import Live, nursery
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    make_station,
    plan_with,
    sample_lines,
    sqlite_url,
)
from tests.actions.test_polls.test_faults import locked
from tests.actions.test_polls.test_kills import kill_and_restart
from tests.actions.test_polls.test_secrecy import arrival_and_place
from tests.handlers.test_silence import STATES, knowing, tellings
from tests.postgres import create_database

COMMITS = 34
STEPS = ("keys-made", "keys-due", "keys-gone", "wiped")
VOTES = 1000
LOCKED = 30  # seconds
Run = tuple[str, int, int]  # how it dies, at which commit or millisecond, votes


def tell(*words: object) -> None:
    print(*words, f"(load {os.getloadavg()[0]:.1f})", flush=True)  # noqa: T201 - a script


class LongRuns:
    def __init__(self, base: str, folder: Path) -> None:
        self._base, self._folder, self._numbers = base, folder, count()

    def home(self) -> tuple[str, Path]:
        """A new database and a folder beside it."""
        name = f"long_run{os.getpid()}_{next(self._numbers)}"
        home = self._folder / name
        return create_database(
            self._base, name
        ) if self._base else f"sqlite:///{home / 'data' / 'shuzhi.db'}", home

    def deaths(self) -> int:
        commits = [(dies, at, 40) for at in range(4, COMMITS) for dies in ("before", "after")]
        return self._die([*commits, *((step, 0, 40) for step in STEPS[1:])])

    def moments(self) -> int:
        """Somewhere between the opening and the release of a life that nothing disturbs."""
        with nursery(self._folder) as live:
            live(*self.home(), "nothing", 0, votes=1)  # it has imported the program
            begin = time.monotonic()
            live(*self.home(), "nothing", 0, votes=VOTES)
            length, rng = int((time.monotonic() - begin) * 1000), random.Random(11)
        tell(f"{VOTES} votes, each twice, and the end of the poll take {length} ms")
        return self._die([("soon", rng.randint(1, length), VOTES) for _ in range(50)])

    def _die(self, runs: Sequence[Run]) -> int:
        """One after the other; how many failed."""
        with nursery(self._folder) as live:
            passed = [self._dies(live, run) for run in runs]
        tell(f"{sum(passed)} of {len(passed)} passed")
        return len(passed) - sum(passed)

    def _dies(self, live: Live, run: Run) -> bool:
        dies, at, votes = run
        try:
            kill_and_restart(live, *self.home(), dies, at, votes=votes)
        except AssertionError as error:
            tell("FAILED", dies, at, error)
            return False
        return True

    def locked(self) -> int:
        return asyncio.run(self._locked())

    async def _locked(self) -> int:
        station = make_station(*self.home())
        await station.set_up(plan_with(), sample_lines())
        await station.open()
        (card,) = await station.ballot_cards()
        sent = [(MEMBERS[number % 30], number % 4 + 1, f"v{number}") for number in range(200)]
        with locked(station):
            votes = [
                asyncio.create_task(station.click(who, step, card=card, message=message))
                for who, step, message in sent
            ]
            await asyncio.sleep(LOCKED)
            early = sum(vote.done() for vote in votes)
        begin = time.monotonic()
        answers = await asyncio.gather(*votes)
        seconds, voted = time.monotonic() - begin, (await station.status()).voted
        station.services.database.stop()
        accepted = sum(answer.accepted for answer in answers)
        tell(
            f"locked {LOCKED} s: {early} answered early, {accepted} of {len(sent)} accepted {seconds:.2f} s after it, {voted} people"
        )
        return 0 if (early, accepted, voted) == (0, len(sent), 30) else 1

    def order(self) -> int:
        return asyncio.run(self._order())

    async def _order(self, polls: int = 200) -> int:
        found = []
        for seed in range(polls):
            folder = self._folder / str(seed)
            station = make_station(sqlite_url(folder), folder)
            await station.set_up(plan_with(), sample_lines())
            found.append(await arrival_and_place(station, seed))
        mean, deviation = statistics.mean(found), statistics.stdev(found)
        tell(
            f"{polls} polls: mean {mean:+.4f}, deviation {deviation:.4f}, furthest {max(found, key=abs):+.3f}"
        )
        return 0

    def silence(self) -> int:
        return asyncio.run(self._silence())

    async def _silence(self) -> int:
        wrong = 0
        for state in STATES:
            (best, home), (worst, _) = self.home(), self.home()
            unexpected = await tellings(state, [best, worst], home) ^ knowing(state)
            tell(state, "tells nothing" if not unexpected else sorted(unexpected))
            wrong += len(unexpected)
        return wrong


def main(what: str, base: str = "") -> None:
    with tempfile.TemporaryDirectory(prefix="shuzhi-long-runs-") as folder:
        sys.exit(getattr(LongRuns(base, Path(folder)), what)())


if __name__ == "__main__":
    main(*sys.argv[1:])
