"""The stream's server on a free port of this machine: tickets, frames, acknowledgements, rotation.

Several connections may be open at once; each frame goes to one of them, at random, as on the real platform.
"""

import json
import random
import secrets
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.simulators.dingtalk.organisation import Body, Organisation
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import DingtalkWeb

ROBOT, CARD = "/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback"


@dataclass
class Delivered:
    """A frame that was sent; `acks` are those that came back for it, with the connection that brought each."""

    frame: Body
    connection: ServerConnection
    acks: list[tuple[Body, ServerConnection]] = field(default_factory=list)

    @property
    def response(self) -> Any:
        return json.loads(self.acks[0][0]["data"]).get("response")


class DingtalkSockets:
    def __init__(self, org: Organisation) -> None:
        self.org = org
        self.web = DingtalkWeb(org, endpoint=lambda: f"{self.url}/connect")
        self.open: list[ServerConnection] = []  # those that frames are sent to
        self.connections = 0
        self.delivered: dict[str, Delivered] = {}
        self.unasked: list[Body] = []  # acks of nothing
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await serve(self._serve, "127.0.0.1", 0, process_request=self._admit)
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

    async def deliver(
        self, data: Body, *, topic: str = "", message_id: str = "", **headers: str
    ) -> Delivered:
        """Sends a robot message or a tap once somebody is connected. A redelivered tap keeps its message id."""
        topic = topic or (CARD if "outTrackId" in data else ROBOT)
        return await self.push("CALLBACK", topic, data, message_id=message_id, **headers)

    async def push(
        self, kind: str, topic: str, data: Any, *, message_id: str = "", **headers: str
    ) -> Delivered:
        await until(lambda: self.open)
        message_id = message_id or f"{secrets.token_hex(4)}_{secrets.token_hex(4)}"
        frame = {
            "specVersion": "1.0",
            "type": kind,
            "headers": {
                "appId": "b0a83318",
                "connectionId": "601fca83",
                "contentType": "application/json",
                "messageId": message_id,
                "time": str(int(self.org.epoch() * 1000)),
                "topic": topic,
                **headers,
            },
            "data": data if isinstance(data, str) else json.dumps(data, ensure_ascii=False),
        }
        chosen = random.choice(self.open)
        known = self.delivered.setdefault(message_id, Delivered(frame, chosen))
        known.connection = chosen
        self.org.pushed += kind == "CALLBACK"
        await chosen.send(json.dumps(frame, ensure_ascii=False))
        return known

    async def tap(self, data: Body, *, message_id: str = "") -> Delivered:
        """Delivers a tap and shows the answer to the person, as the platform does within its two seconds."""
        sent = await self.deliver(data, message_id=message_id)
        await until(lambda: sent.acks)
        self.org.redraw(data["outTrackId"], data["userId"], sent.response or {})
        return sent

    async def rotate(self) -> ServerConnection:
        """Asks for a new connection; nothing more is delivered over this one, though it stays up for a while."""
        old = self.open.pop()
        data = json.dumps({"reason": "connection is expired"})
        frame = {
            "type": "SYSTEM",
            "headers": {"topic": "disconnect", "contentType": "application/json"},
            "data": data,
        }
        await old.send(json.dumps(frame))
        return old

    async def cut(self) -> None:
        old = self.open.pop()
        old.transport.abort()

    async def say(self, text: str) -> None:
        """Anything, as it is."""
        await until(lambda: self.open)
        await self.open[-1].send(text)

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """A ticket serves once."""
        (ticket,) = parse_qs(urlsplit(request.path).query).get("ticket", [""])
        if ticket not in self.web.tickets:
            return connection.respond(401, "ticket")
        self.web.tickets.discard(ticket)
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        self.open.append(socket)
        self.connections += 1
        try:
            async for raw in socket:
                self._settle(json.loads(raw), socket)
        except ConnectionClosed:
            pass
        finally:
            if socket in self.open:
                self.open.remove(socket)

    def _settle(self, ack: Body, socket: ServerConnection) -> None:
        assert set(ack) >= {"code", "headers", "data"}
        json.loads(ack["data"])
        known = self.delivered.get(ack["headers"].get("messageId", ""))
        if known is None:
            self.unasked.append(ack)
        else:
            known.acks.append((ack, socket))
