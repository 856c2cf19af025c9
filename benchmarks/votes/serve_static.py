"""The floor: the same web server, an answer of the same size, no work at all: `serve_static.py FOLDER VOTERS`."""

import asyncio
import socket

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ANSWER = b"x" * 900


async def receive(request: Request) -> Response:
    await request.body()
    return Response(ANSWER)


async def main() -> None:
    app = Starlette(routes=[Route("/wecom/callback", receive, methods=["POST"])])
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
    )
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        print(listener.getsockname()[1], "p-1-0-00000000", flush=True)
        await server.serve([listener])


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main())
