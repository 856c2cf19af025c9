"""Files out: only what was uploaded before can be sent, by its media_id (doc 101838)."""

import base64
import hashlib
from collections.abc import Callable
from typing import Literal

from bot.bounded import BoundedDict
from bot.messages import OutFile
from bot.platforms.stored import content_of
from bot.platforms.wecom.connection import LongConnection
from bot.platforms.windows import Limit, Window
from bot.ports import FileSource, SendFailed

CHUNK = 512 * 1024  # bytes before base64
LARGEST = {"file": 20 * 1024 * 1024, "image": 10 * 1024 * 1024}
PICTURES = (".jpg", ".jpeg", ".png")
SMALLEST = 5  # bytes
KEPT_SECONDS = 2 * 86_400.0  # a media_id lives three days
UPLOADS = (Limit(30, 60), Limit(1000, 3600))

Kind = Literal["file", "image"]


def kind_of(file: OutFile) -> Kind:
    """Returns how the platform shows it: what is no picture to it, or too large, goes as a file."""
    is_shown = file.name.lower().endswith(PICTURES) and file.size <= LARGEST["image"]
    if file.picture and is_shown:
        return "image"
    return "file"


def check_size(file: OutFile) -> None:
    """Raises SendFailed for what the platform never takes."""
    if not SMALLEST < file.size <= LARGEST["file"]:
        raise SendFailed(
            f"文件“{file.name}”的大小不在企业微信允许的范围内（6 字节至 20 MB）", permanent=True
        )


class Uploads:
    """Uploads once what goes to many.

    Chunks go one after the other: side by side they time out on the real server.
    """

    def __init__(
        self, connection: LongConnection, files: FileSource, monotonic: Callable[[], float]
    ) -> None:
        self._connection = connection
        self._files = files
        self._monotonic = monotonic
        self._window = Window(UPLOADS)
        self._known: BoundedDict[tuple[str, str], tuple[str, float]] = BoundedDict(512)

    async def media_id(self, file: OutFile) -> str:
        """Raises SendFailed, and what `LongConnection.request` raises."""
        key = (file.sha256, file.name)
        known, expires = self._known.get(key) or ("", 0.0)
        if known and self._monotonic() < expires:
            return known
        fresh = await self._upload(file)
        self._known[key] = (fresh, self._monotonic() + KEPT_SECONDS)
        return fresh

    def forget(self, file: OutFile) -> None:
        """Drops a media_id that the platform no longer knows."""
        self._known.pop((file.sha256, file.name), None)

    async def _upload(self, file: OutFile) -> str:
        check_size(file)
        wait = self._window.wait(self._monotonic())
        if wait:
            raise SendFailed("企业微信的上传次数已用完，稍后再发", retry_after=wait)
        self._window.take(self._monotonic())
        content = await content_of(self._files, file)
        chunks = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
        begin = {
            "type": kind_of(file),
            "filename": file.name,
            "total_size": len(content),
            "total_chunks": len(chunks),
            "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        }
        begun = await self._connection.request("aibot_upload_media_init", begin)
        upload = str(begun.get("upload_id", ""))
        for index, chunk in enumerate(chunks):
            body = {
                "upload_id": upload,
                "chunk_index": index,
                "base64_data": base64.b64encode(chunk).decode(),
            }
            await self._connection.request("aibot_upload_media_chunk", body)
        finished = await self._connection.request(
            "aibot_upload_media_finish", {"upload_id": upload}
        )
        return str(finished.get("media_id", ""))
