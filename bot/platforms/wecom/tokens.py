"""How a message can be answered directly."""

from datetime import datetime

from bot.domain.values import dataclass
from bot.messages import Chat
from bot.platforms import tokens

RESPONSE_URL_SECONDS = 3600  # and one use (doc 101138)


@dataclass(frozen=True)
class ReplyToken:
    """`request` is the req_id of the long connection or the message id of the callback."""

    chat: Chat
    request: str
    welcome: bool = False
    url: str = ""
    expires: int = 0  # Unix seconds

    def serves(self, now: datetime) -> bool:
        """Tells whether it brought a response_url that has not run out."""
        return self.url != "" and now.timestamp() < self.expires

    def pack(self) -> str:
        return tokens.pack(self.chat, self.request, self.welcome, self.url, self.expires)


def unpack(packed: str, chat: Chat) -> ReplyToken | None:
    """Returns None where the token is not of this chat or not one of ours."""
    try:
        request, welcome, url, expires = tokens.unpack(packed, chat)
        return ReplyToken(chat, request, bool(welcome), url, int(expires))
    except (ValueError, TypeError):
        return None
