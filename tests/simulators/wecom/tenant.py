"""A corporation's WeCom with one robot: who spoke where, what the robot posted, what each person sees.

The codes and refusals are those recorded on real tenants and written in the documents.
"""

import base64
import hashlib
import itertools
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.wecom import ciphers, rules

Body = dict[str, Any]
REPLIES = (
    "stream",
    "template_card",
    "stream_with_template_card",
    "markdown",
    "file",
    "image",
    "voice",
    "video",
)
PUSHES = ("markdown", "template_card", "file", "image", "voice", "video")


@dataclass
class Post:
    """Something the robot said. `chat` is a group's id or a person's account."""

    chat: str
    via: str
    kind: str
    text: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)
    file: "File | None" = None
    mentions: tuple[str, ...] = ()
    stream: str = ""


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    kind: str = "file"


@dataclass
class Heard:
    """An inbound frame or callback, of which the robot may make use by its req_id or response_url."""

    kind: str  # message, enter_chat, click
    chat: str
    person: str
    at: float
    task: str = ""
    session: int = 0
    group: bool = False


@dataclass
class Upload:
    name: str
    kind: str
    size: int
    chunks: int
    md5: str
    parts: dict[int, bytes] = field(default_factory=dict)


class Refused(Exception):
    def __init__(self, code: int, *, anonymous: bool = False) -> None:
        super().__init__(code)
        self.code, self.anonymous = code, anonymous


def standing() -> float:
    """Time that stands: however busy the machine is, nobody answers too late."""
    return 0.0


class Tenant:
    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = standing,
        epoch: Callable[[], float] = time.time,
        per_minute: int = 30,
    ) -> None:
        self.monotonic, self.epoch, self.per_minute = monotonic, epoch, per_minute
        self.posts: list[Post] = []
        self.cards: dict[str, Post] = {}  # task_id -> the card as it was sent
        self.views: dict[
            tuple[str, str], Mapping[str, Any]
        ] = {}  # (task_id, person) -> as this person sees it now
        self.heard: dict[str, Heard] = {}
        self.response_urls: dict[str, Heard] = {}
        self.files: dict[
            str, tuple[bytes, str, bytes]
        ] = {}  # path -> (encrypted, disposition, key)
        self.media: dict[str, File] = {}
        self.uploads: dict[str, Upload] = {}
        self.conversations: set[str] = set()
        self.refusals: list[tuple[str, int]] = []
        self.spent: dict[str, deque[float]] = defaultdict(deque)
        self._ids = itertools.count(1)

    # What people do: the body of a callback or frame.

    def message(
        self, person: str, kind: str, content: Any, *, group: str = "", quote: Body | None = None
    ) -> Body:
        self.conversations.add(group or person)
        body: Body = {
            "msgid": f"CAIQ{secrets.token_urlsafe(12)}",
            "aibotid": "AIBOTID",
            **_place(person, group),
        }
        return body | {"msgtype": kind, kind: content} | ({"quote": quote} if quote else {})

    def text(self, person: str, text: str, *, group: str = "", quote: Body | None = None) -> Body:
        return self.message(
            person,
            "text",
            {"content": f"@述职助手 {text}" if group else text},
            group=group,
            quote=quote,
        )

    def file(
        self, person: str, name: str, content: bytes, *, base: str, key: bytes | None = None
    ) -> Body:
        return self.message(person, "file", self.stored(name, content, base=base, key=key))

    def stored(self, name: str, content: bytes, *, base: str, key: bytes | None = None) -> Body:
        """A file on Tencent's store: its address, and its own key where the callback's key is not used."""
        own = key or secrets.token_bytes(32)
        path = secrets.token_hex(8)
        quoted = "".join(f"%{byte:02X}" for byte in name.encode())
        self.files[path] = (
            ciphers.encrypt(own, content),
            f"attachment; filename*=UTF-8''{quoted}",
            own,
        )
        aeskey = {} if key else {"aeskey": base64.b64encode(own).decode().rstrip("=")}
        return {"url": f"{base}/media/{path}?sign=q", **aeskey}

    def event(
        self, person: str, kind: str, content: Body | None = None, *, group: str = ""
    ) -> Body:
        body: Body = {
            "msgid": f"CAIQ{secrets.token_urlsafe(12)}",
            "create_time": int(self.epoch()),
            "aibotid": "AIBOTID",
        }
        event = {"eventtype": kind, **({kind: content} if content else {})}
        return body | _place(person, group) | {"msgtype": "event", "event": event}

    def click(self, person: str, task: str, values: Mapping[str, tuple[str, ...]] | str) -> Body:
        """Submits the card as this person sees it now: a choice per question, or the text of a button.

        A list that nobody touched is sent with what it shows: its `selected_id`, else its first
        option.
        """
        shown = self.view(person, task)
        group = self.cards[task].chat if self.cards[task].chat != person else ""
        pressed = values if isinstance(values, str) else ""
        key = _button(shown, pressed) if pressed else str(shown["submit_button"]["key"])
        content: Body = {"card_type": shown["card_type"], "event_key": key, "task_id": task}
        if not isinstance(values, str):
            chosen = _preselected(shown) | dict(values)
            content["selected_items"] = {
                "selected_item": [_selected(shown, key, ids) for key, ids in chosen.items()]
            }
        return self.event(person, "template_card_event", content, group=group)

    def view(self, person: str, task: str) -> Mapping[str, Any]:
        return self.views.get((task, person), self.cards[task].card)

    # What the robot says.

    def respond(self, heard: Heard | None, session: int, body: Body) -> None:
        if heard is None or heard.kind == "click" or heard.session != session:
            raise Refused(846605)
        if body.get("msgtype") not in REPLIES:
            raise Refused(40008)
        self.say(heard.chat, "aibot_respond_msg", body)

    def welcome(self, heard: Heard | None, session: int, body: Body) -> None:
        if heard is None or heard.kind != "enter_chat" or heard.session != session:
            raise Refused(846605)
        if body.get("msgtype") not in ("text", "template_card"):
            raise Refused(40008)
        self.say(heard.chat, "aibot_respond_welcome_msg", body)

    def push(self, body: Body) -> None:
        if "chatid" not in body:
            raise Refused(86201)
        if body.get("msgtype") not in PUSHES:
            raise Refused(40008)
        if body["chatid"] not in self.conversations:
            raise Refused(93006)
        self.say(body["chatid"], "aibot_send_msg", body)

    def update(self, heard: Heard | None, session: int, body: Body) -> None:
        if heard is None or heard.kind != "click" or heard.session != session:
            raise Refused(846605)
        if self.monotonic() - heard.at > 5:
            raise Refused(846604)
        self._spend(heard.chat)
        self.redraw(heard, body)

    def redraw(self, heard: Heard, body: Body) -> None:
        card = body.get("template_card", {})
        code = rules.verdict(card, update=True)
        if code:
            raise Refused(code)
        if card.get("task_id") != heard.task:
            return  # acknowledged, yet not redrawn
        if "userids" not in body:
            self.cards[heard.task].card = card  # for everybody
        for person in body.get("userids", ()):
            self.views[heard.task, person] = card

    def say(self, chat: str, via: str, body: Body) -> None:
        kind = body["msgtype"]
        self._spend(chat)
        if kind in ("file", "image"):
            return self.posts.append(Post(chat, via, kind, file=self._medium(kind, body)))
        if kind in ("template_card", "stream_with_template_card"):
            self._draw(chat, via, body)
        if kind in ("stream", "stream_with_template_card"):
            return self._stream(chat, via, body["stream"])
        if kind in ("text", "markdown"):
            content = body[kind]["content"]
            if len(content.encode()) > 20480:
                raise Refused(40058)
            self.posts.append(Post(chat, via, kind, content))
        return None

    def _stream(self, chat: str, via: str, stream: Body) -> None:
        assert len(stream["content"].encode()) <= 20480
        for earlier in self.posts:
            if earlier.stream == stream["id"]:
                earlier.text = stream["content"]
                return
        picture = next(
            (
                File("", base64.b64decode(item["image"]["base64"]), "image")
                for item in stream.get("msg_item", ())
            ),
            None,
        )
        self.posts.append(
            Post(chat, via, "stream", stream["content"], stream=stream["id"], file=picture)
        )

    def _draw(self, chat: str, via: str, body: Body) -> None:
        card = body["template_card"]
        code = rules.verdict(card)
        if code:
            raise Refused(code)
        task = str(card.get("task_id", ""))
        if task in self.cards:
            raise Refused(42014)
        post = Post(chat, via, "template_card", card=card)
        self.posts.append(post)
        self.cards[task] = post

    def _medium(self, kind: str, body: Body) -> File:
        if "media_id" not in body.get(kind, {}):
            raise Refused(40058, anonymous=True)
        medium = self.media.get(body[kind]["media_id"])
        if medium is None:
            raise Refused(40007)
        return medium

    def _spend(self, chat: str) -> None:
        window, now = self.spent[chat], self.monotonic()
        while window and window[0] + 60 <= now:
            window.popleft()
        if len(window) >= self.per_minute:
            raise Refused(45009)
        window.append(now)

    # Uploads.

    def begin(self, body: Body) -> Body:
        chunks, size = body["total_chunks"], body["total_size"]
        if not 1 <= chunks <= 100 or not 5 < size <= 20 * 1024 * 1024:
            raise Refused(40058)
        upload_id = secrets.token_hex(8)
        self.uploads[upload_id] = Upload(body["filename"], body["type"], size, chunks, body["md5"])
        return {"upload_id": upload_id}

    def chunk(self, body: Body) -> None:
        upload = self.uploads.get(body["upload_id"])
        part = base64.b64decode(body["base64_data"])
        if upload is None or len(part) > 512 * 1024 or not 0 <= body["chunk_index"] < upload.chunks:
            raise Refused(40058)
        upload.parts[body["chunk_index"]] = part

    def finish(self, body: Body) -> Body:
        upload = self.uploads.pop(body["upload_id"], None)
        content = b"".join(part for _, part in sorted(upload.parts.items())) if upload else b""
        if (
            upload is None
            or len(content) != upload.size
            or hashlib.md5(content).hexdigest() != upload.md5
        ):
            raise Refused(40058)
        media_id = f"media-{next(self._ids)}"
        self.media[media_id] = File(upload.name, content, upload.kind)
        return {"type": upload.kind, "media_id": media_id, "created_at": int(self.epoch())}

    def texts(self, chat: str) -> list[str]:
        return [post.text for post in self.posts if post.chat == chat and post.text]


def _place(person: str, group: str) -> Body:
    place: Body = {"chatid": group, "chattype": "group"} if group else {"chattype": "single"}
    return place | {"from": {"userid": person}}


def _button(card: Mapping[str, Any], text: str) -> str:
    return next(str(button["key"]) for button in card["button_list"] if button["text"] == text)


def _preselected(card: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for select in card.get("select_list", ()):
        ids = [option["id"] for option in select["option_list"]]
        told = select.get("selected_id")
        chosen[select["question_key"]] = (told if told in ids else ids[0],)
    return chosen


def _selected(card: Mapping[str, Any], key: str, ids: tuple[str, ...]) -> Body:
    holders = [card["checkbox"]] if "checkbox" in card else card["select_list"]
    holder = next(holder for holder in holders if holder["question_key"] == key)
    assert not holder.get("disable")
    assert {option["id"] for option in holder["option_list"]} >= set(ids)
    return {"question_key": key, "option_ids": {"option_id": list(ids)}}
