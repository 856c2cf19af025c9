"""What the chat page sends: checked and typed, every mistake one sentence."""

import json
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.bodies import body_within
from bot.domain.values import dataclass
from bot.platforms.json_objects import mended, number_in
from bot.platforms.sandbox.clock import duration
from bot.platforms.sandbox.provider import ROBOT

LONGEST_ID = 200
LARGEST_JSON = 1024 * 1024
FORM_FIELDS = 64 * 1024  # what a form may hold beside its file
YEARS = range(2000, 2101)  # what the simulated clock may show


class BadRequest(Exception):
    """Goes back as a 400, or as what `status` says, with this sentence."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


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
    """Reads JSON `{from, chat, text, quote?, message_id?}`, or the same fields as a form with
    `file`.

    Raises BadRequest.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return _said(await _json(request))
    too_large = BadRequest(f"文件不能超过 {limit // (1024 * 1024)} MB", status=413)
    if _announced(request) > limit + FORM_FIELDS:
        raise too_large
    async with request.form(max_files=1, max_fields=20, max_part_size=FORM_FIELDS) as form:
        upload = form.get("file")
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not isinstance(upload, UploadFile):
            return _said(fields)
        if upload.size is None or upload.size > limit:
            raise too_large
        return _said(fields, file_name=upload.filename or "", file=await upload.read())


async def read_click(request: Request) -> Clicked:
    """Reads JSON `{from, card_id, values, message_id?}`. Raises BadRequest."""
    fields = await _json(request)
    values = fields.get("values")
    if not isinstance(values, dict):
        raise BadRequest("values 要写成 {问题编号: 选项编号} 的形式")
    chosen: dict[str, tuple[str, ...]] = {}
    for question, options in values.items():
        # One option may come without its list.
        chosen[str(question)] = (str(options),)
        if isinstance(options, list):
            chosen[str(question)] = tuple(map(str, options))
    return Clicked(_account(fields), _text(fields, "card_id"), chosen, _message_id(fields))


async def read_moment(request: Request, now: datetime, zone: tzinfo) -> datetime:
    """Reads JSON `{now}` or `{advance}`. Raises BadRequest."""
    fields = await _json(request)
    unclear = BadRequest(
        '时间要写成 {"now": "2026-12-24T09:00:00+08:00"} 或 {"advance": "PT1H"}，年份在 2000 到 2100 之间'
    )
    try:
        if "advance" in fields:
            moment = now + duration(str(fields["advance"]))
        else:
            moment = datetime.fromisoformat(str(fields["now"]))
    except (KeyError, ValueError, OverflowError):
        raise unclear from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if moment.year not in YEARS:
        raise unclear
    return moment


async def _json(request: Request) -> dict[str, Any]:
    too_large = BadRequest("请求内容太长", status=413)
    # Whoever says so at once is not read at all.
    if _announced(request) > LARGEST_JSON:
        raise too_large
    content = await body_within(LARGEST_JSON, request.stream())
    if content is None:
        raise too_large
    try:
        fields = json.loads(content)
        # Half a character can be written as JSON and nowhere else.
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest("请求内容不是 JSON") from None
    if not isinstance(fields, dict):
        raise BadRequest("请求内容要是一个 JSON 对象")
    return fields


def _announced(request: Request) -> int:
    """Returns the length that the request says it has; 0 where it says none."""
    return number_in(request.headers.get("content-length", ""))


def _said(fields: Mapping[str, Any], *, file_name: str = "", file: bytes | None = None) -> Said:
    chat = fields.get("chat", "direct")
    if chat not in ("group", "direct"):
        raise BadRequest("chat 只能是 group 或 direct")
    return Said(
        account=_account(fields),
        group=chat == "group",
        text=mended(str(fields.get("text") or "")),
        message_id=_message_id(fields),
        quote=_number(fields.get("quote")),
        file_name=mended(file_name),
        file=file,
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise BadRequest(f"缺少 {name}")
    return value.strip()


def _account(fields: Mapping[str, Any]) -> str:
    account = _text(fields, "from")
    if account == ROBOT:
        raise BadRequest("from 不能是 robot：那是述职助手自己")
    return account


def _message_id(fields: Mapping[str, Any]) -> str:
    given = str(fields.get("message_id") or secrets.token_hex(16))
    if len(given) > LONGEST_ID or not given.isprintable():
        raise BadRequest("message_id 太长，或含有不可见字符")
    return given


def _number(value: object) -> int | None:
    if value in (None, ""):
        return None
    if not re.fullmatch(r"[0-9]{1,15}", str(value)):
        raise BadRequest("quote 要是被引用消息的 seq")
    return int(str(value))
