"""How long votes wait while reports are handed in: `python -m benchmarks.documents.beside_votes`.

The real program with its sandbox platform and a data directory of its own. Votes are cast at an even rate, alone, then
while 50 secretaries hand in a file each within a minute, then while all 50 do so at once. A vote's delay counts from
its planned moment to the answer, which comes after its durable commit. A run in which a vote was not taken is void. Files
that nobody could read are answered and leave no version.
"""

import argparse
import asyncio
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator, Sequence
from itertools import count, cycle, islice
from pathlib import Path

from benchmarks.documents.reports import CORPUS, YEAR
from bot.sample.report import sample_report
from bot.sample.roster import BRANCHES

ROOT = Path(__file__).resolve().parents[2]
VOTERS, FILES = 200, 50
KINDS = ("*/*.docx", "*/*.doc", "*/*.pdf", "*/*.rtf")
UNDONE = "SELECT count(*) FROM inbox WHERE state IN ('pending', 'working')"
TAKEN = "SELECT count(*) FROM submission"
BOUNDARY = "----benchmark"


class Pool:
    """Kept connections to the program; each carries one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, path: str, kind: str, body: bytes) -> dict[str, object]:
        reader, writer = await self._connection()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
        answer: dict[str, object] = json.loads(await reader.readexactly(length))
        assert lines[0].startswith(b"http/1.1 200"), answer
        self._free.append((reader, writer))
        return answer

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The program closes those that were idle for some seconds."""
        self._free = [one for one in self._free if not one[0].at_eof()]
        return (
            self._free.pop()
            if self._free
            else await asyncio.open_connection("127.0.0.1", self._port)
        )


async def vote(pool: Pool, card: str, number: int) -> None:
    choice = {"from": f"c{number % VOTERS}", "card_id": card, "values": {"0": str(number % 4 + 1)}}
    answer = await pool.post("/sandbox/api/clicks", "application/json", json.dumps(choice).encode())
    assert answer["accepted"], answer


async def hand_in(pool: Pool, secretary: int, name: str, content: bytes) -> None:
    fields = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="from"\r\n\r\nw{secretary}\r\n'
    fields += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="chat"\r\n\r\ndirect\r\n'
    fields += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    body = fields.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    await pool.post("/sandbox/api/messages", f"multipart/form-data; boundary={BOUNDARY}", body)


async def evenly(jobs: Sequence[Coroutine[None, None, None]], seconds: float) -> list[float]:
    """Starts them spread over so many seconds; the delay of each from its planned moment, in milliseconds."""
    start = time.perf_counter()

    async def one(number: int, job: Coroutine[None, None, None]) -> float:
        planned = start + seconds * number / len(jobs)
        await asyncio.sleep(max(0.0, planned - time.perf_counter()))
        await job
        return (time.perf_counter() - planned) * 1000

    return await asyncio.gather(*(one(number, job) for number, job in enumerate(jobs)))


def files() -> list[tuple[str, bytes]]:
    """Sample reports of all branches, good and flawed, and the real Chinese files of the shared corpus in turn."""
    made = [
        (f"{branch}{good}.docx", sample_report(branch, year=YEAR, good=good))
        for branch in BRANCHES
        for good in (True, False)
    ]
    paths = (
        [path for kind in KINDS for path in sorted(CORPUS.parent.glob(kind))]
        if CORPUS.exists()
        else []
    )
    real: Iterator[tuple[str, bytes]] = (
        (f"{number}{path.suffix}", path.read_bytes()) for number, path in enumerate(paths)
    )
    mixed = [file for pair in zip(cycle(made), real, strict=False) for file in pair] or made
    return list(islice(cycle(mixed), FILES))


def asked(folder: Path, question: str) -> int:
    with sqlite3.connect(next(folder.glob("**/shuzhi.db"))) as connection:
        return int(connection.execute(question).fetchone()[0])


async def settle(folder: Path) -> float:
    """Seconds until every file has its receipt."""
    started = time.perf_counter()
    while asked(folder, UNDONE):  # noqa: ASYNC110 - it is the work of another process
        await asyncio.sleep(0.05)
    return time.perf_counter() - started


def told(name: str, delays: list[float]) -> str:
    cuts = statistics.quantiles(delays, n=100)
    return f"{name:28} {len(delays):5} votes: p50 {cuts[49]:6.1f}, p99 {cuts[98]:6.1f}, most {max(delays):6.1f} ms"


async def measure(port: int, card: str, folder: Path, rate: int, minute: float) -> None:
    pool, numbers = Pool(port), count()

    async def voting(seconds: float) -> list[float]:
        return await evenly(
            [vote(pool, card, next(numbers)) for _ in range(int(rate * seconds))], seconds
        )

    def handing_in() -> list[Coroutine[None, None, None]]:
        return [hand_in(pool, secretary, *file) for secretary, file in enumerate(files())]

    await voting(2)
    for name, seconds, spread in (
        ("no files", minute / 3, None),
        ("50 files in a minute", minute, minute),
        ("50 files at once", 10, 0),
    ):
        load = os.getloadavg()[0]
        jobs = [] if spread is None else handing_in()
        delays, _ = await asyncio.gather(voting(seconds), evenly(jobs, spread or 0))
        waited = await settle(folder)
        print(
            f"{told(name, delays)}; last receipt {waited:.1f} s behind the votes (load {load:.1f})",
            flush=True,
        )
    print(f"{asked(folder, TAKEN)} versions of readable files were taken")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=int, default=20, help="votes a second")
    parser.add_argument(
        "--minute", type=float, default=60, help="seconds over which the files are spread"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="beside-votes-") as name:
        folder = Path(name)
        command = [
            sys.executable,
            "-m",
            "benchmarks.documents.serve_sandbox",
            str(folder),
            str(VOTERS),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            assert process.stdout is not None
            port, card = process.stdout.readline().split()
            asyncio.run(measure(int(port), card, folder, given.rate, given.minute))
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
