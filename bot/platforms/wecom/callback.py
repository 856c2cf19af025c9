"""`GET|POST /wecom/callback`: a robot that is called over HTTP (doc 101033, 101031).

Verified first, stored second, answered within five seconds whatever the work takes. Refused
envelopes get a 4xx and cause no work; a byte-identical repeat gets an empty 200, after a restart
too. A full hall calls thousands of times a second, so this is an ASGI application of its own, and a
card that looks alike to all who vote on it is drawn once.
"""

import asyncio
import json
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.bounded import BoundedDict
from bot.domain.patterns import pattern
from bot.messages import Chat, ChatKind, ClickAnswer, Update
from bot.platforms.incoming import answer_privately, is_stored, wait_until
from bot.platforms.json_objects import PayloadInvalid, parse
from bot.platforms.replays import Replays
from bot.platforms.wecom import cards, payloads, replies
from bot.platforms.wecom.accounts import Accounts
from bot.platforms.wecom.crypto import Envelope, EnvelopeRefused, Signed
from bot.platforms.wecom.outgoing import TextPart
from bot.platforms.wecom.replies import Replies
from bot.ports import Clock, Inlet

log = structlog.get_logger(__name__)
Storing = asyncio.Task[str | None]  # its result is the text of a reply

LARGEST_BODY = 1024 * 1024
MOST_FIELDS = 16  # in the query; the platform sends three or four
# Each of these fields means one thing: said twice it means nothing.
ONCE = ("msg_signature", "timestamp", "nonce", "echostr")
# The platform sends a number to check the address; a message is a JSON object.
ADDRESS_CHECK = pattern(r"[0-9A-Za-z_-]{1,64}")
CLICKER = "\0"  # stands in a card that was drawn for all for the account of one
ANSWER_SECONDS = 3.7  # for storing and for a direct reply; the platform waits five


class NotStored(Exception):
    """The call was not stored, or not in time: the platform makes it again."""


class Callback:
    def __init__(
        self,
        envelope: Envelope,
        *,
        inlet: Inlet,
        clock: Clock,
        replies: Replies,
        accounts: Accounts,
        replays: Replays,
        answer_seconds: float,
    ) -> None:
        self._envelope, self._inlet, self._clock, self._replays = envelope, inlet, clock, replays
        self._replies, self._accounts = replies, accounts
        self._answer_seconds = answer_seconds
        # By signature; None where it is stored, for then nothing else of it is kept.
        self._calls: BoundedDict[str, Storing | None] = BoundedDict(20_000)
        self._running: set[Storing] = set()

    @property
    def remembered(self) -> int:
        """How many calls would be known again by their signatures."""
        return len(self._calls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers whatever comes to this address (ASGI)."""
        request = Request(scope, receive)
        if request.method == "POST":
            response = await self.receive(request)
        elif request.method == "GET":
            response = self.verify(request)
        else:
            response = Response(status_code=405, headers={"Allow": "GET, POST"})
        await response(scope, receive, send)

    async def start(self) -> None:
        """Learns which calls were taken before a restart."""
        await self._replays.start()

    def verify(self, request: Request) -> Response:
        """Answers the console's check of the address: the plaintext, without quotes or newline.

        A captured message or vote is signed as well as a check is; it must not be opened for
        whoever sends it here.
        """
        try:
            query = _query(request)
            echo = query.get("echostr", "")
            self._envelope.check(Signed.of(query), echo, self._clock.now())
            plain = self._envelope.open(echo)
        except EnvelopeRefused as refused:
            return _refused(refused.reason)
        if not ADDRESS_CHECK.fullmatch(plain):
            return _refused("no_address_check")
        return PlainTextResponse(plain)

    async def receive(self, request: Request) -> Response:
        """Takes one call: checks it, stores what it brings, and answers in time."""
        deadline = asyncio.get_running_loop().time() + self._answer_seconds
        try:
            signed = Signed.of(_query(request))
            body = await self._open(request, signed)
        except EnvelopeRefused as refused:
            return _refused(refused.reason)
        except PayloadInvalid:
            return _refused("malformed")
        try:
            answer = await self._take(request, signed, body, deadline)
        except NotStored:
            return Response(status_code=503)
        if answer is None:
            return Response()
        timestamp = int(self._clock.now().timestamp())
        sealed = self._envelope.seal(answer, timestamp=timestamp, nonce=signed.nonce)
        return Response(json.dumps(sealed), media_type="application/json")

    async def settle(self) -> None:
        """Waits for what was still being stored when its callback had to be answered."""
        if self._running:
            await asyncio.wait(self._running)

    async def _open(self, request: Request, signed: Signed) -> dict[str, Any]:
        """Reads the envelope piece by piece, as ASGI brings it, checks it and opens it.

        Raises EnvelopeRefused, PayloadInvalid.
        """
        body, more = b"", True
        while more:
            message = await request.receive()
            body += message.get("body", b"")
            if message["type"] == "http.disconnect" or len(body) > LARGEST_BODY:
                raise EnvelopeRefused("malformed")
            more = message.get("more_body", False)
        encrypted = parse(body).get("encrypt")
        if not isinstance(encrypted, str):
            raise EnvelopeRefused("malformed")
        self._envelope.check(signed, encrypted, self._clock.now())
        return parse(self._envelope.open(encrypted))

    async def _take(
        self, request: Request, signed: Signed, body: dict[str, Any], deadline: float
    ) -> str | None:
        """Returns the text of the reply, if any; a repeat has none. Raises NotStored."""
        signature = signed.signature
        if self._replays.content(signature) is not None:
            return None
        if signature in self._calls:
            earlier = self._calls[signature]
            if earlier is not None and not await is_stored(earlier, deadline):
                raise NotStored
            return None
        update = payloads.to_update(body, arrived=self._clock.now())
        if update is None:
            return None
        self._accounts.note(update.sender.account)
        try:
            ballot = await self._inlet.is_ballot(update)
        except Exception as error:  # noqa: BLE001 - its text could hold a choice
            return await self._put_aside(update, error, deadline)
        if update.click is not None and update.chat.kind is ChatKind.GROUP:
            # Who taps in a group lets the robot speak there later.
            self._replies.remember(update.reply_token, update.chat)
        if ballot:
            return await self._take_vote(update, body, signature)
        return await self._store_and_wait(request, signature, update, body, deadline)

    async def _take_vote(self, update: Update, body: dict[str, Any], signature: str) -> str | None:
        """Keeps nothing of a vote here, for the ballot box knows repeats. Raises NotStored.

        The ballot box forgets with the process; that the call was taken is therefore noted for the
        next one.
        """
        try:
            answer = await self._store(update, body)
            await self._replays.note(signature)
        except Exception as error:  # noqa: BLE001 - its text could hold a choice
            log.error("wecom.not_stored", error=type(error).__name__)  # noqa: TRY400
            raise NotStored from None
        return answer

    async def _store_and_wait(
        self,
        request: Request,
        signature: str,
        update: Update,
        body: dict[str, Any],
        deadline: float,
    ) -> str | None:
        """Stores, then waits for a direct reply; a click is answered at once. Raises NotStored.

        The storing goes on whether or not the platform still waits.
        """
        waiting = None
        if update.click is None:
            waiting = self._replies.expect(update.reply_token, update.chat)
        try:
            storing = asyncio.create_task(self._store_or_put_aside(update, body, deadline))
            self._calls[signature] = storing
            self._running.add(storing)
            storing.add_done_callback(lambda done: self._note_end(signature, done))
            if not await is_stored(storing, deadline):
                raise NotStored
            answer = storing.result()
            if answer is None and waiting is not None:
                await wait_until(waiting, deadline)
                answer = await _take_offer(request, waiting)
            return answer
        finally:
            self._replies.close(waiting)

    def _note_end(self, signature: str, storing: Storing) -> None:
        """Forgets a call that was not stored, so that its next try is welcome."""
        self._running.discard(storing)
        if not storing.cancelled() and storing.exception() is None:
            self._calls[signature] = None
            return
        self._calls.pop(signature, None)
        # A task that was cancelled raises when it is asked for its error.
        error = "CancelledError"
        if not storing.cancelled():
            error = type(storing.exception()).__name__
        log.error("wecom.not_stored", error=error)

    async def _store_or_put_aside(
        self, update: Update, body: dict[str, Any], deadline: float
    ) -> str | None:
        """Stores, or keeps until the database is back; returns the text of the reply, if any.

        Raises NotStored where neither is possible, and what `_store` raises of a tap: by the time
        it was taken in it could mean something else.
        """
        try:
            return await self._store(update, body)
        except Exception as error:
            if update.click is not None:
                raise
            return await self._put_aside(update, error, deadline)

    async def _put_aside(self, update: Update, error: Exception, deadline: float) -> str | None:
        """Keeps a message and tells its sender, in the reply or, once that is late, after it.

        Raises NotStored for a tap and for what cannot be kept: the platform may call again.
        """
        log.error("wecom.not_stored", error=type(error).__name__)
        if update.click is not None:
            raise NotStored from None
        notice = await self._inlet.put_aside(update)
        if notice.refused:
            raise NotStored from None
        direct = update.chat == Chat(ChatKind.DIRECT, update.sender.account)
        if direct and asyncio.get_running_loop().time() < deadline:
            return replies.plain(TextPart(notice.text).as_stream(update.message_id))
        self._replies.remember(update.reply_token, update.chat)
        await answer_privately(self._replies, update, notice)
        return None

    async def _store(self, update: Update, body: dict[str, Any]) -> str | None:
        """Returns after the durable commit the text of the reply, if there is one already.

        The answer to a typed vote goes to the voter alone, also where he spoke in the group.
        """
        account = update.sender.account
        if update.click is not None:
            clicked = await self._inlet.click(update)
            # What a single chat shows may tell a choice, so it is kept nowhere.
            redraw = _redrawn
            if update.chat.kind is ChatKind.GROUP:
                redraw = _redrawn_alike
            card = redraw(clicked, payloads.task_id(body))
            return card.replace(json.dumps(CLICKER), json.dumps(account), 1)
        answer = await self._inlet.accept(update)
        if answer is None:
            return None
        if update.chat == Chat(ChatKind.DIRECT, account):
            return replies.plain(TextPart(answer.text).as_stream(update.message_id))
        await answer_privately(self._replies, update, answer)
        return None


def _redrawn(answer: ClickAnswer, task_id: str) -> str:
    """Returns how the card looks after this answer, as the text of a reply to CLICKER."""
    try:
        template = cards.after_click(answer, task_id)
    except cards.CardInvalid:
        template = cards.notice(answer.notice, task_id)
    return replies.plain(cards.update_body(template, CLICKER, for_all=answer.for_all))


@lru_cache(maxsize=256)
def _redrawn_alike(answer: ClickAnswer, task_id: str) -> str:
    """Returns the same, remembered: on a card of the group all who vote are answered alike."""
    return _redrawn(answer, task_id)


async def _take_offer(request: Request, waiting: "asyncio.Future[replies.Offer]") -> str | None:
    """Returns the offered reply, unless the platform has hung up: then it goes another way."""
    if not waiting.done() or waiting.cancelled():
        return None
    offer = waiting.result()
    gone = await request.is_disconnected()
    offer.taken.set_result(not gone)
    if gone:
        return None
    return replies.plain(offer.body)


def _query(request: Request) -> dict[str, str]:
    """Reads the fields; raises EnvelopeRefused where one that is signed stands there twice."""
    text = request.scope["query_string"].decode("latin-1")
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise EnvelopeRefused("malformed") from None
    names = [name for name, _ in fields]
    if any(names.count(name) > 1 for name in ONCE):
        raise EnvelopeRefused("malformed")
    return dict(fields)


def _refused(reason: str) -> Response:
    log.info("wecom.envelope_refused", reason=reason)
    if reason == "malformed":
        return Response(status_code=400)
    return Response(status_code=403)
