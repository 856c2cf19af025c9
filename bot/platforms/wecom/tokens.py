"""What a direct answer needs, as one opaque string: it lies in the outbox until the answer goes out."""

import json
from dataclasses import dataclass

from bot.messages import Chat, ChatKind

RESPONSE_URL_SECONDS = 3600  # and one use (doc 101138)


@dataclass(frozen=True)
class ReplyToken:
    """`request` is the req_id of the long connection or the message id of the callback.

    The chat is part of it: a private answer to something said in a group must never go out as the direct reply there.
    """

    chat: Chat
    request: str
    welcome: bool = False
    url: str = ""
    expires: int = 0  # Unix seconds

    def pack(self) -> str:
        fields = [self.chat.kind, self.chat.id, self.request, self.welcome, self.url, self.expires]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str, chat: Chat) -> ReplyToken | None:
    """None where the token is not of this chat or not one of ours."""
    if not packed:
        return None
    try:
        kind, chat_id, request, welcome, url, expires = json.loads(packed)
        token = ReplyToken(Chat(ChatKind(kind), chat_id), request, bool(welcome), url, int(expires))
    except (ValueError, TypeError):
        return None
    return token if token.chat == chat else None
