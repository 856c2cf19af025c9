"""A process that holds a poll and may be killed at any commit: `python -m tests.actions.test_polls.mortal URL FOLDER …`.

It prints one line per acknowledged vote. Started again over the same files it closes, counts, destroys and releases.
"""

import asyncio
import os
import signal
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from typing_extensions import override

from bot.actions import polls
from bot.domain.polls.refusals import NothingOpen, NothingToRelease, PollVoid
from bot.storage.database import Database, _Job
from bot.storage.keys import BallotKeys, KeyStore
from tests.actions.test_polls.house import MEMBERS, House, make_house, plan_with, sample_lines

VOTERS = 16
TOGETHER = 5  # votes on their way at the same time, at least


class LastJob(_Job[None]):
    """Shares the n-th commit and ends the process: right before it, or right after it and before anybody hears of it."""

    def __init__(self, dies: str) -> None:
        super().__init__(lambda _: None, Future())
        self.dies = dies

    @override
    def run(self, connection: Connection) -> None:
        if self.dies == "before":
            die()

    @override
    def deliver(self) -> None:
        die()


class MortalDatabase(Database):
    def __init__(self, url: str, *, dies: str, at: int) -> None:
        super().__init__(url)
        self._dies, self._left = dies, at

    @override
    def _commit_together(self, batch: list[Any]) -> None:
        self._left -= 1
        if self._left == 0 and self._dies in ("before", "after"):
            batch = (
                [*batch, LastJob("before")]
                if self._dies == "before"
                else [LastJob("after"), *batch]
            )
        super()._commit_together(batch)

    @override
    def maintain(self, *statements: str) -> "Future[list[tuple[Any, ...]]]":
        made = super().maintain(*statements)
        if self._dies == "wiped":
            made.result()
            die()
        return made


@dataclass
class MortalKeys(KeyStore):
    dies: str = ""

    @override
    def create(self) -> tuple[str, BallotKeys]:
        made = super().create()
        if self.dies == "keys-made":
            die()
        return made

    @override
    def forget(self, key_id: str) -> None:
        if self.dies == "keys-due":
            die()
        super().forget(key_id)
        if self.dies == "keys-gone":
            die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())  # in one piece


async def vote(house: House, number: int) -> None:
    account, step = MEMBERS[number % VOTERS], number % 4 + 1
    tell("sent", number, account, step)
    for _ in range(2):  # every message comes twice
        answer = await house.click(account, step, message=f"vote-{number}")
        assert answer.accepted, answer
    tell("ack", number, account, step)


async def first_life(house: House, votes: int, dies_after: float | None) -> None:
    await house.settle(plan_with(), sample_lines())
    organiser = await house.person("o01")
    await house.do(lambda work, cycle: polls.set_named(work, cycle, organiser, named=True))
    await house.open()
    if dies_after is not None:
        threading.Timer(dies_after, die).start()
    together = min(
        max(TOGETHER, votes // 40), VOTERS
    )  # two votes of one person at once could not be told apart afterwards
    for start in range(0, votes, together):
        await asyncio.gather(*(vote(house, number) for number in range(start, start + together)))
    await last_steps(house)


async def last_steps(house: House) -> None:
    organiser = await house.person("o01")
    try:
        await house.do(lambda work, _: polls.close_open(work, house.department, organiser))
    except NothingOpen:
        tell("closed before")
    await house.pass_time()
    try:
        await house.release()
    except NothingToRelease:
        tell("released before")
    except PollVoid:
        tell("nobody voted")
    await house.pass_time()


async def main(url: str, folder: str, dies: str, at: str, votes: str) -> None:
    keys = MortalKeys(Path(folder) / "keys", dies=dies)
    house = make_house(
        url, Path(folder), database=MortalDatabase(url, dies=dies, at=int(at)), keys=keys
    )
    if dies == "never":
        await last_steps(house)
    else:
        await first_life(house, int(votes), int(at) / 1000 if dies == "soon" else None)
    house.services.database.stop()
    tell("end")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
