"""The chat vocabulary: what comes in and what goes out, without a word of any platform.

A platform turns its wire format into an `Update` and a `Message` into its wire format; nothing else
in the program knows what a frame, a callback or a template card is.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from bot.domain.values import dataclass


class ChatKind(StrEnum):
    GROUP = "group"
    DIRECT = "direct"


@dataclass(frozen=True)
class Chat:
    """A conversation: `id` is the group's chat id, or the account of the other person."""

    kind: ChatKind
    id: str


@dataclass(frozen=True)
class Sender:
    account: str
    name: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that lies on the platform.

    `source` is opaque: only the platform's FileFetcher reads it.
    """

    source: str
    name: str = ""
    size: int | None = None


@dataclass(frozen=True)
class Quote:
    """What the sender quoted."""

    text: str = ""
    attachment: Attachment | None = None


@dataclass(frozen=True)
class Click:
    """A submitted card: option ids per question.

    Buttons are one question whose options are the buttons.
    """

    card_id: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Update:
    """One thing that a person did.

    `message_id` is the platform's own id, or a hash of the whole payload.
    `sent_at` is the platform's own time where it tells one (`stamped`), else the time of arrival.
    `reply_token` is what the platform needs for a direct answer (opaque, may expire).
    """

    platform: str
    message_id: str
    sender: Sender
    chat: Chat
    sent_at: datetime
    text: str = ""
    attachment: Attachment | None = None
    quote: Quote | None = None
    click: Click | None = None
    entered: bool = False  # the person opened the single chat
    reply_token: str = ""
    stamped: bool = False

    @property
    def own_id(self) -> str:
        """One message of one person: an id that two people use is two."""
        return f"{len(self.sender.account)}:{self.sender.account}:{self.message_id}"


@dataclass(frozen=True)
class Option:
    id: str
    text: str


@dataclass(frozen=True)
class Question:
    id: str
    title: str
    options: tuple[Option, ...]
    multi: bool = False


class CardStyle(StrEnum):
    FORM = "form"  # choose, then submit
    BUTTONS = "buttons"  # one question, each option a button


@dataclass(frozen=True)
class Card:
    """`id` comes back in the click; at most 64 characters of `[0-9A-Za-z_-]`.

    `until` is the end of what it counts down.

    `part` is which of several cards of one ballot it is, from 1; 0 for the only one.
    """

    id: str
    title: str
    text: str
    questions: tuple[Question, ...] = ()
    style: CardStyle = CardStyle.FORM
    until: datetime | None = None
    part: int = 0


def button_card(
    card_id: str, title: str, text: str, *buttons: Option, until: datetime | None = None
) -> Card:
    """Makes the card of one question whose answers are buttons.

    Without buttons there is nothing left to answer.
    """
    questions: tuple[Question, ...] = ()
    if buttons:
        questions = (Question("choice", "", buttons),)
    return Card(card_id, title, text, questions, CardStyle.BUTTONS, until)


class CardState(StrEnum):
    """The state of a card for one viewer."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True)
class CardView:
    """How a card looks to one viewer; `card` is None where it is as it was sent."""

    state: CardState
    card: Card | None = None


@dataclass(frozen=True)
class OutFile:
    """A file of the program's own file store, by content hash."""

    sha256: str
    name: str
    size: int
    picture: bool = False


@dataclass(frozen=True)
class Link:
    """A page of the program's own, to be opened beside the chat.

    `url` is its address. A message that waits in the outbox has a name there instead, which tells
    no secret; the address is made of it right before the message goes out.
    """

    title: str
    url: str


@dataclass(frozen=True)
class Understood:
    """One request as it was understood.

    `args` hold people by account, branches by name, and dates as ISO text.
    """

    intent: str
    args: Mapping[str, str | int | bool | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """One thing that the bot says. `mentions` are accounts that a group post should alert.

    With `redraws`, the outbox key of an earlier message, nothing new is said: the card of that
    message takes this form for everybody. A platform that redraws cards only in answer to a click
    does nothing.
    """

    text: str = ""
    card: Card | None = None
    file: OutFile | None = None
    mentions: tuple[str, ...] = ()
    refused: str = ""
    understood: tuple[Understood, ...] = ()
    redraws: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class ClickAnswer:
    """What the clicker is told at once; `state` and `card` are how the card now looks to him.

    To him alone, unless it is `for_all`.
    """

    accepted: bool
    notice: str
    refused: str = ""
    state: CardState = CardState.OPEN
    card: Card | None = None
    for_all: bool = False

    @classmethod
    def closing(cls, notice: str) -> "ClickAnswer":
        """Makes the answer that ends a card: the tap is taken, and there is nothing more to tap."""
        return cls(accepted=True, notice=notice, state=CardState.CLOSED)


def pack(value: Message | Update | ClickAnswer) -> dict[str, Any]:
    """A message or update as plain JSON values."""
    return dict(to_jsonable_python(value))


def unpack_message(packed: Mapping[str, Any]) -> Message:
    message: Message = _adapter(Message).validate_python(packed)
    return message


def unpack_update(packed: Mapping[str, Any]) -> Update:
    update: Update = _adapter(Update).validate_python(packed)
    return update


def unpack_answer(packed: Mapping[str, Any]) -> ClickAnswer:
    answer: ClickAnswer = _adapter(ClickAnswer).validate_python(packed)
    return answer


# Made when the first is unpacked: none of the commands of the terminal unpacks any.
@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
