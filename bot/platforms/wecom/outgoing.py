"""Message -> the parts in which it goes out, in order: text, card, file."""

import hashlib

import structlog

from bot.domain.values import dataclass
from bot.messages import Card, Message, OutFile
from bot.platforms.markdown import as_text, page_link
from bot.platforms.pieces import split
from bot.platforms.wecom import cards
from bot.platforms.wecom.cards import Template

log = structlog.get_logger(__name__)

MARKDOWN_BYTES = 20_480  # doc 101031


@dataclass(frozen=True)
class TextPart:
    text: str


@dataclass(frozen=True)
class CardPart:
    template: Template


@dataclass(frozen=True)
class FilePart:
    file: OutFile


Part = TextPart | CardPart | FilePart


def parts(message: Message, delivery: str, *, alone: bool = False) -> list[Part]:
    """Nothing is cut without a word: long text becomes several parts, and what a card cannot show
    goes before it.

    With `alone` a card of buttons is the only part: it holds the words and leads to the page.

    Raises CardInvalid.
    """
    card, link, words = message.card, message.link, message.text
    template = None
    if card:
        template = _drawn(card, delivery, can_do_without=link is not None)
    overflow = cards.overflow(card) if card else ""
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


def _drawn(card: Card, delivery: str, *, can_do_without: bool) -> Template | None:
    """The card; None where it does not fit and a page shows the same. Raises CardInvalid."""
    try:
        return cards.to_template(card, delivery=delivery)
    except cards.CardInvalid:
        if not can_do_without:
            raise
        log.warning("wecom.card_does_not_fit")
        return None


def stream_id(delivery: str, text: str) -> str:
    """The same on every try: a stream that is sent again replaces itself."""
    return hashlib.sha256(f"{delivery}\n{text}".encode()).hexdigest()[:32]
