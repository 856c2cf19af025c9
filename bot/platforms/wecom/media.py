"""Files in: download from allowed hosts only, decrypt while reading.

An address comes from outside and may point anywhere. Only hosts of the list are asked, each
redirect is checked the same way, and all but explicitly listed hosts must prove their name by TLS:
so no private address is ever reached.
"""

import asyncio
import base64
import binascii
import re
from collections.abc import AsyncIterator

import httpx
import structlog

from bot.messages import Attachment
from bot.platforms.downloads import GONE, Download
from bot.platforms.json_objects import PayloadInvalid, parse
from bot.platforms.wecom import filenames
from bot.platforms.wecom.crypto import BLOCK, EnvelopeRefused, unpad
from bot.ports import Fetched, FetchError

log = structlog.get_logger(__name__)

# The bucket is Tencent's own by its number; others under myqcloud.com belong to anybody.
OFFICIAL_HOSTS = ("ww-aibot-img-1258476243.cos.*.myqcloud.com", "*.weixin.qq.com")
REDIRECTS = 3
LONGEST = 25.0  # seconds for the whole download
TIMEOUT = httpx.Timeout(8.0, connect=5.0)


class Hosts:
    """The hosts that files may come from; those listed by the administrator replace the official.

    A plainly listed host may be loopback and plain http.
    """

    def __init__(self, listed: tuple[str, ...] = ()) -> None:
        self.names = listed or OFFICIAL_HOSTS
        self._plain = frozenset(name.lower() for name in listed if "*" not in name)
        self._patterns = [
            re.compile(re.escape(name.lower()).replace(r"\*", "[a-z0-9-]+")) for name in self.names
        ]

    def allow(self, url: httpx.URL) -> bool:
        if {url.host, f"{url.host}:{url.port}"} & self._plain:
            return url.scheme in ("http", "https")
        return url.scheme == "https" and any(
            pattern.fullmatch(url.host) for pattern in self._patterns
        )


class MediaFetcher:
    """The `FileFetcher`.

    `default_key` is the callback's; over the long connection each file brings its own.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        hosts: Hosts,
        *,
        default_key: bytes = b"",
        longest: float = LONGEST,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http, self._hosts = http, hosts
        self._default_key, self._longest, self._timeout = default_key, longest, timeout

    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        try:
            source = parse(attachment.source)
            url = httpx.URL(str(source.get("url", "")))
        except (PayloadInvalid, httpx.InvalidURL):
            raise FetchError("failed") from None
        key = decode_key(str(source.get("key", ""))) or self._default_key
        ends = asyncio.get_running_loop().time() + self._longest
        try:
            async with asyncio.timeout_at(ends):
                response = await self._open(url)
        except (TimeoutError, httpx.TimeoutException):
            raise FetchError("timeout") from None
        # A redirect may lead to what is no address.
        except (httpx.HTTPError, httpx.InvalidURL):
            raise FetchError("failed") from None
        download = Download(response, ends)
        # The padding adds a block at most.
        if download.announced > limit + BLOCK:
            await download.close()
            raise FetchError("too_large")
        name = attachment.name or filenames.from_disposition(
            response.headers.get("content-disposition", "")
        )
        return Fetched(name, _content(download, key, limit))

    async def _open(self, url: httpx.URL) -> httpx.Response:
        for _ in range(REDIRECTS + 1):
            if not self._hosts.allow(url):
                # The path is the secret of the file.
                log.warning("wecom.media_host_refused", host=url.host)
                raise FetchError("forbidden")
            response = await self._http.send(
                self._http.build_request("GET", url, timeout=self._timeout),
                stream=True,
                follow_redirects=False,
            )
            if response.status_code == httpx.codes.OK:
                return response
            await response.aclose()
            if response.status_code in GONE:  # an address lives five minutes
                raise FetchError("expired")
            target = response.headers.get("location", "")
            if not response.is_redirect or not target:
                raise FetchError("failed")
            url = url.join(target)
        raise FetchError("failed")


def decode_key(text: str) -> bytes:
    """Reads 32 bytes of base64, with or without padding, plain or URL-safe; empty if it is none."""
    plain = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (ValueError, binascii.Error):
        return b""
    if len(key) != BLOCK:
        return b""
    return key


async def _content(download: Download, key: bytes, limit: int) -> AsyncIterator[bytes]:
    """Yields the plaintext, piece by piece; the last block is held back until its padding is proven
    right.
    """
    if not key:
        await download.close()
        raise FetchError("failed")
    # 7 MB that only a file needs.
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415
        Cipher,
        algorithms,
        modes,
    )

    # The platform takes the beginning of the key as the vector.
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    held, given = b"", 0
    try:
        async for piece in download.pieces():
            held += decryptor.update(piece)
            ready, held = held[:-BLOCK], held[-BLOCK:]
            given += len(ready)
            if given > limit:
                raise FetchError("too_large")
            if ready:
                yield ready
        last = unpad(held + decryptor.finalize())
    except (EnvelopeRefused, ValueError):
        raise FetchError("failed") from None
    finally:
        await download.close()
    if given + len(last) > limit:
        raise FetchError("too_large")
    if last:
        yield last
