"""What these data are for: one row, written at the first start and never changed."""

from sqlalchemy import Connection, inspect, text
from sqlmodel import Field, Session

from bot.domain.installation import Purpose
from bot.storage.database import Database
from bot.storage.rows import TableRow

ONLY = 1
SANDBOX = "sandbox"


class InstallationRow(TableRow, table=True):
    __tablename__ = "installation"

    id: int | None = Field(default=ONLY, primary_key=True)
    purpose: str = ""  # empty until the first start
    probes: int = 0  # how often a health check wrote here


def purpose(session: Session) -> Purpose | None:
    """Returns what was written at the first start, or what the data show; None where neither tells."""
    return _purpose(session.connection())


def purpose_of(database: Database) -> Purpose | None:
    """Returns the same for a database of any schema, older or newer; it is only read."""
    with database.reader.connect() as connection:
        return _purpose(connection)


def mark(session: Session, wanted: Purpose) -> None:
    """Writes what the data are for. It is a no-op where that is written already."""
    row = _row(session)
    row.purpose = row.purpose or wanted
    session.flush()


def probe(session: Session) -> None:
    """Counts up, so that the commit has something to store: SQLite writes nothing for a value that
    stays the same.
    """
    _row(session).probes += 1
    session.flush()


def _row(session: Session) -> InstallationRow:
    row = session.get(InstallationRow, ONLY, populate_existing=True) or InstallationRow()
    session.add(row)
    return row


def _purpose(connection: Connection) -> Purpose | None:
    tables = set(inspect(connection).get_table_names())
    if "installation" in tables:
        marked = connection.execute(text("SELECT purpose FROM installation")).scalar()
        if marked:
            return Purpose(marked)
    # Data of before there was a mark: what came over a real platform, or belongs to one.
    for table in sorted({"department", "inbox"} & tables):
        real = text(f"SELECT 1 FROM {table} WHERE platform <> :sandbox LIMIT 1")  # noqa: S608 - one of the two, no input
        if connection.execute(real, {"sandbox": SANDBOX}).first() is not None:
            return Purpose.SERVICE
    return None
