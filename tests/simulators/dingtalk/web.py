"""DingTalk over HTTP: api.dingtalk.com, oapi.dingtalk.com and the store, as one app on loopback."""

import base64
import hashlib
import hmac
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from typing_extensions import override

from tests.simulators.dingtalk.organisation import (
    CLIENT_ID,
    SECRET,
    Body,
    File,
    Organisation,
    Refused,
    code,
    errcode,
    missing_scope,
    throttled,
)

WEBHOOK = "http://127.0.0.1/robot/send?access_token=group-token"
WEBHOOK_SECRET = "SECgroup"
HTML = "<html><body>请稍候</body></html>"

# before the call counts: hang, cut, a status with a page, a refusal · after it counted: hang_after, cut_after
Action = (
    Literal["hang", "cut", "hang_after", "cut_after", "html", "qps", "quota", "ban"] | int | Refused
)


@dataclass
class Fault:
    path: str
    action: Action
    after: int = 0  # so many calls of this path pass first
    times: int = 1


class DingtalkWeb:
    """`endpoint` is where the open call sends people; `tickets` are those that were not used yet."""

    def __init__(
        self, org: Organisation, *, endpoint: Callable[[], str] = lambda: "ws://127.0.0.1:1/connect"
    ) -> None:
        self.org, self.endpoint = org, endpoint
        self.tickets: set[str] = set()
        self.opened: list[Body] = []
        self.refused = 0  # open calls with wrong credentials
        self.tokens: list[str] = []
        self.lacking: dict[str, tuple[str, ...]] = {}  # path -> scopes that the app does not have
        self.faults: list[Fault] = []
        self.asked: list[tuple[str, Any]] = []  # every call that came: path, body
        self._webhook: deque[float] = deque()
        self.app = Starlette(
            routes=[
                Route("/v1.0/gateway/connections/open", self.open, methods=["POST"]),
                Route("/v1.0/oauth2/accessToken", self.token, methods=["POST"]),
                Route(
                    "/v1.0/robot/oToMessages/batchSend", self._api(org.to_people), methods=["POST"]
                ),
                Route("/v1.0/robot/groupMessages/send", self._api(org.to_group), methods=["POST"]),
                Route("/v1.0/robot/messageFiles/download", self._api(org.link), methods=["POST"]),
                Route(
                    "/v1.0/card/instances/createAndDeliver",
                    self._api(self._create_and_deliver),
                    methods=["POST"],
                ),
                Route("/v1.0/card/instances/deliver", self._api(org.deliver), methods=["POST"]),
                Route("/v1.0/card/instances", self._api(self._create), methods=["POST"]),
                Route("/v1.0/card/instances", self._api(org.update), methods=["PUT"]),
                Route("/media/upload", self.upload, methods=["POST"]),
                Route("/robot/sendBySession", self.by_session, methods=["POST"]),
                Route("/robot/send", self.by_group_webhook, methods=["POST"]),
                Route("/store/{code}", self.download),
                Route("/", self.front, methods=["GET", "HEAD"]),
            ],
            exception_handlers={Refused: _refused},
        )

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=_Faulty(self))

    def sent(self, path: str) -> list[Any]:
        return [body for asked, body in self.asked if asked == path]

    async def open(self, request: Request) -> Response:
        body = await request.json()
        if "application/json" not in request.headers.get("accept", ""):
            return Response("<xml/>", media_type="application/xml")
        if (body["clientId"], body["clientSecret"]) != (CLIENT_ID, SECRET):
            self.refused += 1
            raise code(400, "invalidClientIdOrSecret")
        self.opened.append(body)
        ticket = f"tk/+=={len(self.opened)}"
        self.tickets.add(ticket)
        return JSONResponse({"endpoint": self.endpoint(), "ticket": ticket})

    async def token(self, request: Request) -> Response:
        """Repeated calls return the same token while it lives."""
        body = await request.json()
        if (body["appKey"], body["appSecret"]) != (CLIENT_ID, SECRET):
            raise code(400, "invalidClientIdOrSecret")
        if not self.tokens:
            self.tokens.append("token-1")
        return JSONResponse({"accessToken": self.tokens[-1], "expireIn": 7200})

    def expire_token(self) -> None:
        self.tokens.append(f"token-{len(self.tokens) + 1}")

    async def upload(self, request: Request) -> Response:
        if request.query_params.get("access_token") != self.tokens[-1]:
            raise errcode(40014, "不合法的access_token")
        async with request.form() as form:
            media: Any = form["media"]
            file = File(media.filename, await media.read())
            self.org.calls["/media/upload"] += 1
            return JSONResponse(self.org.upload(str(form["type"]), file))

    async def by_session(self, request: Request) -> Response:
        self.org.by_session(request.query_params["session"], await request.json())
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def by_group_webhook(self, request: Request) -> Response:
        """Signed within the hour; twenty a minute, then ten minutes of silence."""
        asked = request.query_params
        if asked.get("access_token") != "group-token":
            raise errcode(300001, "token is not exist")
        right = _sign(WEBHOOK_SECRET, asked.get("timestamp", ""))
        aged = abs(self.org.epoch() * 1000 - float(asked.get("timestamp") or 0)) > 3_600_000
        if aged or not hmac.compare_digest(right, asked.get("sign", "")):
            raise errcode(310000, "sign not match")
        now = self.org.epoch()
        while self._webhook and self._webhook[0] + 60 <= now:
            self._webhook.popleft()
        if len(self._webhook) >= 20:
            raise throttled()
        self._webhook.append(now)
        self.org.by_group_webhook(await request.json())
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def download(self, request: Request) -> Response:
        """No access token here: the link itself is signed."""
        return Response(
            self.org.files[request.path_params["code"]].content,
            media_type="application/octet-stream",
        )

    async def front(self, _: Request) -> Response:
        return Response("ok")

    def _api(self, work: Callable[[Body], Body]) -> Any:
        async def endpoint(request: Request) -> Response:
            if request.headers.get("x-acs-dingtalk-access-token") not in self.tokens[-1:]:
                raise code(401, "InvalidAuthentication")
            if request.url.path in self.lacking:
                raise missing_scope(*self.lacking[request.url.path])
            self.org.calls[request.url.path] += 1
            return JSONResponse(work(await request.json()))

        return endpoint

    def _create(self, body: Body) -> Body:
        self.org.create(body)
        return {"success": True, "result": body["outTrackId"]}

    def _create_and_deliver(self, body: Body) -> Body:
        self.org.create(body)
        return self.org.deliver(body)


class _Faulty(httpx.AsyncBaseTransport):
    """The way to the app; faults are laid on it, time-outs among them, without waiting for any."""

    def __init__(self, web: DingtalkWeb) -> None:
        self._web, self._app = web, httpx.ASGITransport(web.app)

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()
        self._web.asked.append((request.url.path, _json(content)))
        action = self._fault(request.url.path)
        if action in ("hang", "cut"):
            raise _lost(action)
        if action is not None and action not in ("hang_after", "cut_after"):
            return _answer(action)
        response = await self._app.handle_async_request(request)
        if action in ("hang_after", "cut_after"):
            raise _lost(action)
        return response

    def _fault(self, path: str) -> Action | None:
        for fault in self._web.faults:
            if fault.path == path and fault.times > 0:
                if fault.after > 0:
                    fault.after -= 1
                    return None
                fault.times -= 1
                return fault.action
        return None


def _lost(action: Action) -> httpx.TransportError:
    return (
        httpx.ReadTimeout("hanging")
        if action in ("hang", "hang_after")
        else httpx.RemoteProtocolError("cut")
    )


def _answer(action: Action) -> httpx.Response:
    if isinstance(action, Refused):
        return httpx.Response(action.status, json=action.body)
    if isinstance(action, int):
        return httpx.Response(action, text=HTML)
    answers: dict[str, tuple[int, Any]] = {
        "qps": (
            403,
            {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "message": "slow down"},
        ),
        "quota": (
            403,
            {"code": "Forbidden.AccessDenied.ApiCountLimitForOrg", "message": "used up"},
        ),
        "ban": (200, {"status": 1111, "wait": 5, "source": "x5", "punish": "deny", "uuid": "xxx"}),
    }
    if action == "html":
        return httpx.Response(200, text=HTML)
    status, body = answers[str(action)]
    return httpx.Response(status, json=body)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _sign(secret: str, timestamp: str) -> str:
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


async def _refused(_: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    return JSONResponse(refused.body, refused.status)
