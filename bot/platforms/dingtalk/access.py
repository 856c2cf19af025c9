"""The app's access token: asked once however many wait, renewed before it runs out."""

import asyncio
from collections.abc import Callable

import httpx

from bot.platforms.dingtalk import payloads, web
from bot.platforms.dingtalk.errors import Rejected

EARLY = 300.0  # seconds


class AccessToken:
    def __init__(
        self,
        http: httpx.AsyncClient,
        base: str,
        client_id: str,
        secret: str,
        monotonic: Callable[[], float],
    ) -> None:
        self._http, self._base = http, base
        self._body = {"appKey": client_id, "appSecret": secret}
        self._monotonic = monotonic
        self._value, self._expires = "", 0.0
        self._asking: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """Raises Rejected, SendFailed."""
        if self._value and self._monotonic() < self._expires:
            return self._value
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
            self._asking.add_done_callback(self._asked)
        # One who gives up must not take the answer from the others.
        return await asyncio.shield(self._asking)

    def forget(self, value: str) -> None:
        """Drops a token that the platform no longer takes; a newer one stays."""
        if value == self._value:
            self._value = ""

    async def _ask(self) -> str:
        answer = await web.call(
            self._http, "POST", f"{self._base}/v1.0/oauth2/accessToken", json=self._body
        )
        value = payloads.text_of(answer.get("accessToken"))
        if not value:
            raise Rejected("accessToken missing", 502)
        lives = payloads.number_of(answer.get("expireIn")) or 7200
        # One that lives shorter than the margin has to serve for a while all the same.
        self._value, self._expires = value, self._monotonic() + max(lives - EARLY, lives / 2)
        return value

    def _asked(self, task: asyncio.Task[str]) -> None:
        self._asking = None
        if not task.cancelled():
            task.exception()  # seen: whoever waits gets it
