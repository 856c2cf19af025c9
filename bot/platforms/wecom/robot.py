"""The composition of this room: what the program's root builds for WeCom."""

from collections.abc import Sequence
from dataclasses import field

from starlette.routing import Route

from bot.domain.reach import FirstWord
from bot.domain.values import dataclass
from bot.platforms import robots
from bot.platforms.replays import Replays
from bot.platforms.robots import ConnectedMode, Core
from bot.platforms.wecom.accounts import Accounts
from bot.platforms.wecom.callback import ANSWER_SECONDS, Callback
from bot.platforms.wecom.connection import LongConnection, OnFrame, Timings
from bot.platforms.wecom.crypto import Envelope
from bot.platforms.wecom.group_robot import GroupRobot
from bot.platforms.wecom.intake import FrameIntake
from bot.platforms.wecom.limits import Budget
from bot.platforms.wecom.media import Hosts, MediaFetcher
from bot.platforms.wecom.pushes import Pushes
from bot.platforms.wecom.replies import Replies
from bot.ports import FileFetcher, Messenger
from bot.settings import Settings, SettingsInvalid


@dataclass(frozen=True)
class Externals(robots.Externals):
    """What tests replace: the web, the pace and the time."""

    timings: Timings = field(default_factory=Timings)
    answer_seconds: float = ANSWER_SECONDS


class WecomPlatform:
    """One robot, over the long connection or over callbacks, as the settings say."""

    def __init__(self, settings: Settings, core: Core, externals: Externals | None = None) -> None:
        externals = externals or Externals()
        group_robot = GroupRobot(
            settings.wecom_group_webhook.get_secret_value(),
            chat=settings.wecom_group_chat,
            http=externals.http,
            files=core.files,
            sleep=externals.sleep,
            monotonic=externals.monotonic,
        )
        self.accounts = Accounts()
        self.mode: ConnectionMode | CallbackMode
        if settings.wecom_bot_id:
            self.mode = ConnectionMode(settings, core, externals, group_robot, self.accounts)
        else:
            self.mode = CallbackMode(settings, core, externals, group_robot, self.accounts)
        self.messenger: Messenger = self.mode.messenger
        self.first_word = self.mode.first_word
        self.routes: Sequence[Route] = self.mode.routes
        # The group robot posts by an address of its own, whoever holds the robot's connection.
        self.posts_apart = bool(settings.wecom_group_webhook.get_secret_value())
        self._http = externals.http
        self.fetcher: FileFetcher = MediaFetcher(
            self._http, Hosts(settings.wecom_media_hosts), default_key=self.mode.media_key
        )

    async def start(self) -> None:
        """Returns at once: the connection is made, and made again, in the background."""
        await self.mode.start()

    async def stop(self) -> None:
        """Takes nothing new, lets what was begun come to its end, gives the lease back."""
        await self.mode.stop()
        await self._http.aclose()

    def ready(self) -> tuple[bool, str]:
        """Tells whether messages come and go, and a sentence for the administrator."""
        return self.mode.ready()

    def stands_by(self) -> bool:
        """Tells whether another process holds the robot's connection."""
        return self.mode.stands_by()

    def taken_over(self) -> bool:
        """Tells whether another program uses the robot, and this one hears nobody."""
        return self.mode.taken_over()


class ConnectionMode(ConnectedMode[OnFrame]):
    """The robot connects to the platform."""

    media_key = b""  # each file brings its own
    first_word = FirstWord.ONCE_SPOKEN

    def __init__(
        self,
        settings: Settings,
        core: Core,
        externals: Externals,
        group_robot: GroupRobot,
        accounts: Accounts,
    ) -> None:
        self.connection = LongConnection(
            settings.wecom_ws_url,
            settings.wecom_bot_id,
            settings.wecom_bot_secret.get_secret_value(),
            lease=core.lease,
            timings=externals.timings,
            sleep=externals.sleep,
            on_connected=core.on_connected,
            on_took_over=core.on_took_over,
        )
        budget = Budget(externals.monotonic)
        self.messenger = Pushes(
            self.connection,
            files=core.files,
            budget=budget,
            group_robot=group_robot,
            monotonic=externals.monotonic,
        )
        self.intake = FrameIntake(
            self.connection,
            self.messenger,
            inlet=core.inlet,
            clock=core.clock,
            budget=budget,
            accounts=accounts,
            monotonic=externals.monotonic,
            sleep=externals.sleep,
        )
        super().__init__(self.connection, self.intake.on_frame, self.intake.queue)


class CallbackMode:
    """The platform calls the robot."""

    first_word = FirstWord.NEVER

    def __init__(
        self,
        settings: Settings,
        core: Core,
        externals: Externals,
        group_robot: GroupRobot,
        accounts: Accounts,
    ) -> None:
        token, key = settings.wecom_token, settings.wecom_aes_key
        try:
            envelope = Envelope(token.get_secret_value(), key.get_secret_value())
        except ValueError as malformed:
            raise SettingsInvalid(str(malformed)) from None
        self.media_key = envelope.key
        self.messenger = Replies(
            http=externals.http, files=core.files, clock=core.clock, group_robot=group_robot
        )
        self.callback = Callback(
            envelope,
            inlet=core.inlet,
            clock=core.clock,
            replies=self.messenger,
            accounts=accounts,
            replays=Replays(core.calls, envelope.key),
            answer_seconds=externals.answer_seconds,
        )
        self.routes: Sequence[Route] = [Route("/wecom/callback", self.callback)]

    async def start(self) -> None:
        """Opens nothing, for the platform calls; looks up what it called before a restart."""
        await self.callback.start()

    async def stop(self) -> None:
        await self.callback.settle()

    def ready(self) -> tuple[bool, str]:
        return True, "企业微信回调地址 /wecom/callback 等待推送"

    def stands_by(self) -> bool:
        """Never: the platform calls whichever process is reached."""
        return False

    def taken_over(self) -> bool:
        """Never: there is no connection that could be."""
        return False
