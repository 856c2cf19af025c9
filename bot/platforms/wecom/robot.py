"""The composition of this room: what the program's root builds for WeCom."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import httpx
from starlette.routing import Route

from bot.platforms.replays import Replays
from bot.platforms.wecom.accounts import Accounts
from bot.platforms.wecom.callback import ANSWER_SECONDS, Callback
from bot.platforms.wecom.connection import LongConnection, Timings
from bot.platforms.wecom.crypto import Envelope
from bot.platforms.wecom.group_robot import GroupRobot
from bot.platforms.wecom.intake import FrameIntake
from bot.platforms.wecom.limits import Budget
from bot.platforms.wecom.media import Hosts, MediaFetcher
from bot.platforms.wecom.pushes import Pushes
from bot.platforms.wecom.replies import Replies
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


@dataclass(frozen=True)
class _Given:
    settings: Settings
    inlet: Inlet
    clock: Clock
    files: FileSource
    lease: Lease
    calls: Calls
    around: Surroundings
    on_connected: Callable[[], None]
    accounts: Accounts = field(default_factory=Accounts)

    def group_robot(self) -> GroupRobot:
        return GroupRobot(
            self.settings.wecom_group_webhook.get_secret_value(),
            chat=self.settings.wecom_group_chat,
            http=self.around.http,
            files=self.files,
            sleep=self.around.sleep,
            monotonic=self.around.monotonic,
        )


class WecomPlatform:
    """One robot, over the long connection or over callbacks, as the settings say."""

    def __init__(
        self,
        settings: Settings,
        inlet: Inlet,
        clock: Clock,
        files: FileSource,
        lease: Lease,
        calls: Calls,
        around: Surroundings | None = None,
        *,
        on_connected: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_connected` is called whenever messages can go out again after they could not."""
        surroundings = around or Surroundings()
        given = _Given(settings, inlet, clock, files, lease, calls, surroundings, on_connected)
        self._http = given.around.http
        self._way = _OverConnection(given) if settings.wecom_bot_id else _OverCallback(given)
        self.accounts = given.accounts
        self.messenger: Messenger = self._way.messenger
        self.routes: Sequence[Route] = self._way.routes
        self.fetcher: FileFetcher = MediaFetcher(
            self._http, Hosts(settings.wecom_media_hosts), default_key=self._way.media_key
        )

    async def start(self) -> None:
        """Returns at once: the connection is made, and made again, in the background."""
        await self._way.start()

    async def stop(self) -> None:
        """Takes nothing new, lets what was begun come to its end, gives the lease back."""
        await self._way.stop()
        await self._http.aclose()

    def ready(self) -> tuple[bool, str]:
        """Whether messages come and go, and a sentence for the administrator."""
        return self._way.ready()


class _OverConnection:
    routes: Sequence[Route] = ()
    media_key = b""  # each file brings its own

    def __init__(self, given: _Given) -> None:
        settings, around = given.settings, given.around
        secret = settings.wecom_bot_secret.get_secret_value()
        self.connection = LongConnection(
            settings.wecom_ws_url,
            settings.wecom_bot_id,
            secret,
            lease=given.lease,
            timings=around.timings,
            sleep=around.sleep,
            on_connected=given.on_connected,
        )
        budget = Budget(around.monotonic)
        self.messenger = Pushes(
            self.connection,
            files=given.files,
            budget=budget,
            group_robot=given.group_robot(),
            monotonic=around.monotonic,
        )
        self._intake = FrameIntake(
            self.connection,
            self.messenger,
            inlet=given.inlet,
            clock=given.clock,
            budget=budget,
            accounts=given.accounts,
            monotonic=around.monotonic,
            sleep=around.sleep,
        )
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._running = asyncio.create_task(
            self.connection.run(self._intake.on_frame), name="wecom-connection"
        )

    async def stop(self) -> None:
        await self._intake.queue.settle(SETTLE_SECONDS)
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._intake.queue.settle(0)

    def ready(self) -> tuple[bool, str]:
        return self.connection.ready()


class _OverCallback:
    def __init__(self, given: _Given) -> None:
        token, key = given.settings.wecom_token, given.settings.wecom_aes_key
        envelope = Envelope(token.get_secret_value(), key.get_secret_value())
        self.media_key = envelope.key
        self.messenger = Replies(
            http=given.around.http,
            files=given.files,
            clock=given.clock,
            group_robot=given.group_robot(),
        )
        self._callback = Callback(
            envelope,
            inlet=given.inlet,
            clock=given.clock,
            replies=self.messenger,
            accounts=given.accounts,
            replays=Replays(given.calls, envelope.key),
            answer_seconds=given.around.answer_seconds,
        )
        self.routes: Sequence[Route] = [Route("/wecom/callback", self._callback)]

    async def start(self) -> None:
        """Nothing to open, for the platform calls; what it called before a restart is looked up."""
        await self._callback.start()

    async def stop(self) -> None:
        await self._callback.settle()

    def ready(self) -> tuple[bool, str]:
        return True, "企业微信回调地址 /wecom/callback 等待推送"
