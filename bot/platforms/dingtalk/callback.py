"""`POST /dingtalk/callback`: a robot that is called over HTTP.

Verified first, stored second, answered within two seconds whatever the work takes; replies go their own way.
The platform signs the time of a call and nothing of its body. So a signature is good for five minutes and for the body
that came with it first: whoever captures one can repeat that call, which changes nothing, and say nothing of his own.
"""

import asyncio
import hmac

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.messages import Message, Update
from bot.platforms.dingtalk import payloads, webhooks
from bot.platforms.dingtalk.intake import Intake
from bot.platforms.replays import Replays
from bot.ports import Clock

log = structlog.get_logger(__name__)
UnitOfWork = asyncio.Task[Message | None]

LARGEST_BODY = 1024 * 1024
OLDEST = 300.0  # seconds; calls come within three, the rest is for clocks that differ
ANSWER_SECONDS = 1.7  # the platform waits 2.5 and then calls again
_NOTHING = {"msgtype": "empty"}


class Callback:
    def __init__(
        self, secret: str, *, intake: Intake, clock: Clock, replays: Replays, answer_seconds: float
    ) -> None:
        self._secret, self._intake, self._clock, self._replays = secret, intake, clock, replays
        self._answer_seconds = answer_seconds

    @property
    def routes(self) -> list[Route]:
        return [Route("/dingtalk/callback", self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        ends = asyncio.get_running_loop().time() + self._answer_seconds
        timestamp, sign = _once(request, "timestamp"), _once(request, "sign")
        if not self._genuine(timestamp, sign):
            return _refused(403, "signature")
        try:
            content = await _read(request)
            body = payloads.parse(content)
        except (payloads.PayloadInvalid, ClientDisconnect):
            return _refused(400, "malformed")
        digest = self._replays.digest(content)
        if self._replays.content(sign) not in (None, digest):
            return _refused(409, "signature_used")
        self._replays.bind(sign, digest)
        update = self._intake.read(body)
        if update is None or await self._stored(update, ends):
            await self._replays.note(sign, digest)
            return JSONResponse(_NOTHING)
        return Response(status_code=503)

    def _genuine(self, timestamp: str, sign: str) -> bool:
        """The sign is compared whatever the age, and in constant time."""
        right = hmac.compare_digest(webhooks.sign(self._secret, timestamp).encode(), sign.encode())
        now = self._clock.now().timestamp() * 1000
        return right and abs(now - payloads.number_of(timestamp)) <= OLDEST * 1000

    async def _stored(self, update: Update, ends: float) -> bool:
        """What is not stored in time goes on being stored; the platform calls again and hears the same."""
        work: UnitOfWork = asyncio.create_task(self._intake.store(update))
        self._intake.queue.submit(
            f"{update.sender.account}\nanswers", lambda: self._follow_up(update, work)
        )
        seconds = max(0.0, ends - asyncio.get_running_loop().time())
        await asyncio.wait([work], timeout=seconds)
        return work.done() and not work.cancelled() and work.exception() is None

    async def _follow_up(self, update: Update, work: UnitOfWork) -> None:
        private = await work
        if private is not None:
            await self._intake.tell_privately(update, private)


def _once(request: Request, header: str) -> str:
    """The header's value; empty where it is missing, or stands there more than once."""
    values = request.headers.getlist(header)
    return values[0] if len(values) == 1 else ""


async def _read(request: Request) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_BODY:
            raise payloads.PayloadInvalid("too large")
    return b"".join(pieces)


def _refused(status: int, reason: str) -> Response:
    log.info("dingtalk.call_refused", reason=reason)
    return Response(status_code=status)
