"""Whether the process lives, whether it can serve, and figures for Prometheus.

Nothing here tells a vote.
"""

import asyncio
from functools import cache
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.actions import health, installation
from bot.actions.services import Services
from bot.actions.store_troubles import why_unusable
from bot.sources import Sources
from bot.texts import monitoring
from bot.version import version

if TYPE_CHECKING:
    from bot.metrics import Metrics

MEBIBYTE = 1024 * 1024
# Bytes of free disk below which a report or a busy ballot may not fit any more.
ROOM = 32 * MEBIBYTE
# Seconds; whoever asks wants an answer also while a backup or another process holds the file.
PATIENCE = 5.0


def routes(sources: Sources, *, patience: float = PATIENCE) -> list[BaseRoute]:
    """Returns the three routes; `patience` is how long the database may take to be ready."""
    services = sources.services

    @cache
    def figures() -> "Metrics":
        """Makes the figures when they are first asked for: most departments have no Prometheus."""
        from bot.metrics import Metrics  # noqa: PLC0415

        return Metrics(sources)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"alive": True, "version": version()})

    async def readyz(_request: Request) -> Response:
        checks = {"database": await _database(services, patience)}
        for name, ready in sources.ready.items():
            ok, text = ready()
            checks[name] = _check(ok=ok, text=text)
        is_ready = all(check["ok"] for check in checks.values())
        status_code = 503
        if is_ready:
            status_code = 200
        return JSONResponse({"ready": is_ready, "checks": checks}, status_code=status_code)

    async def metrics(_request: Request) -> Response:
        page = await figures().exposition()
        return Response(page, media_type=figures().media_type)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _database(services: Services, patience: float) -> dict[str, object]:
    """A durable write shows that the database takes one.

    What a process lacks to serve makes it unready too.
    """
    free = services.files.free()
    if free < ROOM:  # asked first: a full disk is why the database takes nothing
        return _check(ok=False, text=f"磁盘快满了，只剩 {free // MEBIBYTE} MB，选票和文件会存不下")
    try:
        async with asyncio.timeout(patience):
            await services.write(installation.probe)
            lacking = await services.read(health.lacking)
    except TimeoutError:
        # What waits is written once the file is free; nobody has to send it again.
        return _check(ok=False, text=f"数据库不可用：{monitoring.BUSY}")
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is no
        return _check(ok=False, text=f"数据库不可用：{why_unusable(error)}")
    return _check(ok=not lacking, text=lacking or "数据库可用")


def _check(*, ok: bool, text: str) -> dict[str, object]:
    return {"ok": ok, "text": text}
