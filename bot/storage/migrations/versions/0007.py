"""Keep the month's allowance beside what was spent of it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quota", sa.Column("allowance", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("quota", "allowance")
