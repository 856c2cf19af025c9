"""Cards that wait for somebody's button.

What was decided stays as a record of who did it, and when.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, bindparam, func, select, update
from sqlmodel import Field, Session, SQLModel

from bot.domain.open_cards import CardText, OpenCard, Outcome
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.sealing import update_seen
from bot.storage.writes import add_row, change_row

OPEN = "open"


class CardRow(TableRow, table=True):
    __tablename__ = "request"

    id: str = Field(primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    kind: str  # names the function that carries it out
    subject: dict[str, Any] = Field(sa_type=JSON)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    state: str = OPEN  # then an Outcome
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    # None where the card is older than this column
    addressees: list[int] | None = Field(default=None, sa_type=JSON)
    text: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # where it may be shown again
    pass_on_at: datetime | None = None
    declined_by: list[int] | None = Field(default=None, sa_type=JSON)


_TABLE = SQLModel.metadata.tables[CardRow.__tablename__]
_COLUMNS = _TABLE.c
_WAITS = _COLUMNS.state == OPEN
_OF_DEPARTMENT = _COLUMNS.department_id == bindparam("department")
# What messages and beats ask and write is put together once and sent past the mapper.
_OF_ID = Prepared(_TABLE.select().where(_COLUMNS.id == bindparam("card")))
_OF_KIND = Prepared(
    _TABLE.select().where(
        _OF_DEPARTMENT,
        _COLUMNS.kind == bindparam("kind"),
        _COLUMNS.state == bindparam("state"),
    )
)
_OF_PERSON = Prepared(
    _TABLE.select().where(_OF_DEPARTMENT, _WAITS).order_by(_COLUMNS.asked_at, _COLUMNS.id)
)
_TO_PASS_ON = Prepared(_TABLE.select().where(_WAITS, _COLUMNS.pass_on_at <= bindparam("now")))
_DECIDED = Prepared(_TABLE.select().where(_COLUMNS.state != OPEN))
_DECIDE = Prepared(
    update(_TABLE)
    .where(_COLUMNS.id == bindparam("card"), _WAITS)
    .values(state=bindparam("outcome"), decided_by=bindparam("person"), decided_at=bindparam("now"))
)
_NEXT_TO_PASS_ON = Prepared(select(func.min(_COLUMNS.pass_on_at)).where(_WAITS))


def add(session: Session, card: OpenCard, now: datetime) -> None:
    """Stores a new card."""
    text = None
    if card.text is not None:
        text = asdict(card.text)
    row = {
        "id": card.id,
        "department_id": card.department,
        "kind": card.kind,
        "subject": card.subject,
        "asked_by": card.asked_by,
        "asked_at": now,
        "addressees": list(card.addressees),
        "text": text,
        "pass_on_at": card.pass_on_at,
    }
    add_row(session, _TABLE, row)


def find(session: Session, card_id: str) -> OpenCard | None:
    """Returns None where the card is unknown or was decided."""
    row = _find(session, card_id)
    if row is None or row.state != OPEN:
        return None
    return _card(row)


@remembered("request")
def of_kind(session: Session, department_id: str, kind: str) -> list[OpenCard]:
    """Returns the cards of this kind that still wait."""
    return _of_kind(session, department_id, kind, OPEN)


@remembered("request")
def done_of_kind(session: Session, department_id: str, kind: str) -> list[OpenCard]:
    """Returns the cards of this kind that were confirmed."""
    return _of_kind(session, department_id, kind, Outcome.DONE)


def settled(session: Session) -> list[tuple[str, int, tuple[int, ...]]]:
    """Returns each decided card: its id, who decided it, and whom it asked."""
    return [
        (row.id, row.decided_by, tuple(row.addressees or ()))
        for row in _rows(session, _DECIDED)
        if row.decided_by is not None
    ]


def is_decided(session: Session, card_id: str) -> bool:
    """Tells whether a card was stored here and waits no more."""
    row = _find(session, card_id)
    return row is not None and row.state != OPEN


@remembered("request")
def of_person(session: Session, department_id: str, person_id: int) -> list[OpenCard]:
    """Returns the cards that wait for this person, the oldest first."""
    rows = _rows(session, _OF_PERSON, department=department_id)
    return [_card(row) for row in rows if person_id in (row.addressees or ())]


def to_pass_on(session: Session, now: datetime) -> list[OpenCard]:
    """Returns the cards that have waited for their first person long enough."""
    return [_card(row) for row in _rows(session, _TO_PASS_ON, now=now)]


def next_to_pass_on(session: Session) -> datetime | None:
    """Returns when a card will have waited long enough; None where none is to be passed on."""
    moment: datetime | None
    ((moment,),) = _NEXT_TO_PASS_ON.rows(session.connection())
    return moment


def pass_on(
    session: Session, card_id: str, *, addressees: Sequence[int], declined_by: Sequence[int]
) -> None:
    """Notes who is asked now. Nobody is added by the clock any more."""
    passed_on = {
        "addressees": list(addressees),
        "declined_by": list(declined_by),
        "pass_on_at": None,
    }
    change_row(session, _TABLE, (card_id,), passed_on)


def change_subject(session: Session, card_id: str, subject: Mapping[str, Any]) -> None:
    """Keeps what a card is about now."""
    change_row(session, _TABLE, (card_id,), {"subject": dict(subject)})


def decide(
    session: Session, card_id: str, outcome: Outcome, *, person_id: int, now: datetime
) -> bool:
    """Returns False where the card was decided before: of two who confirm at once, one does."""
    decision = {"card": card_id, "outcome": outcome.value, "person": person_id, "now": now}
    return update_seen(session, _DECIDE, (card_id,), decision)


def _find(session: Session, card_id: str) -> Row[Any] | None:
    return next(iter(_rows(session, _OF_ID, card=card_id)), None)


def _of_kind(session: Session, department_id: str, kind: str, state: str) -> list[OpenCard]:
    rows = _rows(session, _OF_KIND, department=department_id, kind=kind, state=state)
    return [_card(row) for row in rows]


def _rows(session: Session, statement: Prepared, **wanted: object) -> Sequence[Row[Any]]:
    """Returns the cards that a statement selects, with what this transaction has written."""
    session.flush()
    return statement.rows(session.connection(), **wanted)


def _card(row: Row[Any]) -> OpenCard:
    text = None
    if row.text:
        text = CardText(**row.text)
    return OpenCard(
        id=row.id,
        kind=row.kind,
        department=row.department_id,
        subject=row.subject,
        asked_by=row.asked_by,
        addressees=tuple(row.addressees or ()),
        asked_at=row.asked_at,
        text=text,
        pass_on_at=row.pass_on_at,
        declined_by=tuple(row.declined_by or ()),
    )
