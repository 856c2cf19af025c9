"""The month's calls, counted here because the platform tells them only in its console.

The numbers are those of the whole organisation; other applications share them and are not seen from
here. Counting never delays a message: what came together in a few seconds is added to the ledger in
the background, so that no row tells when a single vote came; a crash loses those seconds.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import tzinfo
from enum import StrEnum
from typing import Protocol

import structlog

from bot.domain.values import dataclass
from bot.ports import Clock, SendFailed

log = structlog.get_logger(__name__)

# Shares of a month's number. The organiser is told early, for the message that tells him goes the
# way of reminders, which are the first to stop.
NOTICE = 0.8
SPARED = 0.9  # reminders stop
RESERVE = 0.95  # only votes, answers and acknowledgements from here on
REMINDERS, ORDINARY = 8, 5  # priorities of `Delivery` from which a message counts as such
PAUSE = 6 * 3600.0  # seconds
GATHER = 5.0  # seconds


class Kind(StrEnum):
    API = "api"  # sends, downloads, uploads, cards
    WEBHOOK = "webhook"  # robot messages in and out over stream, callback and webhooks


@dataclass(frozen=True)
class Allowance:
    """What one month holds, per kind. The default is the free edition since 2025-11-19."""

    api: int = 5_000
    webhook: int = 3_000

    def of(self, kind: Kind) -> int:
        if kind is Kind.API:
            return self.api
        return self.webhook


@dataclass(frozen=True)
class Usage:
    kind: Kind
    month: str
    used: int
    limit: int


class Ledger(Protocol):
    """What the core keeps for this: one number per month and kind."""

    async def spend(self, kind: str, month: str, number: int = 1, *, allowance: int = 0) -> int:
        """Adds to the month's number, durably, and returns it; adding 0 only reads.

        `allowance` is what the month allows.
        """

    async def announce(self, kind: str, month: str, used: int, limit: int) -> None:
        """Tells the organiser once per month and kind that the number runs low."""


class MemoryLedger:
    """Counts for this process alone."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.announced: dict[tuple[str, str], int] = {}

    async def spend(self, kind: str, month: str, number: int = 1, *, allowance: int = 0) -> int:  # noqa: ARG002 - as above
        self.counts[kind, month] += number
        return self.counts[kind, month]

    async def announce(self, kind: str, month: str, used: int, limit: int) -> None:  # noqa: ARG002 - a log needs no limit
        self.announced.setdefault((kind, month), used)


class Quota:
    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        zone: tzinfo,
        allowance: Allowance | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._ledger, self._clock, self._zone, self._sleep = ledger, clock, zone, sleep
        self.allowance = allowance or Allowance()
        self._stored: Counter[tuple[Kind, str]] = Counter()
        self._pending: Counter[tuple[Kind, str]] = Counter()
        self._exhausted: set[tuple[Kind, str]] = set()
        self._told: set[tuple[Kind, str]] = set()
        self._writing: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()

    async def start(self) -> None:
        """Takes up the numbers of the running month.

        A ledger that is away is asked with the next call that counts.
        """
        try:
            for kind in Kind:
                self._stored[kind, self.month] = await self._spend(kind, self.month, 0)
        except Exception as error:  # noqa: BLE001 - counting must not stop the robot
            log.warning("dingtalk.quota_unknown", error=type(error).__name__)

    async def stop(self) -> None:
        """Returns once everything is in the ledger, or the ledger is away."""
        self._ending.set()
        if self._writing is not None:
            await self._writing

    @property
    def month(self) -> str:
        return self._clock.now().astimezone(self._zone).strftime("%Y-%m")

    def usage(self) -> tuple[Usage, ...]:
        return tuple(
            Usage(kind, self.month, self.used(kind), self.allowance.of(kind)) for kind in Kind
        )

    def used(self, kind: Kind) -> int:
        return self._stored[kind, self.month] + self._pending[kind, self.month]

    def share(self, kind: Kind) -> float:
        """Returns how much of the month's number is used; 1 where the platform says so."""
        if (kind, self.month) in self._exhausted:
            return 1.0
        return self.used(kind) / self.allowance.of(kind)

    def check(self, kind: Kind, priority: int) -> None:
        """Raises SendFailed where what is left is kept for more urgent messages.

        Those of the first rank always try.
        """
        share = self.share(kind)
        is_spared = priority >= REMINDERS and share >= SPARED
        is_kept_back = priority >= ORDINARY and share >= RESERVE
        if is_spared or is_kept_back:
            raise SendFailed("本月的钉钉用量所剩不多，留给投票和答复", retry_after=PAUSE)

    def spend(self, kind: Kind, number: int = 1) -> None:
        self._pending[kind, self.month] += number
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    def exhausted(self, kind: Kind) -> None:
        """Notes that the platform itself calls the month used up, whatever was counted here."""
        self._exhausted.add((kind, self.month))

    async def _spend(self, kind: Kind, month: str, number: int) -> int:
        return await self._ledger.spend(kind, month, number, allowance=self.allowance.of(kind))

    async def _write(self) -> None:
        while self._pending:
            waits = [
                asyncio.ensure_future(self._sleep(GATHER)),
                asyncio.ensure_future(self._ending.wait()),
            ]
            # The end of the program must not wait for the seconds to pass.
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            # Further calls are counted while the ledger is asked.
            for (kind, month), number in tuple(self._pending.items()):
                try:
                    self._stored[kind, month] = await self._spend(kind, month, number)
                    self._pending[kind, month] -= number
                    if not self._pending[kind, month]:
                        del self._pending[kind, month]
                    await self._notice(kind, month)
                except Exception as error:  # noqa: BLE001 - counting must not stop the robot; the number stays pending
                    log.warning("dingtalk.quota_not_stored", error=type(error).__name__)
                    return

    async def _notice(self, kind: Kind, month: str) -> None:
        used, limit = self._stored[kind, month], self.allowance.of(kind)
        if used < NOTICE * limit or (kind, month) in self._told:
            return
        log.warning("dingtalk.quota", kind=kind.value, month=month, used=used, limit=limit)
        await self._ledger.announce(kind, month, used, limit)
        # Only now, so that an announcement that failed is made again.
        self._told.add((kind, month))
