"""Wire JSON -> Update: the body of a callback (doc 100719, 101027) and of a long connection's frame
is the same.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.patterns import pattern
from bot.messages import Attachment, Chat, ChatKind, Click, Quote, Sender, Update
from bot.platforms.json_objects import fingerprint, list_of, object_of
from bot.platforms.wecom import cards
from bot.platforms.wecom.tokens import RESPONSE_URL_SECONDS, ReplyToken

PLATFORM = "wecom"
_FILES = ("file", "image", "video")
_LEADING_MENTIONS = pattern(r"^\s*(?:@\S+(?:\s+|$))++")
_MENTION = pattern(r"@\S+\s*")


def to_update(body: Mapping[str, Any], *, arrived: datetime, request: str = "") -> Update | None:
    """Translates what came in; None for what asks no answer: stream refreshes, feedback, and
    events that are not known here.

    A kind of message that is not known becomes an update without content, so that the core answers
    politely.
    """
    account = _text(_part(body, "from").get("userid"))
    kind = body.get("msgtype")
    if not account or kind == "stream":
        return None
    if kind == "event":
        return _event(body, account, arrived, request)
    text, attachment = _content(body)
    chat, created = _chat(body, account), _created(body)
    if chat.kind is ChatKind.GROUP:
        text = without_mention(text)
    quote = None
    quoted = _part(body, "quote")
    if quoted:
        quote = Quote(*_content(quoted))
    return Update(
        platform=PLATFORM,
        message_id=message_id(body),
        sender=Sender(account),
        chat=chat,
        sent_at=created or arrived,
        stamped=created is not None,
        text=text.strip(),
        attachment=attachment,
        quote=quote,
        reply_token=_token(body, chat, arrived, request).pack(),
    )


def event_type(body: Mapping[str, Any]) -> str:
    """Returns which event this is; empty for a message."""
    if body.get("msgtype") != "event":
        return ""
    return _text(_part(body, "event").get("eventtype"))


def task_id(body: Mapping[str, Any]) -> str:
    """Returns the task_id of a submitted card, which its update must repeat."""
    return _text(_card_event(body).get("task_id"))


def message_id(body: Mapping[str, Any]) -> str:
    return _text(body.get("msgid")) or fingerprint(body)


def without_mention(text: str) -> str:
    """Returns a group's text without mentions at its beginning, or without its only one."""
    if _LEADING_MENTIONS.match(text):
        text = _LEADING_MENTIONS.sub("", text, count=1)
    elif len(_MENTION.findall(text)) == 1:
        text = _MENTION.sub("", text)
    return text.strip()


def attachment_source(url: str, key: str) -> str:
    """Returns what the fetcher of this platform reads.

    An empty key stands for the callback's EncodingAESKey.
    """
    return json.dumps({"url": url, "key": key}, separators=(",", ":"))


def _event(body: Mapping[str, Any], account: str, arrived: datetime, request: str) -> Update | None:
    entered = event_type(body) == "enter_chat"
    click = None
    if event_type(body) == "template_card_event":
        click = _click(body)
    if not entered and click is None:
        return None
    chat, created = _chat(body, account), _created(body)
    reply_token = ""
    if entered or "response_url" in body:  # of a click nothing else can serve
        reply_token = _token(body, chat, arrived, request, welcome=entered).pack()
    return Update(
        platform=PLATFORM,
        message_id=message_id(body),
        sender=Sender(account),
        chat=chat,
        sent_at=created or arrived,
        stamped=created is not None,
        click=click,
        entered=entered,
        reply_token=reply_token,
    )


def _click(body: Mapping[str, Any]) -> Click | None:
    event = _card_event(body)
    card_id = cards.card_id(_text(event.get("task_id")))
    if not card_id:
        return None
    items = list_of(_part(event, "selected_items").get("selected_item"))
    answers = {
        _text(item.get("question_key")): _options(item) for item in items if isinstance(item, dict)
    }
    values = {question: chosen for question, chosen in answers.items() if chosen}
    return Click(card_id, values or cards.pressed(_text(event.get("event_key"))))


def _card_event(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Finds what was tapped: nested on the wire, flat in Tencent's type declarations."""
    event = _part(body, "event")
    return _part(event, "template_card_event") or event


def _options(item: Mapping[str, Any]) -> tuple[str, ...]:
    ids = _part(item, "option_ids").get("option_id")
    if not isinstance(ids, list):
        ids = [ids]
    return tuple(_text(option) for option in ids if _text(option) not in ("", cards.UNCHOSEN))


def _content(body: Mapping[str, Any]) -> tuple[str, Attachment | None]:
    """Reads text and file; of a message that mixes them all texts and the first picture."""
    kind = _text(body.get("msgtype"))
    part = _part(body, kind)
    if kind in ("text", "voice"):
        return _text(part.get("content")), None
    if kind in _FILES:
        url = _text(part.get("url")).strip()
        if not url:
            return "", None
        return "", Attachment(attachment_source(url, _text(part.get("aeskey"))))
    if kind != "mixed":
        return "", None
    items = list_of(part.get("msg_item"))
    contents = [_content(item) for item in items if isinstance(item, dict)]
    texts = [text for text, _ in contents if text]
    return "\n".join(texts), next((file for _, file in contents if file is not None), None)


def _chat(body: Mapping[str, Any], account: str) -> Chat:
    chat_id = _text(body.get("chatid"))
    if body.get("chattype") == "group" or (chat_id and body.get("chattype") is None):
        return Chat(ChatKind.GROUP, chat_id)
    return Chat(ChatKind.DIRECT, account)


def _created(body: Mapping[str, Any]) -> datetime | None:
    """Reads the platform's own time: events tell their second, messages tell nothing."""
    created = body.get("create_time")
    # More digits would be milliseconds.
    if isinstance(created, int) and 0 < created < 10**11:
        return datetime.fromtimestamp(created, UTC)
    return None


def _token(
    body: Mapping[str, Any], chat: Chat, arrived: datetime, request: str, *, welcome: bool = False
) -> ReplyToken:
    url, expires = _text(body.get("response_url")), 0
    if url:
        expires = int(arrived.timestamp()) + RESPONSE_URL_SECONDS
    return ReplyToken(chat, request or message_id(body), welcome, url, expires)


def _part(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return object_of(value.get(key))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return ""
