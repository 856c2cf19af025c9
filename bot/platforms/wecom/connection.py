"""The long connection of a robot: subscribe, heartbeat, acknowledged requests, reconnect (doc 101463).

One robot has one connection. A lease decides which process holds it; who is displaced by a stranger stays away.
Every exit of the read loop is a disconnect, and no wait is without an end.
"""

import asyncio
import contextlib
import json
import random
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot.platforms.wecom import errors, payloads
from bot.platforms.wecom.acks import Acks
from bot.ports import Lease

log = structlog.get_logger(__name__)

LARGEST_FRAME = 4 * 1024 * 1024
Frame = Mapping[str, Any]


class NotConnected(Exception):
    """The frame did not go out, or the connection ended before its ack: nobody can tell which."""


class AckLost(Exception):
    """The frame went out and the connection lives, but no ack came in time."""


class State(StrEnum):
    STARTING = "starting"
    STANDBY = "standby"  # another process of this installation holds the connection
    CONNECTING = "connecting"
    SUBSCRIBED = "subscribed"
    DISPLACED = "displaced"
    REFUSED = "refused"
    STOPPED = "stopped"


READINESS = {
    State.STARTING: (False, "企业微信长连接尚未建立"),
    State.STANDBY: (True, "企业微信长连接由另一个进程持有，本进程待命"),
    State.CONNECTING: (False, "企业微信长连接已断开，正在重连"),
    State.SUBSCRIBED: (True, "企业微信长连接正常"),
    State.DISPLACED: (
        False,
        "企业微信机器人已在别处建立长连接（disconnected_event），本程序不再争抢：请确认只有一处使用该机器人，然后重启本服务",
    ),
    State.REFUSED: (
        False,
        "企业微信不接受机器人的凭证：请核对 SHUZHI_WECOM_BOT_ID 和 SHUZHI_WECOM_BOT_SECRET（须为“长连接”方式的 Secret）；改过 .env 后请重启本服务，刚建的机器人请等两三分钟，本程序每分钟再试一次",
    ),
    State.STOPPED: (False, "企业微信长连接已停止"),
}


@dataclass(frozen=True)
class Timings:
    """Seconds."""

    connect: float = 10.0
    ack: float = 8.0
    write: float = 8.0
    close: float = 2.0
    heartbeat: float = 30.0
    lease: float = 9.0  # also how long a successor waits for one that was killed
    standby: float = 1.0
    first_retry: float = 1.0
    last_retry: float = 30.0
    refused: float = (
        60.0  # a new robot is not known for some minutes, and a secret may be put right there
    )


class Opener(Protocol):
    def __call__(self, url: str, timings: Timings) -> Awaitable[ClientConnection]: ...


async def open_socket(url: str, timings: Timings) -> ClientConnection:
    """Without WebSocket pings: the protocol has its own."""
    return await connect(
        url,
        ping_interval=None,
        open_timeout=timings.connect,
        close_timeout=timings.close,
        max_size=LARGEST_FRAME,
    )


class _Displaced(Exception):
    pass


class _Refused(Exception):
    pass


class LongConnection:
    """One robot's connection, made and made again for as long as `run` runs."""

    def __init__(
        self,
        url: str,
        bot_id: str,
        secret: str,
        *,
        lease: Lease,
        timings: Timings = Timings(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        opener: Opener = open_socket,
        on_subscribed: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_subscribed` is called at each subscription, must return at once and must not raise."""
        self.state = State.STARTING
        self._url, self._bot_id, self._secret = url, bot_id, secret
        self._lease, self._timings = lease, timings
        self._on_frame: Callable[[Frame], None] = lambda _: None
        self._sleep, self._open = sleep, opener
        self._on_subscribed = on_subscribed
        self._owner = secrets.token_hex(8)
        self._acks = Acks()
        self._socket: ClientConnection | None = None
        self._lively = False  # a frame came after subscribing

    @property
    def lease_name(self) -> str:
        return f"wecom:{self._bot_id}"

    async def run(self, on_frame: Callable[[Frame], None]) -> None:
        """Until cancelled. Nothing that happens to a connection ends it; refused credentials are tried slowly.

        `on_frame` gets every callback frame, must return at once and must not raise.
        """
        self._on_frame = on_frame
        failures = 0
        try:
            while True:
                if not await self._hold():  # also where the lease cannot be asked for
                    self._become(State.STANDBY)
                    await self._sleep(self._timings.standby)
                    continue
                failures = 0 if await self._connected() else failures + 1
                if self.state is State.REFUSED:
                    await self._sleep(self._timings.refused)
                elif self.state is State.CONNECTING:
                    await self._sleep(self._backoff(failures))
        finally:
            self._become(State.STOPPED)
            with contextlib.suppress(
                Exception
            ):  # the database may be closed already; the lease then runs out
                await self._lease.release(self.lease_name, self._owner)

    async def request(
        self, cmd: str, body: Mapping[str, Any] | None = None, req_id: str = ""
    ) -> Mapping[str, Any]:
        """The `body` of the ack. Raises Rejected, NotConnected, AckLost."""
        if self.state is not State.SUBSCRIBED:
            raise NotConnected
        return await self._request(cmd, body, req_id)

    async def _request(
        self, cmd: str, body: Mapping[str, Any] | None = None, req_id: str = ""
    ) -> Mapping[str, Any]:
        req_id = req_id or f"{cmd}_{time.time_ns() // 1_000_000}_{secrets.token_hex(4)}"
        ack = self._acks.expect(req_id)
        try:
            await self._write(
                {
                    "cmd": cmd,
                    "headers": {"req_id": req_id},
                    **({} if body is None else {"body": body}),
                }
            )
            async with asyncio.timeout(self._timings.ack):
                frame = await ack
        except TimeoutError:
            raise AckLost from None
        finally:
            self._acks.forget(req_id, ack)
            if ack.done() and not ack.cancelled():
                ack.exception()  # seen: the writing itself may have failed first
        return self._checked(frame)

    def _checked(self, frame: Frame) -> Mapping[str, Any]:
        code = frame.get("errcode", 0)
        if code == errors.NOT_SUBSCRIBED and self._socket is not None:
            self._socket.transport.abort()
        if code != 0:
            raise errors.Rejected(code if isinstance(code, int) else -1)
        body = frame.get("body")
        return body if isinstance(body, dict) else {}

    async def _write(self, frame: Frame) -> None:
        socket = self._socket
        if socket is None:
            raise NotConnected
        try:
            async with asyncio.timeout(self._timings.write):
                await socket.send(json.dumps(frame, ensure_ascii=False))
        except (TimeoutError, OSError, WebSocketException):
            socket.transport.abort()  # the read loop notices, and the connection is made anew
            raise NotConnected from None

    async def _hold(self) -> bool | None:
        """None where the lease cannot be asked for: that must neither cut a connection nor start a fight."""
        try:
            return await self._lease.hold(self.lease_name, self._owner, self._timings.lease)
        except Exception as error:  # noqa: BLE001 - whatever storage raises, the loop lives on and asks again
            log.warning("wecom.lease_unavailable", error=type(error).__name__)
            return None

    async def _connected(self) -> bool:
        """One connection from opening to its end; whether it was of use."""
        if self.state is not State.REFUSED:  # who waits for the next try is still told why
            self._become(State.CONNECTING)
        self._lively = False
        try:
            await self._session()
            self._become(State.CONNECTING)
        except _Refused:
            self._become(State.REFUSED)
        except _Displaced:
            self._become(State.DISPLACED)
            await self._stay_away()
        except errors.Rejected as rejected:
            log.warning("wecom.subscription_refused", code=rejected.code)
            self._become(State.CONNECTING)
        except Exception as error:  # noqa: BLE001 - nothing whatever may end the loop that reconnects
            log.warning("wecom.disconnected", error=type(error).__name__)
            self._become(State.CONNECTING)
        return self._lively

    async def _session(self) -> None:
        socket = await self._open(self._url, self._timings)
        self._socket = socket
        tasks = [
            asyncio.create_task(step)
            for step in (self._read(socket), self._live(), self._keep_lease())
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._socket = None
            self._acks.fail(NotConnected())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close(socket)
        _raise_first(done)

    async def _read(self, socket: ClientConnection) -> None:
        """Ends with an exception in any case: also a clean close is a disconnect."""
        while True:
            raw = await socket.recv()
            try:
                frame = payloads.parse(raw)
            except payloads.PayloadInvalid:
                log.warning("wecom.frame_unreadable")
                continue
            self._dispatch(frame)

    def _dispatch(self, frame: Frame) -> None:
        if frame.get("cmd") in ("aibot_msg_callback", "aibot_event_callback"):
            self._lively = True
            body = frame.get("body")
            if isinstance(body, dict) and payloads.event_type(body) == "disconnected_event":
                raise _Displaced
            self._on_frame(frame)
        elif not frame.get("cmd"):
            self._lively = self._lively or self.state is State.SUBSCRIBED
            self._acks.settle(frame)

    async def _live(self) -> None:
        """Subscribes, then sends a ping as often as told; one that is not answered ends the connection."""
        try:
            await self._request("aibot_subscribe", {"bot_id": self._bot_id, "secret": self._secret})
        except errors.Rejected as rejected:
            if rejected.code in errors.CREDENTIALS:
                raise _Refused from None
            raise
        self._become(State.SUBSCRIBED)
        self._on_subscribed()
        while True:
            await self._sleep(self._timings.heartbeat)
            with contextlib.suppress(errors.Rejected):  # an answer of any kind is a sign of life
                await self._request("ping")

    async def _keep_lease(self) -> None:
        """A lease that was lost or ran out ends the connection; a database that is away for a moment does not."""
        missed = 0
        while missed < 2:
            await self._sleep(self._timings.lease / 3)
            held = await self._hold()
            if held is False:
                return
            missed = 0 if held else missed + 1

    async def _stay_away(self) -> None:
        """A stranger holds the connection as long as the lease is still ours: coming back would be a fight.

        Where a sibling has the lease, it is the one that displaced us, and this process may stand by again.
        """
        while await self._hold() is not False:
            await self._sleep(self._timings.standby)

    async def _close(self, socket: ClientConnection) -> None:
        with contextlib.suppress(OSError, TimeoutError, WebSocketException):
            async with asyncio.timeout(self._timings.close * 2):
                await socket.close()

    def _backoff(self, failures: int) -> float:
        longest = min(
            self._timings.last_retry, self._timings.first_retry * 2.0 ** min(failures, 16)
        )
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, so that many do not come back at once

    def _become(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            log.info("wecom.connection", state=state.value)


def _raise_first(done: set["asyncio.Task[None]"]) -> None:
    """What the server said outweighs that the connection ended."""
    failures = [error for task in done if (error := task.exception()) is not None]
    for error in failures:
        if isinstance(error, _Displaced | _Refused):
            raise error
    if failures:
        raise failures[0]
