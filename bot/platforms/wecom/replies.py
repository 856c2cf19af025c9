"""The `Messenger` of callback mode: every message needs a callback that it answers.

Nothing can be pushed. The first part goes out as the direct reply while the callback waits, later
ones through its `response_url` (markdown; cards in single chat only), once within the hour. A card
for a group can go nowhere but into the direct reply, so one that answers nothing by itself takes
that of whoever speaks there now. A `response_url` that nobody needed serves the next message to the
same chat. What is left over goes to the group robot, or fails with the reason.
"""

import asyncio
import base64
import hashlib
import json
from collections import deque
from dataclasses import field

import httpx
import structlog

from bot.bounded import BoundedDict, RecentKeys
from bot.domain.values import dataclass
from bot.messages import Chat, ChatKind, Message
from bot.platforms.stored import content_of
from bot.platforms.wecom import errors, outgoing, tokens, uploads, web
from bot.platforms.wecom.group_robot import GroupRobot
from bot.platforms.wecom.outgoing import Body, CardPart, FilePart, Part, TextPart
from bot.platforms.wecom.tokens import ReplyToken
from bot.ports import Clock, Delivery, FileSource, SendFailed

log = structlog.get_logger(__name__)

SPARE_PER_CHAT = 50


@dataclass
class Offer:
    """A body on its way into the HTTP response.

    `taken` tells whether the response could still carry it.
    """

    body: Body
    taken: "asyncio.Future[bool]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Replies:
    def __init__(
        self, *, http: httpx.AsyncClient, files: FileSource, clock: Clock, group_robot: GroupRobot
    ) -> None:
        self._http, self._files, self._clock, self._group_robot = http, files, clock, group_robot
        self._open: dict[ReplyToken, asyncio.Future[Offer]] = {}  # the callbacks that wait
        self._used: RecentKeys[str] = RecentKeys(10_000)  # response_urls
        # The newest callbacks of a chat.
        self._spare: BoundedDict[Chat, deque[ReplyToken]] = BoundedDict(5_000)
        self._sent: BoundedDict[str, int] = BoundedDict(5_000)  # parts of a delivery that went out

    @property
    def spare(self) -> int:
        """Of how many conversations a response_url is kept for another message."""
        return len(self._spare)

    def remember(self, packed: str, chat: Chat) -> ReplyToken | None:
        """Keeps the response_url of what was said or tapped: it may serve another message."""
        token = tokens.unpack(packed, chat)
        if token is not None and token.url:
            known = self._spare.get(chat) or deque(maxlen=SPARE_PER_CHAT)
            known.append(token)
            self._spare[chat] = known
        return token

    def expect(self, packed: str, chat: Chat) -> "asyncio.Future[Offer] | None":
        """Lets a callback wait for its direct reply; None where it brought no token."""
        token = self.remember(packed, chat)
        if token is None:
            return None
        for earlier in [other for other in self._open if other.request == token.request]:
            # The platform asks again: nobody reads the answer to its earlier call.
            self._open.pop(earlier).cancel()
        self._open[token] = asyncio.get_running_loop().create_future()
        return self._open[token]

    def close(self, waiting: "asyncio.Future[Offer] | None") -> None:
        """Ends the wait of a callback that is answered; it is a no-op where none waits."""
        if waiting is not None:
            self._open = {
                token: other for token, other in self._open.items() if other is not waiting
            }

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        """Sends the parts that did not go out yet; nothing of a message that redraws.

        Cards change in answer to a click, within five seconds, or never.
        """
        if message.redraws:
            return
        token = tokens.unpack(delivery.reply_token, chat)
        # To a person who did not just speak there is at most one way, which is the card's; and who
        # opens the chat is answered once.
        is_single = token is None or token.welcome
        parts = outgoing.parts(
            message, delivery.key, alone=is_single and chat.kind is ChatKind.DIRECT
        )
        begin = self._sent.get(delivery.key, 0)
        if begin == 0 and parts:
            begin = await self._reply(self._waiting(chat, token, message), parts, delivery)
            self._sent[delivery.key] = begin
        for index in range(begin, len(parts)):
            await self._send_later(chat, token, parts[index], message.mentions)
            self._sent[delivery.key] = index + 1

    def _waiting(self, chat: Chat, token: ReplyToken | None, message: Message) -> ReplyToken | None:
        """Returns the callback that this message may answer, if one waits.

        That is its own, or for a card to a group any that waits there.
        """
        if token is not None:
            return next((other for other in self._open if other.request == token.request), None)
        if message.card is not None and chat.kind is ChatKind.GROUP:
            return next((other for other in reversed(self._open) if other.chat == chat), None)
        return None

    async def _reply(self, token: ReplyToken | None, parts: list[Part], delivery: Delivery) -> int:
        """Offers a direct reply and returns how many parts it carried.

        A text and its card go together, and a picture goes with its text.
        """
        if token is None:
            return 0
        body, carried = await self._combined(token, parts, delivery)
        waiting = self._open.get(token)
        if body is None or waiting is None or waiting.done():
            return 0
        del self._open[token]
        offer = Offer(body)
        waiting.set_result(offer)
        if not await offer.taken:
            return 0
        return carried

    async def _combined(
        self, token: ReplyToken, parts: list[Part], delivery: Delivery
    ) -> tuple[Body | None, int]:
        """Returns the body of a direct reply, and how many parts it carries if there is one."""
        body: Body | None = None
        carried = 1
        match parts:
            case [CardPart() as card, *_]:
                body = card.body
            case [TextPart() as text, *_] if token.welcome:
                body = text.as_text()
            case [FilePart() as file, *_] if not token.welcome:  # a welcome is text or a card
                picture = await self._picture(file)
                if picture is not None:
                    body = TextPart("").as_stream(delivery.key, picture)
            case [TextPart() as text, CardPart() as card, *_]:
                stream = text.as_stream(delivery.key)["stream"]
                body = {
                    "msgtype": "stream_with_template_card",
                    "stream": stream,
                    "template_card": card.template,
                }
                carried = 2
            case [TextPart() as text, FilePart() as file, *_]:
                picture = await self._picture(file)
                body = text.as_stream(delivery.key, picture)
                if picture is not None:
                    carried = 2
            case [TextPart() as text, *_]:
                body = text.as_stream(delivery.key)
        return body, carried

    async def _picture(self, part: FilePart) -> Body | None:
        """Returns the file as a picture within a reply; None for any other kind of file."""
        if uploads.kind_of(part.file) != "image":
            return None
        content = await content_of(self._files, part.file)
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return {
            "msgtype": "image",
            "image": {"base64": base64.b64encode(content).decode(), "md5": digest},
        }

    async def _send_later(
        self, chat: Chat, token: ReplyToken | None, part: Part, mentions: tuple[str, ...]
    ) -> None:
        """Sends a part that no direct reply carried. Raises SendFailed, permanent without a way."""
        robot = chat.kind is ChatKind.GROUP and self._group_robot.serves(chat.id)
        body = None
        # A response_url takes markdown, and a card in single chat.
        if isinstance(part, TextPart):
            body = part.as_markdown()
        elif isinstance(part, CardPart) and chat.kind is ChatKind.DIRECT:
            body = part.body
        if robot and isinstance(part, FilePart):
            await self._group_robot.post_file(part.file)
        elif robot and mentions and isinstance(part, TextPart):
            await self._group_robot.post(part.text, mentions)
        elif body is not None and await self._answer(chat, token, body):
            return
        elif robot and isinstance(part, TextPart):
            await self._group_robot.post(part.text)
        else:
            raise SendFailed(_why_not(chat, part), permanent=True)

    async def _answer(self, chat: Chat, token: ReplyToken | None, body: Body) -> bool:
        """Posts through a response_url of this chat; False where none still serves."""
        spare = reversed(self._spare.get(chat) or ())
        for known in (token, *spare):
            if known is None or not known.serves(self._clock.now()) or known.url in self._used:
                continue
            # Before it is asked, so that no other message takes it meanwhile.
            self._used.add(known.url)
            try:
                await web.post(self._http, known.url, json=body)
            except errors.Rejected as rejected:
                if rejected.code in errors.RATE_LIMITED:
                    self._used.discard(known.url)
                    raise errors.as_send_failed(rejected.code) from None
                log.warning("wecom.response_url_refused", code=rejected.code)
            except SendFailed:
                # If it was taken after all, the next try is told so by the server.
                self._used.discard(known.url)
                raise
            else:
                return True
        return False


def _why_not(chat: Chat, part: Part) -> str:
    if isinstance(part, FilePart):
        return "回调方式不能发送文件；改用长连接方式即可"
    if isinstance(part, CardPart) and chat.kind is ChatKind.GROUP:
        return "回调方式只能在有人@机器人时把卡片作为直接回复发到群里；改用长连接方式即可随时发送"
    return "回调方式不能主动发消息，只能在对方发言后一小时内回复一次；改用长连接方式即可"


def plain(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)
