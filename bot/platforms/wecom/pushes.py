"""The `Messenger` over the long connection: direct replies while a req_id lives, else pushes.

A part that was taken is remembered under the delivery's key, so that a second try begins where the
first one stopped.
"""

from collections.abc import Callable

import structlog

from bot.bounded import BoundedDict
from bot.messages import Chat, ChatKind, Message
from bot.platforms.wecom import cards, errors, outgoing, tokens, uploads
from bot.platforms.wecom.connection import AckLost, LongConnection, NotConnected
from bot.platforms.wecom.group_robot import GroupRobot
from bot.platforms.wecom.limits import Budget, Kind
from bot.platforms.wecom.outgoing import Body, CardPart, FilePart, Part, TextPart
from bot.platforms.wecom.tokens import ReplyToken
from bot.ports import Delivery, FileSource, SendFailed

log = structlog.get_logger(__name__)

RECONNECT_SECONDS = 5.0
BULLETINS = 8  # priority from which a message can wait
_CHAT_TYPES = {ChatKind.DIRECT: 1, ChatKind.GROUP: 2}


class Pushes:
    def __init__(
        self,
        connection: LongConnection,
        *,
        files: FileSource,
        budget: Budget,
        group_robot: GroupRobot,
        monotonic: Callable[[], float],
    ) -> None:
        self._connection = connection
        self._budget = budget
        self._group_robot = group_robot
        self._uploads = uploads.Uploads(connection, files, monotonic)
        self._sent: BoundedDict[str, int] = BoundedDict(5_000)  # parts of a delivery that went out
        # By chat id the newest req_id there.
        self._latest: BoundedDict[str, str] = BoundedDict(1_000)

    def note_request(self, chat: Chat, req_id: str) -> None:
        """Remembers who spoke there: his req_id may serve where a push is refused (600039)."""
        self._latest[chat.id] = req_id

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        """Sends the parts that did not go out yet; nothing of a message that redraws.

        Cards change in answer to a click, within five seconds, or never.
        """
        if message.redraws:
            return
        token = tokens.unpack(delivery.reply_token, chat)
        is_welcome = token is not None and token.welcome  # who opens the chat is answered once
        parts = outgoing.parts(message, delivery.key, alone=is_welcome)
        mentions: tuple[str, ...] = ()
        if chat.kind is ChatKind.GROUP and self._group_robot.serves(chat.id):
            mentions = message.mentions
        for index in range(self._sent.get(delivery.key, 0), len(parts)):
            await self._send_part(chat, parts[index], delivery, mentions)
            self._sent[delivery.key] = index + 1

    async def _send_part(
        self, chat: Chat, part: Part, delivery: Delivery, mentions: tuple[str, ...]
    ) -> None:
        if mentions and isinstance(part, TextPart) and await self._alert(part.text, mentions):
            return
        kind = Kind.ANSWER
        if delivery.priority >= BULLETINS:
            kind = Kind.BULLETIN
        wait = self._budget.take(chat.id, kind)
        if wait:
            raise SendFailed("这个会话本分钟的发送次数已用完，稍后再发", retry_after=wait)
        try:
            await self._deliver(chat, part, delivery)
        except errors.Rejected as rejected:
            if rejected.code in errors.RATE_LIMITED:
                self._budget.block(chat.id, errors.RATE_PAUSE)
            raise errors.as_send_failed(rejected.code) from None
        except NotConnected:
            raise SendFailed(
                "企业微信长连接此刻不可用，接通后再发", retry_after=RECONNECT_SECONDS
            ) from None
        except AckLost:
            # Cards are known to come without an ack though they are shown.
            if not isinstance(part, CardPart):
                raise SendFailed("企业微信没有确认收到，稍后再发") from None
            log.warning("wecom.card_without_ack")

    async def _alert(self, text: str, mentions: tuple[str, ...]) -> bool:
        """Posts through the group robot, which alone can mention people.

        False where it is gone for good: the post then goes without its mentions.
        """
        try:
            await self._group_robot.post(text, mentions)
        except SendFailed as failed:
            if not failed.permanent:
                raise
            log.warning("wecom.group_robot_gone", reason=failed.reason)
            return False
        return True

    async def _deliver(self, chat: Chat, part: Part, delivery: Delivery) -> None:
        try:
            await self._attempt(chat, part, delivery)
        except errors.Rejected as rejected:
            if isinstance(part, CardPart) and rejected.code == errors.TASK_REPEATED:
                # The task_id is this delivery's own: an earlier try, whose ack was lost, came
                # through.
                return
            if isinstance(part, CardPart) and rejected.code in errors.CARD_ACTION:
                await self._attempt(chat, CardPart(cards.with_action(part.template)), delivery)
            elif isinstance(part, FilePart) and rejected.code == errors.BAD_MEDIA:
                # It is no longer known there, so the file goes up once more.
                self._uploads.forget(part.file)
                await self._attempt(chat, part, delivery)
            else:
                raise

    async def _attempt(self, chat: Chat, part: Part, delivery: Delivery) -> None:
        token = tokens.unpack(delivery.reply_token, chat)
        if token is not None:
            try:
                await self._reply(token, part, delivery)
            except errors.Rejected as rejected:
                if rejected.code != errors.STALE_REQUEST:
                    raise
            else:
                return
        to = {"chatid": chat.id, "chat_type": _CHAT_TYPES[chat.kind]}
        try:
            await self._connection.request("aibot_send_msg", {**to, **await self._body(part)})
        except errors.Rejected as rejected:
            latest = self._latest.get(chat.id)
            if rejected.code != errors.DEVICE_TYPE or latest is None:
                raise
            await self._respond(latest, part, delivery)

    async def _reply(self, token: ReplyToken, part: Part, delivery: Delivery) -> None:
        if not token.welcome:
            await self._respond(token.request, part, delivery)
            return
        # A welcome is text or a card: a file goes another way, as where the time is over.
        if isinstance(part, FilePart):
            raise errors.Rejected(errors.STALE_REQUEST)
        body = part.body if isinstance(part, CardPart) else part.as_text()
        await self._connection.request("aibot_respond_welcome_msg", body, token.request)

    async def _respond(self, req_id: str, part: Part, delivery: Delivery) -> None:
        if isinstance(part, TextPart):
            body = part.as_stream(delivery.key)
        else:
            body = await self._body(part)
        await self._connection.request("aibot_respond_msg", body, req_id)

    async def _body(self, part: Part) -> Body:
        if isinstance(part, TextPart):
            return part.as_markdown()
        if isinstance(part, CardPart):
            return part.body
        kind = uploads.kind_of(part.file)
        return {"msgtype": kind, kind: {"media_id": await self._uploads.media_id(part.file)}}
