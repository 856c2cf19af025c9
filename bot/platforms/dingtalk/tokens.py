"""How a message can be answered directly."""

from bot.domain.values import dataclass
from bot.messages import Chat
from bot.platforms import tokens


@dataclass(frozen=True)
class ReplyToken:
    """The session webhook of a message and its expiry in milliseconds since 1970, as told there."""

    chat: Chat
    url: str
    expires: int

    def pack(self) -> str:
        """Returns the token as text; empty where the message brought no session webhook."""
        if not self.url:
            return ""
        return tokens.pack(self.chat, self.url, self.expires)


def unpack(packed: str, chat: Chat) -> ReplyToken | None:
    """Returns None where the token is not of this chat or not one of ours."""
    try:
        url, expires = tokens.unpack(packed, chat)
        token = ReplyToken(chat, str(url), int(expires))
    except (ValueError, TypeError):
        return None
    if not token.url:
        return None
    return token
