"""One HTTP call to DingTalk: JSON back, or one of two errors. Addresses carry secrets and never reach a message or log."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from bot.platforms.dingtalk import payloads
from bot.platforms.dingtalk.errors import BANNED, Rejected
from bot.ports import SendFailed

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LONGEST = 30.0  # seconds for the whole exchange, uploads included
_ACCEPT = {"Accept": "application/json"}  # the gateway answers XML otherwise (npm dingtalk-stream)


async def call(
    http: httpx.AsyncClient,
    method: str,
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    **content: Any,
) -> Mapping[str, Any]:
    """`content` as httpx takes it (json, files). Raises Rejected with the platform's code, else SendFailed."""
    response = await _exchange(http, method, address, {**_ACCEPT, **(headers or {})}, content)
    answer = _read(response)
    code = _code(answer)
    if response.is_success and code in ("", "0"):
        return answer
    raise Rejected(code or f"HTTP {response.status_code}", response.status_code, _scopes(answer))


async def _exchange(
    http: httpx.AsyncClient,
    method: str,
    address: str,
    headers: Mapping[str, str],
    content: Mapping[str, Any],
) -> httpx.Response:
    try:
        async with asyncio.timeout(LONGEST):
            return await http.request(
                method, address, headers=dict(headers), timeout=TIMEOUT, **content
            )
    except (httpx.TimeoutException, TimeoutError):
        raise SendFailed("钉钉没有在限定时间内回答") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise SendFailed("钉钉的地址无效", permanent=True) from None
    except httpx.HTTPError:
        raise SendFailed("连不上钉钉") from None


def _read(response: httpx.Response) -> Mapping[str, Any]:
    """A page of HTML comes from a gateway or from the ban of an address, and says nothing for good."""
    try:
        return payloads.parse(response.content)
    except payloads.PayloadInvalid:
        raise SendFailed(f"钉钉的回答不是 JSON（HTTP {response.status_code}）") from None


def _code(answer: Mapping[str, Any]) -> str:
    """Three ways of saying no: `code`, `errcode` (also under HTTP 200), and the ban's `status`.

    A throttled group robot has the ban's status beside its own errcode: the errcode says which it is.
    """
    code = payloads.text_of(answer.get("code")) or payloads.text_of(answer.get("errcode"))
    if code in ("", "0") and payloads.text_of(answer.get("status")) == BANNED:
        return BANNED
    return code


def _scopes(answer: Mapping[str, Any]) -> tuple[str, ...]:
    required = payloads.part(answer, "accessdenieddetail").get("requiredScopes")
    return tuple(str(scope) for scope in required) if isinstance(required, list) else ()
