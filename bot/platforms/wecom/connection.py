"""The long connection of a robot: subscribe, heartbeat, acknowledged requests (doc 101463).

Every exit of the read loop is a disconnect, and no wait is without an end.
"""

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

import structlog
from typing_extensions import override
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from bot.domain.values import dataclass
from bot.platforms import leased
from bot.platforms.json_objects import PayloadInvalid, object_of, parse
from bot.platforms.leased import (
    CredentialsRefused,
    Displaced,
    LeasedConnection,
    State,
    open_socket,
)
from bot.platforms.wecom import errors, payloads
from bot.platforms.wecom.acks import Acks
from bot.ports import Lease

log = structlog.get_logger(__name__)

Frame = Mapping[str, Any]
OnFrame = Callable[[Frame], None]


class NotConnected(Exception):
    """The frame did not go out, or the connection ended before its ack: nobody can tell which."""


class AckLost(Exception):
    """The frame went out and the connection lives, but no ack came in time."""


@dataclass(frozen=True)
class Timings(leased.Timings):
    """Seconds."""

    ack: float = 8.0
    heartbeat: float = 30.0
    lease: float = 9.0
    standby: float = 1.0


class LongConnection(LeasedConnection[OnFrame]):
    """One robot's connection. The protocol has pings of its own, so WebSocket sends none."""

    platform = "wecom"
    readiness: ClassVar[Mapping[State, tuple[bool, str]]] = {
        State.STARTING: (False, "企业微信长连接尚未建立"),
        State.STANDBY: (True, "企业微信长连接由另一个进程持有，本进程待命"),
        State.CONNECTING: (False, "企业微信长连接已断开，正在重连"),
        State.CONNECTED: (True, "企业微信长连接正常"),
        State.DISPLACED: (
            False,
            (
                "企业微信机器人已在别处建立长连接（disconnected_event），本程序不再争抢："
                "请确认只有一处使用该机器人，然后重启本服务"
            ),
        ),
        State.REFUSED: (
            False,
            (
                "企业微信不接受机器人的凭证："
                "请核对 SHUZHI_WECOM_BOT_ID 和 SHUZHI_WECOM_BOT_SECRET（须为“长连接”方式的 Secret）；"
                "改过 .env 后请重启本服务，刚建的机器人请等两三分钟，本程序每分钟再试一次"
            ),
        ),
        State.STOPPED: (False, "企业微信长连接已停止"),
    }

    def __init__(
        self,
        url: str,
        bot_id: str,
        secret: str,
        *,
        lease: Lease,
        timings: Timings = Timings(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_connected: Callable[[], None] = lambda: None,
        on_took_over: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            bot_id,
            lease=lease,
            timings=timings,
            sleep=sleep,
            on_connected=on_connected,
            on_took_over=on_took_over,
        )
        self._timings: Timings = timings
        self._url, self._bot_id, self._secret = url, bot_id, secret
        self._acks = Acks()
        self._socket: ClientConnection | None = None

    async def request(
        self, cmd: str, body: Mapping[str, Any] | None = None, req_id: str = ""
    ) -> Mapping[str, Any]:
        """Sends a frame and returns the `body` of its ack.

        Raises Rejected, NotConnected, AckLost.
        """
        if self.state is not State.CONNECTED:
            raise NotConnected
        return await self._request(cmd, body, req_id)

    async def _request(
        self, cmd: str, body: Mapping[str, Any] | None = None, req_id: str = ""
    ) -> Mapping[str, Any]:
        """Does so in any state, as in connecting. Raises Rejected, NotConnected, AckLost."""
        req_id = req_id or f"{cmd}_{time.time_ns() // 1_000_000}_{secrets.token_hex(4)}"
        frame: dict[str, Any] = {"cmd": cmd, "headers": {"req_id": req_id}}
        if body is not None:
            frame["body"] = body
        ack = self._acks.expect(req_id)
        try:
            await self._write(frame)
            async with asyncio.timeout(self._timings.ack):
                answer = await ack
        except TimeoutError:
            raise AckLost from None
        finally:
            self._acks.forget(req_id, ack)
            if ack.done() and not ack.cancelled():
                ack.exception()  # seen: the writing itself may have failed first
        code = answer.get("errcode", 0)
        # The server no longer knows this connection, so only a new one helps.
        if code == errors.NOT_SUBSCRIBED and self._socket is not None:
            self._socket.transport.abort()
        errors.check(code)
        return object_of(answer.get("body"))

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

    @override
    async def _session(self) -> bool:
        socket = await open_socket(self._url, self._timings)
        self._socket = socket
        tasks = [
            asyncio.create_task(self._read(socket)),
            asyncio.create_task(self._subscribe_and_ping()),
            asyncio.create_task(self._keep_lease()),
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
        failures = [error for task in done if (error := task.exception()) is not None]
        # What the server said is graver than that the connection ended.
        for error in failures:
            if isinstance(error, Displaced | CredentialsRefused):
                raise error
        if failures:
            raise failures[0]
        return False

    async def _read(self, socket: ClientConnection) -> None:
        """Hands every frame on; ends with an exception, for a clean close is a disconnect too.

        Raises Displaced where the platform says so.
        """
        while True:
            raw = await socket.recv()
            try:
                frame = parse(raw)
            except PayloadInvalid:
                log.warning("wecom.frame_unreadable")
                continue
            if frame.get("cmd") in ("aibot_msg_callback", "aibot_event_callback"):
                self._received = True
                if payloads.event_type(object_of(frame.get("body"))) == "disconnected_event":
                    raise Displaced
                self._on_frame(frame)
            elif not frame.get("cmd"):
                # The ack of the subscription itself does not show that the connection is of use.
                if self.state is State.CONNECTED:
                    self._received = True
                self._acks.settle(frame)

    async def _subscribe_and_ping(self) -> None:
        """Raises CredentialsRefused, and AckLost where a ping is not answered."""
        try:
            await self._request("aibot_subscribe", {"bot_id": self._bot_id, "secret": self._secret})
        except errors.Rejected as rejected:
            if rejected.code in errors.CREDENTIALS:
                raise CredentialsRefused from None
            log.warning("wecom.subscription_refused", code=rejected.code)
            return
        self._become_connected()
        while True:
            await self._sleep(self._timings.heartbeat)
            with contextlib.suppress(errors.Rejected):  # an answer of any kind is a sign of life
                await self._request("ping")
