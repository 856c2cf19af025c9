"""Materials as handed in: every version is kept, the newest counts."""

from datetime import datetime

from sqlmodel import Field, Session, UniqueConstraint, col, select

from bot.domain.materials import NewMaterial
from bot.storage.recall import remembered
from bot.storage.rows import TableRow


class MaterialRow(TableRow, table=True):
    __tablename__ = "material"
    __table_args__ = (UniqueConstraint("cycle_id", "branch_id", "material", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")  # the place
    person_id: int = Field(foreign_key="person.id")
    material: str
    version: int
    sha256: str
    name: str
    size: int
    characters: int | None = None  # None where no text could be read
    received_at: datetime
    late: bool = False
    cause: str = ""


def add(session: Session, new: NewMaterial, *, department_id: str, cycle_id: int) -> None:
    """Stores the next version of a material."""
    row = MaterialRow(
        department_id=department_id,
        cycle_id=cycle_id,
        branch_id=new.place,
        person_id=new.person,
        material=new.material,
        version=new.version,
        sha256=new.sha256,
        name=new.name,
        size=new.size,
        characters=new.characters,
        received_at=new.received_at,
        late=new.late,
        cause=new.cause,
    )
    session.add(row)
    session.flush()


@remembered("material")
def newest_of_all(session: Session, cycle_id: int) -> dict[tuple[int, str], NewMaterial]:
    """Returns the newest version by the id of its place and of the material."""
    rows = select(MaterialRow).where(MaterialRow.cycle_id == cycle_id)
    newest: dict[tuple[int, str], NewMaterial] = {}
    for row in session.exec(rows.order_by(col(MaterialRow.version))):
        newest[row.branch_id, row.material] = NewMaterial(
            place=row.branch_id,
            person=row.person_id,
            material=row.material,
            version=row.version,
            sha256=row.sha256,
            name=row.name,
            size=row.size,
            characters=row.characters,
            received_at=row.received_at,
            late=row.late,
            cause=row.cause,
        )
    return newest


def files_of(session: Session, department_id: str) -> list[tuple[str, str]]:
    """Returns hash and name of every material that was handed in."""
    files = select(MaterialRow.sha256, MaterialRow.name)
    return list(session.exec(files.where(MaterialRow.department_id == department_id)))
