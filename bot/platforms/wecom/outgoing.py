"""Message -> the parts in which it goes out, in order: text, card, file."""

import hashlib
from collections.abc import Mapping
from typing import Any

import structlog

from bot.domain.values import dataclass
from bot.messages import Message, OutFile
from bot.platforms.markdown import as_text, page_link
from bot.platforms.pieces import split
from bot.platforms.wecom import cards
from bot.platforms.wecom.cards import Template
from bot.ports import SendFailed

log = structlog.get_logger(__name__)

MARKDOWN_BYTES = 20_480  # doc 101031


Body = Mapping[str, Any]


@dataclass(frozen=True)
class TextPart:
    text: str

    def as_text(self) -> Body:
        """Returns the form of a welcome, which shows no markdown."""
        return {"msgtype": "text", "text": {"content": self.text}}

    def as_markdown(self) -> Body:
        """Returns the form of a push, and of what goes through a response_url."""
        return {"msgtype": "markdown", "markdown": {"content": self.text}}

    def as_stream(self, key: str, picture: Body | None = None) -> Body:
        """Returns a finished stream: the only text that a message may be answered with.

        Its id is the same on every try of the delivery of this `key`, for a stream that is sent
        again replaces itself.
        """
        stream_id = hashlib.sha256(f"{key}\n{self.text}".encode()).hexdigest()[:32]
        stream: dict[str, Any] = {"id": stream_id, "finish": True, "content": self.text}
        if picture:
            stream["msg_item"] = [picture]
        return {"msgtype": "stream", "stream": stream}


@dataclass(frozen=True)
class CardPart:
    template: Template

    @property
    def body(self) -> Body:
        return {"msgtype": "template_card", "template_card": self.template}


@dataclass(frozen=True)
class FilePart:
    file: OutFile


Part = TextPart | CardPart | FilePart


def parts(message: Message, delivery: str, *, alone: bool = False) -> list[Part]:
    """Nothing is cut without a word: long text becomes several parts, and what a card cannot show
    goes before it.

    With `alone` a card of buttons is the only part: it holds the words and leads to the page.

    Raises SendFailed, permanent, where the card does not fit and has no page.
    """
    card, link, words = message.card, message.link, message.text
    template = None
    overflow = ""
    if card:
        overflow = cards.overflow(card)
        try:
            template = cards.to_template(card, delivery=delivery)
        except cards.CardInvalid as invalid:
            # The page shows the same as the card that does not fit.
            if link is None:
                reason = f"卡片不合企业微信的限制：{invalid}"
                raise SendFailed(reason, permanent=True) from None
            log.warning("wecom.card_does_not_fit")
    if card and template and alone and cards.holds_text(template):
        template = cards.alone(card, template, words, link)
        link, words, overflow = None, "", ""
    text = "\n\n".join(text for text in (words, overflow) if text.strip())
    shown = as_text(text)
    if link:
        shown = f"{shown}\n\n{page_link(link)}".strip()
    parts: list[Part] = [TextPart(piece) for piece in split(shown, MARKDOWN_BYTES)]
    if template:
        parts.append(CardPart(template))
    if message.file:
        parts.append(FilePart(message.file))
    return parts
