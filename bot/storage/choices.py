"""Of which department somebody speaks who stands on several rosters."""

from datetime import date

from sqlmodel import Field, Session

from bot.storage.rows import TableRow


class ChosenDepartmentRow(TableRow, table=True):
    """Holds for the day on which it was said."""

    __tablename__ = "chosen_department"

    account: str = Field(primary_key=True)
    department_id: str = Field(foreign_key="department.id")
    day: date


def choose(session: Session, account: str, department_id: str, day: date) -> None:
    session.merge(ChosenDepartmentRow(account=account, department_id=department_id, day=day))
    session.flush()


def chosen(session: Session, account: str, day: date) -> str:
    """Returns the department's id; empty where none was chosen on that day."""
    row = session.get(ChosenDepartmentRow, account)
    if row is None or row.day != day:
        return ""
    return row.department_id
