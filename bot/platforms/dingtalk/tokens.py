"""What a direct answer needs, as one opaque string: it lies in the outbox until the answer goes out."""

import json
from dataclasses import dataclass

from bot.messages import Chat, ChatKind


@dataclass(frozen=True)
class ReplyToken:
    """The session webhook of a message and its expiry in milliseconds since 1970, as the message told it.

    The chat is part of it: a private answer to something said in a group must never go out there.
    """

    chat: Chat
    url: str
    expires: int

    def pack(self) -> str:
        fields = [self.chat.kind, self.chat.id, self.url, self.expires]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) if self.url else ""


def unpack(packed: str, chat: Chat) -> ReplyToken | None:
    """None where the token is not of this chat or not one of ours."""
    try:
        kind, chat_id, url, expires = json.loads(packed)
        token = ReplyToken(Chat(ChatKind(kind), chat_id), str(url), int(expires))
    except (ValueError, TypeError):
        return None
    return token if token.chat == chat and token.url else None
