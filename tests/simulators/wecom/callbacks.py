"""The server that calls a robot: encrypts, signs, posts, gives up after five seconds, decrypts the answer."""

import asyncio
import itertools
import json
import secrets
from dataclasses import dataclass
from typing import Any

import httpx

from tests.simulators.wecom.ciphers import Console
from tests.simulators.wecom.tenant import Body, Heard, Refused, Tenant
from tests.simulators.wecom.web import API

LIMIT = 5.0  # seconds
LEGAL = {
    "message": ("stream", "template_card", "stream_with_template_card"),
    "enter_chat": ("text", "template_card"),
}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Body | None
    refused: int = 0  # the code with which the platform would drop this reply


class WecomCallbacks:
    def __init__(
        self,
        tenant: Tenant,
        robot: httpx.AsyncClient,
        console: Console,
        *,
        patience: float = LIMIT,
    ) -> None:
        self.tenant, self.robot, self.console = tenant, robot, console
        self.patience = patience
        self._nonces = itertools.count(1)

    async def verify(self, echo: str = "1616140317555161061", **change: str) -> httpx.Response:
        encrypted = self.console.seal(echo)
        query = self.console.query(encrypted, timestamp=int(self.tenant.epoch()), nonce="n0")
        return await self.robot.get(
            "/wecom/callback", params=query | {"echostr": encrypted} | change
        )

    async def deliver(self, body: Body, *, dumps: Any = json.dumps) -> Answer:
        """One callback, with a `response_url` of its own where the kind has one."""
        sent = self.with_response_url(body)
        return await self.post(*self.request(dumps(sent)), sent)

    def with_response_url(self, body: Body) -> Body:
        event = body.get("event", {}).get("eventtype")
        if event == "enter_chat" or "response_url" in body:
            return body
        code = secrets.token_urlsafe(12)
        self.tenant.response_urls[code] = self._heard(body)
        return body | {"response_url": f"{API}/cgi-bin/aibot/response?response_code={code}"}

    def request(
        self, text: str, *, receiver: str = "", age: int = 0
    ) -> tuple[dict[str, str], bytes]:
        encrypted = self.console.seal(text, receiver=receiver)
        nonce = f"nonce{next(self._nonces)}"
        query = self.console.query(encrypted, timestamp=int(self.tenant.epoch()) - age, nonce=nonce)
        return query, json.dumps({"encrypt": encrypted}).encode()

    async def post(self, query: dict[str, str], content: bytes, sent: Body | None = None) -> Answer:
        async with asyncio.timeout(self.patience):
            response = await self.robot.post("/wecom/callback", params=query, content=content)
        if response.status_code != 200 or not response.content:
            return Answer(response.status_code, None)
        envelope = response.json()
        assert envelope["nonce"] == query["nonce"]
        body: Body = json.loads(self.console.open(envelope))
        return Answer(200, body, self._show(sent, body) if sent else 0)

    def _show(self, sent: Body, body: Body) -> int:
        try:
            self._reply(self._heard(sent), body)
        except Refused as refused:
            return refused.code
        return 0

    def _reply(self, heard: Heard, body: Body) -> None:
        if heard.kind == "click":
            assert body["response_type"] == "update_template_card"
            self.tenant.redraw(heard, body)
        elif body["msgtype"] in LEGAL[heard.kind]:
            self.tenant.say(heard.chat, "callback", body)
        else:
            raise Refused(40008)

    def _heard(self, body: Body) -> Heard:
        event = body.get("event", {})
        kinds = {"enter_chat": "enter_chat", "template_card_event": "click"}
        person = body["from"]["userid"]
        return Heard(
            kind=kinds.get(event.get("eventtype", ""), "message"),
            chat=body.get("chatid") or person,
            person=person,
            at=self.tenant.monotonic(),
            task=event.get("template_card_event", {}).get("task_id", ""),
            group=body.get("chattype") == "group",
        )
