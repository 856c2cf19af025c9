"""The sandbox's memory: what a chat provider would keep on its servers, in a small database.

Entries, the simulated clock and the running number live in the data directory and survive a
restart. A typed vote and its answer are kept in the process alone and vanish with it, so that no
file tells who chose what, or when.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.values import dataclass

GROUP = "group:"  # what the key of a group's conversation begins with
SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    seq INTEGER PRIMARY KEY, chat TEXT NOT NULL, sender TEXT NOT NULL, at TEXT NOT NULL,
    content TEXT NOT NULL, key TEXT NOT NULL UNIQUE, card TEXT, file TEXT);
CREATE INDEX IF NOT EXISTS entry_chat ON entry (chat, seq);
CREATE INDEX IF NOT EXISTS entry_card ON entry (card);
CREATE INDEX IF NOT EXISTS entry_file ON entry (file);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Entry:
    """One line of a conversation.

    `chat` is `group:<id>` or `direct:<account>`; `key` is the same for a repeat.
    """

    chat: str
    sender: str  # an account, or "robot"
    at: datetime
    content: dict[str, Any]
    key: str
    card: str | None = None  # the card's id
    file: str | None = None  # the file's id
    seq: int = 0


class ChatLog:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        # With the power it may lose its last lines, which a demonstration can bear.
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.executescript(SCHEMA)
        (self._seq,) = self._database.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()
        (self.newest_in_groups,) = self._database.execute(
            "SELECT coalesce(max(seq), 0) FROM entry WHERE chat GLOB ?", (f"{GROUP}*",)
        ).fetchone()
        self._unkept: list[Entry] = []

    def close(self) -> None:
        self._database.close()

    def add(self, entry: Entry) -> Entry:
        """Keeps an entry under the next number; a known key gives the entry that is there."""
        known = self.by_key(entry.key)
        if known is not None:
            return known
        kept = self._numbered(entry)
        content = json.dumps(kept.content, ensure_ascii=False)
        row = (
            kept.seq,
            kept.chat,
            kept.sender,
            kept.at.isoformat(),
            content,
            kept.key,
            kept.card,
            kept.file,
        )
        self._database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return kept

    def redraw(self, card_id: str, content: dict[str, Any]) -> None:
        """Gives the entry with this card another content; its place stays."""
        packed = json.dumps(content, ensure_ascii=False)
        self._database.execute("UPDATE entry SET content = ? WHERE card = ?", (packed, card_id))

    def show_unkept(self, entry: Entry) -> Entry:
        """Shows an entry without keeping it on disk."""
        shown = self._numbered(entry)
        self._unkept.append(shown)
        return shown

    def by_key(self, key: str) -> Entry | None:
        unkept = next((entry for entry in self._unkept if key and entry.key == key), None)
        return unkept or self._first("key = ?", key)

    def by_seq(self, seq: int) -> Entry | None:
        unkept = next((entry for entry in self._unkept if entry.seq == seq), None)
        return unkept or self._first("seq = ?", seq)

    def by_card(self, card_id: str) -> Entry | None:
        return self._first("card = ?", card_id)

    def by_file(self, file_id: str) -> Entry | None:
        return self._first("file = ?", file_id)

    def of_chats(self, chats: Iterable[str], *, after: int) -> list[Entry]:
        """Returns the entries of these conversations after a number, in order."""
        wanted = tuple(chats)
        marks = ", ".join("?" * len(wanted))
        kept = self._select(f"chat IN ({marks}) AND seq > ?", *wanted, after)
        unkept = [entry for entry in self._unkept if entry.chat in wanted and entry.seq > after]
        return sorted([*kept, *unkept], key=lambda entry: entry.seq)

    def setting(self, name: str) -> str | None:
        row = self._database.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        return str(row[0])

    def set(self, name: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _numbered(self, entry: Entry) -> Entry:
        self._seq += 1
        if entry.chat.startswith(GROUP):
            self.newest_in_groups = self._seq
        return replace(entry, seq=self._seq)

    def _first(self, condition: str, value: object) -> Entry | None:
        return next(iter(self._select(condition, value)), None)

    def _select(self, condition: str, *values: object) -> list[Entry]:
        query = f"SELECT seq, chat, sender, at, content, key, card, file FROM entry WHERE {condition} ORDER BY seq"  # noqa: S608 - our own words only
        return [
            Entry(
                chat, sender, datetime.fromisoformat(at), json.loads(content), key, card, file, seq
            )
            for seq, chat, sender, at, content, key, card, file in self._database.execute(
                query, values
            )
        ]
