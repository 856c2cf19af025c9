"""Which stored files any row names, whatever table it stands in: a new one is looked through as
well.
"""

from datetime import date, datetime

from sqlalchemy import Column, Text, cast, select
from sqlmodel import Session

from bot.storage.retention.removed import NAME
from bot.storage.schema import METADATA  # all tables, whichever the running command uses

TRAIL = ("audit", "audit_head")  # tells for ever what once was; naming it there keeps no file
PLAIN = (int, float, bool, bytes, date, datetime)
BATCH = 500


def named_files(session: Session) -> set[str]:
    """Returns the names of all files that a row of the database names."""
    named: set[str] = set()
    for table in METADATA.sorted_tables:
        texts = [column for column in table.columns if may_name(column)]
        if table.name in TRAIL or not texts:
            continue
        statement = select(*(cast(column, Text) for column in texts))
        rows = session.connection().execute(statement, execution_options={"yield_per": BATCH})
        for row in rows:
            for text in row:
                named.update(NAME.findall(text or ""))
    return named


def may_name(column: Column[object]) -> bool:
    """Tells whether a file's name could stand in it: a type that nobody thought of is looked
    through.
    """
    return column.type.python_type not in PLAIN
