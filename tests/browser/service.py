"""A sandbox service with memory, for what the page draws out of a timeline; the real one has its own tests."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

PAGE = Path(__file__).parents[2] / "bot" / "platforms" / "sandbox" / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
NOW = "2026-12-25T09:00:00+08:00"
ROBOT = "robot"

Entry = dict[str, Any]

PEOPLE: list[Entry] = [
    {
        "id": "secretary",
        "name": "样本书记",
        "branch": "第一支部",
        "roles": ["书记", "党员"],
        "category": "B",
    },
    {"id": "leader", "name": "样本领导", "branch": None, "roles": ["领导"], "category": "A"},
    {
        "id": "organiser",
        "name": "样本组织员",
        "branch": None,
        "roles": ["组织员"],
        "category": None,
    },
    {"id": "member", "name": "样本党员", "branch": "第二支部", "roles": ["党员"], "category": "C"},
]


def poll(state: str = "open", card_id: str = "poll") -> Entry:
    options = [{"id": f"o{n}", "text": text} for n, text in enumerate(("好", "较好", "一般", "差"))]
    question = {"id": "overall", "title": "总体评价", "multi": False, "options": options}
    return {
        "card_id": card_id,
        "title": "现场测评",
        "text": "请选择",
        "state": state,
        "questions": [question],
    }


def confirmation(state: str = "open") -> Entry:
    options = [{"id": "confirm", "text": "确认"}, {"id": "cancel", "text": "取消"}]
    question = {"id": "answer", "title": "", "multi": False, "options": options}
    return {
        "card_id": "ask",
        "title": "公布结果",
        "text": "",
        "state": state,
        "questions": [question],
    }


class Service:
    """What the page can ask for. It is driven by the test while the page looks."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self.forget()

    def forget(self) -> None:
        self.people = [person | {"department": "样本系"} for person in PEOPLE]
        self.entries: list[Entry] = []
        self.clock: Entry = {"now": NOW, "next": "2026-12-26T09:00:00+08:00"}
        self.hung_up = False
        self.posted: list[tuple[str, Entry]] = []
        self.on_click: Callable[[Entry], Entry] = lambda _: {"accepted": True, "notice": "已收到"}

    def add(
        self, text: str | None = None, *, by: str = ROBOT, chat: str = "direct", **more: Any
    ) -> int:
        """Puts an entry at the end and returns its seq."""
        entry = {
            "seq": len(self.entries) + 1,
            "chat": chat,
            "from": by,
            "kind": "text",
            "text": text,
            "at": NOW,
        }
        self.entries.append(
            entry | {"card": None, "file": None, "understood": None, "quote": None} | more
        )
        self.changed()
        return len(self.entries)

    def changed(self) -> None:
        """Tells every page, from whichever thread."""
        for event, loop in list(self._listeners.items()):
            loop.call_soon_threadsafe(event.set)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", _asset),
                Route("/sandbox/page/{name}", _asset),
                Route("/sandbox/api/events", self._events),
                Route("/sandbox/api/{what}", self._answer, methods=["GET", "POST"]),
            ]
        )

    def hang_up(self) -> None:
        """Ends every stream, as a server does that goes away."""
        self.hung_up = True
        self.changed()

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self._news(), media_type="text/event-stream")

    async def _news(self) -> AsyncIterator[str]:
        event = asyncio.Event()
        self._listeners[event] = asyncio.get_running_loop()
        try:
            yield "retry: 200\n\n"
            while not self.hung_up:
                await event.wait()
                event.clear()
                yield "data: changed\n\n"
        finally:
            del self._listeners[event]

    async def _answer(self, request: Request) -> Response:
        what = request.path_params["what"]
        if request.method == "POST":
            return JSONResponse(self._accept(what, await request.json()))
        if what == "timeline":
            after = int(request.query_params["after"])
            return JSONResponse([entry for entry in self.entries if entry["seq"] > after])
        return JSONResponse(self.people if what == "people" else self.clock)

    def _accept(self, what: str, body: Entry) -> Entry:
        self.posted.append((what, body))
        if what == "clicks":
            return self.on_click(body)
        if what == "clock":
            self.clock = {"now": body.get("now", "2026-12-26T09:00:00+08:00"), "next": None}
            return self.clock
        self.add(body.get("text"), by=body["from"], chat=body["chat"], quote=body.get("quote"))
        return {"message_id": body["message_id"]}


async def _asset(request: Request) -> Response:
    name = request.path_params.get("name", "index.html")
    return FileResponse(
        PAGE / name, headers={"content-security-policy": POLICY, "cache-control": "max-age=600"}
    )
