"""Files on their way in: read piece by piece, within one time for everything."""

import asyncio
from collections.abc import AsyncIterator

import httpx

from bot.domain.values import dataclass
from bot.platforms.json_objects import number_in
from bot.ports import FetchError

GONE = frozenset({401, 403, 404, 410})  # how a store answers for an address that has run out


@dataclass(frozen=True)
class Download:
    """An answer whose content is still to come."""

    response: httpx.Response
    ends: float  # time of the event loop

    @property
    def announced(self) -> int:
        """The length that the store tells; 0 where it tells none."""
        return number_in(self.response.headers.get("content-length", ""))

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yields what comes. Raises FetchError where it stops coming, or the time is over."""
        stream = self.response.aiter_bytes()
        while True:
            try:
                async with asyncio.timeout_at(self.ends):
                    piece = await anext(stream)
            except StopAsyncIteration:
                return
            except (TimeoutError, httpx.TimeoutException):
                raise FetchError("timeout") from None
            except httpx.HTTPError:
                raise FetchError("failed") from None
            yield piece

    async def close(self) -> None:
        await self.response.aclose()
