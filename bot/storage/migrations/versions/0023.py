"""Make lists of results public as reports are."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("publicity") as table:
        table.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="reports"))
        table.add_column(sa.Column("results", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("publicity") as table:
        table.drop_column("results")
        table.drop_column("kind")
