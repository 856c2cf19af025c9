"""Departments: who they are, how one is added, changed, and taken away while it is empty."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Table, bindparam, delete, func, select
from sqlmodel import Field, Session, SQLModel, col

from bot.domain.people import Department
from bot.storage.cycles import CycleRow, PlanRevisionRow
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow

# what every department has from its first moment
ITS_OWN = frozenset({"cycle", "audit", "audit_head"})
OF_ITS_YEAR = frozenset({"plan_revision"})


class DepartmentRow(TableRow, table=True):
    __tablename__ = "department"

    id: str = Field(primary_key=True)
    name: str
    platform: str = "sandbox"
    group: str = Field(default="", index=True)
    procedure: str = ""  # tells entries of one office apart


_TABLE = SQLModel.metadata.tables[DepartmentRow.__tablename__]
# What every message asks is put together once and sent past the mapper.
_OF_ID = Prepared(_TABLE.select().where(_TABLE.c.id == bindparam("department")))
_ALL = Prepared(_TABLE.select().order_by(_TABLE.c.id))


@remembered("department")
def department(session: Session, department_id: str) -> Department | None:
    row = _OF_ID.first(session.connection(), department=department_id)
    if row is None:
        return None
    return _department(row)


@remembered("department")
def departments(session: Session) -> tuple[Department, ...]:
    return tuple(_department(row) for row in _ALL.rows(session.connection()))


def add(session: Session, added: Department) -> None:
    session.add(
        DepartmentRow(
            id=added.id,
            name=added.name,
            platform=added.platform,
            group=added.group,
            procedure=added.procedure,
        )
    )
    session.flush()


def learn_group(session: Session, department_id: str, *, platform: str, group: str) -> None:
    row = session.get_one(DepartmentRow, department_id)
    row.platform, row.group = platform, group


def edit(session: Session, department_id: str, *, name: str, platform: str, group: str) -> None:
    row = session.get_one(DepartmentRow, department_id)
    row.name, row.platform, row.group = name, platform, group
    session.flush()


def is_empty(session: Session, department_id: str) -> bool:
    """Tells whether nobody is on its roster, nothing was handed in and nothing said."""
    years = select(col(CycleRow.id)).where(col(CycleRow.department_id) == department_id)
    # Every table is asked, so that one that is added later is not forgotten.
    for table in SQLModel.metadata.sorted_tables:
        if "department_id" in table.c and table.name not in ITS_OWN:
            rows = _count(session, table, table.c.department_id == department_id)
        elif "cycle_id" in table.c and table.name not in OF_ITS_YEAR:
            rows = _count(session, table, table.c.cycle_id.in_(years))
        else:
            continue
        if rows:
            return False
    return True


def remove(session: Session, department_id: str) -> None:
    """Takes an empty department away.

    Its audit trail stays, and goes on should it be added anew.
    """
    years = select(col(CycleRow.id)).where(col(CycleRow.department_id) == department_id)
    session.exec(delete(PlanRevisionRow).where(col(PlanRevisionRow.cycle_id).in_(years)))
    session.exec(delete(CycleRow).where(col(CycleRow.department_id) == department_id))
    session.exec(delete(DepartmentRow).where(col(DepartmentRow.id) == department_id))


def _count(session: Session, table: Table, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(table).where(condition)
    return int(session.execute(counted).scalar_one())


def _department(row: Row[Any]) -> Department:
    return Department(
        id=row.id,
        name=row.name,
        group=row.group,
        platform=row.platform,
        procedure=row.procedure,
    )
