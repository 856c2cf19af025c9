"""The composition of this room: what the program's root builds for DingTalk."""

from collections.abc import Sequence
from dataclasses import field

from starlette.routing import Route

from bot.domain.values import dataclass
from bot.platforms import robots
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
from bot.platforms.dingtalk.stream import OnFrame, Stream, Timings
from bot.platforms.dingtalk.uploads import Uploads
from bot.platforms.dingtalk.webhooks import GroupWebhook, SessionWebhooks
from bot.platforms.replays import Replays
from bot.platforms.robots import SETTLE_SECONDS, ConnectedMode, Core
from bot.ports import FileFetcher, Messenger
from bot.settings import Settings


@dataclass(frozen=True)
class Externals(robots.Externals):
    """What tests replace: the web, the pace and the time."""

    timings: Timings = field(default_factory=Timings)
    answer_seconds: float = ANSWER_SECONDS
    card_seconds: float = CARD_SECONDS


class DingtalkPlatform:
    """One app robot, over the stream or over callbacks, as the settings say."""

    def __init__(
        self,
        settings: Settings,
        core: Core,
        ledger: Ledger | None = None,
        externals: Externals | None = None,
    ) -> None:
        externals = externals or Externals()
        self._http = http = externals.http
        allowance = Allowance(settings.dingtalk_monthly_calls, settings.dingtalk_monthly_messages)
        self.quota = Quota(
            ledger or MemoryLedger(), core.clock, settings.zone, allowance, externals.sleep
        )
        robot = settings.dingtalk_client_id
        secret = settings.dingtalk_client_secret.get_secret_value()
        addresses = Addresses(settings.dingtalk_api_base, settings.dingtalk_oapi_base)
        self.api = OpenApi(
            http,
            addresses,
            AccessToken(http, addresses.api, robot, secret, externals.monotonic),
            self.quota,
            sleep=externals.sleep,
            monotonic=externals.monotonic,
        )
        self.messenger: Messenger = self._build_messenger(settings, core, externals, addresses)
        self.fetcher: FileFetcher = MediaFetcher(self.api, http, addresses, robot)
        self._late_views = LateViews(self.api, externals.sleep)
        self._intake = Intake(
            self.messenger,
            self._late_views,
            inlet=core.inlet,
            clock=core.clock,
            quota=self.quota,
            card_seconds=externals.card_seconds,
            sleep=externals.sleep,
        )
        self.gateway = Gateway(http, addresses, robot, secret)
        self.mode: StreamMode | CallbackMode
        if settings.dingtalk_mode == "stream":
            self.mode = StreamMode(settings, core, externals, self.gateway, self._intake)
        else:
            self.mode = CallbackMode(settings, core, externals, self._intake)
        self.routes: Sequence[Route] = self.mode.routes

    def _build_messenger(
        self, settings: Settings, core: Core, externals: Externals, addresses: Addresses
    ) -> DingtalkMessenger:
        robot = settings.dingtalk_client_id
        template = ""
        # Choices on a card come over the stream alone.
        if settings.dingtalk_mode == "stream":
            template = settings.dingtalk_card_template
        return DingtalkMessenger(
            self.api,
            robot=robot,
            template=template,
            sessions=SessionWebhooks(externals.http, addresses, core.clock, self.quota),
            group=GroupWebhook(
                externals.http,
                settings.dingtalk_group_webhook.get_secret_value(),
                settings.dingtalk_group_secret.get_secret_value(),
                clock=core.clock,
                quota=self.quota,
                monotonic=externals.monotonic,
            ),
            batches=Batches(self.api, robot, externals.sleep),
            uploads=Uploads(self.api, core.files),
            quota=self.quota,
        )

    async def start(self) -> None:
        """Returns at once: the connection is made, and made again, in the background."""
        await self.quota.start()
        await self.mode.start()

    async def stop(self) -> None:
        """Takes nothing new, lets what was begun come to its end, gives the lease back."""
        await self.mode.stop()
        await self._late_views.settle()
        await self.quota.stop()
        await self._http.aclose()

    async def settle(self) -> None:
        """Returns once everything that came in is stored, acknowledged and answered."""
        await self._intake.queue.settle(SETTLE_SECONDS)
        await self._late_views.settle()

    def ready(self) -> tuple[bool, str]:
        """Tells whether messages come and go, and a sentence for the administrator."""
        return self.mode.ready()

    def stands_by(self) -> bool:
        """Tells whether another process holds the robot's stream."""
        return self.mode.stands_by()


class StreamMode(ConnectedMode[OnFrame]):
    """The platform sends everything over the stream to which the robot connects."""

    def __init__(
        self,
        settings: Settings,
        core: Core,
        externals: Externals,
        gateway: Gateway,
        intake: Intake,
    ) -> None:
        self.stream = Stream(
            gateway,
            settings.dingtalk_client_id,
            lease=core.lease,
            timings=externals.timings,
            sleep=externals.sleep,
            on_connected=core.on_connected,
            on_took_over=core.on_took_over,
        )
        super().__init__(self.stream, intake.on_frame, intake.queue)


class CallbackMode:
    """The platform calls the robot. Taps on cards do not come this way."""

    def __init__(
        self, settings: Settings, core: Core, externals: Externals, intake: Intake
    ) -> None:
        secret = settings.dingtalk_client_secret.get_secret_value()
        self._queue = intake.queue
        self._replays = Replays(core.calls, secret.encode())
        callback = Callback(
            secret,
            intake=intake,
            clock=core.clock,
            replays=self._replays,
            answer_seconds=externals.answer_seconds,
        )
        self.routes: Sequence[Route] = callback.routes

    async def start(self) -> None:
        """Opens nothing, for the platform calls; looks up what it called before a restart."""
        await self._replays.start()

    async def stop(self) -> None:
        await self._queue.settle(SETTLE_SECONDS)
        # What the platform still called with meanwhile is cut short: it calls again.
        await self._queue.settle(0)

    def ready(self) -> tuple[bool, str]:
        return True, "钉钉回调地址 /dingtalk/callback 等待推送"

    def stands_by(self) -> bool:
        """Never: the platform calls whichever process is reached."""
        return False
