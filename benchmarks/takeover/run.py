"""Two processes over one PostgreSQL database and one WeCom robot; the one that holds the connection is killed.

    python -m benchmarks.takeover.run [--rounds 3] [--first]

Prints how long nobody was connected, when the message that was under way was answered, and whether a vote was lost.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.rounds import rounds_given
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.postgres import create_database, server
from tests.simulators.wecom.sockets import WecomSockets
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP

ROOT = Path(__file__).parents[2]
ORGANISER, ASKING = "o01", "l01"
PATIENCE = 60.0


class Installation:
    """The commands of an administrator, with the environment of one installation."""

    def __init__(self, folder: Path, database: str, address: str) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "SHUZHI_PLATFORMS": "wecom",
            "SHUZHI_DATABASE_URL": database,
            "SHUZHI_DATA_DIR": str(folder / "data"),
            "SHUZHI_WECOM_BOT_ID": "BOT",
            "SHUZHI_WECOM_BOT_SECRET": "SECRET",
            "SHUZHI_WECOM_WS_URL": address,
            "SHUZHI_PORT": "0",
        }

    async def command(self, *arguments: str) -> str:
        running = await asyncio.create_subprocess_exec(
            *self._words(arguments),
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
        )
        written, _ = await running.communicate()
        assert running.returncode == 0, arguments
        return written.decode()

    def serve(self, log: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._words(("serve",)),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=log.open("wb"),
        )

    @staticmethod
    def _words(arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "bot", *arguments]


async def once(base: str, number: int) -> None:
    tenant = Tenant(per_minute=10_000)
    database = create_database(base, f"takeover_{number}_{os.getpid()}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        async with WecomSockets(tenant) as sockets:
            installation = Installation(folder, database, sockets.url)
            lines = [line for line in sample_lines() if line.category in ("A", "B", "")]
            (folder / "roster.xlsx").write_bytes(roster_workbook(lines))
            await installation.command(
                "department", "add", "sample", "--name", "示例系", "--group", GROUP
            )
            await installation.command("roster", "import", "roster.xlsx")
            voters = [line.account for line in lines if line.category and line.account]
            await play(installation, sockets, tenant, [one for one in voters if one != ORGANISER])


async def play(
    installation: Installation, sockets: WecomSockets, tenant: Tenant, voters: list[str]
) -> None:
    half = len(voters) // 2
    first = installation.serve(installation.folder / "first.log")
    await until(lambda: sockets.connected, PATIENCE)
    second = installation.serve(installation.folder / "second.log")
    try:
        await says(sockets, tenant, ORGANISER, "发测评表")
        await until(lambda: any("测评" in post.text for post in tenant.posts), PATIENCE)
        for voter in voters[:half]:
            await says(sockets, tenant, voter, "都好")
        await until(lambda: thanked(tenant, voters[:half]), PATIENCE)
        await asyncio.sleep(8)  # the second stands by
        await says(sockets, tenant, ASKING, "倒计时")
        await stored(installation)
        killed = time.perf_counter()
        first.send_signal(signal.SIGKILL)
        subscriptions = sockets.subscriptions
        await until(lambda: sockets.subscriptions > subscriptions, PATIENCE)
        connected = time.perf_counter() - killed
        had_answer = answered(tenant)
        await until(lambda: answered(tenant), PATIENCE)
        answer = time.perf_counter() - killed
        for voter in voters[half:]:
            await says(sockets, tenant, voter, "都好")
        await until(lambda: thanked(tenant, voters[half:]), PATIENCE)
        polls = json.loads(await installation.command("status", "--json"))["polls"]
    finally:
        for process in (first, second):
            process.kill()
            process.wait()
    print(
        f"connected again after {connected:.1f} s, the message under way answered after {answer:.1f} s"
        f"{' (before the kill)' if had_answer else ''}, "
        f"votes sent {len(voters)}, counted {polls[0]['voted']}"
    )


async def stored(installation: Installation) -> None:
    """Returns as soon as the message stands in the database: then it is owed an answer."""
    engine = create_engine(installation.environment["SHUZHI_DATABASE_URL"])
    waiting = text("SELECT count(*) FROM inbox WHERE sender = :who AND state <> 'done'")
    async with asyncio.timeout(PATIENCE):
        while True:
            with engine.connect() as connection:
                if connection.scalar(waiting, {"who": ASKING}):
                    break
            await asyncio.sleep(0)
    engine.dispose()


async def says(sockets: WecomSockets, tenant: Tenant, person: str, words: str) -> None:
    await sockets.deliver(tenant.text(person, words))


def thanked(tenant: Tenant, voters: list[str]) -> bool:
    heard = {post.chat for post in tenant.posts if "已收到" in post.text}
    return set(voters) <= heard


def answered(tenant: Tenant) -> bool:
    return any(post.chat == ASKING and "还有" in post.text for post in tenant.posts)


async def main() -> None:
    rounds = rounds_given(__doc__, 3)
    print(f"load {os.getloadavg()[0]:.1f}")
    for base in server():
        for number in range(rounds):
            await once(base, number)


if __name__ == "__main__":
    asyncio.run(main())
