"""The addresses of the pages. They are the only ones that phones reach."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.actions import incidents
from bot.actions.polls import Ballots
from bot.actions.services import Services, StoreUnavailable
from bot.domain.polls.refusals import LinkUnknown, VoteNotStored
from bot.pages.sheet import SheetPage, failed, refused

ROOMS = ("/sheet/",)
Endpoint = Callable[[Request], Awaitable[Response]]


def prefixes(pages_address: str) -> tuple[str, ...]:
    """How the path of a request for a page begins.

    Behind a proxy under a sub-path it comes with the sub-path or without, as the proxy likes.
    """
    base = urlsplit(pages_address).path
    return tuple(dict.fromkeys(f"{start}{room}" for start in ("", base) for room in ROOMS))


def application(services: Services, ballots: Ballots) -> Starlette:
    """The pages as an application of their own; any address that it does not know is refused."""
    sheet = SheetPage(services, ballots)
    base = urlsplit(services.pages_address).path
    routes = []
    for start in dict.fromkeys(("", base)):
        routes += [
            Route(f"{start}/sheet/{{address}}", _guarded(sheet.show), methods=["GET"]),
            Route(f"{start}/sheet/{{address}}", _guarded(sheet.take), methods=["POST"]),
        ]
    return Starlette(routes=routes, exception_handlers={404: _unknown, 405: _unknown})


def _guarded(endpoint: Endpoint) -> Endpoint:
    """Nothing that a person sent or chose reaches a log, whatever goes wrong."""

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except StoreUnavailable:
            return refused(VoteNotStored())
        except Exception as error:  # noqa: BLE001 - a traceback could hold a choice
            kind = type(error).__name__
            return failed(incidents.report_without_traceback("page.failed", error=kind))

    return guarded


async def _unknown(_request: Request, _error: Exception) -> Response:
    return refused(LinkUnknown())
