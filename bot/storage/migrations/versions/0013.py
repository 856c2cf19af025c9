"""Add the meeting as an event, leave, and when a speech began."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0017"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    for column in (
        sa.Column("order_kind", _TEXT(), nullable=False, server_default="roster"),
        sa.Column("orders", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("at", _MOMENT(), nullable=True),
        sa.Column("place", _TEXT(), nullable=False, server_default=""),
        sa.Column("items", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("speech_minutes", sa.Integer(), nullable=True),
        sa.Column("attends", _TEXT(), nullable=False, server_default=""),
        sa.Column("bring", _TEXT(), nullable=False, server_default=""),
        sa.Column("notices", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("noticed_at", _MOMENT(), nullable=True),
    ):
        op.add_column("meeting", column)
    op.add_column("speech", sa.Column("started_at", _MOMENT(), nullable=True))
    op.create_table(
        "meeting_leave",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", _TEXT(), nullable=False),
        sa.Column("at", _MOMENT(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("cycle_id", "person_id"),
    )


def downgrade() -> None:
    op.drop_table("meeting_leave")
    op.drop_column("speech", "started_at")
    for name in (
        "noticed_at",
        "notices",
        "bring",
        "attends",
        "speech_minutes",
        "items",
        "place",
        "at",
        "orders",
        "order_kind",
    ):
        op.drop_column("meeting", name)
