"""A hall that fills its sheets on the phone: `python -m benchmarks.pages.run --help`.

So many phones open their page and send it, spread over the given seconds, while others tap cards of
the same poll. Each phone is a connection of its own. A delay counts from the planned moment. After
that every page is opened again: where one shows other choices than it sent, or a vote is missing,
the run is void.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = ("flask", "waitress")
ROWS = 8
SEND_AFTER = 1.5  # seconds from opening to sending
TOKEN = re.compile(r'name="token" value="(\w+)"')
CHOSEN = re.compile(r'name="(row-\d+)" value="(\d)" checked')
COOKIE = re.compile(r"(?im)^set-cookie: (\w+=[^;\r]+)")


@dataclass(frozen=True)
class Server:
    name: str
    command: tuple[str, ...]


@dataclass
class Delays:
    """Seconds, by what was asked for."""

    opened: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    tapped: list[float] = field(default_factory=list)
    largest_page: int = 0


@dataclass
class Phone:
    """One browser: a connection, a cookie, and what it chooses."""

    number: int
    link: str
    port: int
    cookie: str = ""
    token: str = ""

    @property
    def choices(self) -> dict[str, str]:
        return {f"row-{row}": str((self.number + row) % 4 + 1) for row in range(ROWS)}

    async def open(self) -> str:
        page = await exchange(self.port, "GET", self.link, {"cookie": self.cookie})
        told = COOKIE.search(page)
        if told:
            self.cookie = told[1]
        token = TOKEN.search(page)
        assert token is not None, page[:300]
        self.token = token[1]
        return page

    async def send(self) -> None:
        body = urlencode({**self.choices, "token": self.token})
        headers = {"cookie": self.cookie, "content-type": "application/x-www-form-urlencoded"}
        assert "已收到" in await exchange(self.port, "POST", self.link, headers, body)


async def exchange(
    port: int, method: str, url: str, headers: Mapping[str, str], body: str = ""
) -> str:
    """One request on a connection of its own, as a phone that wakes up makes it."""
    path = "/" + url.split("/", 3)[3]
    lines = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{port}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items() if value]
    content = body.encode()
    lines.append(f"content-length: {len(content)}")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "", ""]).encode() + content)
    answer = (await reader.read()).decode()
    writer.close()
    assert " 200 " in answer.partition("\r\n")[0], answer[:300]
    return answer


async def hall(told: Mapping[str, Any], seconds: float, delays: Delays) -> Sequence[Phone]:
    phones = [Phone(number, link, told["port"]) for number, link in enumerate(told["links"])]
    start = time.perf_counter() + 0.5
    spread = (seconds - SEND_AFTER) / len(phones)

    async def until(planned: float) -> None:
        await asyncio.sleep(max(0.0, planned - time.perf_counter()))

    async def fill(phone: Phone) -> None:
        planned = start + phone.number * spread
        await until(planned)
        page = await phone.open()
        delays.opened.append(time.perf_counter() - planned)
        delays.largest_page = max(delays.largest_page, len(page.encode()))
        planned += SEND_AFTER
        await until(planned)
        await phone.send()
        delays.sent.append(time.perf_counter() - planned)

    async def tap(number: int, account: str, card: str) -> None:
        planned = start + number * seconds / max(len(told["cards"]), 1)
        await until(planned)
        body = json.dumps({"from": account, "card_id": card, "values": {"0": "2"}})
        url = f"http://127.0.0.1:{told['port']}/sandbox/api/clicks"
        answer = await exchange(
            told["port"], "POST", url, {"content-type": "application/json"}, body
        )
        assert '"accepted": true' in answer.replace('":true', '": true'), answer
        delays.tapped.append(time.perf_counter() - planned)

    await asyncio.gather(
        *(fill(phone) for phone in phones),
        *(tap(number, *card) for number, card in enumerate(told["cards"].items())),
    )
    return phones


async def measure(server: Server, folder: Path, given: argparse.Namespace) -> str:
    command = [*server.command, str(folder), str(given.phones), str(given.cards)]
    process = subprocess.Popen(  # noqa: ASYNC220 - nothing else waits here
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        delays = Delays()
        phones = await hall(told, given.seconds, delays)
        for phone in phones:
            shown = dict(CHOSEN.findall(await phone.open()))
            assert shown == phone.choices, f"void: {phone.number} shows other choices than it sent"
        parts = [f"page {delays.largest_page / 1000:.1f} kB"]
        for name, values in (
            ("opened", delays.opened),
            ("sent", delays.sent),
            ("tapped", delays.tapped),
        ):
            if len(values) > 1:
                p99 = statistics.quantiles(values, n=100)[98]
                parts.append(
                    f"{name} {len(values)}: p50 {statistics.median(values) * 1000:.0f} ms, "
                    f"p99 {p99 * 1000:.0f} ms, most {max(values) * 1000:.0f} ms"
                )
        return "; ".join(parts)
    finally:
        process.kill()
        process.wait()


def servers(peers: str, beat: float) -> Iterator[Server]:
    own = (sys.executable, "-m", "benchmarks.pages.serve_shuzhi", str(beat))
    yield Server("shuzhi", own)
    yield Server("Flask, waitress", (peers, str(HERE / "serve_flask.py")))


def install_peers(folder: Path) -> str:
    """An environment of their own for the peers; its Python."""
    subprocess.run([sys.executable, "-m", "venv", folder / "peers"], check=True)
    python = str(folder / "peers" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=400)
    parser.add_argument("--cards", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument(
        "--beat", type=float, default=0, help="seconds between two beats of the metronome"
    )
    parser.add_argument("--peers", help="the Python of an environment that has them")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        folder = Path(name)
        peers = given.peers or install_peers(folder)
        print(
            f"{given.phones} phones, {given.cards} cards, {given.seconds} s, {os.cpu_count()} cores"
        )
        for server in servers(peers, given.beat):
            home, load = folder / "server", os.getloadavg()[0]
            told = asyncio.run(measure(server, home, given))
            print(f"{server.name:16} {told} (load {load:.1f})", flush=True)
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
