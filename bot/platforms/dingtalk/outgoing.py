"""Message -> the parts in which it goes out, in order: text, card, file.

Each part has two wire forms. What OpenAPI calls `msgKey` and `msgParam` a webhook calls `msgtype`;
files exist for OpenAPI only.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any

from bot.domain.values import dataclass
from bot.messages import Card, CardStyle, Chat, ChatKind, Link, Message, OutFile, Question
from bot.platforms.dingtalk import buttons
from bot.platforms.markdown import as_text
from bot.platforms.pieces import split

TEXT_BYTES = 6_000  # leaves room for the escapes of JSON
ACTION_CARD = range(1, 6)  # sampleActionCard, sampleActionCard2 … 5

Body = dict[str, Any]


@dataclass(frozen=True)
class Wire:
    """One message as OpenAPI takes it and, where there is such a thing, as a webhook does."""

    key: str
    param: Body
    webhook: Body = field(default_factory=dict)

    @property
    def msg_param(self) -> str:
        return json.dumps(self.param, ensure_ascii=False)


@dataclass(frozen=True)
class TextPart:
    text: str


@dataclass(frozen=True)
class CardPart:
    card: Card


@dataclass(frozen=True)
class FilePart:
    file: OutFile


@dataclass(frozen=True)
class LinkPart:
    """Words over one button that opens a page."""

    text: str
    link: Link


Part = TextPart | CardPart | FilePart | LinkPart


def parts(message: Message) -> list[Part]:
    """Nothing is cut without a word: long text becomes several parts."""
    pieces = split(message.text, TEXT_BYTES)
    words = ""
    if message.link and pieces and not message.card:
        words = pieces.pop()
    parts: list[Part] = [TextPart(piece) for piece in pieces]
    if message.card:
        parts.append(CardPart(message.card))
    if message.link:
        parts.append(LinkPart(words, message.link))
    if message.file:
        parts.append(FilePart(message.file))
    return parts


def with_text_on_card(message: Message, chat: Chat) -> Message:
    """Makes sentence and card one message where the card is told in words: each message counts."""
    if message.card is None or not message.text:
        return message
    card = replace(message.card, text=f"{message.text}\n{message.card.text}".strip())
    # Where both do not fit into one, nothing is saved.
    if len(in_words(card, chat)) > len(in_words(message.card, chat)):
        return message
    return replace(message, text="", card=card)


def by_page(message: Message) -> Message:
    """Returns the page in place of a card that could only be told in words: one message, one
    button.
    """
    if message.card is None or message.link is None:
        return message
    words = f"{message.text}\n{_head(message.card)}".strip()
    return replace(message, text=words, card=None)


def text(content: str, mentions: Sequence[str] = ()) -> Wire:
    """Returns a text. Only people whose ids stand in it too are alerted; by OpenAPI nobody is."""
    shown = content
    if mentions:
        shown += "\n" + " ".join(f"@{account}" for account in mentions)
    webhook = {
        "msgtype": "text",
        "text": {"content": shown},
        "at": {"atUserIds": list(mentions), "isAtAll": False},
    }
    return Wire("sampleText", {"content": content}, webhook)


def with_link(part: LinkPart) -> Wire:
    """Returns a card of one button, which every edition of the platform shows."""
    title = as_text(part.link.title)
    shown = _marked_down(part.text) or title
    return _action_card(title, shown, [(title, part.link.url)])


def in_words(card: Card, chat: Chat) -> list[Wire]:
    """Returns the card without a template: buttons that send words, or what to send instead.

    A ballot in a group gets no buttons: a tap would show the choice to everybody.
    """
    if not card.questions:
        return [text(_head(card))]
    if buttons.is_sheet(card) and len(card.questions) > 1:
        return [_with_links(card)]
    if card.style is CardStyle.FORM and (chat.kind is ChatKind.GROUP or len(card.questions) > 1):
        words = f"{_head(card)}\n{_how_to(card, chat)}"
        return [text(piece) for piece in split(words, TEXT_BYTES)]
    return _with_buttons(card, card.questions[0])


def _how_to(card: Card, chat: Chat) -> str:
    """Names all steps of the scale, each once, in its own order: none is suggested."""
    start, number = buttons.vote_words(card) or "测评", len(card.questions)
    steps = " ".join(option.text for option in card.questions[0].options)
    rows = "".join(
        f"{place}. {question.title}\n" for place, question in enumerate(card.questions, 1)
    )
    what = f"发送“{start}”，后面依次写 {number} 个等次"
    if number == 1:
        what = f"发送“{start} 等次”"
    if chat.kind is ChatKind.DIRECT:
        return f"{rows}请{what}。等次为：{steps}。"
    if number == 1:
        rows = ""
    return f"{rows}请打开与我的私聊，{what}。等次为：{steps}。为保护您的选择，请不要写在群里。"


def _with_buttons(card: Card, question: Question) -> list[Wire]:
    """Draws up to five buttons under the text; more become links.

    What is too long for one message goes before them.
    """
    links = [
        (option.text, buttons.link(buttons.words(card, question, option)))
        for option in question.options
    ]
    *pieces, last_piece = split(_head(card), TEXT_BYTES) or [card.title]
    wires = [text(piece) for piece in pieces]
    shown = _marked_down(last_piece)
    if len(links) in ACTION_CARD:
        return [*wires, _action_card(card.title, shown, links)]
    lines = "  \n  ".join(f"[{_label(label)}]({address})" for label, address in links)
    markdown = {"title": card.title, "text": f"{shown}\n\n{lines}"}
    return [
        *wires,
        Wire("sampleMarkdown", markdown, {"msgtype": "markdown", "markdown": markdown}),
    ]


def _with_links(card: Card) -> Wire:
    """Returns each row of a leaf with its steps as links: a tap answers that row."""
    lines = [_marked_down(_head(card))]
    for question in card.questions:
        steps = [
            f"[{_label(option.text)}]({buttons.link(buttons.words(card, question, option))})"
            for option in question.options
        ]
        lines.append(f"**{as_text(question.title)}**  \n  {'　'.join(steps)}")
    markdown = {"title": card.title, "text": "\n\n".join(lines)}
    return Wire("sampleMarkdown", markdown, {"msgtype": "markdown", "markdown": markdown})


def _action_card(title: str, shown: str, links: Sequence[tuple[str, str]]) -> Wire:
    param: Body = {"title": title, "text": shown}
    if len(links) == 1:
        (label, address) = links[0]
        single = param | {"singleTitle": label, "singleURL": address}
        return Wire("sampleActionCard", single, {"msgtype": "actionCard", "actionCard": single})
    for number, (label, address) in enumerate(links, 1):
        param |= {f"actionTitle{number}": label, f"actionURL{number}": address}
    btns = [{"title": label, "actionURL": address} for label, address in links]
    webhook = {"title": title, "text": shown, "btnOrientation": "0", "btns": btns}
    return Wire(
        f"sampleActionCard{len(links)}", param, {"msgtype": "actionCard", "actionCard": webhook}
    )


def _head(card: Card) -> str:
    return f"{card.title}\n{card.text}".strip()


def _label(words: str) -> str:
    return as_text(words).replace("[", "［").replace("]", "］")


def _marked_down(plain: str) -> str:
    """Returns text that reads the same as markdown, which shows a line end between two spaces."""
    return as_text(plain).replace("\n", "  \n  ")


def unique(key: str, index: int) -> str:
    """Identifies one part of one delivery: the same on every try."""
    return hashlib.sha256(f"{key}\n{index}".encode()).hexdigest()[:32]
