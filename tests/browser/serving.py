"""Runs an ASGI application on a free loopback port, in a thread, for as long as a browser needs it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from typing_extensions import override


class _Server(uvicorn.Server):
    """Tells when it listens; an event stream that a browser holds open does not delay its end."""

    def __init__(self, app: Any) -> None:
        super().__init__(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
        self.ready = threading.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Yields the address, without a slash at the end."""
    listening = socket.socket(
        proto=socket.IPPROTO_TCP
    )  # named, or asyncio leaves every answer waiting 40 ms for an ACK
    listening.bind(("127.0.0.1", 0))
    server = _Server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    if not server.ready.wait(60):
        raise RuntimeError("the application did not start")
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()
