"""Requests in JSON to the program's web application, in process.

A client library builds addresses, cookies and streams around them: a tenth of the time that a
conversation takes, and nothing of it is the program's.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Scope

# What all requests have alike.
SCOPE: Mapping[str, object] = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "scheme": "http",
    "server": ("localhost", 80),
    "client": ("127.0.0.1", 123),
    "root_path": "",
}
NO_QUERY: Mapping[str, object] = {}


class RequestRefused(Exception):
    """The application did not take a request: an error of whoever wrote it."""


async def ask(
    web: ASGIApp,
    method: str,
    path: str,
    *,
    query: Mapping[str, object] = NO_QUERY,
    body: object = None,
) -> Any:
    """Sends a request; returns what the answer's JSON says.

    Raises RequestRefused for any answer but a good one, and whatever the application raises.
    """
    content = b""
    headers = [(b"host", b"localhost")]
    if body is not None:
        content = json.dumps(body, ensure_ascii=False).encode()
        headers.append((b"content-type", b"application/json"))
        headers.append((b"content-length", str(len(content)).encode()))
    scope: Scope = {
        **SCOPE,
        "method": method,
        "headers": headers,
        "path": path,
        "raw_path": path.encode(),
        "query_string": urlencode(query).encode(),
    }
    # The application answers in messages: the head first, then the body piece by piece.
    status = 0
    pieces: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            pieces.append(message.get("body", b""))

    await web(scope, receive, send)
    answer = b"".join(pieces)
    if status != 200:
        raise RequestRefused(f"{status} {method} {path}: {answer.decode()}")
    return json.loads(answer)
