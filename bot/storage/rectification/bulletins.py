"""Bulletins (S36): one per period; drafted, edited by people, released once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Session, UniqueConstraint, col, select

from bot.domain.rectification.bulletins import BulletinState, Section
from bot.domain.values import dataclass
from bot.storage.recall import remembered
from bot.storage.rows import TableRow


class BulletinRow(TableRow, table=True):
    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("department_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    period: str  # 2027-Q1 or 2027-03
    as_of: datetime
    sections: dict[str, Any] = Field(sa_type=JSON)  # overall, problems, next -> text
    edited: list[Any] = Field(sa_type=JSON)  # the sections that a person wrote
    chart: str  # the picture in the file store
    drafted_by: int = Field(foreign_key="person.id")
    edited_by: int | None = Field(default=None, foreign_key="person.id")
    state: str = BulletinState.DRAFT
    released_by: int | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = None


@dataclass(frozen=True)
class StoredBulletin:
    """A bulletin as it stands; `edited` are the sections that a person wrote."""

    id: int
    period: str
    sections: Mapping[Section, str]
    edited: frozenset[Section]
    chart: str
    state: BulletinState


def of_period(session: Session, department_id: str, period: str) -> StoredBulletin | None:
    statement = select(BulletinRow).where(
        BulletinRow.department_id == department_id, BulletinRow.period == period
    )
    row = session.exec(statement).first()
    if row is None:
        return None
    return _bulletin(row)


@remembered("bulletin")
def draft(session: Session, department_id: str) -> StoredBulletin | None:
    """Returns the newest bulletin; None where it is released.

    A draft that a later bulletin has overtaken is released no more: what it says is months old.
    """
    drafts = select(BulletinRow).where(BulletinRow.department_id == department_id)
    row = session.exec(drafts.order_by(col(BulletinRow.id).desc()).limit(1)).first()
    if row is None or row.state != BulletinState.DRAFT:
        return None
    return _bulletin(row)


def add(
    session: Session,
    *,
    department_id: str,
    period: str,
    sections: Mapping[Section, str],
    chart: str,
    drafted_by: int,
    as_of: datetime,
) -> StoredBulletin:
    row = BulletinRow(
        department_id=department_id,
        period=period,
        as_of=as_of,
        sections=_plain(sections),
        edited=[],
        chart=chart,
        drafted_by=drafted_by,
    )
    session.add(row)
    session.flush()
    return _bulletin(row)


def refresh(
    session: Session,
    bulletin_id: int,
    *,
    sections: Mapping[Section, str],
    chart: str,
    as_of: datetime,
) -> StoredBulletin:
    """Replaces the drafted words and the picture."""
    row = session.get_one(BulletinRow, bulletin_id)
    row.sections = _plain(sections)
    row.chart = chart
    row.as_of = as_of
    session.flush()
    return _bulletin(row)


def edit(session: Session, bulletin_id: int, section: Section, text: str, person_id: int) -> None:
    """Replaces one section by what a person wrote."""
    row = session.get_one(BulletinRow, bulletin_id)
    # A change within a JSON column is not noticed, a new value is.
    row.sections = row.sections | {section.value: text}
    row.edited = sorted({*row.edited, section.value})
    row.edited_by = person_id
    session.flush()


def release(session: Session, bulletin_id: int, *, person_id: int, now: datetime) -> None:
    row = session.get_one(BulletinRow, bulletin_id)
    row.state = BulletinState.RELEASED
    row.released_by = person_id
    row.released_at = now
    session.flush()


def _plain(sections: Mapping[Section, str]) -> dict[str, str]:
    return {section.value: text for section, text in sections.items()}


def _bulletin(row: BulletinRow) -> StoredBulletin:
    assert row.id is not None
    return StoredBulletin(
        id=row.id,
        period=row.period,
        sections={Section(name): text for name, text in row.sections.items()},
        edited=frozenset(map(Section, row.edited)),
        chart=row.chart,
        state=BulletinState(row.state),
    )
