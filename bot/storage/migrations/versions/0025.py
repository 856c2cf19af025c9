"""Keep to which part of an opinion each sentence of an observation belongs."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "evaluation_input", sa.Column("remarks", sa.JSON(), server_default="[]", nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table("evaluation_input") as table:
        table.drop_column("remarks")
