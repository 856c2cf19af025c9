"""What people wrote of a secretary."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, UniqueConstraint, bindparam, func, select
from sqlmodel import Field, Session, SQLModel

from bot.domain.evaluation.inputs import Source
from bot.domain.evaluation.observations import Remark
from bot.domain.evaluation.opinion import Half
from bot.domain.values import dataclass
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.writes import add_row, change_row


class InputRow(TableRow, table=True):
    __tablename__ = "evaluation_input"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    number: int  # shown; counts through the cycle
    person_id: int = Field(foreign_key="person.id")
    kind: str  # everyday | fieldwork | comment; the ballot stands in its poll
    text: str
    author_id: int = Field(foreign_key="person.id")
    entered_by: int = Field(foreign_key="person.id")
    at: datetime
    source: str  # chat | meeting
    corrects: int | None = None  # the number of the entry that this one replaces
    # Each sentence and its part; empty in what was entered before anybody was asked for it.
    remarks: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)


@dataclass(frozen=True)
class InputRecord:
    """An entry of one of the inputs that people write.

    Persons are ids; `number` counts through the cycle.
    """

    person_id: int
    kind: str
    text: str
    author_id: int
    entered_by: int
    at: datetime
    source: Source
    corrects: int | None = None
    number: int = 0
    remarks: tuple[Remark, ...] = ()


_TABLE = SQLModel.metadata.tables[InputRow.__tablename__]
# What messages and beats ask is put together once and sent past the mapper.
_OF_CYCLE = Prepared(
    _TABLE.select().where(_TABLE.c.cycle_id == bindparam("cycle")).order_by(_TABLE.c.number)
)
_NUMBERED = Prepared(
    _TABLE.select().where(
        _TABLE.c.cycle_id == bindparam("cycle"), _TABLE.c.number == bindparam("number")
    )
)
_LAST = Prepared(select(func.max(_TABLE.c.number)).where(_TABLE.c.cycle_id == bindparam("cycle")))


@remembered("evaluation_input")
def inputs(session: Session, cycle_id: int) -> list[InputRecord]:
    """Returns all entries of a cycle in the order of their numbers."""
    return [_input(row) for row in _OF_CYCLE.rows(session.connection(), cycle=cycle_id)]


def input_numbered(session: Session, cycle_id: int, number: int) -> InputRecord | None:
    row = _numbered(session, cycle_id, number)
    if row is None:
        return None
    return _input(row)


def add_input(session: Session, cycle_id: int, record: InputRecord) -> InputRecord:
    """Adds an entry under the next number of its cycle; the entry with that number."""
    session.flush()
    ((last,),) = _LAST.rows(session.connection(), cycle=cycle_id)
    numbered = replace(record, number=(last or 0) + 1)
    values = vars(numbered) | {"remarks": _packed(record.remarks)}
    add_row(session, _TABLE, {"cycle_id": cycle_id, **values})
    return numbered


def note_remarks(session: Session, cycle_id: int, number: int, remarks: Sequence[Remark]) -> None:
    """Keeps to which part each sentence of an entry belongs, once somebody has said so."""
    row = _numbered(session, cycle_id, number)
    assert row is not None, (cycle_id, number)
    change_row(session, _TABLE, (row.id,), {"remarks": _packed(remarks)})


def _numbered(session: Session, cycle_id: int, number: int) -> Any:
    session.flush()
    return _NUMBERED.first(session.connection(), cycle=cycle_id, number=number)


def _packed(remarks: Sequence[Remark]) -> list[dict[str, str]]:
    return [{"half": remark.half.value, "text": remark.text} for remark in remarks]


def _input(row: Row[Any]) -> InputRecord:
    return InputRecord(
        person_id=row.person_id,
        kind=row.kind,
        text=row.text,
        author_id=row.author_id,
        entered_by=row.entered_by,
        at=row.at,
        source=Source(row.source),
        corrects=row.corrects,
        number=row.number,
        remarks=tuple(Remark(Half(remark["half"]), remark["text"]) for remark in row.remarks),
    )
