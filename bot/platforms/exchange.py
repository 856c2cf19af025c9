"""One HTTP call to a platform. Addresses carry secrets and never reach a message or a log."""

import asyncio
from typing import Any

import httpx

from bot.ports import SendFailed

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LONGEST = 30.0  # seconds for the whole exchange, uploads included


async def exchange(
    http: httpx.AsyncClient, method: str, address: str, *, platform: str, **content: Any
) -> httpx.Response:
    """Returns the answer, whatever it says; `content` is as httpx takes it (headers, json, files).

    Raises SendFailed in the platform's name where no answer came.
    """
    try:
        async with asyncio.timeout(LONGEST):
            return await http.request(method, address, timeout=TIMEOUT, **content)
    except (httpx.TimeoutException, TimeoutError):
        raise SendFailed(f"{platform}没有在限定时间内回答") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise SendFailed(f"{platform}的地址无效", permanent=True) from None
    except httpx.HTTPError:
        raise SendFailed(f"连不上{platform}") from None
