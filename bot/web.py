"""All addresses of the program."""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from bot.actions.services import StoreUnavailable
from bot.connecting.platform import Platform


class Web(Starlette):
    """All addresses of the program.

    Those of `direct` are reached at once, and so is every page; the rest goes Starlette's way.
    """

    def __init__(
        self, *, direct: Mapping[str, ASGIApp], pages: ASGIApp, under: tuple[str, ...], **given: Any
    ) -> None:
        super().__init__(**given)
        self._direct = direct
        self._pages, self._under = pages, under

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith(self._under):
            await self._pages(scope, receive, send)
        else:
            await self._direct.get(path, super().__call__)(scope, receive, send)


def web(
    platforms: Iterable[Platform],
    probes: Iterable[BaseRoute],
    *,
    pages: ASGIApp,
    under: tuple[str, ...],
) -> Web:
    """Puts the addresses of platforms and probes and the pages `under` theirs together."""
    direct: dict[str, ASGIApp] = {}
    routes = [*probes]
    guards: list[Middleware] = []
    for platform in platforms:
        direct |= platform.direct
        routes += platform.routes
        guards += platform.guards
    return Web(
        direct=direct,
        pages=pages,
        under=under,
        routes=routes,
        middleware=guards,
        exception_handlers={StoreUnavailable: _try_again},
    )


async def _try_again(_request: Request, _error: Exception) -> Response:
    """The database did not take it; the sender's platform (or the page) delivers it again."""
    return JSONResponse(
        {"error": "暂时没有存下来，请稍后再试"}, status_code=503, headers={"Retry-After": "5"}
    )
