"""Processes that hold a poll and may be killed at any commit: `python -m tests.actions.test_polls.killed_process`.

It reads an order a line, forks a process for it and prints its exit code: to import the program and to begin takes
longer than such a life. The process tells one line per acknowledged vote. Another over the same files closes, counts, destroys and releases.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
import threading
import traceback
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from typing_extensions import override

from bot.actions import polls
from bot.domain.polls.refusals import NothingOpen, NothingToRelease, PollVoid
from bot.storage.carried import Standing
from bot.storage.database import Database, _Job
from bot.storage.keys import BallotKeys, KeyStore
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    PollingStation,
    make_station,
    plan_with,
    sample_lines,
    sqlite_url,
    station_over,
)

VOTERS = 16
ONLY_POLL = 1
LONGEST_LIFE = 600  # seconds: a guard against hanging
TOGETHER = 5  # votes on their way at the same time, at least


class LastJob(_Job[None]):
    """Shares the n-th commit and ends the process: right before it, or right after it and before anybody hears of it."""

    def __init__(self, dies: str) -> None:
        super().__init__(lambda _: None, Future())
        self.dies = dies

    @override
    def run(self, connection: Connection, standing: Standing | None, *, alone: bool) -> None:
        if self.dies == "before":
            die()

    @override
    def deliver(self) -> None:
        die()


class KillSwitchDatabase(Database):
    def __init__(self, url: str, *, dies: str, at: int) -> None:
        super().__init__(url)
        self._dies, self._left = dies, at

    @override
    def commit_together(self, batch: list[Any]) -> None:
        self._left -= 1
        if self._left == 0 and self._dies in ("before", "after"):
            batch = (
                [*batch, LastJob("before")]
                if self._dies == "before"
                else [LastJob("after"), *batch]
            )
        super().commit_together(batch)

    @override
    def maintain(self, *statements: str) -> "Future[list[tuple[Any, ...]]]":
        made = super().maintain(*statements)
        if self._dies == "wiped":
            made.result()
            die()
        return made


@dataclass
class KillSwitchKeys(KeyStore):
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


async def vote(station: PollingStation, number: int) -> None:
    """By card, or by page."""
    account, step = MEMBERS[number % VOTERS], number % 4 + 1
    tell("sent", number, account, step)
    for _ in range(2):  # every message comes twice
        if number % 2:
            answer = await station.ballots.by_page(account, ONLY_POLL, {0: step})
        else:
            answer = await station.click(account, step, message=f"vote-{number}")
        assert answer.accepted, answer
    tell("ack", number, account, step)


async def first_life(station: PollingStation, votes: int, dies_after: float | None) -> None:
    await station.set_up(plan_with(), sample_lines())
    organiser = await station.person("o01")
    await station.do(lambda work, cycle: polls.set_named(work, cycle, organiser, named=True))
    await station.open()
    if dies_after is not None:
        threading.Timer(dies_after, die).start()
    together = min(
        max(TOGETHER, votes // 40), VOTERS
    )  # two votes of one person at once could not be told apart afterwards
    for start in range(0, votes, together):
        await asyncio.gather(*(vote(station, number) for number in range(start, start + together)))
    await last_steps(station)


async def last_steps(station: PollingStation) -> None:
    organiser = await station.person("o01")
    try:
        await station.do(lambda work, _: polls.close_open(work, station.department, organiser))
    except NothingOpen:
        tell("closed before")
    await station.pass_time()
    try:
        await station.release()
    except NothingToRelease:
        tell("released before")
    except PollVoid:
        tell("nobody voted")
    await station.pass_time()


async def main(url: str, folder: str, dies: str, at: str, votes: str) -> None:
    home = Path(folder)
    keys = KillSwitchKeys(home / "keys", dies=dies)
    database = KillSwitchDatabase(url, dies=dies, at=int(at))
    if dies == "never":
        station = station_over(database, home, keys=keys)
        await last_steps(station)
    else:
        station = make_station(url, home, database=database, keys=keys)
        await first_life(station, int(votes), int(at) / 1000 if dies == "soon" else None)
    station.services.database.stop()
    tell("end")


def live(told: str, arguments: list[str]) -> None:
    """Ends the process when it has lived as the arguments say."""
    signal.alarm(LONGEST_LIFE)
    os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    code = 1
    try:
        asyncio.run(main(*arguments))
        code = 0
    except BaseException:  # noqa: BLE001 - nothing of the process that forked goes on here
        traceback.print_exc()
    os._exit(code)


def live_once() -> None:
    """Holds a poll of its own to its end: what is made at first use is there for all that are forked."""
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder))
        Path(folder, "data").mkdir()
        asyncio.run(main(url, folder, "nowhere", "0", str(TOGETHER)))
        asyncio.run(main(url, folder, "never", "0", "0"))
    os.dup2(answers, 1)
    assert threading.active_count() == 1  # a thread would not be forked


if __name__ == "__main__":
    live_once()
    for order in sys.stdin:
        told, *arguments = json.loads(order)
        child = os.fork()
        if not child:
            live(told, arguments)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer
