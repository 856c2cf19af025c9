"""`POST /dingtalk/callback`: a robot that is called over HTTP.

Verified first, stored second, answered within two seconds whatever the work takes; replies go their
own way. The platform signs the time of a call and nothing of its body. So a signature is good for
five minutes and for the body that came with it first: whoever captures one can repeat that call,
which changes nothing, and say nothing of his own.
"""

import asyncio
import hmac

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.bodies import body_within
from bot.messages import Update
from bot.platforms.dingtalk import payloads, webhooks
from bot.platforms.dingtalk.intake import Intake, answers_of
from bot.platforms.incoming import is_stored
from bot.platforms.json_objects import PayloadInvalid, parse
from bot.platforms.replays import Replays
from bot.ports import Clock

log = structlog.get_logger(__name__)

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
        deadline = asyncio.get_running_loop().time() + self._answer_seconds
        timestamp, sign = _once(request, "timestamp"), _once(request, "sign")
        if not self._is_genuine(timestamp, sign):
            return _refused(403, "signature")
        try:
            # One that is too long is malformed like an empty one.
            content = await body_within(LARGEST_BODY, request.stream()) or b""
            body = parse(content)
        except (PayloadInvalid, ClientDisconnect):
            return _refused(400, "malformed")
        digest = self._replays.digest(content)
        if self._replays.content(sign) not in (None, digest):
            return _refused(409, "signature_used")
        self._replays.bind(sign, digest)
        update = self._intake.read(body)
        if update is None or await self._store(update, deadline):
            await self._replays.note(sign, digest)
            return JSONResponse(_NOTHING)
        return Response(status_code=503)

    def _is_genuine(self, timestamp: str, sign: str) -> bool:
        """Compares the sign whatever the age, and in constant time.

        Before it is right the timestamp is anybody's text, and not read as a number.
        """
        right = hmac.compare_digest(webhooks.sign(self._secret, timestamp).encode(), sign.encode())
        now = self._clock.now().timestamp() * 1000
        return right and abs(now - payloads.number_of(timestamp)) <= OLDEST * 1000

    async def _store(self, update: Update, deadline: float) -> bool:
        """Tells whether the message was stored, or put aside, in time.

        What is late goes on being stored; the platform calls again and hears the same.
        """
        storing = asyncio.create_task(self._intake.store_or_put_aside(update))

        async def tell_privately() -> None:
            message = await storing
            if message is not None:
                await self._intake.tell_privately(update, message)

        self._intake.queue.submit(answers_of(update), tell_privately)
        return await is_stored(storing, deadline)


def _once(request: Request, header: str) -> str:
    """Returns the header's value; empty where it is missing, or stands there more than once."""
    values = request.headers.getlist(header)
    if len(values) != 1:
        return ""
    return values[0]


def _refused(status: int, reason: str) -> Response:
    log.info("dingtalk.call_refused", reason=reason)
    return Response(status_code=status)
