"""The stream: one connection per app, whose frames are acknowledged on the socket they came by.

Of several connections each frame reaches one at random, so one process holds it for all. The server
rotates connections as a matter of course: a `disconnect` frame is followed by a new connection at
once, while the old one is left open for the acknowledgements that are still on their way. A peer
that falls silent is found by WebSocket pings.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar, Protocol

import structlog
from typing_extensions import override
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from bot.domain.values import dataclass
from bot.platforms import leased
from bot.platforms.dingtalk import frames
from bot.platforms.dingtalk.errors import Rejected
from bot.platforms.dingtalk.frames import Frame
from bot.platforms.json_objects import PayloadInvalid
from bot.platforms.leased import LeasedConnection, State, open_socket
from bot.ports import Lease

log = structlog.get_logger(__name__)

# Sends an ack back by the way that the frame came; never raises.
Answer = Callable[[str], Awaitable[None]]
OnFrame = Callable[[Frame, Answer], None]


@dataclass(frozen=True)
class Timings(leased.Timings):
    """Seconds."""

    ping: float = 20.0  # and as long for its pong
    drain: float = 9.0  # the server closes a rotated connection after ten


class Opener(Protocol):
    async def open(self) -> str:
        """Asks for the address of a new connection. Raises CredentialsRefused, Rejected."""


class Stream(LeasedConnection[OnFrame]):
    """One app's connection."""

    platform = "dingtalk"
    readiness: ClassVar[Mapping[State, tuple[bool, str]]] = {
        State.STARTING: (False, "钉钉 Stream 连接尚未建立"),
        State.STANDBY: (True, "钉钉 Stream 连接由另一个进程持有，本进程待命"),
        State.CONNECTING: (False, "钉钉 Stream 连接已断开，正在重连"),
        State.CONNECTED: (True, "钉钉 Stream 连接正常"),
        State.REFUSED: (
            False,
            (
                "钉钉不接受应用的凭证："
                "请核对 SHUZHI_DINGTALK_CLIENT_ID 和 SHUZHI_DINGTALK_CLIENT_SECRET；"
                "改过 .env 后请重启本服务，本程序每分钟再试一次"
            ),
        ),
        State.STOPPED: (False, "钉钉 Stream 连接已停止"),
    }

    def __init__(
        self,
        gateway: Opener,
        client_id: str,
        *,
        lease: Lease,
        timings: Timings = Timings(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_connected: Callable[[], None] = lambda: None,
        on_took_over: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            client_id,
            lease=lease,
            timings=timings,
            sleep=sleep,
            on_connected=on_connected,
            on_took_over=on_took_over,
        )
        self._timings: Timings = timings
        self._gateway = gateway
        self._draining: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    @override
    async def _session(self) -> bool:
        try:
            address = await self._gateway.open()
        except Rejected as rejected:
            log.warning("dingtalk.disconnected", error="Rejected", code=rejected.code)
            return False
        socket = await open_socket(address, self._timings, ping=self._timings.ping)
        self._become_connected()
        rotate = asyncio.Event()
        reading = asyncio.create_task(self._read(socket, rotate))
        watching = [asyncio.create_task(self._keep_lease()), asyncio.create_task(_wait(rotate))]
        try:
            await asyncio.wait([reading, *watching], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
            draining = asyncio.create_task(self._drain(socket, reading, rotated=rotate.is_set()))
            self._draining.add(draining)
            draining.add_done_callback(self._draining.discard)
        return rotate.is_set()

    async def _read(self, socket: ClientConnection, rotate: asyncio.Event) -> None:
        """Hands every frame on until the connection ends in whatever way."""
        writing = asyncio.Lock()

        async def answer(text: str) -> None:
            # A connection that takes nothing is cut; the frame may then come again.
            try:
                async with asyncio.timeout(self._timings.write), writing:
                    await socket.send(text)
            except (TimeoutError, OSError, WebSocketException) as error:
                log.warning("dingtalk.ack_lost", error=type(error).__name__)
                socket.transport.abort()

        with contextlib.suppress(WebSocketException, OSError):
            async for raw in socket:
                try:
                    frame = frames.read(raw)
                except PayloadInvalid:
                    log.warning("dingtalk.frame_unreadable")
                    continue
                self._received = True
                immediate = frames.immediate(frame)
                if frame.kind == "SYSTEM" and frame.topic == "disconnect":
                    # It wants no ack. Nothing more is delivered here, so the next connection is
                    # made at once, and this one lives on for what is under way.
                    rotate.set()
                elif immediate is not None:
                    await answer(immediate)
                elif frame.kind == "CALLBACK":
                    self._on_frame(frame, answer)

    async def _drain(
        self, socket: ClientConnection, reading: "asyncio.Task[None]", *, rotated: bool
    ) -> None:
        """Closes; what still comes over a rotated connection is first taken and acknowledged."""
        if rotated:
            stopping = asyncio.create_task(_wait(self._stopping))
            await asyncio.wait(
                [reading, stopping],
                timeout=self._timings.drain,
                return_when=asyncio.FIRST_COMPLETED,
            )
            stopping.cancel()
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await self._close(socket)

    @override
    async def _finish(self) -> None:
        """Ends the old connections.

        It cancels none: a task that is cancelled before its first step would leave its connection
        open.
        """
        self._stopping.set()
        await asyncio.gather(*self._draining, return_exceptions=True)


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
