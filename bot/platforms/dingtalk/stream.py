"""The stream: one connection per app, made and made again, whose frames are acknowledged on the socket they came by.

Of several connections each frame reaches one at random, so a lease decides which process holds it. The server rotates
connections as a matter of course: a `disconnect` frame is followed by a new connection at once, while the old one is
left open for the acknowledgements that are still on their way. A peer that falls silent is found by WebSocket pings.
"""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot.platforms.dingtalk import frames
from bot.platforms.dingtalk.frames import Frame
from bot.platforms.dingtalk.gateway import CredentialsRefused
from bot.platforms.dingtalk.payloads import PayloadInvalid
from bot.ports import Lease

log = structlog.get_logger(__name__)

LARGEST_FRAME = 4 * 1024 * 1024
Answer = Callable[
    [str], Awaitable[None]
]  # sends an ack back by the way that the frame came; never raises
OnFrame = Callable[[Frame, Answer], None]


class State(StrEnum):
    STARTING = "starting"
    STANDBY = "standby"  # another process of this installation holds the stream
    CONNECTING = "connecting"
    CONNECTED = "connected"
    REFUSED = "refused"
    STOPPED = "stopped"


READINESS = {
    State.STARTING: (False, "钉钉 Stream 连接尚未建立"),
    State.STANDBY: (True, "钉钉 Stream 连接由另一个进程持有，本进程待命"),
    State.CONNECTING: (False, "钉钉 Stream 连接已断开，正在重连"),
    State.CONNECTED: (True, "钉钉 Stream 连接正常"),
    State.REFUSED: (
        False,
        "钉钉不接受应用的凭证：请核对 SHUZHI_DINGTALK_CLIENT_ID 和 SHUZHI_DINGTALK_CLIENT_SECRET；改过 .env 后请重启本服务，本程序每分钟再试一次",
    ),
    State.STOPPED: (False, "钉钉 Stream 连接已停止"),
}


@dataclass(frozen=True)
class Timings:
    """Seconds."""

    connect: float = 10.0
    write: float = 8.0
    close: float = 2.0
    ping: float = 20.0  # and as long for its pong
    drain: float = 9.0  # the server closes a rotated connection after ten
    lease: float = 15.0  # also how long a successor waits for one that was killed
    standby: float = 2.0
    first_retry: float = 1.0
    last_retry: float = 30.0
    refused: float = 60.0


class Opener(Protocol):
    async def open(self) -> str:
        """The address of a fresh connection. Raises CredentialsRefused."""


class Stream:
    """One app's connection, made and made again for as long as `run` runs."""

    def __init__(
        self,
        gateway: Opener,
        client_id: str,
        *,
        lease: Lease,
        timings: Timings | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_connected: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_connected` is called at each new connection, must return at once and must not raise."""
        self._on_connected = on_connected
        self.state = State.STARTING
        self._gateway, self._client_id = gateway, client_id
        self._lease, self._timings, self._sleep = lease, timings or Timings(), sleep
        self._on_frame: OnFrame = lambda _frame, _answer: None
        self._owner = secrets.token_hex(8)
        self._draining: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()
        self._lively = False  # a frame came over the running connection

    @property
    def lease_name(self) -> str:
        return f"dingtalk:{self._client_id}"

    async def run(self, on_frame: OnFrame) -> None:
        """Until cancelled; nothing that happens to a connection ends it.

        `on_frame` gets every robot and card frame, must return at once and must not raise.
        """
        self._on_frame = on_frame
        failures = 0
        try:
            while True:
                if not await self._hold():  # also where the lease cannot be asked for
                    self._become(State.STANDBY)
                    await self._sleep(self._timings.standby)
                    continue
                began = asyncio.get_running_loop().time()
                rotated = await self._connected()
                lasted = asyncio.get_running_loop().time() - began
                failures = 0 if rotated or self._lively else failures + 1
                if not rotated or lasted < self._timings.first_retry:
                    await self._sleep(self._pause(failures))
        finally:
            self._become(State.STOPPED)
            await self._end()

    async def _connected(self) -> bool:
        """One connection from the open call to its end; True where the server asked for a new one."""
        if self.state is not State.REFUSED:
            self._become(State.CONNECTING)
        self._lively = False
        try:
            rotated = await self._session(await self._gateway.open())
        except CredentialsRefused:
            self._become(State.REFUSED)
            return False
        except Exception as error:  # noqa: BLE001 - nothing whatever may end the loop that reconnects
            log.warning(
                "dingtalk.disconnected",
                error=type(error).__name__,
                code=getattr(error, "code", None),
            )
            rotated = False
        self._become(State.CONNECTING)
        return rotated

    async def _session(self, address: str) -> bool:
        ping, timings = self._timings.ping, self._timings
        socket = await connect(
            address,
            open_timeout=timings.connect,
            close_timeout=timings.close,
            ping_interval=ping,
            ping_timeout=ping,
            max_size=LARGEST_FRAME,
        )
        self._become(State.CONNECTED)
        self._on_connected()
        rotate = asyncio.Event()
        reading = asyncio.create_task(self._read(socket, rotate))
        watch = [asyncio.create_task(self._keep_lease()), asyncio.create_task(_until_set(rotate))]
        try:
            await asyncio.wait([reading, *watch], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in watch:
                task.cancel()
            await asyncio.gather(*watch, return_exceptions=True)
            self._put_to_rest(socket, reading, rotated=rotate.is_set())
        return rotate.is_set()

    async def _read(self, socket: ClientConnection, rotate: asyncio.Event) -> None:
        """Until the connection ends in whatever way."""
        writing = asyncio.Lock()

        async def answer(text: str) -> None:
            await self._write(socket, writing, text)

        with contextlib.suppress(WebSocketException, OSError):
            async for raw in socket:
                try:
                    frame = frames.read(raw)
                except PayloadInvalid:
                    log.warning("dingtalk.frame_unreadable")
                    continue
                self._lively = True
                if frame.kind == "SYSTEM" and frame.topic == "disconnect":
                    rotate.set()
                else:
                    await self._dispatch(frame, answer)

    async def _dispatch(self, frame: Frame, answer: Answer) -> None:
        said = frames.immediate(frame)
        if said is not None:
            await answer(said)
        elif frame.kind == "CALLBACK":
            self._on_frame(frame, answer)

    async def _write(self, socket: ClientConnection, writing: asyncio.Lock, text: str) -> None:
        """A connection that takes nothing any more is cut; what was not acknowledged may come again."""
        try:
            async with asyncio.timeout(self._timings.write), writing:
                await socket.send(text)
        except (TimeoutError, OSError, WebSocketException) as error:
            log.warning("dingtalk.ack_lost", error=type(error).__name__)
            socket.transport.abort()

    def _put_to_rest(
        self, socket: ClientConnection, reading: "asyncio.Task[None]", *, rotated: bool
    ) -> None:
        patience = self._timings.drain if rotated else 0.0
        task = asyncio.create_task(self._drain(socket, reading, patience))
        self._draining.add(task)
        task.add_done_callback(self._draining.discard)

    async def _drain(
        self, socket: ClientConnection, reading: "asyncio.Task[None]", patience: float
    ) -> None:
        """What still comes over a rotated connection is taken and acknowledged there."""
        if patience:
            ending = asyncio.create_task(_until_set(self._ending))
            await asyncio.wait(
                [reading, ending], timeout=patience, return_when=asyncio.FIRST_COMPLETED
            )
            ending.cancel()
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        with contextlib.suppress(OSError, TimeoutError, WebSocketException):
            async with asyncio.timeout(self._timings.close * 2):
                await socket.close()

    async def _end(self) -> None:
        """Not by cancelling: a task that is cancelled before its first step would leave its connection open."""
        self._ending.set()
        await asyncio.gather(*self._draining, return_exceptions=True)
        with contextlib.suppress(
            Exception
        ):  # the database may be closed already; the lease then runs out
            await self._lease.release(self.lease_name, self._owner)

    async def _hold(self) -> bool | None:
        """None where the lease cannot be asked for: that must neither cut a connection nor open a second one."""
        try:
            return await self._lease.hold(self.lease_name, self._owner, self._timings.lease)
        except Exception as error:  # noqa: BLE001 - whatever storage raises, the loop lives on and asks again
            log.warning("dingtalk.lease_unavailable", error=type(error).__name__)
            return None

    async def _keep_lease(self) -> None:
        """Ends where the lease was lost or ran out; a database that is away for a moment does not end it."""
        missed = 0
        while missed < 2:
            await self._sleep(self._timings.lease / 3)
            held = await self._hold()
            if held is False:
                return
            missed = 0 if held else missed + 1

    def _pause(self, failures: int) -> float:
        if self.state is State.REFUSED:
            return self._timings.refused
        longest = min(
            self._timings.last_retry, self._timings.first_retry * 2.0 ** min(failures, 16)
        )
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, so that many do not come back at once

    def _become(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            log.info("dingtalk.stream", state=state.value)


async def _until_set(event: asyncio.Event) -> None:
    await event.wait()
