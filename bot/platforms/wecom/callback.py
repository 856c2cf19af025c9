"""`GET|POST /wecom/callback`: a robot that is called over HTTP (doc 101033, 101031).

Verified first, stored second, answered within five seconds whatever the work takes. Refused envelopes get a 4xx and
cause no work; a byte-identical repeat gets an empty 200, after a restart too. A full hall calls thousands of times a
second, so this is an ASGI application of its own, and a card that looks alike to all who vote on it is drawn once.
"""

import asyncio
import json
import re
import secrets
from collections.abc import Coroutine
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.bounded import BoundedDict
from bot.messages import Chat, ChatKind, ClickAnswer, Update
from bot.platforms.json_objects import PayloadInvalid, parse
from bot.platforms.replays import Replays
from bot.platforms.wecom import cards, payloads, replies
from bot.platforms.wecom.accounts import Accounts
from bot.platforms.wecom.crypto import Envelope, EnvelopeRefused, Signed
from bot.platforms.wecom.replies import Replies
from bot.ports import Clock, Delivery, Inlet, SendFailed

log = structlog.get_logger(__name__)
UnitOfWork = asyncio.Task[str | None]  # the text of a reply

LARGEST_BODY = 1024 * 1024
MOST_FIELDS = 16  # in the query; the platform sends three or four
ONCE = (
    "msg_signature",
    "timestamp",
    "nonce",
    "echostr",
)  # each means one thing: said twice it means nothing
ADDRESS_CHECK = re.compile(
    r"[0-9A-Za-z_-]{1,64}"
)  # the platform sends a number; a message is a JSON object
CLICKER = "\0"  # stands in a card that was drawn for all for the account of one
ANSWER_SECONDS = 3.7  # for storing and for a direct reply; the platform waits five


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
        self._seen: BoundedDict[str, UnitOfWork | None] = BoundedDict(
            20_000
        )  # by signature; None: stored, and nothing else is kept
        self._held: set[UnitOfWork] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Whatever comes to this address (ASGI)."""
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
        """The console's check of the address: the plaintext, without quotes or newline.

        A captured message or vote is signed as well as a check is; it must not be opened for whoever sends it here.
        """
        try:
            query = _query(request)
            echo = query.get("echostr", "")
            self._envelope.check(Signed.of(query), echo, self._clock.now())
            plain = self._envelope.open(echo)
        except EnvelopeRefused as refused:
            return _refused(refused.reason)
        return (
            PlainTextResponse(plain)
            if ADDRESS_CHECK.fullmatch(plain)
            else _refused("no_address_check")
        )

    async def receive(self, request: Request) -> Response:
        ends = asyncio.get_running_loop().time() + self._answer_seconds
        try:
            signed = Signed.of(_query(request))
            body = await self._opened(request, signed)
        except EnvelopeRefused as refused:
            return _refused(refused.reason)
        except PayloadInvalid:
            return _refused("malformed")
        if self._replays.content(signed.signature) is not None:
            return Response()
        if signed.signature in self._seen:
            earlier = self._seen.get(signed.signature)
            return Response(
                status_code=200 if earlier is None or await _stored(earlier, ends) else 503
            )
        update = payloads.to_update(body, arrived=self._clock.now())
        if update is None:
            return Response()
        self._accounts.seen(update.sender.account)
        answer = await self._taken(request, signed, update, body, ends)
        return answer if isinstance(answer, Response) else self._sealed(answer, signed)

    async def _taken(
        self, request: Request, signed: Signed, update: Update, body: dict[str, Any], ends: float
    ) -> str | Response:
        """A vote is kept out of everything here; what cannot be told apart now is welcome again."""
        try:
            ballot = await self._inlet.is_ballot(update)
        except Exception as error:  # noqa: BLE001 - its text could hold a choice; the platform asks again
            log.error("wecom.not_stored", error=type(error).__name__)  # noqa: TRY400
            return Response(status_code=503)
        if ballot:
            return await self._voted(update, body, signed)
        return await self._answered(request, signed.signature, update, body, ends)

    async def settle(self) -> None:
        """Waits for what was still being stored when its callback had to be answered."""
        if self._held:
            await asyncio.wait(self._held)

    async def _opened(self, request: Request, signed: Signed) -> dict[str, Any]:
        encrypted = parse(await _read(request.receive)).get("encrypt")
        if not isinstance(encrypted, str):
            raise EnvelopeRefused("malformed")
        self._envelope.check(signed, encrypted, self._clock.now())
        return parse(self._envelope.open(encrypted))

    async def _voted(self, update: Update, body: dict[str, Any], signed: Signed) -> str | Response:
        """Nothing of a vote is kept here, for the ballot box knows repeats: the platform asks again after five seconds.

        The ballot box forgets with the process; that the call was taken is therefore noted for the next one.
        """
        self._listen(update)
        try:
            answer = await self._work(update, body, ballot=True)
            await self._replays.note(signed.signature)
        except Exception as error:  # noqa: BLE001 - its text could hold a choice; the platform asks again
            log.error("wecom.not_stored", error=type(error).__name__)  # noqa: TRY400
            return Response(status_code=503)
        return Response() if answer is None else answer

    async def _answered(
        self, request: Request, signature: str, update: Update, body: dict[str, Any], ends: float
    ) -> str | Response:
        """Stores, then waits for a direct reply. What is not stored in time gets a 503: the platform then asks again."""
        waiting = self._expected(update)
        try:
            work = self._store(signature, update, body)
            if not await _stored(work, ends):
                return Response(status_code=503)
            answer = work.result()
            if answer is None and waiting is not None:
                await _wait(waiting, ends)
                answer = await _taken(request, waiting)
            return Response() if answer is None else answer
        finally:
            self._replies.close(waiting)

    def _expected(self, update: Update) -> "asyncio.Future[replies.Offer] | None":
        """A click is answered at once."""
        if update.click is None:
            return self._replies.expect(update.reply_token, update.chat)
        self._listen(update)
        return None

    def _listen(self, update: Update) -> None:
        """Who taps in a group lets the robot speak there later."""
        if update.click is not None and update.chat.kind is ChatKind.GROUP:
            self._replies.remember(update.reply_token, update.chat)

    def _store(self, signature: str, update: Update, body: dict[str, Any]) -> UnitOfWork:
        """Goes on whether or not the platform still waits; a failure is forgotten, so that its next try is welcome."""
        work = asyncio.create_task(self._work(update, body, ballot=False))
        self._seen[signature] = work
        self._held.add(work)
        work.add_done_callback(lambda done: self._settled(signature, done))
        return work

    def _settled(self, signature: str, work: UnitOfWork) -> None:
        self._held.discard(work)
        error = None if work.cancelled() else work.exception()
        if work.cancelled() or error is not None:
            self._seen.pop(signature, None)
            log.error("wecom.not_stored", error=type(error).__name__)
        else:
            self._seen[signature] = None

    def _work(
        self, update: Update, body: dict[str, Any], *, ballot: bool
    ) -> Coroutine[None, None, str | None]:
        if update.click is not None:
            return self._clicked(update, body)
        return self._said(update, ballot=ballot)

    async def _clicked(self, update: Update, body: dict[str, Any]) -> str:
        answer = await self._inlet.click(update)
        redrawn = _redrawn(answer, payloads.task_id(body))
        return redrawn.replace(json.dumps(CLICKER), json.dumps(update.sender.account), 1)

    async def _said(self, update: Update, *, ballot: bool) -> str | None:
        """The answer to a typed vote goes to the voter alone, also where he spoke in the group."""
        answer = await self._inlet.accept(update, ballot=ballot)
        direct = Chat(ChatKind.DIRECT, update.sender.account)
        if answer is None or update.chat == direct:
            return (
                None
                if answer is None
                else replies.plain(replies.text_reply(answer.text, update.message_id))
            )
        try:
            await self._replies.send(direct, answer, Delivery(key=secrets.token_hex(8)))
        except SendFailed as failed:
            log.warning("wecom.answer_not_sent", reason=failed.reason)
        return None

    def _sealed(self, text: str, signed: Signed) -> Response:
        timestamp = int(self._clock.now().timestamp())
        sealed = self._envelope.seal(text, timestamp=timestamp, nonce=signed.nonce)
        return Response(json.dumps(sealed), media_type="application/json")


@lru_cache(maxsize=256)
def _redrawn(answer: ClickAnswer, task_id: str) -> str:
    """How the card looks after this answer, as the text of a reply to CLICKER."""
    try:
        template = cards.after_click(answer, task_id)
    except cards.CardInvalid:
        template = cards.notice(answer.notice, task_id)
    return replies.plain(cards.update_body(template, CLICKER, for_all=answer.for_all))


async def _taken(request: Request, waiting: "asyncio.Future[replies.Offer]") -> str | None:
    """The offered reply, unless the platform has hung up: then it goes another way."""
    if not waiting.done() or waiting.cancelled():
        return None
    offer = waiting.result()
    gone = await request.is_disconnected()
    offer.taken.set_result(not gone)
    return None if gone else replies.plain(offer.body)


async def _stored(work: UnitOfWork, ends: float) -> bool:
    await _wait(work, ends)
    return work.done() and not work.cancelled() and work.exception() is None


async def _wait(awaited: "asyncio.Future[Any]", ends: float) -> None:
    """Until it is done, at most until then; neither raises nor cancels. Half the price of `asyncio.wait`."""
    loop = asyncio.get_running_loop()
    over = loop.create_future()

    def wake(_: object = None) -> None:
        if not over.done():
            over.set_result(None)

    timer = loop.call_at(ends, wake)
    awaited.add_done_callback(wake)
    try:
        await over
    finally:
        timer.cancel()
        awaited.remove_done_callback(wake)


def _query(request: Request) -> dict[str, str]:
    """Raises EnvelopeRefused where a field that is signed stands there twice."""
    text = request.scope["query_string"].decode("latin-1")
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise EnvelopeRefused("malformed") from None
    names = [name for name, _ in fields]
    if any(names.count(name) > 1 for name in ONCE):
        raise EnvelopeRefused("malformed")
    return dict(fields)


async def _read(receive: Receive) -> bytes:
    """The body, piece by piece as ASGI brings it."""
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if message["type"] == "http.disconnect" or size > LARGEST_BODY:
            raise EnvelopeRefused("malformed")
        more = message.get("more_body", False)
    return b"".join(pieces)


def _refused(reason: str) -> Response:
    log.info("wecom.envelope_refused", reason=reason)
    return Response(status_code=400 if reason == "malformed" else 403)
