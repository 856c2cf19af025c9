"""The composition of this room: what the program's root builds for DingTalk."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import httpx
from starlette.routing import Route

from bot.platforms.dingtalk.access import AccessToken
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.batches import Batches
from bot.platforms.dingtalk.callback import ANSWER_SECONDS, Callback
from bot.platforms.dingtalk.gateway import Gateway
from bot.platforms.dingtalk.intake import CARD_SECONDS, Intake
from bot.platforms.dingtalk.late_views import LateViews
from bot.platforms.dingtalk.media import MediaFetcher
from bot.platforms.dingtalk.messenger import DingtalkMessenger
from bot.platforms.dingtalk.openapi import OpenApi
from bot.platforms.dingtalk.quota import Allowance, Ledger, MemoryLedger, Quota
from bot.platforms.dingtalk.stream import Stream, Timings
from bot.platforms.dingtalk.uploads import Uploads
from bot.platforms.dingtalk.webhooks import GroupWebhook, SessionWebhooks
from bot.platforms.replays import Replays
from bot.ports import Calls, Clock, FileFetcher, FileSource, Inlet, Lease, Messenger
from bot.settings import Settings

SETTLE_SECONDS = 8.0


@dataclass(frozen=True)
class Surroundings:
    """What tests replace: the web, the pace and the time."""

    http: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)
    timings: Timings = field(default_factory=Timings)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    answer_seconds: float = ANSWER_SECONDS
    card_seconds: float = CARD_SECONDS


class _Calls:
    """What goes out: everything that needs the app's credentials."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        files: FileSource,
        quota: Quota,
        around: Surroundings,
    ) -> None:
        self.robot, secret = (
            settings.dingtalk_client_id,
            settings.dingtalk_client_secret.get_secret_value(),
        )
        addresses = Addresses(settings.dingtalk_api_base, settings.dingtalk_oapi_base)
        token = AccessToken(around.http, addresses.api, self.robot, secret, around.monotonic)
        api = OpenApi(
            around.http, addresses, token, quota, sleep=around.sleep, monotonic=around.monotonic
        )
        self.gateway = Gateway(around.http, addresses, self.robot, secret)
        self.fetcher = MediaFetcher(api, around.http, addresses, self.robot)
        self.late = LateViews(api, around.sleep)
        self.messenger = DingtalkMessenger(
            api,
            robot=self.robot,
            template=settings.dingtalk_card_template if settings.dingtalk_mode == "stream" else "",
            sessions=SessionWebhooks(around.http, addresses, clock, quota),
            group=GroupWebhook(
                around.http,
                settings.dingtalk_group_webhook.get_secret_value(),
                settings.dingtalk_group_secret.get_secret_value(),
                clock=clock,
                quota=quota,
                monotonic=around.monotonic,
            ),
            batches=Batches(api, self.robot, around.sleep),
            uploads=Uploads(api, files),
            quota=quota,
        )


class DingtalkPlatform:
    """One app robot, over the stream or over callbacks, as the settings say."""

    def __init__(
        self,
        settings: Settings,
        inlet: Inlet,
        clock: Clock,
        files: FileSource,
        lease: Lease,
        calls: Calls,
        ledger: Ledger | None = None,
        around: Surroundings | None = None,
        *,
        on_connected: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_connected` is called whenever the network to the platform is there again."""
        around = around or Surroundings()
        self._settings, self._clock, self._lease, self._http = settings, clock, lease, around.http
        allowance = Allowance(settings.dingtalk_monthly_calls, settings.dingtalk_monthly_messages)
        self.quota = Quota(ledger or MemoryLedger(), clock, settings.zone, allowance, around.sleep)
        self._calls = _Calls(settings, clock, files, self.quota, around)
        self.messenger: Messenger = self._calls.messenger
        self.fetcher: FileFetcher = self._calls.fetcher
        self._intake = Intake(
            self.messenger,
            self._calls.late,
            inlet=inlet,
            clock=clock,
            quota=self.quota,
            card_seconds=around.card_seconds,
            sleep=around.sleep,
        )
        self.stream = Stream(
            self._calls.gateway,
            self._calls.robot,
            lease=lease,
            timings=around.timings,
            sleep=around.sleep,
            on_connected=on_connected,
        )
        self._replays = Replays(calls, settings.dingtalk_client_secret.get_secret_value().encode())
        self.routes: Sequence[Route] = (
            self._routes(around) if settings.dingtalk_mode == "callback" else ()
        )
        self._running: asyncio.Task[None] | None = None

    def _routes(self, around: Surroundings) -> Sequence[Route]:
        secret = self._settings.dingtalk_client_secret.get_secret_value()
        callback = Callback(
            secret,
            intake=self._intake,
            clock=self._clock,
            replays=self._replays,
            answer_seconds=around.answer_seconds,
        )
        return callback.routes

    async def start(self) -> None:
        """Returns at once: the connection is made, and made again, in the background."""
        await self.quota.start()
        if self.routes:
            await self._replays.start()
        else:
            self._running = asyncio.create_task(
                self.stream.run(self._intake.on_frame), name="dingtalk-stream"
            )

    async def stop(self) -> None:
        """Takes nothing new, lets what was begun come to its end, gives the lease back."""
        await self._intake.queue.settle(SETTLE_SECONDS)
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._intake.queue.settle(0)
        await self._calls.late.settle()
        await self.quota.stop()
        await self._http.aclose()

    async def settle(self) -> None:
        """Returns once everything that came in is stored, acknowledged and answered."""
        await self._intake.queue.settle(SETTLE_SECONDS)
        await self._calls.late.settle()

    def ready(self) -> tuple[bool, str]:
        """Whether messages come and go, and a sentence for the administrator."""
        if self.routes:
            return True, "钉钉回调地址 /dingtalk/callback 等待推送"
        return self.stream.ready()
