"""The addresses of the pages. They are the only ones that phones reach."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.actions import incidents
from bot.actions.polls import Ballots
from bot.actions.publicity.letters import Letters
from bot.actions.services import Services, StoreUnavailable
from bot.domain.polls.refusals import LinkUnknown, VoteNotStored
from bot.domain.refusals import Refusal
from bot.pages import entrance
from bot.pages.screen import ScreenPage
from bot.pages.sheet import SheetPage, failed, refused

ROOMS = ("/sheet", "/screen/")  # "/sheet" alone is the entrance
Endpoint = Callable[[Request], Awaitable[Response]]


def prefixes(pages_address: str) -> tuple[str, ...]:
    """Returns how the path of a request for a page begins.

    Behind a proxy under a sub-path it comes with the sub-path or without, as the proxy likes.
    """
    return tuple(f"{start}{room}" for start in _starts(pages_address) for room in ROOMS)


def application(
    services: Services, ballots: Ballots, letters: Letters, *, chat_url: str, time_runs: bool
) -> Starlette:
    """Makes the pages an application of their own, which refuses any address it does not know.

    `chat_url` opens the private chat on a phone, where the platform has such an address.
    """
    sheet = SheetPage(services, ballots, letters)
    code = chat_url or f"{services.pages_address}/sheet"
    screen = ScreenPage(services, code, time_runs=time_runs)
    routes = []
    for start in _starts(services.pages_address):
        routes += [
            Route(f"{start}/sheet", _guarded(entrance.show)),
            Route(f"{start}/sheet/{{address}}", _guarded(sheet.show), methods=["GET"]),
            Route(f"{start}/sheet/{{address}}", _guarded(sheet.take), methods=["POST"]),
            Route(f"{start}/screen/{{address}}", _guarded(screen.show)),
            Route(f"{start}/screen/{{address}}/now", _guarded(screen.refresh)),
        ]
    pages = Starlette(routes=routes, exception_handlers={404: _unknown, 405: _unknown})
    pages.router.redirect_slashes = False  # it would lead past the proxy's sub-path
    return pages


def _starts(pages_address: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("", urlsplit(pages_address).path)))


def _guarded(endpoint: Endpoint) -> Endpoint:
    """Returns the endpoint with every error turned into a page.

    Nothing that a person sent or chose reaches a log, whatever goes wrong.
    """

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return refused(refusal, sent=request.method == "POST")
        except StoreUnavailable:
            return refused(VoteNotStored(), sent=request.method == "POST")
        except Exception as error:  # noqa: BLE001 - a traceback could hold a choice
            kind = type(error).__name__
            return failed(incidents.report_without_traceback("page.failed", error=kind))

    return guarded


async def _unknown(_request: Request, _error: Exception) -> Response:
    return refused(LinkUnknown(), sent=False)
