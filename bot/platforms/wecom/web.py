"""One HTTP call to WeCom: JSON back, or one of two errors. Addresses carry secrets and never reach a message or log."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from bot.platforms.wecom import errors, payloads
from bot.ports import SendFailed

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LONGEST = 30.0  # seconds for the whole exchange, uploads included


async def post(http: httpx.AsyncClient, address: str, **content: Any) -> Mapping[str, Any]:
    """`content` as httpx takes it (json, files). Raises Rejected with the platform's code, else SendFailed."""
    response = await _exchange(http, address, content)
    try:
        answer = payloads.parse(response.content)
    except payloads.PayloadInvalid:
        raise SendFailed(f"企业微信的回答不是 JSON（HTTP {response.status_code}）") from None
    code = answer.get("errcode", 0)
    if code != 0:
        raise errors.Rejected(code if isinstance(code, int) else -1)
    return answer


async def _exchange(
    http: httpx.AsyncClient, address: str, content: Mapping[str, Any]
) -> httpx.Response:
    try:
        async with asyncio.timeout(LONGEST):
            return await http.post(address, timeout=TIMEOUT, **content)
    except (httpx.TimeoutException, TimeoutError):
        raise SendFailed("企业微信没有在限定时间内回答") from None
    except httpx.InvalidURL:
        raise SendFailed("企业微信的地址无效", permanent=True) from None
    except httpx.HTTPError:
        raise SendFailed("连不上企业微信") from None
