"""Votes per second and delays of the whole program and its peers: `python -m benchmarks.votes.run --help`.

First closed loop over 64 connections (throughput), then open loop at half of that rate (delay counted from the planned
moment). Every answer must be 200 and every voter's vote must be stored, or the run is void.
"""

import argparse
import asyncio
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.votes.callbacks import http_request

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CONNECTIONS, ROUNDS = 64, 4
PEERS = ("flask", "waitress", "wechatpy==2.0.0a26", "cryptography", "nonebot2[fastapi]")
OURS = "SELECT count(*) FROM poll_roll WHERE marks = '1'"
ROWS = "SELECT count(*) FROM vote"
DOCUMENT = "SELECT count(*) FROM document, json_each(body)"


@dataclass(frozen=True)
class Server:
    """`stored` counts the voters whose vote is in its database; empty for one that stores nothing."""

    name: str
    command: tuple[str, ...]
    stored: str


class Pool:
    def __init__(self, port: int) -> None:
        self._port = port
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = (
            asyncio.Queue()
        )

    async def fill(self) -> None:
        for _ in range(CONNECTIONS):
            self._free.put_nowait(await asyncio.open_connection("127.0.0.1", self._port))

    async def post(self, request: bytes) -> None:
        reader, writer = await self._free.get()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        lengths = (
            line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
        )
        await reader.readexactly(int(next(lengths, b"0")))
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


async def measure(server: Server, folder: Path, voters: int, environment: Mapping[str, str]) -> str:
    command = [*server.command, str(folder), str(voters)]
    process = subprocess.Popen(  # noqa: ASYNC220 - nothing else waits here
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    )
    try:
        assert process.stdout is not None
        port, card_id = process.stdout.readline().split()
        pool = Pool(int(port))
        await pool.fill()
        make = [
            http_request(f"c{n % voters}", card_id, n % 4 + 1, n)
            for n in range(voters * ROUNDS * 2)
        ]
        before = worked(process.pid)
        rate = await closed_loop(pool, make[: voters * ROUNDS])
        effort = (worked(process.pid) - before) / (voters * ROUNDS)
        delays = await open_loop(pool, make[voters * ROUNDS :], rate / 2)
        check(folder, server.stored, voters)
        median, p99 = statistics.median(delays), statistics.quantiles(delays, n=100)[98]
        told = f"{rate:6.0f} votes/s, {effort * 1000:5.2f} ms of processor each"
        return f"{told}; at half load p50 {median * 1000:6.1f} ms, p99 {p99 * 1000:6.1f} ms"
    finally:
        process.kill()
        process.wait()


def worked(process_id: int) -> float:
    """Seconds of processor time so far."""
    times = psutil.Process(process_id).cpu_times()
    return float(times.user + times.system)


def check(folder: Path, stored: str, voters: int) -> None:
    if not stored:
        return
    (path,) = [*folder.glob("**/shuzhi.db"), *folder.glob("votes.db")]
    with sqlite3.connect(path) as connection:
        (count,) = connection.execute(stored).fetchone()
    assert count == voters, f"void: {count} of {voters} votes stored"


def servers(peers: str) -> Iterator[Server]:
    yield Server("floor: static reply", (sys.executable, str(HERE / "serve_static.py")), "")
    yield Server("shuzhi", (sys.executable, "-m", "benchmarks.votes.serve_shuzhi"), OURS)
    yield Server("a wechatpy + Flask", (peers, str(HERE / "serve_flask.py"), "rows"), ROWS)
    yield Server("b NoneBot2", (peers, str(HERE / "serve_nonebot.py")), ROWS)
    yield Server("c swapped document", (peers, str(HERE / "serve_flask.py"), "document"), DOCUMENT)


def flush_probe(folder: Path, environment: Mapping[str, str]) -> str:
    """The time of one durable write, as the servers will find it."""
    probe = (
        "import os, sys, time; f = open(sys.argv[1], 'wb', 0); t = time.perf_counter();"
        "[(f.write(b'x' * 4096), os.fdatasync(f.fileno())) for _ in range(200)];"
        "print(f'{(time.perf_counter() - t) * 5:.2f} ms')"
    )
    command = [sys.executable, "-c", probe, str(folder / "probe")]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def surroundings(folder: Path, flush_ms: float) -> dict[str, str]:
    """The environment of all servers; with `flush_ms` every flush takes so much longer."""
    if not flush_ms:
        return dict(os.environ)
    library = folder / "slow_flush.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-o", library, HERE / "slow_flush.c", "-ldl"], check=True
    )
    return {**os.environ, "LD_PRELOAD": str(library), "FLUSH_US": str(int(flush_ms * 1000))}


def install_peers(folder: Path) -> str:
    """An environment of their own for the peers; its Python."""
    subprocess.run([sys.executable, "-m", "venv", folder / "peers"], check=True)
    python = str(folder / "peers" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voters", type=int, default=1000)
    parser.add_argument(
        "--peers", help="the Python of an environment that has them; by default a new one is made"
    )
    parser.add_argument(
        "--flush-ms", type=float, default=0, help="make every flush so much slower, for all alike"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="votes-") as name:
        folder = Path(name)
        peers = given.peers or install_peers(folder)
        environment = surroundings(folder, given.flush_ms)
        print(
            f"{given.voters} voters, {os.cpu_count()} cores, one flush {flush_probe(folder, environment)}"
        )
        for server in servers(peers):
            home, load = folder / "server", os.getloadavg()[0]
            told = asyncio.run(measure(server, home, given.voters, environment))
            print(f"{server.name:20} {told} (load {load:.1f})", flush=True)
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
