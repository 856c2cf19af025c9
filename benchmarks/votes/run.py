"""Votes per second and delays: `python -m benchmarks.votes.run [VOTERS] [PYTHON OF THE PEER]`.

First closed loop over 64 connections (throughput), then open loop at half of that rate (delay counted from the planned
moment). Every answer must be 200 and every voter's vote must be stored, or the run is void.
"""

import asyncio
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.votes.callbacks import http_request

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS, ROUNDS = 64, 4


class Pool:
    def __init__(self, port: int) -> None:
        self._port = port
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()

    async def fill(self) -> None:
        for _ in range(CONNECTIONS):
            self._free.put_nowait(await asyncio.open_connection("127.0.0.1", self._port))

    async def post(self, request: bytes) -> None:
        reader, writer = await self._free.get()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        await reader.readexactly(length)
        self._free.put_nowait((reader, writer))


async def closed_loop(pool: Pool, requests: Sequence[bytes]) -> float:
    start = time.perf_counter()
    await asyncio.gather(*(pool.post(request) for request in requests))
    return len(requests) / (time.perf_counter() - start)


async def open_loop(pool: Pool, requests: Sequence[bytes], rate: float) -> list[float]:
    start, delays = time.perf_counter(), []

    async def one(number: int, request: bytes) -> None:
        planned = start + number / rate
        await asyncio.sleep(max(0.0, planned - time.perf_counter()))
        await pool.post(request)
        delays.append(time.perf_counter() - planned)

    await asyncio.gather(*(one(number, request) for number, request in enumerate(requests)))
    return sorted(delays)


async def measure(command: list[str], folder: Path, voters: int, stored: str) -> str:
    server = subprocess.Popen([*command, str(folder), str(voters)], stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: ASYNC220
    try:
        assert server.stdout is not None
        port, card_id = server.stdout.readline().split()
        pool = Pool(int(port))
        await pool.fill()
        make = [http_request(f"c{n % voters}", card_id, n % 4 + 1, n) for n in range(voters * ROUNDS * 2)]
        rate = await closed_loop(pool, make[: voters * ROUNDS])
        delays = await open_loop(pool, make[voters * ROUNDS :], rate / 2)
        count = check(folder, stored)
        assert count == voters, f"void: {count} of {voters} votes stored"
        p99 = statistics.quantiles(delays, n=100)[98]
        return f"{rate:7.0f} votes/s; at half load p50 {statistics.median(delays) * 1000:6.1f} ms, p99 {p99 * 1000:6.1f} ms"
    finally:
        server.kill()
        server.wait()


def check(folder: Path, stored: str) -> int:
    (path,) = [*folder.glob("**/shuzhi.db"), *folder.glob("votes.db")]
    with sqlite3.connect(path) as connection:
        return int(connection.execute(stored).fetchone()[0])


def main(voters: int = 1000, peer: str = "") -> None:
    here = Path(__file__).parent
    servers = {
        "shuzhi": (
            [sys.executable, "-m", "benchmarks.votes.serve_shuzhi"],
            "SELECT count(*) FROM poll_roll WHERE marks = '1'",
        )
    }
    if peer:
        servers["wechatpy + Flask"] = ([peer, str(here / "serve_flask.py")], "SELECT count(*) FROM vote")
    print(f"{voters} voters, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name, (command, stored) in servers.items():
        folder = Path(tempfile.mkdtemp(prefix="votes-"))
        print(f"{name:18}", asyncio.run(measure(command, folder, voters, stored)), flush=True)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["1000"])[0]), (sys.argv[2:] or [""])[0])
