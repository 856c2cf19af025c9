"""The `Messenger`: session webhooks while they live, then the group robot, then OpenAPI.

The group robot alone can mention people. A part that was taken is remembered under the delivery's
key, so that a second try begins where the first one stopped.
"""

from typing import Any

import structlog

from bot.bounded import BoundedDict
from bot.domain.reach import OUTSIDE
from bot.messages import Card, Chat, ChatKind, Message
from bot.platforms.dingtalk import cards, errors, outgoing, payloads, tokens
from bot.platforms.dingtalk.batches import Batches
from bot.platforms.dingtalk.errors import Rejected
from bot.platforms.dingtalk.openapi import OpenApi
from bot.platforms.dingtalk.outgoing import CardPart, FilePart, LinkPart, Part, TextPart, Wire
from bot.platforms.dingtalk.quota import NOTICE, Kind, Quota
from bot.platforms.dingtalk.uploads import Uploads
from bot.platforms.dingtalk.webhooks import GroupWebhook, SessionWebhooks
from bot.platforms.json_objects import list_of
from bot.ports import Delivery, SendFailed

log = structlog.get_logger(__name__)

_NOT_A_MEMBER = "对方不是本单位成员，只能在他发言后的一小段时间内回复"


class DingtalkMessenger:
    def __init__(
        self,
        api: OpenApi,
        *,
        robot: str,
        template: str,
        sessions: SessionWebhooks,
        group: GroupWebhook,
        batches: Batches,
        uploads: Uploads,
        quota: Quota,
    ) -> None:
        self._api, self._robot, self._template = api, robot, template
        self._sessions, self._group = sessions, group
        self._batches, self._uploads, self._quota = batches, uploads, quota
        # Parts, and messages of a part, that went out.
        self._sent: BoundedDict[str, tuple[int, int]] = BoundedDict(5_000)

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        if message.redraws:
            await _translated(self._redraw(chat, message, delivery))
            return
        if not self._template:
            message = outgoing.with_text_on_card(outgoing.by_page(message), chat)
        parts = outgoing.parts(message)
        begin, _ = self._sent.get(delivery.key, (0, 0))
        for index in range(begin, len(parts)):
            mentions: tuple[str, ...] = ()
            # People are alerted once for a message, by its last words.
            is_last_text = index + 1 == len(parts) or not isinstance(parts[index + 1], TextPart)
            if chat.kind is ChatKind.GROUP and is_last_text:
                mentions = message.mentions
            await _translated(self._send_part(chat, parts[index], delivery, mentions))
            self._sent[delivery.key] = (index + 1, 0)

    async def _send_part(
        self, chat: Chat, part: Part, delivery: Delivery, mentions: tuple[str, ...]
    ) -> None:
        if isinstance(part, CardPart):
            if await self._draw(chat, part.card, delivery):
                return
            wires = outgoing.in_words(part.card, chat)
            place, begin = self._sent.get(delivery.key, (0, 0))
            for index in range(begin, len(wires)):
                await self._send_wire(chat, wires[index], delivery)
                self._sent[delivery.key] = (place, index + 1)
        elif isinstance(part, FilePart):
            # Files cannot go by any webhook (401102).
            self._quota.check(Kind.API, delivery.priority)
            await self._push(chat, await self._uploads.wire(part.file))
        elif isinstance(part, LinkPart):
            await self._send_wire(chat, outgoing.with_link(part), delivery)
        elif mentions:
            await self._mention(chat, part.text, mentions, delivery)
        else:
            await self._send_wire(chat, outgoing.text(part.text), delivery)

    async def _redraw(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        """Changes the card; one that was told in words, or is gone, stays as it is."""
        if message.card is None or not self._template:
            return
        params = cards.public_params(message.card)
        if params is None:
            return
        self._quota.check(Kind.API, delivery.priority)
        # The card was drawn under the key of the delivery that brought it.
        track = cards.track_id(message.card.id, f"{message.redraws}\n{chat.id}")
        try:
            await self._api.call(
                "PUT", "/v1.0/card/instances", cards.update_body(track, {}, params)
            )
        except Rejected as rejected:
            if not errors.as_send_failed(rejected).permanent:
                raise
            log.warning("dingtalk.card_not_redrawn", code=rejected.code)

    async def _draw(self, chat: Chat, card: Card, delivery: Delivery) -> bool:
        """Draws the card; False where it has to be told in words.

        That is so without a template, with too much for it, or if the template does not work.
        """
        if not self._template or _is_outside(chat):
            return False
        params = cards.public_params(card)
        if params is None:
            return False
        self._quota.check(Kind.API, delivery.priority)
        body = cards.create_body(
            card,
            chat,
            params,
            template=self._template,
            robot=self._robot,
            delivery=f"{delivery.key}\n{chat.id}",
        )
        try:
            answer = await self._api.call("POST", "/v1.0/card/instances/createAndDeliver", body)
        except Rejected as rejected:
            if rejected.code == errors.CARD_EXISTS:
                return True  # an earlier try, whose answer was lost, came through
            failed = errors.as_send_failed(rejected)
            if not failed.permanent:
                raise failed from None
            log.warning("dingtalk.card_refused", code=rejected.code, scopes=rejected.scopes)
            return False
        # HTTP 200 can hide a failed delivery: every place has to take the card.
        results = list_of(payloads.part(answer, "result").get("deliverResults"))
        places = [place for place in results if isinstance(place, dict)]
        refusals = [place for place in places if str(place.get("success")).lower() != "true"]
        if refusals or not places:
            log.warning("dingtalk.card_not_delivered", places=len(places))
            return False
        return True

    async def _mention(
        self, chat: Chat, text: str, mentions: tuple[str, ...], delivery: Delivery
    ) -> None:
        """Posts with mentions, or without where the group robot is gone for good."""
        token = tokens.unpack(delivery.reply_token, chat)
        if not self._group.set_up or (token is not None and self._sessions.alive(token)):
            await self._send_wire(chat, outgoing.text(text, mentions), delivery)
            return
        self._quota.check(Kind.WEBHOOK, delivery.priority)
        try:
            await self._group.post(text, mentions, outgoing.unique(delivery.key, 0))
        except SendFailed as failed:
            if not failed.permanent:
                raise
            log.warning("dingtalk.group_webhook_gone", reason=failed.reason)
            await self._send_wire(chat, outgoing.text(text), delivery)

    async def _send_wire(self, chat: Chat, wire: Wire, delivery: Delivery) -> None:
        token = tokens.unpack(delivery.reply_token, chat)
        # The session webhook is spared while it is scarcer this month than the calls.
        is_scarce = self._quota.share(Kind.WEBHOOK) >= NOTICE > self._quota.share(Kind.API)
        is_spared = is_scarce and not _is_outside(chat)
        if token is not None and wire.webhook and not is_spared and self._sessions.alive(token):
            self._quota.check(Kind.WEBHOOK, delivery.priority)
            if await self._sessions.post(token, wire):
                return
        self._quota.check(Kind.API, delivery.priority)
        await self._push(chat, wire)

    async def _push(self, chat: Chat, wire: Wire) -> None:
        if _is_outside(chat):
            raise SendFailed(_NOT_A_MEMBER, permanent=True)
        if chat.kind is ChatKind.DIRECT:
            await self._batches.send(chat.id, wire)
            return
        body = {
            "robotCode": self._robot,
            "openConversationId": chat.id,
            "msgKey": wire.key,
            "msgParam": wire.msg_param,
        }
        await self._api.call("POST", "/v1.0/robot/groupMessages/send", body)


def _is_outside(chat: Chat) -> bool:
    return chat.kind is ChatKind.DIRECT and chat.id.startswith(OUTSIDE)


async def _translated(sending: Any) -> None:
    try:
        await sending
    except Rejected as rejected:
        raise errors.as_send_failed(rejected) from None
