"""What the chat page sends: checked and typed, every mistake one sentence."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.platforms.sandbox.clock import duration


class BadRequest(Exception):
    """Goes back as a 400 with this sentence."""


@dataclass(frozen=True)
class Said:
    account: str
    group: bool
    text: str
    message_id: str
    quote: int | None
    file_name: str = ""
    file: bytes | None = None


@dataclass(frozen=True)
class Clicked:
    account: str
    card_id: str
    values: dict[str, tuple[str, ...]]
    message_id: str


async def read_message(request: Request, *, limit: int) -> Said:
    """JSON `{from, chat, text, quote?, message_id?}`, or the same fields as a form with `file`. Raises BadRequest."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return _said(await _json(request))
    async with request.form(max_part_size=limit + 1024) as form:
        upload = form.get("file")
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not isinstance(upload, UploadFile):
            return _said(fields)
        return _said(fields, file_name=upload.filename or "", file=await upload.read())


async def read_click(request: Request) -> Clicked:
    """JSON `{from, card_id, values, message_id?}`. Raises BadRequest."""
    fields = await _json(request)
    values = fields.get("values")
    if not isinstance(values, dict):
        raise BadRequest("values 要写成 {问题编号: 选项编号} 的形式")
    chosen = {str(question): _options(options) for question, options in values.items()}
    return Clicked(
        _text(fields, "from"), _text(fields, "card_id"), chosen, str(fields.get("message_id") or secrets.token_hex(16))
    )


async def read_moment(request: Request, now: datetime, zone: tzinfo) -> datetime:
    """JSON `{now}` or `{advance}`. Raises BadRequest."""
    fields = await _json(request)
    try:
        if "advance" in fields:
            return now + duration(str(fields["advance"]))
        moment = datetime.fromisoformat(str(fields["now"]))
    except (KeyError, ValueError, OverflowError):
        raise BadRequest('时间要写成 {"now": "2026-12-24T09:00:00+08:00"} 或 {"advance": "PT1H"}') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


async def _json(request: Request) -> dict[str, Any]:
    try:
        fields = await request.json()
    except ValueError:
        raise BadRequest("请求内容不是 JSON") from None
    if not isinstance(fields, dict):
        raise BadRequest("请求内容要是一个 JSON 对象")
    return fields


def _said(fields: Mapping[str, Any], *, file_name: str = "", file: bytes | None = None) -> Said:
    chat = fields.get("chat", "direct")
    if chat not in ("group", "direct"):
        raise BadRequest("chat 只能是 group 或 direct")
    return Said(
        account=_text(fields, "from"),
        group=chat == "group",
        text=str(fields.get("text") or ""),
        message_id=str(fields.get("message_id") or secrets.token_hex(16)),
        quote=_number(fields.get("quote")),
        file_name=file_name,
        file=file,
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadRequest(f"缺少 {name}")
    return value.strip()


def _number(value: object) -> int | None:
    if value in (None, ""):
        return None
    try:
        return int(str(value))
    except ValueError:
        raise BadRequest("quote 要是被引用消息的 seq") from None


def _options(options: object) -> tuple[str, ...]:
    return tuple(str(option) for option in options) if isinstance(options, list) else (str(options),)
