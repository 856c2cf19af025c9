"""`doctor`: configuration and connectivity, line by line, with the remedy for each failure."""

import asyncio
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

import click
import httpx

from bot import logs
from bot.actions import health, people
from bot.app import DINGTALK, WECOM, SystemClock
from bot.cli.offline import Offline, offline
from bot.documents.confinement import Wall
from bot.documents.reader import standing_walls
from bot.holidays import year_table
from bot.platforms.checks import Check, fine, wrong
from bot.platforms.dingtalk import doctor as dingtalk
from bot.platforms.dingtalk.quota import Quota
from bot.platforms.wecom import doctor as wecom
from bot.settings import Settings
from bot.storage import leases, quota

PATIENCE = 10.0  # seconds for one answer of a platform
SHOWN = 5  # incident numbers named
WALLS = {
    Wall.FILES: "文件访问（Landlock）",
    Wall.CALLS: "系统调用（seccomp）",
    Wall.PRIVILEGES: "管理员权限",
}
ROOM = 500 * 1024 * 1024  # bytes of free disk below which files and votes are at risk


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--post", is_flag=True, help="在系群里发一条测试消息")
def doctor(*, as_json: bool, post: bool) -> None:
    """逐项检查配置和连接，不正常的给出办法。"""
    logs.configure(level="ERROR", form="console")  # the checks say it better
    with offline() as reached:
        checks = [*_checks(reached), *asyncio.run(_platform_checks(reached, post=post))]
    if as_json:
        click.echo(
            json.dumps(
                {"ok": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for check in checks:
            click.echo(f"{'正常' if check.ok else '注意'}  {check.name}：{check.text}")
    raise click.exceptions.Exit(0 if all(check.ok for check in checks) else 1)


def _checks(reached: Offline) -> Iterator[Check]:
    settings = reached.settings
    yield fine("数据库", "可以读写")  # opening it migrated it
    yield _disk(settings)
    yield _keys(settings)
    yield _walls()
    yield _departments(reached)
    yield _holidays(reached.now.astimezone(settings.zone).year)
    yield _messages(reached)


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.data_dir).free
    enough = free > ROOM
    text = f"剩余 {free // (1024 * 1024)} MB"
    return Check("磁盘", enough, text if enough else f"{text}，请清理磁盘，否则文件和选票可能存不下")


def _keys(settings: Settings) -> Check:
    inside = settings.keys.resolve().is_relative_to(settings.data_dir.resolve())
    if inside:
        return wrong("密钥目录", "在数据目录里面，会被一起备份。请把 SHUZHI_KEY_DIR 指到数据目录之外")
    nearest = next(folder for folder in (settings.keys, *settings.keys.resolve().parents) if folder.exists())
    writable = os.access(nearest, os.W_OK)
    return Check(
        "密钥目录", writable, f"{settings.keys} 可用" if writable else f"{settings.keys} 不能写入，请检查目录权限"
    )


def _walls() -> Check:
    """What a hostile file could reach if it took over the reader that opens it."""
    walls = standing_walls()
    missing = [name for wall, name in WALLS.items() if wall not in walls]
    if not missing:
        return fine("文件隔离", "读文件的进程只能读程序自己的文件，不能写、联网或启动程序")
    return wrong(
        "文件隔离",
        f"读文件的进程还没有完全隔离（缺：{'、'.join(missing)}）。请用 5.13 以上的 Linux 内核并安装 libseccomp2，"
        "且不要在禁止这些功能的容器里运行",
    )


def _departments(reached: Offline) -> Check:
    known = reached.read(people.departments)
    if not known:
        return wrong("系", "还没有任何系，请运行 shuzhi department add 编号 --name 名称")
    silent = [one.name for one in known if not one.group]
    if silent:
        return wrong("系", f"{'、'.join(silent)}的群还不知道，请把机器人加进群，并在群里 @述职助手 说一句话")
    return fine("系", "、".join(one.name for one in known))


def _holidays(year: int) -> Check:
    missing = [str(one) for one in (year, year + 1) if year_table(one) is None]
    if str(year) in missing:
        return wrong(
            "节假日", f"没有 {year} 年的放假安排，除法定节日外按周一至周五算工作日。请在方案里填写放假和调休日"
        )
    text = f"{year} 年的放假安排已知" + (f"，{year + 1} 年的尚未收录" if missing else "")
    return fine("节假日", text)


def _messages(reached: Offline) -> Check:
    undelivered, incidents = reached.read(health.undelivered), reached.read(health.incidents)
    told = [f"{count} 条没有送达（{reason}）" for reason, count in undelivered.items()]
    if incidents:
        told.append(f"{len(incidents)} 条处理时出错，请把编号交给维护者在日志里查：{'、'.join(incidents[:SHOWN])}")
    return wrong("消息", "；".join(told)) if told else fine("消息", "没有积压的问题")


@dataclass(frozen=True)
class _OfflineLease:
    """The lease of an installation whose server may be running beside this command."""

    reached: Offline

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        until = self.reached.now + timedelta(seconds=seconds)
        return self.reached.write(lambda work: leases.hold(work.session, name, owner, now=work.now, until=until))

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
    return next((one.group for one in reached.read(people.departments) if one.platform == platform and one.group), "")


async def _wecom_checks(reached: Offline, *, post: bool) -> list[Check]:
    known = reached.read(people.departments)
    accounts = reached.read(lambda work: [one.account for d in known for one in people.roster(work, d.id).people])
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

    async def spend(self, kind: str, month: str, number: int = 1) -> int:
        return self.reached.write(lambda work: quota.spend(work.session, kind, month, number))

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
