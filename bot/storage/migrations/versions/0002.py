"""Add what a poll is for, and whose people it asks."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    purpose: sa.Column[str] = sa.Column(
        "purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="evaluation"
    )
    op.add_column("poll", purpose)
    # Inline, as both databases take it: SQLite would otherwise rewrite the table that every roll and cell refers to.
    op.execute("ALTER TABLE poll ADD COLUMN branch_id INTEGER REFERENCES branch (id)")


def downgrade() -> None:
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_column("branch_id")
        batch_op.drop_column("purpose")
