"""What `doctor` asks the platforms that are configured."""

from datetime import timedelta

import httpx

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.offline import Offline
from bot.clocks import SystemClock
from bot.domain.values import dataclass
from bot.platforms.checks import Check
from bot.platforms.dingtalk import doctor as dingtalk
from bot.platforms.dingtalk.quota import Quota
from bot.platforms.wecom import doctor as wecom
from bot.settings import DINGTALK, WECOM
from bot.storage import leases, quota

PATIENCE = 10.0  # seconds for one answer of a platform


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


async def of_platforms(reached: Offline, *, post: bool) -> list[Check]:
    """Asks each platform that is set; with `post` something is said in a group of it."""
    checks: list[Check] = []
    settings, clock, lease = reached.settings, SystemClock(), _OfflineLease(reached)
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        if WECOM in settings.platforms:
            checks += await wecom.diagnose(
                settings,
                clock=clock,
                lease=lease,
                http=http,
                group=_group(reached, WECOM),
                accounts=reached.read(_accounts),
                post=post,
            )
        if DINGTALK in settings.platforms:
            counted = Quota(_OfflineQuota(reached), clock, settings.zone)
            await counted.start()
            checks += await dingtalk.diagnose(
                settings,
                clock=clock,
                lease=lease,
                http=http,
                quota=counted,
                group=_group(reached, DINGTALK),
                post=post,
            )
            await counted.stop()
    return checks


def _group(reached: Offline, platform: str) -> str:
    """Returns the learned group of the first department on this platform; empty without one."""
    for department in reached.read(people.departments):
        if department.platform == platform and department.group:
            return department.group
    return ""


def _accounts(work: UnitOfWork) -> list[str]:
    """Returns the accounts of everybody on the rosters, of whichever department."""
    return [
        person.account
        for department in people.departments(work)
        for person in people.roster(work, department.id).people
    ]
