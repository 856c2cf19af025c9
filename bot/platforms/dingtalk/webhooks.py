"""Webhooks: that of a message while it lives, and the group robot's own.

The latter is the only unasked way to alert people.

Errors come under HTTP 200.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence

import httpx
import structlog

from bot.bounded import RecentKeys
from bot.platforms.dingtalk import errors, outgoing, web
from bot.platforms.dingtalk.addresses import Addresses
from bot.platforms.dingtalk.errors import Rejected
from bot.platforms.dingtalk.limits import GROUP_ROBOT
from bot.platforms.dingtalk.outgoing import Wire
from bot.platforms.dingtalk.quota import Kind, Quota
from bot.platforms.dingtalk.tokens import ReplyToken
from bot.platforms.windows import Window
from bot.ports import Clock, SendFailed

log = structlog.get_logger(__name__)

MARGIN = 5_000  # milliseconds before its expiry from which a session webhook is left alone
MENTIONS = 50  # per post
THROTTLED = "410100"
THROTTLE_PAUSE = 600.0  # seconds
_SENDS_TOO_FAST = frozenset({THROTTLED, "130101"})


class SessionWebhooks:
    def __init__(
        self, http: httpx.AsyncClient, addresses: Addresses, clock: Clock, quota: Quota
    ) -> None:
        self._http, self._addresses, self._clock, self._quota = http, addresses, clock, quota
        self._gone: RecentKeys[str] = RecentKeys(5_000)

    def alive(self, token: ReplyToken) -> bool:
        """Tells whether it lives, by its own expiry field; lifetimes from 30 seconds to two hours
        were reported.
        """
        ends = token.expires - MARGIN
        return (
            self._clock.now().timestamp() * 1000 < ends
            and token.url not in self._gone
            and self._addresses.is_webhook(token.url)
        )

    async def post(self, token: ReplyToken, wire: Wire) -> bool:
        """Posts; False where the address serves no more and another way has to be found.

        Raises SendFailed.
        """
        try:
            await web.call(self._http, "POST", token.url, json=wire.webhook)
        except Rejected as rejected:
            failed = errors.as_send_failed(rejected)
            if not failed.permanent and rejected.code != errors.SESSION_GONE:
                raise failed from None
            self._gone.add(token.url)
            log.info("dingtalk.session_webhook_refused", code=rejected.code)
            return False
        self._quota.spend(Kind.WEBHOOK)
        return True


class GroupWebhook:
    """The robot's own webhook in the department's group.

    `secret` where the group asks for signatures.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        address: str,
        secret: str,
        *,
        clock: Clock,
        quota: Quota,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http, self._address, self._secret = http, address, secret
        self._clock, self._quota, self._monotonic = clock, quota, monotonic
        self._window = Window(GROUP_ROBOT)

    @property
    def set_up(self) -> bool:
        return bool(self._address)

    async def post(self, content: str, mentions: Sequence[str], unique: str) -> None:
        """Posts; `unique` lets the platform drop a repeat.

        More people than one post may name are told in further ones.

        Raises SendFailed.
        """
        for start in range(0, max(len(mentions), 1), MENTIONS):
            wait = self._window.wait(self._monotonic())
            if wait:
                raise SendFailed("群机器人每分钟最多发 20 条，稍后再发", retry_after=wait)
            self._window.take(self._monotonic())
            address = self._address
            if self._secret:
                timestamp = str(int(self._clock.now().timestamp() * 1000))
                signed = {"timestamp": timestamp, "sign": sign(self._secret, timestamp)}
                address = str(httpx.URL(address).copy_merge_params(signed))
            wire = outgoing.text(content, mentions[start : start + MENTIONS])
            body = {**wire.webhook, "msgUuid": f"{unique}{start or ''}"}
            try:
                await web.call(self._http, "POST", address, json=body)
            except Rejected as rejected:
                if rejected.code in _SENDS_TOO_FAST:
                    self._window.block(self._monotonic(), THROTTLE_PAUSE)
                    raise SendFailed(
                        "群机器人发送过快，被钉钉限制十分钟", retry_after=THROTTLE_PAUSE
                    ) from None
                raise errors.as_send_failed(rejected) from None
            self._quota.spend(Kind.WEBHOOK)


def sign(secret: str, timestamp: str) -> str:
    """Signs for the group robot as for callbacks.

    The sign is base64(HMAC-SHA256(secret, timestamp + newline + secret)).
    """
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
