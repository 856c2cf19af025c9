"""The long connection's server: `wss://openws.work.weixin.qq.com` on a free port of this machine.

One connection per robot: a new subscriber displaces the old one. Faults can be laid on any command.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.simulators.wecom.tenant import Body, Heard, Refused, Tenant
from tests.simulators.wecom.waiting import until

# cut: before the frame counts · cut_after: it counts, its ack is lost with the connection · silent: it counts, no ack
# deaf: it does not count, no ack · html: a page of a proxy instead of the ack · a number: refused with this code
Action = Literal["cut", "cut_after", "silent", "deaf", "html"] | int


@dataclass
class Fault:
    cmd: str
    action: Action
    after: int = 0  # so many frames of this command pass first
    times: int = 1


class WecomSockets:
    def __init__(self, tenant: Tenant, *, bot_id: str = "BOT", secret: str = "SECRET") -> None:
        self.tenant, self.bot_id, self.secret = tenant, bot_id, secret
        self.faults: list[Fault] = []
        self.frames: list[Body] = []  # everything that came in
        self.subscriptions = 0
        self.current: ServerConnection | None = None
        self._sessions: dict[ServerConnection, int] = {}
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await serve(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}"

    @property
    def connected(self) -> bool:
        return self.current is not None

    def sent(self, cmd: str) -> list[Body]:
        return [frame for frame in self.frames if frame["cmd"] == cmd]

    async def deliver(
        self, body: Body, *, req_id: str = "", raw: Callable[[str], str] = str
    ) -> str:
        """Sends a message or event to whoever is subscribed, once somebody is."""
        await until(lambda: self.connected)
        assert self.current is not None
        req_id = req_id or secrets.token_urlsafe(18)
        event = body["msgtype"] == "event"
        self.tenant.heard[req_id] = self._heard(body)
        frame = {
            "cmd": "aibot_event_callback" if event else "aibot_msg_callback",
            "headers": {"req_id": req_id},
            "body": body,
        }
        await self.current.send(raw(json.dumps(frame, ensure_ascii=False)))
        return req_id

    async def cut(self) -> None:
        assert self.current is not None
        self.current.transport.abort()
        await until(lambda: not self.connected)

    def _heard(self, body: Body) -> Heard:
        event = body.get("event", {})
        kinds = {"enter_chat": "enter_chat", "template_card_event": "click"}
        assert self.current is not None
        return Heard(
            kind=kinds.get(event.get("eventtype", ""), "message"),
            chat=body.get("chatid") or body["from"]["userid"],
            person=body["from"]["userid"],
            at=self.tenant.monotonic(),
            task=event.get("template_card_event", {}).get("task_id", ""),
            session=self._sessions[self.current],
        )

    async def _serve(self, socket: ServerConnection) -> None:
        try:
            async for raw in socket:
                frame = json.loads(raw)
                self.frames.append(frame)
                if not await self._handle(socket, frame):
                    socket.transport.abort()
                    break
        except ConnectionClosed:
            pass
        finally:
            if self.current is socket:
                self.current = None

    async def _handle(self, socket: ServerConnection, frame: Body) -> bool:
        """False: the connection is to be cut."""
        action = self._fault(frame["cmd"])
        if action in ("cut", "deaf"):
            return action == "deaf"
        ack = (
            self._refusal(frame, action)
            if isinstance(action, int)
            else await self._ack(socket, frame)
        )
        if action == "html":
            await socket.send("<html><body>502 Bad Gateway</body></html>")
        elif action is None or isinstance(action, int):
            await socket.send(json.dumps(ack))
        return action != "cut_after"

    def _fault(self, cmd: str) -> Action | None:
        for fault in self.faults:
            if fault.cmd == cmd and fault.times > 0:
                if fault.after > 0:
                    fault.after -= 1
                    return None
                fault.times -= 1
                return fault.action
        return None

    async def _ack(self, socket: ServerConnection, frame: Body) -> Body:
        try:
            body = await self._carry_out(socket, frame)
        except Refused as refused:
            return self._refusal(frame, refused.code, anonymous=refused.anonymous)
        return {
            "headers": frame["headers"],
            **({"body": body} if body else {}),
            "errcode": 0,
            "errmsg": "ok",
        }

    def _refusal(self, frame: Body, code: int, *, anonymous: bool = False) -> Body:
        self.tenant.refusals.append((frame["cmd"], code))
        headers = {} if anonymous else {"headers": frame["headers"]}
        return {**headers, "errcode": code, "errmsg": "invalid, from ip: 163.125.147.69"}

    async def _carry_out(self, socket: ServerConnection, frame: Body) -> Body | None:
        cmd, body = frame["cmd"], frame.get("body", {})
        if cmd == "aibot_subscribe":
            await self._subscribe(socket, body)
            return None
        if socket is not self.current:
            raise Refused(846609)
        heard, session = self.tenant.heard.get(frame["headers"]["req_id"]), self._sessions[socket]
        steps: dict[str, Callable[[], Any]] = {
            "ping": lambda: None,
            "aibot_respond_msg": lambda: self.tenant.respond(heard, session, body),
            "aibot_respond_welcome_msg": lambda: self.tenant.welcome(heard, session, body),
            "aibot_respond_update_msg": lambda: self.tenant.update(heard, session, body),
            "aibot_send_msg": lambda: self.tenant.push(body),
            "aibot_upload_media_init": lambda: self.tenant.begin(body),
            "aibot_upload_media_chunk": lambda: self.tenant.chunk(body),
            "aibot_upload_media_finish": lambda: self.tenant.finish(body),
        }
        result: Body | None = steps[cmd]()
        return result

    async def _subscribe(self, socket: ServerConnection, body: Body) -> None:
        if (body.get("bot_id"), body.get("secret")) != (self.bot_id, self.secret):
            raise Refused(853000)
        old, self.current = self.current, socket
        self.subscriptions += 1
        self._sessions[socket] = self.subscriptions
        if old is not None and old is not socket:
            await self._displace(old)

    async def _displace(self, old: ServerConnection) -> None:
        body = {
            "msgid": "M",
            "create_time": 1,
            "aibotid": "A",
            "msgtype": "event",
            "event": {"eventtype": "disconnected_event"},
        }
        await old.send(
            json.dumps({"cmd": "aibot_event_callback", "headers": {"req_id": "D"}, "body": body})
        )
        await asyncio.shield(old.close())
