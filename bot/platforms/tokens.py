"""What a direct answer needs, as one opaque string.

It lies in the outbox until the answer goes out. The chat is part of it: a private answer to
something said in a group must never go out there.
"""

import json
from typing import Any

from bot.messages import Chat, ChatKind


def pack(chat: Chat, *fields: str | int) -> str:
    return json.dumps([chat.kind, chat.id, *fields], ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str, chat: Chat) -> list[Any]:
    """Returns the fields; none where the token belongs to another chat or is not one of ours."""
    fields: list[Any]
    try:
        kind, chat_id, *fields = json.loads(packed)
        owner = Chat(ChatKind(kind), chat_id)
    except (ValueError, TypeError):
        return []
    if owner != chat:
        return []
    return fields
