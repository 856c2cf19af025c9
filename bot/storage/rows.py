"""What all tables have in common."""

from sqlmodel import SQLModel

# SQLite then keeps rows in the order of their keys, and not in that in which they came.
WITHOUT_ROWID = {"sqlite_with_rowid": False}


class TableRow(SQLModel):
    """A row of a table. The program makes rows of values that were judged before, so nothing ever
    asks a row's validator, and none is built (a millisecond for each table at every start).
    """

    model_config = {"defer_build": True}
