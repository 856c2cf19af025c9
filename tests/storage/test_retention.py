"""No file that a row names is ever taken for one that nobody needs."""

from sqlmodel import SQLModel

from bot.storage import schema
from bot.storage.retention.names import TRAIL, may_name


def test_every_column_that_names_a_file_is_looked_through() -> None:
    assert schema.METADATA is SQLModel.metadata
    looked_through = {
        f"{table.name}.{column.name}"
        for table in schema.METADATA.sorted_tables
        for column in table.columns
        if may_name(column)
    }
    naming = {
        f"{table.name}.{column.name}"
        for table in schema.METADATA.sorted_tables
        for column in table.columns
        if column.name in ("sha256", "manuscript")
    }
    in_json = {"publicity.reports", "publicity.notice", "outbox.payload", "outbox.parts"}
    assert len(naming) > 4
    assert naming | in_json | {"request.subject"} <= looked_through
    assert TRAIL == ("audit", "audit_head")
