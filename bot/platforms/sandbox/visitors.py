"""Who may speak to the chat page: its own page, and programs of this machine.

Any page that somebody opens can make his browser send requests to this machine. A name of its own
that leads here is refused by the host; a request from another page by what browsers tell of where
it comes from.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.domain.patterns import pattern

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SAFE = ("GET", "HEAD", "OPTIONS")
# What any page may send without asking.
FROM_FORMS = (
    "text/plain",
    "application/x-www-form-urlencoded",
)
_PORT = pattern(r":[0-9]+")
_ELSEWHERE = "只接受聊天页自己的请求"


class KnownHosts:
    """Answers 400 to whatever is not addressed to this machine by exactly one name of it."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self._app, self._hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or _without_port(hosts[0]) not in self._hosts:
            refusal = JSONResponse(
                {"error": "请用 127.0.0.1 或 localhost 打开聊天页"}, status_code=400
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def own_hosts(listening: str) -> frozenset[str]:
    """Returns the names of this machine that a Host header may have; `listening` is the configured
    address.
    """
    # In a Host header an IPv6 address stands in brackets.
    if ":" in listening:
        listening = f"[{listening}]"
    return frozenset((*LOOPBACK, listening.lower()))


def refused(request: Request) -> JSONResponse | None:
    """Returns the answer to a request that a page from elsewhere may have caused; None for all
    others.
    """
    origins = request.headers.getlist("origin")
    if origins:
        is_ours = len(origins) == 1 and _is_own(origins[0], request)
    else:
        is_ours = request.method in SAFE or _is_no_browser(request)
    if is_ours and request.headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return None
    return JSONResponse({"error": _ELSEWHERE}, status_code=403)


def _is_no_browser(request: Request) -> bool:
    """A browser names the origin of whatever it posts.

    A program of this machine names none, and no page either.
    """
    referer = request.headers.get("referer")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if referer is not None and not _is_own(referer, request):
        return False
    is_browser = request.headers.get("user-agent", "").startswith("Mozilla/")
    return kind not in FROM_FORMS and not is_browser


def _is_own(address: str, request: Request) -> bool:
    """Tells whether an address lies on this very server."""
    try:
        return urlsplit(address).netloc == request.headers.get("host")
    except ValueError:
        return False


def _without_port(host: str) -> str:
    """Returns the name in lower case; empty where what follows its colon is no port."""
    end = host.rfind("]") + 1 or len(host.partition(":")[0])
    name, port = host[:end], host[end:]
    if port and not _PORT.fullmatch(port):
        return ""
    return name.lower()
