"""WeCom over HTTP: the group robot's webhook, `response_url`, and the store from which media are downloaded."""

from collections import deque
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.simulators.wecom.tenant import File, Post, Refused, Tenant

API = "https://qyapi.weixin.qq.com"
WEBHOOK = f"{API}/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
GROUP = "wrGroupOfTheDepartment"
RESPONSE_SECONDS = 3600


class WecomWeb:
    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.page = False  # an HTML page instead of every answer
        self.webhook_posts: deque[float] = deque()
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/webhook/send", self.webhook, methods=["POST"]),
                Route("/cgi-bin/webhook/upload_media", self.upload, methods=["POST"]),
                Route("/cgi-bin/aibot/response", self.respond, methods=["POST"]),
                Route("/media/{path}", self.download),
                Route("/", self.front, methods=["GET", "HEAD"]),
            ]
        )

    async def webhook(self, request: Request) -> Response:
        body = await request.json()
        return await self._answer(lambda: self._post(body))

    async def upload(self, request: Request) -> Response:
        async with request.form() as form:
            media: Any = form["media"]
            content = await media.read()
            media_id = f"webhook-{len(self.tenant.media)}"
            self.tenant.media[media_id] = File(media.filename, content)
        return JSONResponse({"errcode": 0, "errmsg": "ok", "type": "file", "media_id": media_id})

    async def respond(self, request: Request) -> Response:
        """Once, within an hour; a card only in single chat; nothing can be updated."""
        code, body = request.query_params["response_code"], await request.json()
        return await self._answer(lambda: self._respond(code, body))

    async def download(self, request: Request) -> Response:
        stored = self.tenant.files.get(request.path_params["path"])
        if stored is None:
            return Response(
                "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
                403,
            )
        return Response(stored[0], headers={"content-disposition": stored[1]})

    async def front(self, _: Request) -> Response:
        return Response("ok")

    async def _answer(self, work: Any) -> Response:
        if self.page:
            return Response("<html>请稍候</html>", media_type="text/html")
        code = 0
        try:
            work()
        except Refused as refused:
            code = refused.code
        return JSONResponse(
            {"errcode": code, "errmsg": "ok" if code == 0 else "refused, from ip: 10.0.0.1"}
        )

    def _post(self, body: dict[str, Any]) -> None:
        now = self.tenant.monotonic()
        while self.webhook_posts and self.webhook_posts[0] + 60 <= now:
            self.webhook_posts.popleft()
        if len(self.webhook_posts) >= 20:
            raise Refused(45009)
        kind = body["msgtype"]
        if kind == "file":
            self.webhook_posts.append(now)
            return self.tenant.posts.append(
                Post(GROUP, "webhook", kind, file=self.tenant.media[body["file"]["media_id"]])
            )
        if kind != "text" or len(body["text"]["content"].encode()) > 2048:
            raise Refused(40008)
        self.webhook_posts.append(now)
        mentions = tuple(body["text"].get("mentioned_list", ()))
        self.tenant.posts.append(
            Post(GROUP, "webhook", kind, body["text"]["content"], mentions=mentions)
        )
        return None

    def _respond(self, code: str, body: dict[str, Any]) -> None:
        heard = self.tenant.response_urls.pop(code, None)
        if heard is None or self.tenant.monotonic() - heard.at > RESPONSE_SECONDS:
            raise Refused(846605)
        allowed = ("markdown",) if heard.group else ("markdown", "template_card")
        if body.get("msgtype") not in allowed:
            raise Refused(40008)
        self.tenant.say(heard.chat, "response_url", body)
