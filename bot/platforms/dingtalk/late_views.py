"""New views of a card for those whose tap could not be answered in time, many in one call."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

import structlog

from bot.messages import ClickAnswer
from bot.platforms.dingtalk import cards
from bot.platforms.dingtalk.errors import Rejected, as_send_failed
from bot.platforms.dingtalk.openapi import OpenApi
from bot.ports import SendFailed

log = structlog.get_logger(__name__)

GATHER = 0.5  # seconds
MOST = 100  # people per call
TRIES = 3


class LateViews:
    def __init__(
        self, api: OpenApi, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._api, self._sleep = api, sleep
        self._views: defaultdict[str, dict[str, cards.Params]] = defaultdict(dict)
        self._turned: dict[str, cards.Params] = {}  # of a card that is one person's own
        self._drawing: asyncio.Task[None] | None = None

    def put(self, track: str, account: str, answer: ClickAnswer, *, own: bool) -> None:
        """Draws this answer soon; `own` tells that nobody else sees the card."""
        self._views[track][account] = cards.private_params(answer, own=own)
        turned = cards.turned(answer, own=own)
        if turned is not None:
            self._turned[track] = turned
        if self._drawing is None or self._drawing.done():
            self._drawing = asyncio.create_task(self._draw())

    async def settle(self) -> None:
        if self._drawing is not None:
            await self._drawing

    async def _draw(self) -> None:
        while self._views:
            await self._sleep(GATHER)
            track, views = next(iter(self._views.items()))
            del self._views[track]
            public = self._turned.pop(track, None)
            people = list(views)
            for start in range(0, len(people), MOST):
                some = {account: views[account] for account in people[start : start + MOST]}
                await self._update(track, some, public)

    async def _update(
        self, track: str, views: dict[str, cards.Params], public: cards.Params | None
    ) -> None:
        """Draws views.

        The clicks are counted already: where it fails, only the picture is missing.
        """
        for _ in range(TRIES):
            try:
                body = cards.update_body(track, views, public)
                await self._api.call("PUT", "/v1.0/card/instances", body)
            except (Rejected, SendFailed) as failure:
                failed = as_send_failed(failure)
                if failed.permanent:
                    break
                await self._sleep(failed.retry_after or GATHER)
            else:
                return
        log.warning("dingtalk.card_not_redrawn", people=len(views))
