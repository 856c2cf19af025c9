"""Versions of opinions, and whose opinion somebody has before him."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, bindparam
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from bot.domain.evaluation.opinion import Half, Opinion, Sentence
from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.writes import add_row


class OpinionRow(TableRow, table=True):
    """One version of an opinion; the newest counts."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("cycle_id", "person_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    version: int
    sentences: list[dict[str, Any]] = Field(sa_type=JSON)
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime
    how: str  # drafted | chat | word


class OpinionDeskRow(TableRow, table=True):
    """Whose opinion somebody has before him: 「改 2 …」 is about that one."""

    __tablename__ = "opinion_desk"

    cycle_id: int = Field(primary_key=True, foreign_key="cycle.id")
    actor_id: int = Field(primary_key=True, foreign_key="person.id")
    person_id: int = Field(foreign_key="person.id")


@dataclass(frozen=True)
class OpinionRecord:
    """One version; `how` it came about is drafted, chat or word."""

    id: int
    version: int
    opinion: Opinion
    made_by: int
    made_at: datetime
    how: str


_OPINIONS = SQLModel.metadata.tables[OpinionRow.__tablename__]
# What is asked of everybody who is evaluated is put together once and sent past the mapper.
_NEWEST = Prepared(
    _OPINIONS.select()
    .where(
        _OPINIONS.c.cycle_id == bindparam("cycle"),
        _OPINIONS.c.person_id == bindparam("person"),
    )
    .order_by(_OPINIONS.c.version.desc())
    .limit(1)
)


@remembered("opinion")
def opinion(session: Session, cycle_id: int, person_id: int) -> OpinionRecord | None:
    """Returns the newest version of the opinion about a secretary."""
    row = _NEWEST.first(session.connection(), cycle=cycle_id, person=person_id)
    if row is None:
        return None
    sentences = tuple(
        Sentence(
            Half(sentence["half"]),
            sentence["text"],
            sentence["source"],
            # Older versions do not tell who was heard.
            said=sentence.get("said", True),
        )
        for sentence in row.sentences
    )
    return OpinionRecord(row.id, row.version, Opinion(sentences), row.made_by, row.made_at, row.how)


def add_opinion(
    session: Session,
    cycle_id: int,
    person_id: int,
    content: Opinion,
    *,
    made_by: int,
    made_at: datetime,
    how: str,
) -> int:
    """Adds the next version; its number. `how` it came about: drafted, chat or word."""
    before = opinion(session, cycle_id, person_id)
    version = 1
    if before is not None:
        version = before.version + 1
    sentences = [
        {
            "half": sentence.half.value,
            "text": sentence.text,
            "source": sentence.source,
            "said": sentence.said,
        }
        for sentence in content.sentences
    ]
    row = {
        "cycle_id": cycle_id,
        "person_id": person_id,
        "version": version,
        "sentences": sentences,
        "made_by": made_by,
        "made_at": made_at,
        "how": how,
    }
    add_row(session, _OPINIONS, row)
    return version


@remembered("opinion_desk")
def on_desk(session: Session, cycle_id: int, actor_id: int) -> int | None:
    """Returns whose opinion the actor spoke of last; None where of nobody's."""
    row = session.get(OpinionDeskRow, (cycle_id, actor_id))
    if row is None:
        return None
    return row.person_id


def put_on_desk(session: Session, cycle_id: int, actor_id: int, person_id: int) -> None:
    session.merge(OpinionDeskRow(cycle_id=cycle_id, actor_id=actor_id, person_id=person_id))
    session.flush()
