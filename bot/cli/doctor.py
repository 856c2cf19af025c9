"""`doctor`: configuration and connectivity, line by line, with the remedy for each failure."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

import click
import httpx
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.actions import people
from bot.cli import examinations, page_address, second_opinion
from bot.cli.explaining import explain
from bot.cli.offline import Offline, reach
from bot.clocks import SystemClock
from bot.domain.values import dataclass
from bot.platforms.checks import Check, wrong
from bot.platforms.dingtalk import doctor as dingtalk
from bot.platforms.dingtalk.quota import Quota
from bot.platforms.wecom import doctor as wecom
from bot.settings import DINGTALK, WECOM, Settings, load_settings
from bot.storage import leases, quota
from bot.storage.database import holds_data
from bot.storage.schema import SchemaMisfit, SchemaNewer

PATIENCE = 10.0  # seconds for one answer of a platform


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--post", is_flag=True, help="在系群里发一条测试消息")
def doctor(*, as_json: bool, post: bool) -> None:
    """逐项检查配置和连接，不正常的给出办法。"""
    logs.configure(level="ERROR", form="console")  # the checks say it better
    checks = list(_examine(load_settings(), post=post))
    if as_json:
        click.echo(
            json.dumps(
                {
                    "ok": all(check.ok for check in checks),
                    "checks": [asdict(check) for check in checks],
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for check in checks:
            click.echo(f"{'正常' if check.ok else '注意'}  {check.name}：{check.text}")
    raise click.exceptions.Exit(0 if all(check.ok for check in checks) else 1)


def _examine(settings: Settings, *, post: bool) -> Iterator[Check]:
    """A broken database is one line among the others: nothing else goes unsaid because of it."""
    yield from examinations.of_settings(settings)
    yield page_address.check(settings)
    yield second_opinion.check(settings)
    try:
        if not holds_data(settings.database):
            yield from examinations.no_data(settings)
            yield from _without_data(settings, post=post)
            return
        with reach(settings) as reached:
            yield from examinations.of_data(reached)
            yield from asyncio.run(_platform_checks(reached, post=post))
    except (SchemaNewer, SchemaMisfit, DBAPIError) as error:
        yield wrong("数据库", explain(error))


def _without_data(settings: Settings, *, post: bool) -> list[Check]:
    """The platforms are tried all the same, with an empty database that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        empty = settings.model_copy(update={"database_url": f"sqlite:///{folder}/empty.db"})
        with reach(empty, create=True) as reached:
            return asyncio.run(_platform_checks(reached, post=post))


@dataclass(frozen=True)
class _OfflineLease:
    """The lease of an installation whose server may be running beside this command."""

    reached: Offline

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        until = self.reached.now + timedelta(seconds=seconds)
        return self.reached.write(
            lambda work: leases.hold(work.session, name, owner, now=work.now, until=until)
        )

    async def release(self, name: str, owner: str) -> None:
        self.reached.write(lambda work: leases.release(work.session, name, owner))


async def _platform_checks(reached: Offline, *, post: bool) -> list[Check]:
    found = []
    if WECOM in reached.settings.platforms:
        found += await _wecom_checks(reached, post=post)
    if DINGTALK in reached.settings.platforms:
        found += await _dingtalk_checks(reached, post=post)
    return found


def _group(reached: Offline, platform: str) -> str:
    """The learned chat id of the first department on this platform."""
    return next(
        (
            one.group
            for one in reached.read(people.departments)
            if one.platform == platform and one.group
        ),
        "",
    )


async def _wecom_checks(reached: Offline, *, post: bool) -> list[Check]:
    known = reached.read(people.departments)
    accounts = reached.read(
        lambda work: [one.account for d in known for one in people.roster(work, d.id).people]
    )
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        found = await wecom.diagnose(
            reached.settings,
            clock=SystemClock(),
            lease=_OfflineLease(reached),
            http=http,
            group=_group(reached, WECOM),
            accounts=accounts,
            post=post,
        )
    return list(found)


@dataclass(frozen=True)
class _OfflineQuota:
    """Reads this month's numbers; a check spends nothing that counts."""

    reached: Offline

    async def spend(self, kind: str, month: str, number: int = 1, *, allowance: int = 0) -> int:
        return self.reached.write(
            lambda work: quota.spend(work.session, kind, month, number, allowance=allowance)
        )

    async def announce(self, kind: str, month: str, used: int, limit: int) -> None:
        """The line of the check tells it."""


async def _dingtalk_checks(reached: Offline, *, post: bool) -> list[Check]:
    clock = SystemClock()
    counted = Quota(_OfflineQuota(reached), clock, reached.settings.zone)
    await counted.start()
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        found = await dingtalk.diagnose(
            reached.settings,
            clock=clock,
            lease=_OfflineLease(reached),
            http=http,
            quota=counted,
            group=_group(reached, DINGTALK),
            post=post,
        )
    await counted.stop()
    return list(found)
