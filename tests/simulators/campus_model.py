"""A language model on this machine that is as good or as bad as a test wants it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

STATUS = {200: "OK", 302: "Found", 500: "Internal Server Error"}


def said(content: object) -> bytes:
    """The answer of a model that says this."""
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}}]}
    ).encode()


@dataclass
class StubModel:
    """`answer` is sent to whoever asks; with None nobody ever hears anything."""

    answer: bytes | None = field(default_factory=lambda: said("0"))
    status: int = 200
    headers: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def question(self) -> str:
        return str(self.asked[-1]["messages"][-1]["content"])

    def number_of(self, title: str) -> str:
        """The number that stands before the line that begins with this title."""
        for line in self.question.splitlines():
            number, _, rest = line.partition(". ")
            if rest.startswith(title):
                return number
        raise AssertionError(title)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        fields = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if ": " in line)
        body = await reader.readexactly(int(fields.get("content-length", "0")))
        if body:
            self.asked.append(json.loads(body))
        self.authorizations.append(fields.get("authorization", ""))
        answer = self.answer
        if answer is not None:
            first = f"HTTP/1.1 {self.status} {STATUS[self.status]}\r\n{self.headers}"
            writer.write(f"{first}Content-Length: {len(answer)}\r\n\r\n".encode() + answer)
            await writer.drain()
        else:
            await reader.read()  # until the other side gives up
        writer.close()


@asynccontextmanager
async def stub_model(**as_wanted: Any) -> AsyncIterator[StubModel]:
    stub = StubModel(**as_wanted)
    server = await asyncio.start_server(stub.serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        stub.url = f"http://127.0.0.1:{port}/v1"
        yield stub
