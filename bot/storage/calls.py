"""Signed calls that were taken lately, by digests alone, so that a captured one is known after a
restart.

Rows lie in the order of their random digests and tell ten minutes instead of a time: a call that
carried a vote says neither when it came nor after which other.
"""

from collections.abc import Mapping
from importlib import import_module

from sqlalchemy import delete
from sqlmodel import Field, Session, col, select

from bot.storage.rows import WITHOUT_ROWID, TableRow


class CallRow(TableRow, table=True):
    __tablename__ = "signed_call"
    __table_args__ = WITHOUT_ROWID

    digest: bytes = Field(primary_key=True)
    content: bytes
    span: int = Field(index=True)  # which ten minutes since 1970


def note(session: Session, contents: Mapping[bytes, bytes], *, span: int) -> None:
    """Notes these calls, by digest; one that is there already stays as it is."""
    connection = session.connection()
    # Only the dialect in use is loaded: with another come its drivers.
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    statement = dialect.insert(CallRow).on_conflict_do_nothing()
    rows = [
        {"digest": digest, "content": content, "span": span} for digest, content in contents.items()
    ]
    connection.execute(statement, rows)


def since(session: Session, span: int) -> dict[bytes, bytes]:
    """Returns what was noted in this span or later."""
    rows = session.exec(
        select(CallRow).where(col(CallRow.span) >= span).order_by(col(CallRow.digest))
    )
    return {row.digest: row.content for row in rows}


def forget_before(session: Session, span: int) -> None:
    session.exec(delete(CallRow).where(col(CallRow.span) < span))
