"""Wire JSON -> Update: the data of a robot frame and the body of a robot callback are the same."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.patterns import pattern
from bot.domain.people_text import single_line
from bot.domain.reach import OUTSIDE
from bot.messages import Attachment, Chat, ChatKind, Quote, Sender, Update
from bot.platforms.dingtalk.tokens import ReplyToken
from bot.platforms.json_objects import (
    PayloadInvalid,
    fingerprint,
    list_of,
    number_in,
    object_of,
    parse,
)

PLATFORM = "dingtalk"
OVER_QUOTA = "20001"
LONGEST_NICKNAME = 20
_NAMES = {"picture": "图片.jpg", "video": "视频.mp4"}
_LEADING_MENTIONS = pattern(r"^\s*(?:@\S+(?:\s+|$))++")


def to_update(body: Mapping[str, Any], *, arrived: datetime) -> Update | None:
    """Translates a message; None without a sender, or where the quota swallowed the content.

    A kind of message that is not known becomes an update without content, so that the core answers
    politely.
    """
    # The staff id is the user id of every call; people outside the organisation have none.
    account = text_of(body.get("senderStaffId"))
    if not account:
        outside = text_of(body.get("senderUnionId")) or text_of(body.get("senderId"))
        if outside:
            # Nothing can be sent to them but by the session webhook, so they are marked.
            account = OUTSIDE + outside
    if not account or is_over_quota(body):
        return None
    chat = Chat(ChatKind.DIRECT, account)
    text, attachment = _content(body)
    if text_of(body.get("conversationType")) == "2":
        chat = Chat(ChatKind.GROUP, text_of(body.get("conversationId")))
        text = without_mention(text)
    created = moment(body.get("createAt"))
    webhook = ReplyToken(
        chat, text_of(body.get("sessionWebhook")), number_of(body.get("sessionWebhookExpiredTime"))
    )
    return Update(
        platform=PLATFORM,
        message_id=text_of(body.get("msgId")) or fingerprint(body),
        sender=Sender(account, single_line(text_of(body.get("senderNick")), LONGEST_NICKNAME)),
        chat=chat,
        sent_at=created or arrived,
        stamped=created is not None,
        text=text.strip(),
        attachment=attachment,
        quote=_quote(body),
        reply_token=webhook.pack(),
    )


def is_over_quota(body: Mapping[str, Any]) -> bool:
    """Tells whether the message came without what it says: the month's are used up (code 20001)."""
    return text_of(body.get("errorCode")) == OVER_QUOTA


def without_mention(text: str) -> str:
    """Returns a group's text without @names at its beginning.

    The platform leaves a space where it removed its own.
    """
    return _LEADING_MENTIONS.sub("", text, count=1).strip()


def moment(milliseconds: object) -> datetime | None:
    """Returns the platform's own time, which comes as a number or as text; None where it tells
    none.
    """
    number = number_of(milliseconds)
    # Only thirteen digits are milliseconds of this age.
    if not 10**12 <= number < 10**13:
        return None
    return datetime.fromtimestamp(number / 1000, UTC)


def attachment_source(code: str, robot: str) -> str:
    """Returns what the fetcher of this platform reads."""
    return json.dumps({"code": code, "robot": robot}, separators=(",", ":"))


def part(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Returns an object that may come as one or as JSON text (seen live); empty where it is
    neither.
    """
    inner = value.get(key)
    if isinstance(inner, str) and inner.lstrip().startswith("{"):
        try:
            return parse(inner)
        except PayloadInvalid:
            return {}
    return object_of(inner)


def text_of(value: object) -> str:
    """Returns a text or a number as text: sample responses quote numbers, and the other way round."""
    # To Python a JSON `true` is a number.
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def number_of(value: object) -> int:
    """Returns a number that may be quoted; 0 for anything else."""
    return number_in(text_of(value))


def _content(body: Mapping[str, Any]) -> tuple[str, Attachment | None]:
    kind, content = text_of(body.get("msgtype")), part(body, "content")
    match kind:
        case "text":
            return text_of(part(body, "text").get("content")), None
        case "richText":
            return _rich(content, body)
        case "audio":
            return text_of(content.get("recognition")), None
        case "file" | "picture" | "video":
            return "", _attachment(content, body, _NAMES.get(kind, ""))
    return "", None


def _rich(content: Mapping[str, Any], body: Mapping[str, Any]) -> tuple[str, Attachment | None]:
    """Returns all texts, and the first picture."""
    texts: list[str] = []
    pictures: list[Attachment | None] = []
    for piece in list_of(content.get("richText")):
        if not isinstance(piece, dict):
            continue
        texts.append(text_of(piece.get("text")))
        if piece.get("type") == "picture":
            pictures.append(_attachment(piece, body, _NAMES["picture"]))
    text = "\n".join(text for text in texts if text.strip())
    return text, next(iter(pictures), None)


def _quote(body: Mapping[str, Any]) -> Quote | None:
    """Returns a quoted message; in a group this is the only way a file reaches the robot
    (happyclaw#501).
    """
    replied = part(part(body, "text"), "repliedMsg")
    if not replied:
        return None
    content, kind = part(replied, "content"), text_of(replied.get("msgType"))
    if kind == "richText":
        return Quote(*_rich(content, body))
    return Quote(
        text_of(content.get("text")) or text_of(content.get("content")),
        _attachment(content, body, _NAMES.get(kind, "")),
    )


def _attachment(
    content: Mapping[str, Any], body: Mapping[str, Any], name: str
) -> Attachment | None:
    code = text_of(content.get("downloadCode")) or text_of(content.get("pictureDownloadCode"))
    if not code:
        return None
    source = attachment_source(code, text_of(body.get("robotCode")))
    return Attachment(source, text_of(content.get("fileName")) or name)
