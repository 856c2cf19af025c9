"""The chat provider's side of the sandbox: conversations, files and who sees what.

Implements Messenger and FileFetcher.
"""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from bot.domain.patterns import pattern
from bot.messages import Attachment, Card, Chat, ChatKind, Message, OutFile, Quote, pack
from bot.platforms.sandbox.chatlog import ChatLog, Entry
from bot.platforms.sandbox.ports import CastMember
from bot.ports import Clock, Delivery, Fetched, FetchError

ROBOT = "robot"
ROBOT_NAME = "述职助手"
MENTION = pattern(rf"@{ROBOT_NAME}[\s\u2005]*")
CHUNK = 64 * 1024


class Provider:
    def __init__(self, log: ChatLog, clock: Clock, folder: Path) -> None:
        self.log = log
        self._clock = clock
        self._folder = folder
        self._listeners: set[asyncio.Event] = set()

    # -- what the bot says

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        """Shows a message in its chat; a repeat of the same delivery shows once."""
        if message.redraws and message.card:
            self.redraw(message.card)
            return
        self.log.add(self._entry(chat, message, f"out:{delivery.key}"))
        self.changed()

    def redraw(self, card: Card) -> None:
        """Gives the card this form for everybody who sees it."""
        entry = self.log.by_card(card.id)
        if entry is not None:
            self.log.redraw(card.id, entry.content | {"card": shown_card(card)})
            self.changed()

    def show_privately(self, account: str, message: Message, key: str) -> None:
        """Shows in single chat what no file keeps: the answer to a typed vote.

        A repeat of the key shows once. No event tells of it, for its rhythm would tell the turnout;
        the page looks by itself after it sent something.
        """
        entry = self._entry(Chat(ChatKind.DIRECT, account), message, f"whisper:{key}")
        if self.log.by_key(entry.key) is None:
            self.log.show_unkept(entry)

    def _entry(self, chat: Chat, message: Message, key: str) -> Entry:
        packed = pack(message)
        content: dict[str, Any] = {
            "kind": "text",
            "text": message.text,
            "card": None,
            "mentions": packed["mentions"],
            "refused": message.refused,
            "understood": packed["understood"] or None,
            "link": packed["link"],
        }
        file_id = card_id = None
        if message.file:
            file_id = secrets.token_hex(12)
            content["kind"] = "image" if message.file.picture else "file"
            content["file"] = {
                "id": file_id,
                "name": message.file.name,
                "size": message.file.size,
                "sha256": message.file.sha256,
            }
        if message.card:
            card_id = message.card.id
            content |= {"kind": "card", "card": shown_card(message.card)}
        return Entry(chat_key(chat), ROBOT, self._clock.now(), content, key, card_id, file_id)

    # -- what people say

    def record(
        self, chat: Chat, account: str, content: dict[str, Any], key: str, *, keep: bool
    ) -> Entry:
        """Shows what a person said. Without `keep` no file keeps it, and no event tells of it."""
        file_id = (content.get("file") or {}).get("id")
        entry = Entry(
            chat_key(chat), account, self._clock.now(), content, f"in:{key}", None, file_id
        )
        if not keep:
            return self.log.show_unkept(entry)
        kept = self.log.add(entry)
        self.changed()
        return kept

    def recorded(self, key: str) -> Entry | None:
        return self.log.by_key(f"in:{key}")

    def upload(self, content: bytes) -> str:
        """Keeps a person's file as the provider would; the id is its only name."""
        file_id = secrets.token_hex(12)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / file_id).write_bytes(content)
        return file_id

    def uploaded(self, file_id: str) -> Path | None:
        """Returns the file of that id; None where there is none."""
        path = self._folder / file_id
        # What comes from outside must not become a path.
        if not re.fullmatch("[0-9a-f]{24}", file_id) or not path.is_file():
            return None
        return path

    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        path = self.uploaded(attachment.source)
        if path is None:
            raise FetchError("expired")
        if path.stat().st_size > limit:
            raise FetchError("too_large")
        return Fetched(attachment.name, _chunks(path))

    def quote(self, entry: Entry) -> Quote:
        file = entry.content.get("file")
        attachment = None
        if file and entry.sender != ROBOT:
            attachment = Attachment(file["id"], file["name"], file["size"])
        return Quote(entry.content.get("text", ""), attachment)

    # -- who sees what

    def visible(self, account: str, member: CastMember | None, *, after: int) -> Sequence[Entry]:
        return self.log.of_chats(_chats(account, member), after=after)

    def visible_entry(self, account: str, member: CastMember | None, seq: int) -> Entry | None:
        """Returns the entry of that number, if this person sees it."""
        entry = self.log.by_seq(seq)
        if entry is None or entry.chat not in _chats(account, member):
            return None
        return entry

    def listen(self) -> asyncio.Event:
        event = asyncio.Event()
        self._listeners.add(event)
        return event

    def leave(self, event: asyncio.Event) -> None:
        self._listeners.discard(event)

    def changed(self) -> None:
        for event in self._listeners:
            event.set()


def _chats(account: str, member: CastMember | None) -> list[str]:
    chats = [chat_key(Chat(ChatKind.DIRECT, account))]
    if member is not None and member.group:
        chats.append(chat_key(Chat(ChatKind.GROUP, member.group)))
    return chats


def chat_key(chat: Chat) -> str:
    return f"{chat.kind}:{chat.id}"


def sent_file(entry: Entry) -> OutFile | None:
    """Returns the file that the bot sent with this entry."""
    file = entry.content.get("file") or {}
    if "sha256" not in file:
        return None
    return OutFile(
        file["sha256"], file["name"], file["size"], picture=entry.content["kind"] == "image"
    )


def shown_card(card: Card) -> dict[str, Any]:
    questions = [
        {
            "id": question.id,
            "title": question.title,
            "multi": question.multi,
            "options": [{"id": option.id, "text": option.text} for option in question.options],
        }
        for question in card.questions
    ]
    until = None
    if card.until:
        until = card.until.isoformat()
    return {
        "card_id": card.id,
        "title": card.title,
        "text": card.text,
        "style": card.style.value,
        "until": until,
        "questions": questions,
    }


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk
