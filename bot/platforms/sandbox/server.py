"""The chat page and its interface (docs/interface.md).

Plays the chat provider: what real platforms would not deliver does not reach the bot.
"""

import asyncio
import errno
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import tzinfo
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from typing_extensions import override

from bot.messages import Attachment, CardState, CardView, Chat, ChatKind, Click, Sender, Update
from bot.platforms.sandbox import visitors
from bot.platforms.sandbox.chatlog import Entry
from bot.platforms.sandbox.clock import SimulatedClock
from bot.platforms.sandbox.ports import CastMember, Stage
from bot.platforms.sandbox.provider import MENTION, ROBOT, Provider, sent_file, shown_card
from bot.platforms.sandbox.wire import (
    BadRequest,
    Said,
    read_click,
    read_message,
    read_moment,
)
from bot.ports import Clock, FileSource, Inlet
from bot.texts import talk

PAGE = Path(__file__).with_name("page")
PLATFORM = "sandbox"
LARGEST_UPLOAD = 100 * 1024 * 1024  # what WeCom lets a member send
HEARTBEAT = 15.0  # seconds
NO_MORE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLOSED = CardView(CardState.CLOSED)
Endpoint = Callable[[Request], Awaitable[Response]]


class SandboxServer:
    def __init__(
        self,
        provider: Provider,
        clock: Clock,
        *,
        inlet: Inlet,
        stage: Stage,
        files: FileSource,
        zone: tzinfo,
    ) -> None:
        self._provider = provider
        self._clock = clock
        self._inlet = inlet
        self._stage = stage
        self._files = files
        self._zone = zone
        # Of two who press 「+1 天」 at once, the second adds to what the first made.
        self._moving = asyncio.Lock()

    @property
    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.show_page),
            Mount("/sandbox/page", _Page(directory=PAGE)),
            Route("/sandbox/api/people", self._answer(self.list_people)),
            Route("/sandbox/api/messages", self._answer(self.take_message), methods=["POST"]),
            Route("/sandbox/api/clicks", self._answer(self.take_click), methods=["POST"]),
            Route("/sandbox/api/timeline", self._answer(self.show_timeline)),
            Route("/sandbox/api/clock", self._answer(self.show_clock), methods=["GET"]),
            Route("/sandbox/api/clock", self._answer(self.move_clock), methods=["POST"]),
            Route("/sandbox/api/events", self._answer(self.stream_events)),
            Route("/sandbox/api/sample", self._answer(self.give_sample)),
            Route("/sandbox/api/files/{file_id}", self._answer(self.give_file)),
        ]

    @staticmethod
    def _answer(endpoint: Endpoint) -> Endpoint:
        async def answer(request: Request) -> Response:
            refusal = visitors.refused(request)
            if refusal is not None:
                return refusal
            try:
                return await endpoint(request)
            except BadRequest as problem:
                return JSONResponse({"error": str(problem)}, status_code=problem.status)
            except (OSError, sqlite3.OperationalError) as error:
                if not _is_full(error):
                    raise
                return JSONResponse({"error": talk.DISK_FULL}, status_code=507)

        return answer

    async def show_page(self, _request: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers=HEADERS | {"Cache-Control": "no-cache"})

    async def list_people(self, _request: Request) -> Response:
        members = await self._stage.cast()
        return JSONResponse(
            [
                {
                    "id": m.id,
                    "name": m.name,
                    "department": m.department,
                    "branch": m.branch,
                    "roles": m.roles,
                    "category": m.category,
                }
                for m in members
            ]
        )

    async def _group(self, member: CastMember | None) -> str:
        """Returns the group of the sender's own department; a stranger stands in the first one."""
        if member is not None:
            return member.group
        for other in await self._stage.cast():
            if other.group:
                return other.group
        return ""

    # -- what people do

    async def take_message(self, request: Request) -> Response:
        said = await read_message(request, limit=LARGEST_UPLOAD)
        member = await self._stage.member(said.account)
        chat = Chat(ChatKind.DIRECT, said.account)
        if said.group:
            chat = Chat(ChatKind.GROUP, await self._group(member))
        quoted = None
        if said.quote is not None:
            quoted = self._provider.visible_entry(said.account, member, said.quote)
            if quoted is None:
                raise BadRequest("quote 要是您看得到的一条消息的 seq")
        update = self._update(said, chat, quoted)
        ballot = await self._inlet.is_ballot(update)
        # A ballot is known before it is shown, so that its choice reaches no file.
        if self._provider.recorded(update.own_id) is None:
            content: dict[str, object] = {
                "kind": "text",
                "text": said.text,
                "quote": said.quote,
                "file": None,
            }
            file = update.attachment
            if file is not None:
                content["kind"] = "file"
                content["file"] = {"id": file.source, "name": file.name, "size": file.size}
            self._provider.record(chat, said.account, content, update.own_id, keep=not ballot)
        if _reaches(said, quoted):
            answer = await self._inlet.accept(update, ballot=ballot)
            if answer is not None:
                self._provider.show_privately(said.account, answer, update.own_id)
        elif said.file is not None:
            self._provider.show_privately(said.account, talk.group_file_unheard(), update.own_id)
        return JSONResponse({"message_id": said.message_id})

    def _update(self, said: Said, chat: Chat, quoted: Entry | None) -> Update:
        attachment = None
        if said.file is not None:
            attachment = Attachment(
                self._provider.upload(said.file), said.file_name, len(said.file)
            )
        text = said.text
        if said.group:
            text = MENTION.sub("", text).strip()
        quote = None
        if quoted is not None:
            quote = self._provider.quote(quoted)
        return Update(
            platform=PLATFORM,
            message_id=said.message_id,
            sender=Sender(said.account),
            chat=chat,
            sent_at=self._clock.now(),
            text=text,
            attachment=attachment,
            quote=quote,
        )

    async def take_click(self, request: Request) -> Response:
        clicked = await read_click(request)
        entry = self._provider.log.by_card(clicked.card_id)
        chat = Chat(ChatKind.DIRECT, clicked.account)
        if entry is not None:
            kind, _, chat_id = entry.chat.partition(":")
            if kind == ChatKind.GROUP:
                chat = Chat(ChatKind.GROUP, chat_id)
        update = Update(
            platform=PLATFORM,
            message_id=clicked.message_id,
            sender=Sender(clicked.account),
            chat=chat,
            sent_at=self._clock.now(),
            click=Click(clicked.card_id, clicked.values),
        )
        # No event: its rhythm would tell the turnout.
        answer = await self._inlet.click(update)
        if answer.for_all and answer.card:
            self._provider.redraw(answer.card)
        body = {
            "message_id": clicked.message_id,
            "accepted": answer.accepted,
            "notice": answer.notice,
        }
        if answer.refused:
            body["refused"] = answer.refused
        return JSONResponse(body)

    # -- what people see

    async def show_timeline(self, request: Request) -> Response:
        viewer = request.query_params.get("viewer", "")
        after = request.query_params.get("after", "0")
        if not viewer or not re.fullmatch(r"[0-9]{1,15}", after):
            raise BadRequest("要写明 viewer（谁在看）和 after（从哪一条之后）")
        member = None
        # In which group he is counts only where something is new in a group, and is read from the
        # roster: a page asks every few moments, and mostly nothing is.
        if self._provider.log.newest_in_groups > int(after):
            member = await self._stage.member(viewer)
        entries = self._provider.visible(viewer, member, after=int(after))
        views = await self._stage.card_views(
            viewer, [entry.card for entry in entries if entry.card]
        )
        return JSONResponse(
            [
                _entry_json(entry, views.get(entry.card or "", CLOSED), self._zone)
                for entry in entries
            ]
        )

    async def stream_events(self, request: Request) -> Response:
        return StreamingResponse(
            self._changes(request),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def _changes(self, request: Request) -> AsyncIterator[str]:
        event = self._provider.listen()
        try:
            yield "retry: 1000\n\n"
            while not await request.is_disconnected():
                try:
                    await asyncio.wait_for(event.wait(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                else:
                    event.clear()
                    yield "data: changed\n\n"
        finally:
            self._provider.leave(event)

    async def show_clock(self, _request: Request) -> Response:
        body = {
            "now": self._clock.now().astimezone(self._zone).isoformat(),
            "next": None,
            "running": not isinstance(self._clock, SimulatedClock),
        }
        upcoming = await self._stage.next_event()
        if upcoming is not None:
            body["next"] = upcoming.astimezone(self._zone).isoformat()
        return JSONResponse(body)

    async def move_clock(self, request: Request) -> Response:
        if not isinstance(self._clock, SimulatedClock):
            raise BadRequest("和真实平台一起运行时，时间不能拨动")
        async with self._moving:
            await self._stage.advance(
                self._clock, await read_moment(request, self._clock.now(), self._zone)
            )
        self._provider.changed()
        return await self.show_clock(request)

    async def give_sample(self, request: Request) -> Response:
        content = await self._stage.sample_report(request.query_params.get("viewer", ""))
        if content is None:
            return JSONResponse({"error": "示例报告只为支部书记准备"}, status_code=404)
        return Response(content, media_type="application/octet-stream", headers=HEADERS)

    async def give_file(self, request: Request) -> Response:
        file_id = request.path_params["file_id"]
        entry = self._provider.log.by_file(file_id)
        if entry is None:
            return JSONResponse({"error": "没有这个文件"}, status_code=404)
        out, uploaded = sent_file(entry), self._provider.uploaded(file_id)
        # What somebody uploaded is never shown as a page of this address.
        disposition, media_type = "attachment", "application/octet-stream"
        if out is not None and out.picture:
            disposition, media_type = "inline", "image/png"
        name = quote(entry.content["file"]["name"])
        headers = HEADERS | {"Content-Disposition": f"{disposition}; filename*=UTF-8''{name}"}
        if out is not None:
            return Response(await self._files.open(out), media_type=media_type, headers=headers)
        assert uploaded is not None, "an entry with a file of a person was uploaded before"
        return FileResponse(uploaded, media_type=media_type, headers=headers)


class _Page(StaticFiles):
    """The page's own files, under the same policy as the page."""

    @override
    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers.update(HEADERS | {"Cache-Control": "no-cache"})
        return response


def _reaches(said: Said, quoted: Entry | None) -> bool:
    """Tells whether the bot hears it, as on the real platforms: in a group only what mentions the
    robot or quotes it.
    """
    if not said.group or MENTION.search(said.text):
        return True
    return quoted is not None and quoted.sender == ROBOT


def _entry_json(entry: Entry, view: CardView, zone: tzinfo) -> dict[str, object]:
    content = dict(entry.content)
    kind, _, _ = entry.chat.partition(":")
    if content.get("card"):
        # How it looks to this person now; without a view it looks as it was sent.
        if view.card is not None:
            content["card"] = shown_card(view.card)
        content["card"] = content["card"] | {"state": view.state.value}
    if content.get("file"):
        file = content["file"]
        content["file"] = {
            "id": file["id"],
            "name": file["name"],
            "size": file["size"],
            "url": f"/sandbox/api/files/{file['id']}",
        }
    if not content.get("refused"):
        content.pop("refused", None)
    return {
        "seq": entry.seq,
        "chat": kind,
        "from": entry.sender,
        "at": entry.at.astimezone(zone).isoformat(),
        "kind": "text",
        "text": "",
        "card": None,
        "file": None,
        "understood": None,
        "quote": None,
        "link": None,
        **content,
    }


def _is_full(error: OSError | sqlite3.OperationalError) -> bool:
    """Tells whether the disk, or its quota, took no more, as the system or as SQLite says it."""
    if isinstance(error, OSError):
        return error.errno in NO_MORE
    # Of a quota SQLite says only that it could not write.
    return error.sqlite_errorname in ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
