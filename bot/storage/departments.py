"""Changing a department's own line, and taking an empty one away."""

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlmodel import Session, SQLModel, col

from bot.storage.cycles import CycleRow, PlanRevisionRow
from bot.storage.people import DepartmentRow

# what every department has from its first moment
ITS_OWN = frozenset({"cycle", "audit", "audit_head"})
OF_ITS_YEAR = frozenset({"plan_revision"})


def edit(session: Session, department_id: str, *, name: str, platform: str, group: str) -> None:
    row = session.get_one(DepartmentRow, department_id)
    row.name, row.platform, row.group = name, platform, group
    session.flush()


def is_empty(session: Session, department_id: str) -> bool:
    """Tells whether nobody is on its roster, nothing was handed in and nothing said."""
    years = select(col(CycleRow.id)).where(col(CycleRow.department_id) == department_id)
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
