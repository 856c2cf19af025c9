"""Calls of the OpenAPI with the app's token: counted, paced, and repeated if it went stale."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

from bot.platforms.dingtalk import errors, web
from bot.platforms.dingtalk.access import AccessToken
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.errors import Rejected
from bot.platforms.dingtalk.limits import PER_API
from bot.platforms.dingtalk.quota import Kind, Quota
from bot.platforms.windows import Window

Body = Mapping[str, Any]


class OpenApi:
    def __init__(
        self,
        http: httpx.AsyncClient,
        addresses: Addresses,
        token: AccessToken,
        quota: Quota,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http, self._addresses, self._token, self._quota = http, addresses, token, quota
        self.sleep, self.monotonic = sleep, monotonic
        self._windows: dict[str, Window] = defaultdict(lambda: Window(PER_API))

    async def call(self, method: str, path: str, body: Body) -> Body:
        """Makes one counted call of api.dingtalk.com. Raises Rejected, SendFailed."""

        async def attempt(token: str) -> Body:
            headers = {"x-acs-dingtalk-access-token": token}
            return await web.call(
                self._http, method, self._addresses.api + path, headers=headers, json=body
            )

        return await self._counted(path, attempt)

    async def upload(self, kind: str, name: str, content: bytes) -> Body:
        """Puts a file into the media store of oapi.dingtalk.com. Raises Rejected, SendFailed."""

        async def attempt(token: str) -> Body:
            address = str(
                httpx.URL(f"{self._addresses.oapi}/media/upload", params={"access_token": token})
            )
            media = {"media": (name, content, "application/octet-stream")}
            return await web.call(self._http, "POST", address, data={"type": kind}, files=media)

        return await self._counted("/media/upload", attempt)

    async def _counted(self, path: str, attempt: Callable[[str], Awaitable[Body]]) -> Body:
        """Waits for room in the API's window, then calls, and counts what the platform counts."""
        window = self._windows[path]
        while (wait := window.wait(self.monotonic())) > 0:
            await self.sleep(wait)
        window.take(self.monotonic())
        try:
            answer = await self._with_token(attempt)
        except Rejected as rejected:
            if rejected.code in errors.ORG_QUOTA:
                self._quota.exhausted(Kind.API)
            elif rejected.code in errors.QPS:
                # Calls that were throttled are not counted.
                window.block(self.monotonic(), errors.QPS_PAUSE)
            else:
                self._quota.spend(Kind.API)
            raise
        self._quota.spend(Kind.API)
        return answer

    async def _with_token(self, attempt: Callable[[str], Awaitable[Body]]) -> Body:
        token = await self._token.get()
        try:
            return await attempt(token)
        except Rejected as rejected:
            if (
                rejected.status != httpx.codes.UNAUTHORIZED
                and rejected.code not in errors.STALE_TOKEN
            ):
                raise
            self._token.forget(token)
        return await attempt(await self._token.get())
