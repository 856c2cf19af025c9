"""Frames of the stream and the acknowledgements that answer them.

Source: developerpedia, learn/stream/protocol.md.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.values import dataclass
from bot.platforms.dingtalk import payloads
from bot.platforms.json_objects import parse

ROBOT = "/v1.0/im/bot/messages/get"
CARD = "/v1.0/card/instances/callback"
NOT_FOUND, FAILED = 404, 500


@dataclass(frozen=True)
class Frame:
    """A frame; `data` is the object inside its JSON text.

    `time` is the platform's own in milliseconds, as it came.
    """

    kind: str  # SYSTEM, EVENT, CALLBACK
    topic: str
    message_id: str
    time: str
    raw: str
    data: Mapping[str, Any]


def read(text: str | bytes) -> Frame:
    """Raises PayloadInvalid. Some documented frames spell `header`; data may come as an object."""
    whole = parse(text)
    headers = payloads.part(whole, "headers") or payloads.part(whole, "header")
    raw = whole.get("data")
    if not isinstance(raw, str):
        raw = json.dumps(raw)
    return Frame(
        kind=payloads.text_of(whole.get("type")),
        topic=payloads.text_of(headers.get("topic")),
        message_id=payloads.text_of(headers.get("messageId")),
        time=payloads.text_of(headers.get("time")),
        raw=raw,
        data=payloads.part(whole, "data"),
    )


def ack(frame: Frame, data: str, code: int = 200, message: str = "OK") -> str:
    """Returns the acknowledgement of a frame; `data` is JSON text."""
    headers = {"messageId": frame.message_id, "contentType": "application/json"}
    return json.dumps(
        {"code": code, "headers": headers, "message": message, "data": data}, ensure_ascii=False
    )


def response(frame: Frame, body: Mapping[str, Any] | None = None) -> str:
    """Returns the ack of a callback; `body` is a tapped card's new view, else it is ignored."""
    return ack(frame, json.dumps({"response": body}, ensure_ascii=False))


def immediate(frame: Frame) -> str | None:
    """Returns the answer that needs nobody: to pings and their like, events, unknown topics."""
    if frame.kind == "SYSTEM":
        return ack(frame, frame.raw)
    if frame.kind == "EVENT":
        return ack(frame, '{"status": "SUCCESS"}')
    if frame.kind == "CALLBACK" and frame.topic not in (ROBOT, CARD):
        return ack(frame, '{"response": null}', NOT_FOUND, "unknown topic")
    return None
