"""Files out: put into the media store, then sent by media_id.

A kind that chats do not show goes zipped.
"""

import io
import zipfile
from pathlib import PurePath

from bot.bounded import BoundedDict
from bot.messages import OutFile
from bot.platforms.dingtalk import payloads
from bot.platforms.dingtalk.openapi import OpenApi
from bot.platforms.dingtalk.outgoing import Wire
from bot.platforms.stored import content_of
from bot.ports import FileSource, SendFailed

LARGEST = 20 * 1024 * 1024
FILES = frozenset({"xlsx", "pdf", "zip", "rar", "doc", "docx"})  # of sampleFile
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "bmp"})


class Uploads:
    """Uploads once what goes to many."""

    def __init__(self, api: OpenApi, files: FileSource) -> None:
        self._api, self._files = api, files
        self._known: BoundedDict[tuple[str, str], Wire] = BoundedDict(512)

    async def wire(self, file: OutFile) -> Wire:
        """Raises Rejected, SendFailed."""
        key = (file.sha256, file.name)
        known = self._known.get(key)
        if known is None:
            known = await self._upload(file)
            self._known[key] = known
        return known

    def forget(self, file: OutFile) -> None:
        self._known.pop((file.sha256, file.name), None)

    async def _upload(self, file: OutFile) -> Wire:
        if not 0 < file.size <= LARGEST:
            raise _out_of_range(file)
        name, content = file.name, await content_of(self._files, file)
        if file.picture and _suffix(file.name) in PICTURES:
            return Wire(
                "sampleImageMsg", {"photoURL": await self._media_id("image", file.name, content)}
            )
        if _suffix(name) not in FILES:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(name, content)
            name, content = f"{name}.zip", packed.getvalue()
        # Packed, it may have become larger.
        if not 0 < len(content) <= LARGEST:
            raise _out_of_range(file)
        media_id = await self._media_id("file", name, content)
        return Wire(
            "sampleFile", {"mediaId": media_id, "fileName": name, "fileType": _suffix(name)}
        )

    async def _media_id(self, kind: str, name: str, content: bytes) -> str:
        answer = await self._api.upload(kind, name, content)
        media_id = payloads.text_of(answer.get("media_id"))
        if not media_id:
            raise SendFailed("钉钉收下了文件，却没有给出编号")
        return media_id


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _out_of_range(file: OutFile) -> SendFailed:
    return SendFailed(f"文件“{file.name}”的大小不在钉钉允许的范围内（20 MB 以内）", permanent=True)
