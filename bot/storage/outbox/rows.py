"""The table of the outbox, and what is read of it as values."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Row
from sqlmodel import Field, Index, SQLModel

from bot.domain.values import dataclass
from bot.messages import Chat, ChatKind
from bot.storage.rows import TableRow

LEFT_OUT = "left_out"  # the key in a part of a digest under which it says why it was not said


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNREACHED = "unreached"
    TOLD = "told"  # with the answer to the first word of whoever could not be written to


UNDELIVERED = (OutboxState.FAILED, OutboxState.UNREACHED)  # the organiser hears of these

PackedPart = Mapping[str, Any]


class OutboxRow(TableRow, table=True):
    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_due", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    department_id: str = Field(index=True)
    platform: str
    chat_kind: str
    chat_id: str
    payload: dict[str, Any] = Field(sa_type=JSON)
    reply_token: str = ""
    parts: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)  # of a digest
    priority: int = 5
    prompted: bool = True  # False: the bot speaks without having been asked
    asker: str = ""  # the account whose act brought it forth; empty where the clock did
    created_at: datetime
    due_at: datetime
    state: str = OutboxState.PENDING
    attempts: int = 0
    claimed_until: datetime | None = None
    sent_at: datetime | None = None
    reason: str = ""


# For what every message needs: put together once and sent past the mapper, a statement takes a quarter
# of the time.
TABLE = SQLModel.metadata.tables[OutboxRow.__tablename__]


@dataclass(frozen=True)
class Outgoing:
    """A message that a sender has claimed; `attempts` counts the one that begins."""

    id: int
    key: str
    department: str
    platform: str
    chat: Chat
    payload: dict[str, Any]
    is_digest: bool
    reply_token: str
    priority: int
    attempts: int

    @classmethod
    def of(cls, row: OutboxRow | Row[Any]) -> "Outgoing":
        assert row.id is not None
        return cls(
            id=row.id,
            key=row.key,
            department=row.department_id,
            platform=row.platform,
            chat=Chat(ChatKind(row.chat_kind), row.chat_id),
            payload=row.payload,
            is_digest=row.parts is not None,
            reply_token=row.reply_token,
            priority=row.priority,
            attempts=row.attempts,
        )

    @property
    def conversation(self) -> tuple[str, str, str]:
        return self.platform, self.chat.kind.value, self.chat.id


@dataclass(frozen=True)
class SentMessage:
    """What was said in one message: of a digest, the parts that were not left out.

    `prompted`: it answers what its receiver himself said or tapped.
    """

    at: datetime
    chat: Chat
    prompted: bool
    payloads: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Digest:
    id: int
    key: str
    department: str
    chat: Chat
    state: OutboxState
    parts: tuple[PackedPart, ...]

    @classmethod
    def of(cls, row: Row[Any]) -> "Digest":
        assert row.id is not None
        return cls(
            id=row.id,
            key=row.key,
            department=row.department_id,
            chat=Chat(ChatKind(row.chat_kind), row.chat_id),
            state=OutboxState(row.state),
            parts=tuple(row.parts or ()),
        )


@dataclass(frozen=True)
class Outcome:
    """What became of a message, or of one part of a digest."""

    state: str
    reason: str
    sent_at: datetime | None = None
