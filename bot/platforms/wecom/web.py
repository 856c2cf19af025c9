"""One HTTP call to WeCom: JSON back, or one of two errors."""

from collections.abc import Mapping
from typing import Any

import httpx

from bot.platforms.exchange import exchange
from bot.platforms.json_objects import PayloadInvalid, parse
from bot.platforms.wecom import errors
from bot.ports import SendFailed


async def post(http: httpx.AsyncClient, address: str, **content: Any) -> Mapping[str, Any]:
    """Posts `content`, given as httpx takes it (json, files).

    Raises Rejected with the platform's code, else SendFailed.
    """
    response = await exchange(http, "POST", address, platform="企业微信", **content)
    try:
        answer = parse(response.content)
    except PayloadInvalid:
        raise SendFailed(f"企业微信的回答不是 JSON（HTTP {response.status_code}）") from None
    errors.check(answer.get("errcode", 0))
    return answer
