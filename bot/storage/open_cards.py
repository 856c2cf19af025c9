"""Cards that wait for somebody's button.

What was decided stays as a record of who did it, and when.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, update
from sqlmodel import Field, Session, SQLModel, col, select

from bot.domain.open_cards import OpenCard, Outcome

OPEN = "open"


class CardRow(SQLModel, table=True):
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


def add(session: Session, card: OpenCard, now: datetime) -> None:
    """Stores a new card."""
    session.add(
        CardRow(
            id=card.id,
            department_id=card.department,
            kind=card.kind,
            subject=card.subject,
            asked_by=card.asked_by,
            asked_at=now,
            addressees=list(card.addressees),
        )
    )
    session.flush()


def find(session: Session, card_id: str) -> OpenCard | None:
    """Returns None where the card is unknown or was decided."""
    row = session.get(CardRow, card_id)
    if row is None or row.state != OPEN:
        return None
    return _card(row)


def of_kind(session: Session, department_id: str, kind: str) -> list[OpenCard]:
    """Returns the cards of this kind that still wait."""
    waiting = select(CardRow).where(
        CardRow.department_id == department_id,
        CardRow.kind == kind,
        CardRow.state == OPEN,
    )
    return [_card(row) for row in session.exec(waiting)]


def decide(
    session: Session, card_id: str, outcome: Outcome, *, person_id: int, now: datetime
) -> bool:
    """Returns False where the card was decided before: of two who confirm at once, one does."""
    changed = session.exec(
        update(CardRow)
        .where(col(CardRow.id) == card_id, col(CardRow.state) == OPEN)
        .values(state=outcome, decided_by=person_id, decided_at=now)
    )
    return changed.rowcount == 1


def _card(row: CardRow) -> OpenCard:
    return OpenCard(
        id=row.id,
        kind=row.kind,
        department=row.department_id,
        subject=row.subject,
        asked_by=row.asked_by,
        addressees=tuple(row.addressees or ()),
    )
