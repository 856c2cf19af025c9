"""One HTTP call to DingTalk: JSON back, or one of two errors."""

from collections.abc import Mapping
from typing import Any

import httpx

from bot.platforms.dingtalk import payloads
from bot.platforms.dingtalk.errors import BANNED, Rejected
from bot.platforms.exchange import exchange
from bot.platforms.json_objects import PayloadInvalid, list_of, parse
from bot.ports import SendFailed


async def call(
    http: httpx.AsyncClient,
    method: str,
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    **content: Any,
) -> Mapping[str, Any]:
    """Sends `content`, given as httpx takes it (json, files).

    Raises Rejected with the platform's code, else SendFailed.
    """
    # Without this header the gateway answers XML (npm dingtalk-stream).
    accepting = {"Accept": "application/json", **(headers or {})}
    response = await exchange(http, method, address, platform="钉钉", headers=accepting, **content)
    try:
        answer = parse(response.content)
    except PayloadInvalid:
        # HTML comes from a gateway or from the ban of an address, and says nothing for good.
        raise SendFailed(f"钉钉的回答不是 JSON（HTTP {response.status_code}）") from None
    # No is said by `code`, by `errcode` (under HTTP 200 too) or by the ban's `status`. A throttled
    # group robot has the ban's status beside its own errcode: the errcode says which it is.
    code = payloads.text_of(answer.get("code")) or payloads.text_of(answer.get("errcode"))
    if code in ("", "0") and payloads.text_of(answer.get("status")) == BANNED:
        code = BANNED
    if response.is_success and code in ("", "0"):
        return answer
    # A missing scope is refused together with its name.
    scopes = list_of(payloads.part(answer, "accessdenieddetail").get("requiredScopes"))
    raise Rejected(
        code or f"HTTP {response.status_code}", response.status_code, tuple(map(str, scopes))
    )
