"""Files in: a download code becomes a signed link to the store, which is asked at once.

Codes and links live for an unknown time. A link that fails is asked for once more
(openclaw-channel-dingtalk#270).
"""

import asyncio
from collections.abc import AsyncIterator

import httpx
import structlog

from bot.messages import Attachment
from bot.platforms.dingtalk import payloads
from bot.platforms.dingtalk.addresses import Addresses, host_of
from bot.platforms.dingtalk.errors import QPS, Rejected
from bot.platforms.dingtalk.openapi import OpenApi
from bot.platforms.downloads import GONE, Download
from bot.platforms.json_objects import PayloadInvalid, parse
from bot.ports import Fetched, FetchError, SendFailed

log = structlog.get_logger(__name__)

LONGEST = 25.0  # seconds for everything
TIMEOUT = httpx.Timeout(8.0, connect=5.0)
TRIES = 2


class _Final(FetchError):
    """Asking again would change nothing."""


class MediaFetcher:
    """The `FileFetcher`."""

    def __init__(
        self,
        api: OpenApi,
        http: httpx.AsyncClient,
        addresses: Addresses,
        robot: str,
        *,
        longest: float = LONGEST,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._api, self._http, self._addresses, self._robot = api, http, addresses, robot
        self._longest, self._timeout = longest, timeout

    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        try:
            source = parse(attachment.source)
        except PayloadInvalid:
            raise FetchError("failed") from None
        code = payloads.text_of(source.get("code"))
        robot = payloads.text_of(source.get("robot")) or self._robot
        ends = asyncio.get_running_loop().time() + self._longest
        try:
            async with asyncio.timeout_at(ends):
                response = await self._opened(code, robot)
        except TimeoutError:
            raise FetchError("timeout") from None
        download = Download(response, ends)
        if download.announced > limit:
            await download.close()
            raise FetchError("too_large")
        return Fetched(attachment.name, _content(download, limit))

    async def _opened(self, code: str, robot: str) -> httpx.Response:
        failure = FetchError("failed")
        for _ in range(TRIES):
            try:
                return await self._open(await self._link(code, robot))
            except _Final:
                raise
            except FetchError as failed:
                failure = failed
        raise failure

    async def _link(self, code: str, robot: str) -> str:
        body = {"downloadCode": code, "robotCode": robot}
        try:
            answer = await self._api.call("POST", "/v1.0/robot/messageFiles/download", body)
        except Rejected as rejected:
            log.warning("dingtalk.download_refused", code=rejected.code, scopes=rejected.scopes)
            if "downloadCode" in rejected.code:
                raise _Final("expired") from None
            # A call that was too fast is answered with 403 as well.
            if rejected.status == httpx.codes.FORBIDDEN and rejected.code not in QPS:
                raise _Final("forbidden") from None
            raise FetchError("failed") from None
        except SendFailed:
            raise FetchError("failed") from None
        address = payloads.text_of(answer.get("downloadUrl"))
        link = self._addresses.download(address)
        if not link:
            # The path is the secret of the file.
            log.warning("dingtalk.download_host_refused", host=host_of(address))
            raise _Final("forbidden")
        return link

    async def _open(self, link: str) -> httpx.Response:
        try:
            request = self._http.build_request("GET", link, timeout=self._timeout)
            # A redirect could lead anywhere.
            response = await self._http.send(request, stream=True, follow_redirects=False)
        except httpx.TimeoutException:
            raise FetchError("timeout") from None
        except httpx.HTTPError:
            raise FetchError("failed") from None
        if response.status_code != httpx.codes.OK:
            await response.aclose()
            if response.status_code in GONE:
                raise FetchError("expired")
            raise FetchError("failed")
        return response


async def _content(download: Download, limit: int) -> AsyncIterator[bytes]:
    given = 0
    try:
        async for piece in download.pieces():
            given += len(piece)
            if given > limit:
                raise FetchError("too_large")
            yield piece
    finally:
        await download.close()
