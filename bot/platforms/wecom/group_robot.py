"""The group robot's webhook: the only way to post something that alerts people (doc 99110).

Twenty posts a minute. What does not fit is merged with what else waits, and goes out as soon as
there is room.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

import httpx

from bot.domain.values import dataclass
from bot.messages import OutFile
from bot.platforms.pieces import split
from bot.platforms.stored import content_of
from bot.platforms.wecom import errors, uploads, web
from bot.platforms.wecom.limits import GROUP_ROBOT
from bot.platforms.windows import Window
from bot.ports import FileSource, SendFailed

TEXT_BYTES = 2048


@dataclass
class _Post:
    texts: list[str]
    mentions: list[str]
    sent: "asyncio.Future[None]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def takes(self, text: str) -> bool:
        return len("\n\n".join([*self.texts, text]).encode()) <= TEXT_BYTES

    def add(self, text: str, mentions: Sequence[str]) -> None:
        self.texts.append(text)
        self.mentions += [account for account in mentions if account not in self.mentions]


class GroupRobot:
    """`chat` is the only group it may speak to; empty: the one group that there is."""

    def __init__(
        self,
        address: str,
        *,
        chat: str,
        http: httpx.AsyncClient,
        files: FileSource,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address, self._chat = address, chat
        self._http, self._files = http, files
        self._sleep, self._monotonic = sleep, monotonic
        self._window = Window(GROUP_ROBOT)
        self._waiting: list[_Post] = []
        self._drain: asyncio.Task[None] | None = None

    def serves(self, chat_id: str) -> bool:
        return bool(self._address) and self._chat in ("", chat_id)

    async def post(self, text: str, mentions: Sequence[str] = ()) -> None:
        """Returns once the text was taken, alone or merged with others. Raises SendFailed."""
        pieces = split(text, TEXT_BYTES)
        posts = [self._enqueue(piece, ()) for piece in pieces[:-1]]
        posts += [self._enqueue(piece, mentions) for piece in pieces[-1:]]
        for post in posts:
            # One who gives up must not take the post from those whose words stand in it.
            await asyncio.shield(post.sent)

    async def post_file(self, file: OutFile) -> None:
        """Raises SendFailed."""
        uploads.check_size(file)
        content = await content_of(self._files, file)
        upload = self._address.replace("/webhook/send", "/webhook/upload_media") + "&type=file"
        media = {"media": (file.name, content, "application/octet-stream")}
        answer = await self._call(upload, files=media)
        await self._room()
        message = {"msgtype": "file", "file": {"media_id": answer.get("media_id")}}
        await self._call(self._address, json=message)

    def _enqueue(self, text: str, mentions: Sequence[str]) -> _Post:
        """Adds the text to the post that waits last, or begins another one."""
        for last in self._waiting[-1:]:
            if last.takes(text):
                last.add(text, mentions)
                return last
        post = _Post([text], list(mentions))
        self._waiting.append(post)
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._work_off())
        return post

    async def _work_off(self) -> None:
        while self._waiting:
            await self._room()
            # What is on its way takes no further words.
            post = self._waiting.pop(0)
            text: dict[str, Any] = {"content": "\n\n".join(post.texts)}
            if post.mentions:
                text["mentioned_list"] = post.mentions
            try:
                await self._call(self._address, json={"msgtype": "text", "text": text})
            except SendFailed as failed:
                post.sent.set_exception(failed)
                post.sent.exception()  # whoever waits gets it; nobody may be waiting any more
            else:
                post.sent.set_result(None)

    async def _room(self) -> None:
        while (wait := self._window.wait(self._monotonic())) > 0:
            await self._sleep(wait)
        self._window.take(self._monotonic())

    async def _call(self, address: str, **content: Any) -> Mapping[str, Any]:
        try:
            return await web.post(self._http, address, **content)
        except errors.Rejected as rejected:
            if rejected.code in errors.RATE_LIMITED:
                self._window.block(self._monotonic(), errors.RATE_PAUSE)
            raise errors.as_send_failed(rejected.code) from None
